"""What a query service is: values in, values out, so that the evaluation may happen anywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from als_kg.errors import QueryError
from als_kg.vocabulary import CURRENT

# Each writer escapes what is counted here wherever it stands inside a value; CSV and JSON do not.
_COUNTERS: Mapping[str, Callable[[bytes], int]] = {
    "application/sparql-results+xml": lambda body: body.count(b"<result>"),
    "text/tab-separated-values": lambda body: body.count(b"\n") - 1,
    "application/n-triples": lambda body: body.count(b"\n"),
    "application/n-quads": lambda body: body.count(b"\n"),
}


@dataclass(frozen=True)
class QueryRequest:
    """A query and how it is to be answered.

    ``default_graphs`` and ``named_graphs`` are graph IRIs, a view's among them, and replace what
    the text says with FROM (SPARQL 1.1 Protocol, 2.1.4); with neither, ``view`` is the default
    graph. ``format`` is a name of ``formats`` and overrules ``accept``, a header of RFC 9110.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    view: str = CURRENT
    accept: str = ""
    format: str = ""


@dataclass(frozen=True)
class QueryAnswer:
    """A whole answer, written; ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE."""

    body: bytes
    media_type: str
    form: str
    version: str

    @property
    def rows(self) -> int | None:
        """Count rows or triples where the format allows it without parsing; None elsewhere."""
        counter = _COUNTERS.get(self.media_type)
        return counter(self.body) if counter and self.form != "ASK" else None


@dataclass(frozen=True)
class Status:
    """What is being served; ``views`` counts triples by name, ``graphs`` and ``outside`` by IRI."""

    version: str
    views: Mapping[str, int]
    graphs: Mapping[str, int]
    outside: Mapping[str, int] = field(default_factory=dict)


class NotAcceptable(QueryError):  # noqa: N818  named after HTTP 406
    """Nothing that was asked for can be written; ``offered`` lists media types."""

    def __init__(self, message: str, offered: tuple[str, ...]) -> None:
        super().__init__(message, todo=f"ask for one of: {', '.join(offered)}")
        self.offered = offered


class QueryService(Protocol):
    """Answer queries; thread-safe."""

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Answer one request; raise QueryError (its subclasses tell what is wrong) or DatasetError."""
        ...

    def status(self) -> Status:
        """Tell what is being served; raise DatasetError when nothing can be."""
        ...
