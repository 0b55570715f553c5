"""Everything about a request that needs no engine: read it, send it, and tell what came of it."""

from collections.abc import Iterable
from typing import NamedTuple

from als_kg.bilingual import both
from als_kg.build import Manifest, view_iri
from als_kg.errors import QueryError, QuerySyntaxError
from als_kg.query.embedded import explained, refuse_named_views, unanswerable, unknown_view
from als_kg.query.pool.child.answering import ALL_GRAPHS
from als_kg.query.pool.child.frames import Outcome, pack
from als_kg.query.pool.failing import LimitReached
from als_kg.query.pool.limits import Limits
from als_kg.query.pool.process import Reply
from als_kg.query.reading import Reading, read
from als_kg.query.service import QueryRequest
from als_kg.query.services import NOWHERE, Allowed

_LIMITS = {Outcome.RESULT_LIMIT: "result_mib", Outcome.MEMORY_LIMIT: "memory_mib"}


class Asked(NamedTuple):
    """A request that the guard has passed, and the message that carries it."""

    request: QueryRequest
    reading: Reading
    message: bytes

    @property
    def key(self) -> int:
        """Recognise a query like this over the same graphs: the same but for numbers, strings and comments."""
        reading = self.reading
        if reading.shape is None:
            return hash(self.message)
        return hash((reading.shape, self.request.view, reading.default_graphs, reading.named_graphs))

    def check(self, manifest: Manifest) -> None:
        """Refuse what this version cannot answer; raise UsageError or QueryRefused."""
        if self.request.view not in manifest.views:
            raise unknown_view(self.request.view, manifest.views)
        if self.reading.named_graphs:
            refuse_named_views(self.reading.named_graphs, manifest.views)

    def failure(self, reply: Reply, limits: Limits) -> QueryError:
        """Make the error of a reply that holds no answer."""
        if limit := _LIMITS.get(reply.outcome):
            return LimitReached(limit, limits)
        message = reply.parts[0].decode()
        if reply.outcome is Outcome.SYNTAX:
            line, column = (int(part) or None for part in reply.parts[1:])
            return explained(QuerySyntaxError(message, line, column), self.reading)
        if reply.outcome is Outcome.ENGINE:
            return unanswerable(message)
        return QueryError(both("the engine met a fault of its own", "引擎自身出错", cited=message))


def ask(request: QueryRequest, allowed: Allowed = NOWHERE) -> Asked:
    """Read a request; raise QuerySyntaxError, QueryRefused or NotAcceptable."""
    reading = read(request, allowed)
    defaults = (view_iri(request.view),) if reading.default_graphs is None else reading.default_graphs
    named = ALL_GRAPHS if reading.named_graphs is None else _joined(reading.named_graphs)
    wanted = f"{reading.format.name} {reading.format.family}"
    bound = _joined(f"{name} {iri}" for name, iri in request.bindings)
    return Asked(request, reading, pack([_text(reading), wanted.encode(), _joined(defaults), named, bound]))


def _text(reading: Reading) -> bytes:
    try:
        return reading.text.decoded.encode()
    except UnicodeEncodeError as error:
        message = both("half a surrogate pair is no character", "半个代理对不是字符")
        raise reading.text.error(message, error.start) from error


def _joined(names: Iterable[str]) -> bytes:
    return "\n".join(names).encode()
