"""Ask a dataset through pyoxigraph, from its directory (read-only) or in memory."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from als_kg.build import Dataset, Lease, Published, quad_in, quads_in, view_iri
from als_kg.errors import DatasetError, Place, QuerySyntaxError
from als_kg.sources import syntax_complaint
from als_kg.store import NOTHING, Answer
from als_kg.vocabulary import CURRENT


@dataclass(frozen=True)
class EmbeddedStore:
    """A store inside this process; ``counts`` and ``view_counts`` are by graph IRI and view name.

    ``outside_counts`` are those of the graphs that were loaded beside ours.
    ``lease`` keeps the directory that is read from being removed. Views that are held once more, ``alone``, are
    asked there by queries of nothing else: the engine finds statements through lists by term, which else lead past
    the same statements in the graphs that they come from.
    """

    engine: ox.Store
    version: str
    counts: Mapping[str, int]
    view_counts: Mapping[str, int]
    lease: Lease | None = None
    outside_counts: Mapping[str, int] = field(default_factory=dict)
    alone: Mapping[str, ox.Store] = field(default_factory=dict)

    def graphs(self) -> Mapping[str, int]:
        """Count the triples of each authored and inferred graph, by IRI."""
        return self.counts

    def views(self) -> Mapping[str, int]:
        """Count the triples of each view, by name."""
        return self.view_counts

    def outside(self) -> Mapping[str, int]:
        """Count the triples of each graph that was loaded beside ours, by IRI."""
        return self.outside_counts

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """List the triples of a graph, a view or an outside graph, by IRI; none for an unknown one."""
        quads = self.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        return (quad.triple for quad in quads)

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Iterable[str] | None = None,
        bindings: Mapping[str, str] = NOTHING,
    ) -> Answer:
        """Evaluate a query over a dataset of graphs; see ``Store.query``."""
        defaults = _unique([view_iri(CURRENT)] if default_graphs is None else default_graphs)
        # The engine reads the list of graphs anew for each query: 90 µs that most queries need not pay.
        named = _unique(self._ranged_over(text, named_graphs)) if _may_name_graphs(text) else []
        if len(defaults) < 2:
            own = self.alone.get(defaults[0].value) if defaults and not named else None
            return _evaluate(own or self.engine, text, defaults, named, bindings)
        return _evaluate(self._merged(defaults, named), text, [ox.DefaultGraph()], named, bindings)

    def _ranged_over(self, text: str, named_graphs: Iterable[str] | None) -> Iterable[str]:
        return (*self.counts, *_written(text, self.outside_counts)) if named_graphs is None else named_graphs

    def _merged(self, defaults: Iterable[ox.NamedNode], named: Iterable[ox.NamedNode]) -> ox.Store:
        """Copy graphs so that the default graph holds each triple once.

        Given several, pyoxigraph 0.5.13 answers a triple once per graph (oxigraph #1919).
        """
        store = ox.Store()
        for graph in defaults:
            store.extend(quad_in(ox.DefaultGraph(), triple) for triple in self.triples(graph.value))
        for graph in named:
            store.extend(self.engine.quads_for_pattern(None, None, None, graph))
        return store


def open_store(published: Published) -> EmbeddedStore:
    """Open a dataset directory read-only; builders are not held up, they write new directories.

    Raises DatasetError when the engine cannot read it.
    """
    manifest = published.manifest
    lease = Lease(published.path)
    try:
        engine = ox.Store.read_only(str(published.store))
    except OSError as error:
        raise DatasetError(f"cannot be opened: {error}", Place(str(published.store)), "run: als-kg build") from error
    return EmbeddedStore(engine, manifest.version, manifest.graphs, manifest.views, lease, manifest.outside_counts)


def hold(dataset: Dataset) -> EmbeddedStore:
    """Put a dataset into an engine in memory, without writing it anywhere."""
    engine = ox.Store()
    engine.extend(dataset.quads())
    for name, triples in dataset.views.items():
        engine.extend(quads_in(view_iri(name), triples))
    counts = {name: len(triples) for name, triples in dataset.graphs.items()}
    return EmbeddedStore(engine, dataset.version, counts, {name: len(held) for name, held in dataset.views.items()})


def _evaluate(
    engine: ox.Store,
    text: str,
    defaults: Sequence[ox.NamedNode | ox.DefaultGraph],
    named: Sequence[ox.NamedNode],
    bindings: Mapping[str, str],
) -> Answer:
    bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] | None
    bound = {ox.Variable(name): ox.NamedNode(iri) for name, iri in bindings.items()} if bindings else None
    try:
        return engine.query(text, default_graph=list(defaults), named_graphs=list(named), substitutions=bound)
    except SyntaxError as error:
        raise QuerySyntaxError(*syntax_complaint(error)) from error


def _unique(names: Iterable[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(name) for name in dict.fromkeys(names)]


def _may_name_graphs(text: str) -> bool:
    """Tell whether a query can use GRAPH; the engine takes no keyword that is spelled with escapes."""
    return "graph" in text.lower()


_PREFIX = re.compile(r"\bPREFIX\s+([^\s:]*):\s*<([^<>]*)>", re.IGNORECASE)


def _written(text: str, graphs: Iterable[str]) -> Iterator[str]:
    """Find the outside graphs that a query writes, in full or with a prefix; ``GRAPH ?g`` alone ranges over none."""
    prefixes: list[tuple[str, str]] | None = None
    for iri in graphs:
        if prefixes is None:
            prefixes, plain = _PREFIX.findall(text), text.replace("\\", "")
        names = (f"{prefix}:{iri[len(start) :]}" for prefix, start in prefixes if iri.startswith(start))
        if f"<{iri}>" in text or any(re.search(rf"{re.escape(name)}(?!\.?[\w%:/-])", plain) for name in names):
            yield iri
