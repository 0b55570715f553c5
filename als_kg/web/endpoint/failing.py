"""Turn errors into answers: the one place where the web decides on status codes and words."""

from collections.abc import Callable
from dataclasses import dataclass

from als_kg.bilingual import Piece, both, pieces
from als_kg.errors import AlsKgError, DatasetError, QueryError, QueryRefused, QuerySyntaxError, UsageError
from als_kg.query import NotAcceptable
from als_kg.query.pool import LimitReached, Overloaded, ProcessLost
from als_kg.web.endpoint.outgoing import Facts, Headers, Outgoing

OWN_FAULT = both("this request met a fault of the server", "服务器处理此请求时出错")
_NO_DATASET = both("no dataset can be read at the moment", "目前没有可读取的数据集")
# 504: in time there was no answer. 507: it cannot be held.
_LIMITS = {"seconds": 504, "memory_mib": 507, "result_mib": 507}


class Rejected(AlsKgError):  # noqa: N818  a rule of HTTP, not a mistake
    """A request that HTTP or the protocol does not allow."""

    def __init__(self, status: int, message: str, todo: str = "", headers: Headers = ()) -> None:
        super().__init__(message, todo=todo)
        self.status = status
        self.headers = headers


@dataclass(frozen=True)
class _Rule:
    """What an error becomes; ``message`` stands in where its own words are for the operator only."""

    kind: type[AlsKgError]
    status: Callable[[AlsKgError], int]
    outcome: str
    message: str = ""


def _always(status: int) -> Callable[[AlsKgError], int]:
    return lambda _: status


# The first that fits.
_RULES = (
    _Rule(Rejected, lambda error: int(getattr(error, "status", 400)), "rejected"),
    _Rule(NotAcceptable, _always(406), "not acceptable"),
    _Rule(Overloaded, _always(503), "overloaded"),
    _Rule(LimitReached, lambda error: _LIMITS.get(getattr(error, "limit", ""), 503), "limit"),
    _Rule(ProcessLost, _always(500), "process lost"),
    _Rule(QuerySyntaxError, _always(400), "syntax"),
    _Rule(QueryRefused, _always(400), "refused"),
    _Rule(QueryError, _always(400), "not answered"),
    _Rule(UsageError, _always(400), "wrong use"),
    _Rule(DatasetError, _always(503), "no dataset", _NO_DATASET),
    _Rule(AlsKgError, _always(500), "fault", OWN_FAULT),
)


def status_of(error: AlsKgError) -> int:
    """Find the status code of an error."""
    return _rule(error).status(error)


def message_of(error: AlsKgError) -> str:
    """Say what is wrong with line and column and what to do, but never a path of this machine."""
    return _rule(error).message or str(error)


def pieces_of(error: AlsKgError, language: str) -> tuple[Piece, ...]:
    """Say the same to a reader of a language; what has no translation is marked as English."""
    if message := _rule(error).message:
        return pieces(message, language)
    where = (Piece(error.place.told(language), language),) if error.place else ()
    return joined(where, pieces(error.message, language), pieces(error.todo, language), language)


def joined(
    where: tuple[Piece, ...], message: tuple[Piece, ...], todo: tuple[Piece, ...], language: str
) -> tuple[Piece, ...]:
    """Put a place, what is wrong there and what to do in one line, as ``AlsKgError`` does."""
    colon = (Piece("：" if language == "zh" else ": ", language),) if where else ()
    arrow = (Piece(" → ", language),) if todo else ()
    return (*where, *colon, *message, *arrow, *todo)


def headers_of(error: AlsKgError) -> Headers:
    """Give the headers that belong to an error."""
    if isinstance(error, Overloaded):
        return (("Retry-After", str(error.retry_after)),)
    return error.headers if isinstance(error, Rejected) else ()


def answer_of(error: AlsKgError) -> Outgoing:
    """Make the answer of an error: one line of text."""
    limit = getattr(error, "limit", "")
    outcome = f"{_rule(error).outcome}: {limit}" if limit else _rule(error).outcome
    return plain(status_of(error), message_of(error), headers_of(error), outcome)


def plain(status: int, message: str, headers: Headers = (), outcome: str = "fault") -> Outgoing:
    """Answer with one line of text that nobody may keep."""
    fixed = (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), ("Vary", "Accept"))
    return Outgoing(status, (*fixed, *headers), f"{message}\n".encode(), Facts(outcome=outcome))


def _rule(error: AlsKgError) -> _Rule:
    return next(rule for rule in _RULES if isinstance(error, rule.kind))
