"""Answer errors of the pages with the words and status codes of the endpoints."""

import logging

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from als_kg.errors import AlsKgError
from als_kg.web.endpoint.failing import OWN_FAULT, answer_of, plain
from als_kg.web.endpoint.outgoing import Outgoing

_log = logging.getLogger(__name__)
_MESSAGES = {
    404: "there is nothing at this address; the endpoint is /sparql",
    405: "this address is only read",
    413: "the request is too long",
    500: OWN_FAULT,
}


def register_failures(app: Flask) -> None:
    """Answer every error as plain text; faults of our own are logged, as Flask logs those that are nobody's family."""
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
    return Response(outgoing.body, outgoing.status, list(outgoing.headers))
