"""What can befall a query in the pool.

QueryError
├ LimitReached   the query needs more than it may have
│ └ Overloaded   there is no room at the moment; ``retry_after`` seconds may help
└ ProcessLost    its process ended under it
"""

from als_kg.bilingual import both
from als_kg.errors import QueryError
from als_kg.query.pool.limits import Limits

_ADVICE = {
    "seconds": both("narrow the pattern, or add a LIMIT", "请收窄模式，或加上 LIMIT"),
    "memory_mib": both(
        "narrow the pattern, or leave out ORDER BY, DISTINCT or GROUP BY",
        "请收窄模式，或去掉 ORDER BY、DISTINCT 或 GROUP BY",
    ),
    "result_mib": both("add a LIMIT, or ask in parts", "请加上 LIMIT，或分批查询"),
}


class LimitReached(QueryError):  # noqa: N818  a limit is no error of ours
    """A query needs more than a limit allows; ``limit`` is its field in ``Limits``."""

    def __init__(self, limit: str, limits: Limits) -> None:
        over = both("the query went over the {limit}", "查询超出{limit}", limit=limits.named(limit))
        super().__init__(over, todo=_ADVICE.get(limit, ""))
        self.limit = limit


class Overloaded(LimitReached):
    """Too many requests wait, or this one waited too long; it was not evaluated."""

    def __init__(self, limit: str, limits: Limits) -> None:
        self.retry_after = max(1, round(limits.queue_seconds))
        message = both(
            "too many queries are waiting: the {limit} is reached",
            "等待中的查询过多：已达{limit}",
            limit=limits.named(limit),
        )
        todo = both("ask again in {seconds} s", "请在 {seconds} 秒后重试", seconds=self.retry_after)
        QueryError.__init__(self, message, todo=todo)
        self.limit = limit


class ProcessLost(QueryError):  # noqa: N818  nobody's mistake that we could name
    """The process that evaluated the query ended before it answered; no other query was touched."""

    def __init__(self, cause: str) -> None:
        message = both("the query process ended before it answered", "查询进程在回答之前结束", cited=cause)
        super().__init__(message, todo=both("ask again, or simplify it", "请重试，或简化查询"))
