"""What goes back to a client, as a value; and the headers that every answer carries."""

from http import HTTPStatus
from typing import NamedTuple

from als_kg.query import QueryAnswer

Headers = tuple[tuple[str, str], ...]

# Any page may read answers (CORS); nothing that is answered may act in a browser. Each header costs an answer from
# memory 1 to 2 % of its time.
COMMON: Headers = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Allow, Content-Location, Content-Range, Content-Type, ETag, Link, Retry-After"),
    ("Content-Security-Policy",
     "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
)  # fmt: skip
# What else pages carry; data have no links to follow, and are embedded by way of CORS.
OF_PAGES: Headers = (("Cross-Origin-Resource-Policy", "cross-origin"), ("Referrer-Policy", "no-referrer"))
STATUS_LINES = {int(status): f"{int(status)} {status.phrase}" for status in HTTPStatus}
_WITHOUT_BODY = {204, 304}


class Facts(NamedTuple):
    """What the log tells of an answer beside what HTTP shows: the query's text, whether it was kept, the answer.

    A tuple, as is ``Outgoing``: each request makes both, and a frozen dataclass takes four times as long.
    """

    outcome: str = "ok"
    query: str = ""
    hit: bool | None = None
    answer: QueryAnswer | None = None


NOTHING = Facts()


class Outgoing(NamedTuple):
    """A whole answer, without the headers that all have."""

    status: int
    headers: Headers
    body: bytes = b""
    facts: Facts = NOTHING


class Written(NamedTuple):
    """An answer as it is sent, with the headers that all have; and as it is noted."""

    status: int
    line: str
    headers: Headers
    body: bytes
    facts: Facts


def written(outgoing: Outgoing) -> Written:
    """Write an answer; without a body for a status that has none (RFC 9110, 8.6)."""
    status, headers, body, facts = outgoing
    length = () if status in _WITHOUT_BODY else (("Content-Length", str(len(body))),)
    return Written(status, STATUS_LINES[status], (*headers, *COMMON, *length), body, facts)


def preflight(methods: tuple[str, ...]) -> Outgoing:
    """Answer OPTIONS: what may be asked here, and by pages of any origin."""
    allowed = ", ".join(methods)
    headers = (
        ("Allow", allowed),
        ("Access-Control-Allow-Methods", allowed),
        ("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match"),
        ("Access-Control-Max-Age", "86400"),
    )
    return Outgoing(204, headers)
