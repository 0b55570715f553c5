"""Answer queries in this process, from the dataset directory that is live."""

import re
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

import pyoxigraph as ox

from als_kg.bilingual import both
from als_kg.build import open_current, view_iri
from als_kg.errors import QueryError, QueryRefused, QuerySyntaxError, UsageError
from als_kg.formats import Format
from als_kg.query.lexer import Kind
from als_kg.query.reading import Reading, read
from als_kg.query.service import QueryAnswer, QueryRequest, Status
from als_kg.query.words import KNOWN, meant, nearest
from als_kg.query.writing import write
from als_kg.store import Answer, Store
from als_kg.store.embedded import open_store

# The bytes of an answer, and of a graph how many triples they hold.
Written = tuple[bytes, int | None]


class LiveStore:
    """Keep the live dataset open, and open the next one when ``current`` points elsewhere."""

    def __init__(self, dataset: Path) -> None:
        self._dataset = dataset
        self._lock = Lock()
        self._opened: tuple[Path, Store] | None = None

    def get(self) -> Store:
        """Give the store that is live now; raise DatasetError when there is none."""
        real = (self._dataset / "current").resolve()
        opened = self._opened
        return opened[1] if opened and opened[0] == real else self._open()

    def _open(self) -> Store:
        with self._lock:
            published = open_current(self._dataset)
            if self._opened is None or self._opened[0] != published.path:
                self._opened = (published.path, open_store(published))
            return self._opened[1]


class EmbeddedService:
    """Answer queries in this process; for a trusted operator, as nothing ends a query that runs away."""

    def __init__(self, dataset: Path) -> None:
        self._live = LiveStore(dataset)

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Answer one request from the version that is live when it comes."""
        return answer(self._live.get(), request)

    def version(self) -> str:
        """Tell which version is live."""
        return self._live.get().version

    def status(self) -> Status:
        """Tell what is live."""
        store = self._live.get()
        return Status(store.version, store.views(), store.graphs(), store.outside())


def answer(store: Store, request: QueryRequest) -> QueryAnswer:
    """Answer one request from a store."""
    if request.view not in store.views():
        raise unknown_view(request.view, store.views())
    reading = read(request)
    refuse_named_views(reading.named_graphs or (), store.views())
    body, triples = _evaluated(store, reading, request)
    return QueryAnswer(body, reading.format.media_type, reading.form, store.version, triples, reading.lasting)


def unknown_view(name: str, views: Iterable[str]) -> UsageError:
    """Say that there is no such view, and which there are."""
    listed = both("use one of: {names}", "可用：{names}", names=", ".join(views))
    message = both("there is no view {name!r}", "没有视图 {name!r}", name=name)
    return UsageError(message, todo=meant(nearest(name, views)) or listed)


def refuse_named_views(named: Iterable[str], names: Iterable[str]) -> None:
    """Raise QueryRefused for a named graph that is a view, given the names of the views."""
    views = {view_iri(name) for name in names}
    for iri in named:
        if iri in views:
            raise QueryRefused(
                both("<{iri}> is a view, not a graph with a speaker", "<{iri}> 是视图，不是有陈述者的图", iri=iri),
                todo=both("use it with FROM or default-graph-uri", "请与 FROM 或 default-graph-uri 一起使用"),
            )


def _evaluated(store: Store, reading: Reading, request: QueryRequest) -> Written:
    """Evaluate and write; whatever the engine throws becomes a QueryError."""
    defaults = [view_iri(request.view)] if reading.default_graphs is None else reading.default_graphs
    try:
        found = store.query(
            reading.text.decoded,
            default_graphs=defaults,
            named_graphs=reading.named_graphs,
            bindings=dict(request.bindings),
        )
        return _written(found, reading.format)
    except QuerySyntaxError as error:
        raise explained(error, reading) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise unanswerable(str(error)) from error


def unanswerable(words: str) -> QueryError:
    """Make the error of a query at which the engine gives up, in the engine's words."""
    return QueryError(both("the engine cannot answer this", "引擎无法回答此查询", cited=words))


def _written(found: Answer, chosen: Format) -> Written:
    if isinstance(found, ox.QueryTriples):
        triples = set(found)
        return write(triples, chosen), len(triples)
    assert isinstance(chosen.engine, ox.QueryResultsFormat), "the format was chosen for the form of the query"
    return found.serialize(format=chosen.engine) or b"", None


_EXPECTED = re.compile(r"^expected (?:one of )?")
# Among what the grammar expected, the engine lists the rules that a query broke, in words.
_SENTENCE = re.compile(r"[A-Z][A-Za-z*]* .*[a-z]{3}.*")


def explained(error: QuerySyntaxError, reading: Reading) -> QuerySyntaxError:
    """Say in words what the engine found, at the place as the writer sees it.

    A word that SPARQL does not have is the likelier culprit than the farthest place the engine got to.
    """
    for token in reading.tokens:
        if token.kind is Kind.WORD and token.upper not in KNOWN:
            message = both("SPARQL has no word {word}", "SPARQL 中没有 {word} 一词", word=token.text)
            return reading.text.error(message, token.start, meant(nearest(token.upper, KNOWN)))
    if error.line is None or error.column is None:
        return error
    return _located(error.message, reading, reading.text.offset(error.line, error.column))


def _located(message: str, reading: Reading, offset: int) -> QuerySyntaxError:
    """Name the token at which the engine gave up: the one it stopped at or had just passed."""
    token = max((token for token in reading.tokens if token.start <= offset), key=lambda token: token.start)
    sentences = (entry for entry in _EXPECTED.sub("", message).split(", ") if _SENTENCE.fullmatch(entry))
    where = both("this is not SPARQL at {token}", "{token} 处不合 SPARQL 语法", token=token.text)
    return reading.text.error(next(sentences, where), token.start)
