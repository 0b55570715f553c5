"""Answer errors of the pages: a page for browsers, for programs the words of the endpoints."""

import logging

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from als_kg.errors import AlsKgError
from als_kg.web.endpoint.asking import wants_page
from als_kg.web.endpoint.failing import OWN_FAULT, answer_of, plain
from als_kg.web.endpoint.outgoing import Outgoing
from als_kg.web.language import LANGUAGES, TEXTS
from als_kg.web.page import language_of

_log = logging.getLogger(__name__)
_MESSAGES = {
    404: "there is nothing at this address; the endpoint is /sparql",
    405: "this address is only read",
    413: "the request is too long",
    500: OWN_FAULT,
}


def register_failures(app: Flask) -> None:
    """Answer every error; faults of our own are logged, as Flask logs those that are nobody's family."""
    app.register_error_handler(AlsKgError, _family)
    app.register_error_handler(HTTPException, _http)


def _family(error: AlsKgError) -> Response:
    answer = answer_of(error)
    if answer.status == 500:
        _log.error("%s", error, exc_info=error)
    return _response(answer)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    kept = (pair for pair in error.get_headers() if pair[0].lower() not in {"content-type", "content-length"})
    return _response(plain(status, _MESSAGES.get(status, error.description or error.name), tuple(kept)))


def _response(outgoing: Outgoing) -> Response:
    response = Response(outgoing.body, outgoing.status, list(outgoing.headers))
    if wants_page(request.headers.get("Accept", "")):
        response.data, response.mimetype = _page(outgoing), "text/html"
    return response


def _page(outgoing: Outgoing) -> str:
    """Tell a person what is wrong, where to look for it, and the way back."""
    language = language_of(request)
    return render_template(
        "missing.html", t=TEXTS[language], language=language, languages=LANGUAGES, status=outgoing.status,
        message=outgoing.body.decode().strip(), path=request.path, words=_words(request.path),
    )  # fmt: skip


def _words(path: str) -> str:
    """Make words of the end of an address: what somebody looked for."""
    return path.rstrip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")
