"""Answer errors of the pages: a page for browsers, for programs the words of the endpoints."""

import logging
from collections.abc import Callable, Sequence

from flask import Flask, Request, Response, render_template, request
from werkzeug.exceptions import HTTPException

from als_kg.bilingual import Piece, both, pieces
from als_kg.errors import AlsKgError
from als_kg.web.endpoint.asking import wants_page
from als_kg.web.endpoint.failing import OWN_FAULT, answer_of, pieces_of, plain
from als_kg.web.endpoint.outgoing import Outgoing
from als_kg.web.language import LANGUAGES, TEXTS
from als_kg.web.listed import Entry
from als_kg.web.negotiating import Missing
from als_kg.web.page import language_of

_log = logging.getLogger(__name__)
_MESSAGES = {
    404: both("there is nothing at this address; the endpoint is /sparql", "此地址下没有内容；可在 /sparql 查询"),
    405: both("this address is only read", "此地址只可读取"),
    413: both("the request is too long", "请求过长"),
    500: OWN_FAULT,
}


Near = Callable[[Request, Missing], list[Entry]]


def register_failures(app: Flask, near: Near) -> None:
    """Answer every error; faults of our own are logged, as Flask logs those that are nobody's family.

    ``near`` names what was probably meant by an address that names nothing.
    """

    def family(error: AlsKgError) -> Response:
        answer = answer_of(error)
        if answer.status == 500:
            _log.error("%s", error, exc_info=error)
        meant = near(request, error) if isinstance(error, Missing) and error.near and _is_page() else []
        return _response(answer, pieces_of(error, language_of(request)), meant)

    app.register_error_handler(AlsKgError, family)
    app.register_error_handler(HTTPException, _http)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    kept = (pair for pair in error.get_headers() if pair[0].lower() not in {"content-type", "content-length"})
    message = _MESSAGES.get(status, error.description or error.name)
    return _response(plain(status, message, tuple(kept)), pieces(message, language_of(request)))


def _response(outgoing: Outgoing, told: tuple[Piece, ...], near: Sequence[Entry] = ()) -> Response:
    response = Response(outgoing.body, outgoing.status, list(outgoing.headers))
    if _is_page():
        response.data, response.mimetype = _page(outgoing.status, told, near), "text/html"
    return response


def _is_page() -> bool:
    return wants_page(request.headers.get("Accept", ""))


def _page(status: int, told: tuple[Piece, ...], near: Sequence[Entry]) -> str:
    """Tell a person what is wrong, what was probably meant, where to look for it, and the way back."""
    language = language_of(request)
    return render_template(
        "missing.html", t=TEXTS[language], language=language, languages=LANGUAGES, status=status,
        told=told, near=near, path=request.path, words=_words(request.path),
    )  # fmt: skip


def _words(path: str) -> str:
    """Make words of the end of an address: what somebody looked for."""
    return path.rstrip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")
