"""Load files into a new version of a dataset directory, or take graphs out of it: all or nothing."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from als_kg.build import Loaded, amend
from als_kg.errors import Place, SourceError, UsageError
from als_kg.outside import owl
from als_kg.outside.parsing import bulk_load
from als_kg.outside.statements import CONVERTERS
from als_kg.outside.streams import Watch, ignore, opened
from als_kg.outside.survey import Source, check_graph, graphs_of
from als_kg.outside.syntaxes import by_name, recognise
from als_kg.sources import display_name

# Called with the name of a file and how many bytes it has, before it is read.
Begin = Callable[[str, int], Watch]

_PIECE = 1 << 20
_COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
_ABOUT = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dc: <http://purl.org/dc/elements/1.1/>
PREFIX pav: <http://purl.org/pav/>
PREFIX schema: <https://schema.org/>
SELECT ?iri (MIN(STR(?edition)) AS ?editions) (MIN(STR(?licence)) AS ?licences) {
  GRAPH ?g {
    VALUES ?kind { owl:Ontology <https://w3id.org/sssom/MappingSet> }
    ?iri a ?kind . FILTER isIRI(?iri)
    OPTIONAL { ?iri owl:versionIRI|owl:versionInfo|pav:version|schema:version ?edition }
    OPTIONAL { ?iri dcterms:license|dcterms:rights|dc:rights|schema:license ?licence }
  }
} GROUP BY ?iri ORDER BY ?iri LIMIT 1
"""


def silent(_name: str, _size: int) -> Watch:
    """Show no progress."""
    return ignore


def load(
    out: Path, files: Sequence[Path], *, graph: str | None = None, syntax: str | None = None,
    replacing: bool = False, begin: Begin = silent,
) -> tuple[Loaded, ...]:  # fmt: skip
    """Load files beside the current dataset of a directory and put the new version live.

    Each goes into the graph of its ontology's IRI, or into ``graph``, which is for one file. Raises
    SourceError for a file that cannot be read, UsageError for a graph that cannot be filled,
    DatasetError; then everything stays as it was.
    """
    if graph is not None and len(files) > 1:
        raise UsageError("--graph is for one file", todo="load the files one by one")
    if graph is not None:
        check_graph(graph)
    with _prepared(files, graph, syntax, begin) as sources:
        published = amend(
            out,
            lambda outside: _judged(sources, outside, replacing),
            lambda store, folder: _brought(store, folder, sources, begin),
        )
    graphs = {name for source in sources for name in source.graphs}
    return tuple(loaded for loaded in published.manifest.outside if loaded.graph in graphs)


def unload(out: Path, graphs: Sequence[str]) -> None:
    """Take graphs out again; raises UsageError for one that is not loaded."""

    def judge(outside: tuple[Loaded, ...]) -> Sequence[str]:
        for graph in graphs:
            if graph not in {loaded.graph for loaded in outside}:
                raise UsageError(f"no graph <{graph}> is loaded", todo="list them: als-kg graphs")
        return graphs

    amend(out, judge, lambda _store, _folder: ())


@contextmanager
def _prepared(
    files: Sequence[Path], graph: str | None, syntax: str | None, begin: Begin
) -> Iterator[tuple[Source, ...]]:
    """Recognise, convert and survey the files; what converters write is gone afterwards."""
    with TemporaryDirectory(prefix="als-kg-load-") as folder:
        sources = tuple(_source(path, syntax, Path(folder) / str(number), begin) for number, path in enumerate(files))
        surveyed = tuple((source, graphs_of(source, graph)) for source in sources)
        yield tuple(replace(source, target=target, graphs=graphs) for source, (target, graphs) in surveyed)


def _source(path: Path, wanted: str | None, converted: Path, begin: Begin) -> Source:
    name = display_name(path)
    syntax = recognise(path, name, wanted)
    if syntax.engine is not None:
        return Source(path, name, syntax, path, syntax)
    watch = begin(name, path.stat().st_size)
    if syntax.name in CONVERTERS:
        triples = CONVERTERS[syntax.name](path, name, watch)
        ox.serialize(triples, str(converted), format=ox.RdfFormat.N_TRIPLES)
        return Source(path, name, syntax, converted, by_name("ntriples"))
    edition = owl.convert(path, name, syntax, converted, watch)
    return Source(path, name, syntax, converted, by_name("rdfxml"), edition=edition)


def _judged(sources: Sequence[Source], outside: tuple[Loaded, ...], replacing: bool) -> list[str]:
    """Find what is to be replaced; raise UsageError where a graph would be filled twice."""
    loaded, filled = {each.graph: each for each in outside}, dict[str, str]()
    for source in sources:
        for graph in source.graphs:
            if graph in filled:
                raise UsageError(f"<{graph}> is also filled by {filled[graph]}", Place(source.name), "load one of them")
            if graph in loaded and not replacing:
                before = f"<{graph}> holds {loaded[graph].file} of {loaded[graph].date} already"
                raise UsageError(before, Place(source.name), "use --replace, or unload it first")
            filled[graph] = source.name
    return [graph for graph in filled if graph in loaded]


def _brought(store: ox.Store, folder: Path, sources: Sequence[Source], begin: Begin) -> tuple[Loaded, ...]:
    # No generator here and below: it would hold on to the store after an error.
    found: list[Loaded] = []
    for source in sources:
        found += _loaded(store, folder, source, begin)
    return tuple(found)


def _loaded(store: ox.Store, folder: Path, source: Source, begin: Begin) -> list[Loaded]:
    watch = begin(source.name, source.readable.stat().st_size)
    # Nothing goes there where everything has a graph of its own.
    bulk_load(store, source.readable, source.name, source.written, source.target or source.graphs[0], watch)
    with source.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    # The same file may fill several graphs, one after the other.
    name = hashlib.sha256(f"{digest} {source.syntax.name} {source.target}".encode()).hexdigest()[:16]
    kept = folder / f"{name}.{source.written.extensions[0]}"
    with opened(source.readable, source.name) as unpacked, kept.open("wb") as copy:
        shutil.copyfileobj(unpacked, copy, _PIECE)
    found: list[Loaded] = []
    for graph in source.graphs:
        found.append(_recorded(store, graph, source, digest, kept))  # noqa: PERF401
    return found


def _recorded(store: ox.Store, graph: str, source: Source, digest: str, kept: Path) -> Loaded:
    """Count a graph and read what it says of itself."""
    (counted,) = _ask(store, _COUNT, graph)
    triples = int(counted[0].value)
    if not triples:
        raise SourceError("holds no statement", Place(source.name), "is it the right file?")
    about = next(iter(_ask(store, _ABOUT, graph)), None)
    ontology, edition, licence = (term.value if term else "" for term in about) if about else ("", "", "")
    return Loaded(
        graph=graph,
        triples=triples,
        file=source.path.name,
        format=source.syntax.name,
        digest=digest,
        kept=kept.name,
        size=kept.stat().st_size,
        date=datetime.now(UTC).date().isoformat(),
        outer=graph == source.target,
        ontology=ontology,
        edition=edition or source.edition,
        licence=licence,
    )


def _ask(store: ox.Store, query: str, graph: str) -> ox.QuerySolutions:
    answer = store.query(query, named_graphs=[ox.NamedNode(graph)])
    assert isinstance(answer, ox.QuerySolutions), "a SELECT"
    return answer
