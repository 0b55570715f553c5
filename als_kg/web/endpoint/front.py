"""The WSGI application in front: find the endpoint, answer, measure; the pages get the rest."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from als_kg.errors import AlsKgError
from als_kg.web.endpoint.bodies import Bodies
from als_kg.web.endpoint.failing import OWN_FAULT, Rejected, answer_of, plain
from als_kg.web.endpoint.incoming import Environ, Incoming
from als_kg.web.endpoint.journal import Journal
from als_kg.web.endpoint.outgoing import Facts, Outgoing, Written, preflight, written

_log = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
PAGES = "page"


def _nothing(_: Environ) -> None:
    return None


@dataclass(frozen=True)
class Endpoint:
    """Who answers under a name, and by which methods; ``recall`` finds what was answered before, unread."""

    name: str
    methods: tuple[str, ...]
    answer: Callable[[Incoming], Outgoing | None]
    refusal: str = "this address is only read"
    recall: Callable[[Environ], Written | None] = _nothing


class Front:
    """Dispatch by path: exactly, or by what it starts with."""

    def __init__(
        self, pages: Application, exact: Mapping[str, Endpoint], below: Mapping[str, Endpoint], journal: Journal
    ) -> None:
        self._pages = pages
        self._exact = exact
        self._below = below
        self._journal = journal
        self._bodies = Bodies()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        started = perf_counter()
        endpoint = self._exact.get(environ.get("PATH_INFO", "/")) or self._starting(environ)
        answer = _answered(endpoint, environ, self._bodies) if endpoint else None
        if endpoint is None or answer is None:
            return self._paged(environ, start_response, started)
        status, line, headers, body, facts = answer
        self._journal.note(endpoint.name, environ, status, len(body), facts, started)
        start_response(line, list(headers))
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _starting(self, environ: Environ) -> Endpoint | None:
        path = environ.get("PATH_INFO", "/")
        return next((endpoint for start, endpoint in self._below.items() if path.startswith(start)), None)

    def _paged(self, environ: Environ, start_response: StartResponse, started: float) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
            facts = Facts("ok" if status < "400" else "error")
            self._journal.note(PAGES, environ, int(status[:3]), length, facts, started)
            return start_response(status, headers, *more)

        return self._pages(environ, start)


def _answered(endpoint: Endpoint, environ: Environ, bodies: Bodies) -> Written | None:
    """Have an endpoint answer, from memory if it can."""
    try:
        if recalled := endpoint.recall(environ):
            return recalled
        outgoing = _answer(endpoint, Incoming(environ, bodies))
    except Exception as error:  # noqa: BLE001  a client must get an answer, and no traceback
        outgoing = _failure(error)
    return None if outgoing is None else written(outgoing)


def _answer(endpoint: Endpoint, incoming: Incoming) -> Outgoing | None:
    if incoming.method == "OPTIONS":
        return preflight(endpoint.methods)
    if incoming.method not in endpoint.methods:
        allow = (("Allow", ", ".join(endpoint.methods)),)
        raise Rejected(405, f"{incoming.method} is not answered here: {endpoint.refusal}", headers=allow)
    return endpoint.answer(incoming)


def _failure(error: Exception) -> Outgoing:
    """Make every error an answer, here and nowhere else."""
    if not isinstance(error, AlsKgError):
        _log.error("a request met a fault", exc_info=error)
        return plain(500, OWN_FAULT)
    answer = answer_of(error)
    if answer.status == 500:
        _log.error("%s", error, exc_info=error)
    return answer
