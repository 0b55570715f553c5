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
from als_kg.web.endpoint.outgoing import COMMON, STATUS_LINES, Facts, Outgoing, preflight

_log = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
PAGES = "page"
_WITHOUT_BODY = {204, 304}


def _nothing(_: Environ) -> None:
    return None


@dataclass(frozen=True)
class Endpoint:
    """Who answers under a name, and by which methods; ``recall`` finds what was answered before, unread."""

    name: str
    methods: tuple[str, ...]
    answer: Callable[[Incoming], Outgoing | None]
    refusal: str = "this address is only read"
    recall: Callable[[Environ], Outgoing | None] = _nothing


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
        outgoing = _answered(endpoint, environ, self._bodies) if endpoint else None
        if endpoint is None or outgoing is None:
            return self._paged(environ, start_response, started)
        self._journal.note(endpoint.name, environ, outgoing.status, len(outgoing.body), outgoing.facts, started)
        headers = [*outgoing.headers, *COMMON]
        if outgoing.status not in _WITHOUT_BODY:
            headers.append(("Content-Length", str(len(outgoing.body))))
        start_response(STATUS_LINES[outgoing.status], headers)
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [outgoing.body]

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


def _answered(endpoint: Endpoint, environ: Environ, bodies: Bodies) -> Outgoing | None:
    """Have an endpoint answer; every error becomes an answer here and nowhere else."""
    try:
        if recalled := endpoint.recall(environ):
            return recalled
        incoming = Incoming(environ, bodies)
        if incoming.method == "OPTIONS":
            return preflight(endpoint.methods)
        if incoming.method not in endpoint.methods:
            allow = (("Allow", ", ".join(endpoint.methods)),)
            raise Rejected(405, f"{incoming.method} is not answered here: {endpoint.refusal}", headers=allow)
        return endpoint.answer(incoming)
    except AlsKgError as error:
        answer = answer_of(error)
        if answer.status == 500:
            _log.error("%s", error, exc_info=error)
        return answer
    except Exception:  # noqa: BLE001  a client must get an answer, and no traceback
        _log.exception("a request met a fault")
        return plain(500, OWN_FAULT)
