"""What can befall a query in the pool.

QueryError
├ LimitReached   the query needs more than it may have
│ └ Overloaded   there is no room at the moment; ``retry_after`` seconds may help
└ ProcessLost    its process ended under it
"""

from als_kg.errors import QueryError
from als_kg.query.pool.limits import Limits

_ADVICE = {
    "seconds": "narrow the pattern, or add a LIMIT",
    "memory_mib": "narrow the pattern, or leave out ORDER BY, DISTINCT or GROUP BY",
    "result_mib": "add a LIMIT, or ask in parts",
}


class LimitReached(QueryError):  # noqa: N818  a limit is no error of ours
    """A query needs more than a limit allows; ``limit`` is its field in ``Limits``."""

    def __init__(self, limit: str, limits: Limits) -> None:
        super().__init__(f"the query went over the {limits.named(limit)}", todo=_ADVICE.get(limit, ""))
        self.limit = limit


class Overloaded(LimitReached):
    """Too many requests wait, or this one waited too long; it was not evaluated."""

    def __init__(self, limit: str, limits: Limits) -> None:
        self.retry_after = max(1, round(limits.queue_seconds))
        todo = f"ask again in {self.retry_after} s"
        QueryError.__init__(self, f"too many queries are waiting: the {limits.named(limit)} is reached", todo=todo)
        self.limit = limit


class ProcessLost(QueryError):  # noqa: N818  nobody's mistake that we could name
    """The process that evaluated the query ended before it answered; no other query was touched."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"the query process ended before it answered ({cause})", todo="ask again, or simplify it")
