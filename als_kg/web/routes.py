"""Routes: the endpoint, its page, its health."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from als_kg.errors import AlsKgError
from als_kg.query import QueryRequest, QueryService
from als_kg.web.failing import status_of
from als_kg.web.page import Page
from als_kg.web.requests import read_request, wants_page


def make_blueprint(service: QueryService, page: Page) -> Blueprint:
    """Bind the routes to a service and its page."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.get("/")
    def home() -> ResponseReturnValue:
        return page.show(request)

    @blueprint.route("/sparql", methods=["GET", "POST"])
    def sparql() -> ResponseReturnValue:
        asked = read_request(request)
        return _shown(page, asked) if wants_page(request) else _written(service, asked)

    @blueprint.get("/healthz")
    def healthz() -> ResponseReturnValue:
        status = service.status()
        return jsonify(status="ok", version=status.version, views=dict(status.views))

    return blueprint


def _written(service: QueryService, asked: QueryRequest | None) -> ResponseReturnValue:
    """Answer a program."""
    if asked is None:
        raise BadRequest("there is no query; send one as the parameter query, or open this address in a browser")
    answer = service.answer(asked)
    return Response(answer.body, mimetype=answer.media_type)


def _shown(page: Page, asked: QueryRequest | None) -> ResponseReturnValue:
    """Show a person the answer, or the fault, on the page that they asked from."""
    if asked is None or not asked.text.strip():
        return page.show(request)
    try:
        return page.show(request, asked, page.answer(asked))
    except AlsKgError as error:
        return page.show(request, asked, error=error), status_of(error)
