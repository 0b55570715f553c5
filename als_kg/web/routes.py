"""Routes of the pages; what programs ask is answered before it comes here."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from als_kg.errors import AlsKgError
from als_kg.query import QueryRequest
from als_kg.web.endpoint.failing import headers_of, status_of
from als_kg.web.endpoint.sparql import ASKED
from als_kg.web.page import Page
from als_kg.web.things import Things


def make_blueprint(page: Page) -> Blueprint:
    """Bind the routes to a page."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.get("/")
    def home() -> ResponseReturnValue:
        return page.show(request)

    @blueprint.route("/sparql", methods=["GET", "POST"])
    def sparql() -> ResponseReturnValue:
        return _shown(page, request.environ[ASKED])

    return blueprint


def make_things(things: Things) -> Blueprint:
    """Bind every other address to the thing that it names."""
    blueprint = Blueprint("things", __name__)

    @blueprint.get("/.well-known/void")
    def well_known() -> ResponseReturnValue:
        return redirect(f"{request.script_root}/graph/void", 302)

    @blueprint.get("/<path:path>")
    def thing(path: str) -> ResponseReturnValue:
        return things.answer(request, path)

    return blueprint


def _shown(page: Page, asked: QueryRequest | None) -> ResponseReturnValue:
    """Show a person the answer, or the fault, on the page that they asked from."""
    if asked is None or not asked.text.strip():
        return page.show(request)
    try:
        return page.show(request, asked, page.answer(asked))
    except AlsKgError as error:
        return page.show(request, asked, error=error), status_of(error), dict(headers_of(error))
