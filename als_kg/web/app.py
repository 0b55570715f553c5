"""Make the Flask application around a query service."""

from flask import Flask, Response

from als_kg.query import QueryService
from als_kg.settings import Settings
from als_kg.web.failing import register_failures
from als_kg.web.page import Page
from als_kg.web.routes import make_blueprint

# A query of full length, each character percent-encoded as three bytes of UTF-8.
_MAX_BODY = 1_000_000

_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Type",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def create_app(service: QueryService, settings: Settings) -> Flask:
    """Make an app that answers queries through a service and knows nothing of where they are evaluated."""
    app = Flask("als_kg.web", template_folder="templates", static_folder="static")
    app.config.update(MAX_CONTENT_LENGTH=_MAX_BODY, MAX_FORM_MEMORY_SIZE=_MAX_BODY)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.json.sort_keys = False  # type: ignore[attr-defined]  # views come in their order
    page = Page(service, settings)
    app.register_blueprint(make_blueprint(service, page))
    register_failures(app)
    app.after_request(_with_headers)
    return app


def _with_headers(response: Response) -> Response:
    """Let any page read answers (CORS), and tell caches and browsers how to treat them."""
    response.headers.update(_HEADERS)
    if response.allow:
        response.headers.update(_PREFLIGHT)
    response.vary.update(("Accept", "Accept-Language") if response.mimetype == "text/html" else ("Accept",))
    return response
