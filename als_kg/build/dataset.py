"""What a build makes: authored and inferred graphs, views, findings, and where each statement is written."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from als_kg.errors import BuildError, Finding, Place, UsageError, failures
from als_kg.sources import SourceFile, text_of
from als_kg.vocabulary import RDF, graph_for, shorten

Triples = frozenset[ox.Triple]


@dataclass(frozen=True)
class Origins:
    """Answer where a statement is written; reads positions only when asked."""

    files: tuple[SourceFile, ...]

    @cached_property
    def _by_subject(self) -> dict[str, list[SourceFile]]:
        found: dict[str, list[SourceFile]] = {}
        for source in self.files:
            for subject in {text_of(quad.subject) for quad in source.quads}:
                found.setdefault(subject, []).append(source)
        return found

    def place(
        self, subject: str, predicate: str | None = None, obj: str | None = None, graph: str | None = None
    ) -> Place | None:
        """Find file and line of a statement, else of its predicate, else of its subject.

        Terms are given by their text. A blank node has its file only; None is for what no file
        speaks of. Files are tried in the order ontology, codes, entities, documents, claims, reviews.
        """
        sources = self._by_subject.get(subject, [])
        keys = ((graph, subject, predicate, obj), (graph, subject, predicate, None), (graph, subject, None, None))
        found = (
            Place(source.name, source.positions.lines[key])
            for key in keys
            for source in sources
            if key in source.positions.lines
        )
        return next(found, Place(sources[0].name) if sources else None)

    def place_of(self, statement: ox.Triple | ox.Quad) -> Place | None:
        """Find file and line of a triple, or of a quad within its graph."""
        graph = text_of(statement.graph_name) if isinstance(statement, ox.Quad) else None
        return self.place(text_of(statement.subject), text_of(statement.predicate), text_of(statement.object), graph)

    def blocks(self, subject: str, graph: str | None = None) -> tuple[Place, ...]:
        """List every place where a subject opens a block, in one graph or in any."""
        return tuple(
            Place(source.name, line)
            for source in self._by_subject.get(subject, [])
            for (where, name), lines in source.positions.blocks.items()
            if name == subject and graph in (None, where)
            for line in lines
        )


@dataclass(frozen=True)
class Dataset:
    """Everything that a build knows, in memory.

    ``graphs`` maps graph IRI to triples, authored and inferred, never a view. ``views`` maps the
    name of a view to its closed triples, ``stated`` to the same before closure.
    """

    graphs: Mapping[str, Triples]
    views: Mapping[str, Triples]
    stated: Mapping[str, Triples]
    origins: Origins = Origins(())
    findings: tuple[Finding, ...] = ()

    def view(self, name: str) -> Triples:
        """Take the closed triples of a view; raises UsageError for an unknown name."""
        if name not in self.views:
            raise UsageError(f"no view is called {name!r}", todo=f"use {' or '.join(self.views)}")
        return self.views[name]

    def quads(self) -> Iterator[ox.Quad]:
        """List every authored and inferred quad."""
        for graph, triples in self.graphs.items():
            yield from quads_in(graph, triples)

    def require_sound(self) -> None:
        """Raise BuildError when a finding is an error."""
        if found := failures(self.findings):
            raise BuildError(found)

    @cached_property
    def nquads(self) -> bytes:
        """Write every authored and inferred quad as sorted N-Quads."""
        return sorted_lines(ox.serialize(self.quads(), format=ox.RdfFormat.N_QUADS))

    def ntriples(self, view: str) -> bytes:
        """Write a view as sorted N-Triples; raises UsageError for an unknown name."""
        self.view(view)
        return self._ntriples[view]

    @cached_property
    def _ntriples(self) -> Mapping[str, bytes]:
        """Each view, written once: its version is made of it, and its file."""
        return {
            name: sorted_lines(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))
            for name, triples in self.views.items()
        }

    @cached_property
    def version(self) -> str:
        """Name the content: 16 hex digits of SHA-256 over the N-Quads and every view."""
        return version_of({"": self.nquads} | {name: self.ntriples(name) for name in self.views})


def version_of(texts: Mapping[str, bytes]) -> str:
    """Hash serialised parts, by name in order, to the 16 hex digits of a version."""
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(f"{name}\0{len(texts[name])}\0".encode())
        digest.update(texts[name])
    return digest.hexdigest()[:16]


def quads_in(graph: str, triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    """Put triples into a graph."""
    node = ox.NamedNode(graph)
    return (quad_in(node, triple) for triple in triples)


def quad_in(graph: ox.NamedNode | ox.DefaultGraph, triple: ox.Triple) -> ox.Quad:
    """Put a triple into a graph."""
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def view_iri(name: str) -> str:
    """Name the graph under which a view is stored and asked for."""
    return graph_for(name)


def sorted_lines(text: bytes | None) -> bytes:
    """Sort lines by their bytes, which is the same everywhere."""
    return b"".join(sorted((text or b"").splitlines(keepends=True)))


def shown(term: object) -> str:
    """Write a term as a curator would: a prefixed name, or a quoted literal."""
    return shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)


def sentence(triple: ox.Triple) -> str:
    """Write a triple as a curator would."""
    verb = "a" if triple.predicate.value == RDF.type else shown(triple.predicate)
    return f"{shown(triple.subject)} {verb} {shown(triple.object)}"
