"""What a query service is: values in, values out, so that the evaluation may happen anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from als_kg.bilingual import both
from als_kg.errors import QueryError
from als_kg.query.rows import rows_in
from als_kg.vocabulary import CURRENT


@dataclass(frozen=True)
class QueryRequest:
    """A query and how it is to be answered.

    ``default_graphs`` and ``named_graphs`` are graph IRIs, a view's among them, and replace what
    the text says with FROM (SPARQL 1.1 Protocol, 2.1.4); with neither, ``view`` is the default
    graph. ``format`` is a name of ``formats`` and overrules ``accept``, a header of RFC 9110.
    ``bindings`` give variables of the text (of a SELECT: of those it selects) an IRI each.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    view: str = CURRENT
    accept: str = ""
    format: str = ""
    bindings: tuple[tuple[str, str], ...] = ()


class QueryAnswer(NamedTuple):
    """A whole answer, written; ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE.

    ``triples`` counts those of a graph. What is not ``lasting`` may be answered otherwise by the same version.
    """

    body: bytes
    media_type: str
    form: str
    version: str
    triples: int | None = None
    lasting: bool = True

    @property
    def rows(self) -> int | None:
        """Count solutions or triples; None for ASK. Counted when asked: most answers nobody logs."""
        return rows_in(self.body, self.media_type) if self.form == "SELECT" else self.triples


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
        super().__init__(message, todo=both("ask for one of: {names}", "可选：{names}", names=", ".join(offered)))
        self.offered = offered


class QueryService(Protocol):
    """Answer queries; thread-safe."""

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Answer one request; raise QueryError (its subclasses tell what is wrong) or DatasetError."""
        ...

    def version(self) -> str:
        """Tell which version is being served, at no cost; raise DatasetError when none can be."""
        ...

    def status(self) -> Status:
        """Tell what is being served; raise DatasetError when nothing can be."""
        ...
