"""Routes of the pages; what programs ask is answered before it comes here."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from als_kg.documentation.rendering import STATIC
from als_kg.errors import AlsKgError
from als_kg.query import QueryRequest
from als_kg.web.addresses import split_suffix
from als_kg.web.endpoint.failing import headers_of, status_of
from als_kg.web.endpoint.sparql import ASKED
from als_kg.web.page import Page
from als_kg.web.releases import Releases
from als_kg.web.searching import Searching
from als_kg.web.things import Things, moved


def make_blueprint(page: Page, searching: Searching) -> Blueprint:
    """Bind the routes to the page of queries and to the search."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.get("/")
    def home() -> ResponseReturnValue:
        return page.show(request)

    @blueprint.route("/sparql", methods=["GET", "POST"])
    def sparql() -> ResponseReturnValue:
        return _shown(page, request.environ[ASKED])

    @blueprint.post("/sparql/")
    def slashed() -> ResponseReturnValue:
        return moved(f"{request.script_root}/sparql", request)

    @blueprint.get("/search")
    def search() -> ResponseReturnValue:
        return searching.answer(request)

    return blueprint


def make_releases(releases: Releases, things: Things) -> Blueprint:
    """Bind releases, their files, and the IRIs of versions, for which things answers where there is no release."""
    blueprint = Blueprint("releases", __name__)

    @blueprint.get("/release")
    def bare() -> ResponseReturnValue:
        return redirect(f"{request.script_root}/release/", 308)

    @blueprint.get("/release/")
    def index() -> ResponseReturnValue:
        return releases.index(request)

    @blueprint.get("/release/<version>/")
    def release(version: str) -> ResponseReturnValue:
        return releases.version(request, version)

    @blueprint.get("/release/<version>/<path:name>")
    def file(version: str, name: str) -> ResponseReturnValue:
        return releases.file(request, version, name)

    @blueprint.get("/dataset/als-kg/<name>")
    def version(name: str) -> ResponseReturnValue:
        stem, suffix = split_suffix(name)
        return (
            releases.version(request, stem, suffix) if releases.has(stem) else things.answer(request, request.path[1:])
        )

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


def make_documentation() -> Blueprint:
    """Serve the style of the documentation, which stands beside its templates."""
    return Blueprint("documentation", __name__, static_folder=STATIC, static_url_path="/static/documentation")


def _shown(page: Page, asked: QueryRequest | AlsKgError | None) -> ResponseReturnValue:
    """Show a person the answer, or the fault, on the page that they asked from."""
    if isinstance(asked, AlsKgError):
        return _faulty(page, None, asked)
    asked = asked or page.example(request)
    if asked is None or not asked.text.strip():
        return page.show(request)
    try:
        return page.show(request, asked, page.answer(asked))
    except AlsKgError as error:
        return _faulty(page, asked, error)


def _faulty(page: Page, asked: QueryRequest | None, error: AlsKgError) -> ResponseReturnValue:
    return page.show(request, asked, error=error), status_of(error), dict(headers_of(error))
