"""Turn errors into status codes and one line of text: the one place where the web catches them."""

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from als_kg.errors import AlsKgError, DatasetError, QueryError, UsageError
from als_kg.query import NotAcceptable

# The first class that fits; a fault that is not the client's is told without details.
_STATUSES: tuple[tuple[type[AlsKgError], int], ...] = (
    (NotAcceptable, 406),
    (DatasetError, 503),
    (QueryError, 400),
    (UsageError, 400),
    (AlsKgError, 500),
)
_MESSAGES = {
    404: "there is nothing at this address; the endpoint is /sparql",
    405: "the endpoint takes GET and POST",
    413: "the request is too long",
}
_OWN_FAULTS = {500: "this request met a fault of the server", 503: "no dataset can be read at the moment"}


def status_of(error: AlsKgError) -> int:
    """Find the status code of an error."""
    return next(status for kind, status in _STATUSES if isinstance(error, kind))


def message_of(error: AlsKgError) -> str:
    """Say what is wrong with line and column and what to do, but never a path of this machine."""
    return _OWN_FAULTS.get(status_of(error), str(error))


def register_failures(app: Flask) -> None:
    """Answer every error as plain text; Flask logs those that are nobody's family."""
    app.register_error_handler(AlsKgError, lambda error: _plain(message_of(error), status_of(error)))
    app.register_error_handler(HTTPException, _http)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    messages = _MESSAGES | _OWN_FAULTS
    response = _plain(messages.get(status, error.description or error.name), status)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers.add(name, value)
    return response


def _plain(message: str, status: int) -> Response:
    return Response(f"{message}\n", status, mimetype="text/plain")
