"""Look through a file before it is loaded: into which graphs it goes, and what it says of itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Place, SourceError, UsageError
from als_kg.outside.parsing import NO_BASE, read
from als_kg.outside.syntaxes import Syntax
from als_kg.vocabulary import BASE, OWL, RDF

_TYPE = ox.NamedNode(RDF.type)
_NAMING = frozenset({ox.NamedNode(OWL.Ontology), ox.NamedNode("https://w3id.org/sssom/MappingSet")})
_MOST_GRAPHS = 1_000


@dataclass(frozen=True)
class Source:
    """A file to be loaded, as the engine can read it.

    ``name`` and ``syntax`` are those of the file that was given, ``readable`` and ``written`` of what the
    engine reads. ``target`` is the graph of what stands outside any, ``graphs`` all that will be filled.
    ``edition`` is the version that only a converter saw.
    """

    path: Path
    name: str
    syntax: Syntax
    readable: Path
    written: Syntax
    target: str = ""
    graphs: tuple[str, ...] = ()
    edition: str = ""


def graphs_of(source: Source, wanted: str | None) -> tuple[str, tuple[str, ...]]:
    """Find the target and all graphs of a source; ``wanted`` overrules the IRI of its ontology.

    Raises SourceError for a file whose statements have no graph to go to, UsageError for a graph of ours.
    """
    found = _many(source, wanted) if source.written.holds_graphs else _one(source, wanted)
    for graph in found[1]:
        check_graph(graph, source.name)
    return found


def check_graph(graph: str, name: str | None = None) -> None:
    """Raise UsageError for what is no IRI, or is one of ours."""
    place = Place(name) if name else None
    try:
        ox.NamedNode(graph)
    except ValueError as error:
        raise UsageError(f"the graph {graph!r} is not an IRI", place, "write it in full, without < and >") from error
    if graph.startswith(BASE):
        raise UsageError(f"<{graph}> is for graphs of als-kg itself", place, "name another with --graph")


def _one(source: Source, wanted: str | None) -> tuple[str, tuple[str, ...]]:
    target = wanted or _ontology(read(source.readable, source.name, source.written))
    if target is None:
        raise SourceError("does not say which ontology it is", Place(source.name), "name its graph with --graph")
    return target, (target,)


def _many(source: Source, wanted: str | None) -> tuple[str, tuple[str, ...]]:
    """Read all of a file that may name its own graphs."""
    names, outside = set[str](), list[ox.Quad]()
    for quad in read(source.readable, source.name, source.written):
        _judge(quad, source.name)
        if isinstance(quad.graph_name, ox.NamedNode):
            names.add(quad.graph_name.value)
        elif not outside or quad.object in _NAMING:
            outside.append(quad)
    if len(names) > _MOST_GRAPHS:
        raise SourceError(f"has {len(names):,} graphs", Place(source.name), f"load at most {_MOST_GRAPHS:,} at once")
    if wanted and not outside:
        message = "says everything in graphs of its own"
        raise SourceError(message, Place(source.name), "leave out --graph")
    if not outside:
        return "", tuple(sorted(names))
    target = wanted or _ontology(outside)
    if target is None:
        raise SourceError("has statements outside any graph", Place(source.name), "name a graph for them with --graph")
    return target, tuple(sorted({*names, target}))


def _judge(quad: ox.Quad, name: str) -> None:
    if isinstance(quad.graph_name, ox.BlankNode):
        raise SourceError("has a graph without a name", Place(name), "give every graph an IRI")
    for term in (quad.subject, quad.object, quad.graph_name):
        if isinstance(term, ox.NamedNode) and term.value.startswith(NO_BASE):
            relative = term.value.removeprefix(NO_BASE)
            message = f"the address {relative!r} is relative, and nothing says to what"
            raise SourceError(message, Place(name), "write it in full, or declare an @base in the file")


def _ontology(quads: Iterable[ox.Quad] | Iterator[ox.Quad]) -> str | None:
    """Find the first thing that says it is an ontology, or a set of mappings."""
    found = (quad.subject for quad in quads if quad.predicate == _TYPE and quad.object in _NAMING)
    return next((subject.value for subject in found if isinstance(subject, ox.NamedNode)), None)
