"""Tell who says each claim: one ``rdf:Statement`` per quad of a claim graph.

What a node says of its own claim (strength, hedge, speaker) goes before what its claim graph says.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from als_kg.build import Triples
from als_kg.layout import Key, natural, text_of
from als_kg.vocabulary import ALS, DCTERMS, GRAPHS, PREFIXES, PROV, RDF, iri_for

_CLAIMS, _DOCUMENTS = f"{GRAPHS}claim/", f"{GRAPHS}documents"
# RO "has evidence"; ECO: author statement, with and without a reference that it can be traced to.
_HAS_EVIDENCE = f"{PREFIXES['obo']}RO_0002558"
_TRACEABLE, _UNTRACEABLE = f"{PREFIXES['obo']}ECO_0000033", f"{PREFIXES['obo']}ECO_0000034"
_MANNERS = (ALS.claimStrength, ALS.hedge, ALS.speaker)

Said = Mapping[tuple[object, str], tuple[object, ...]]


@dataclass(frozen=True)
class Evidence:
    """The graphs in which claims are made, and what the documents graph says of them."""

    claims: Mapping[str, Triples]
    documents: Said

    def statements(self) -> Iterator[ox.Triple]:
        """Tell every claim as an ``rdf:Statement`` (RDF 1.1 Semantics, D.1)."""
        for quad, node in self._each():
            yield _triple(node, RDF.type, ox.NamedNode(RDF.Statement))
            yield _triple(node, RDF.subject, quad.subject)
            yield _triple(node, RDF.predicate, quad.predicate)
            yield _triple(node, RDF.object, quad.object)

    def reifiers(self) -> Iterator[ox.Triple]:
        """Tell every claim as a triple term (RDF 1.2 Concepts, 1.5)."""
        for quad, node in self._each():
            yield _triple(node, RDF.reifies, quad.triple)

    def about(self) -> Iterator[ox.Triple]:
        """Tell of every claim its graph, passage, references, evidence code, strength, hedge and speaker."""
        for graph, triples in self.claims.items():
            own = _index(triples)
            for triple in triples:
                quad = ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))
                for predicate, value in self._said(quad, own):
                    yield _triple(statement_for(quad), predicate, value)

    def ranks(self) -> Mapping[object, int]:
        """Put the statements in the order of passages, then of subjects, as the claims are written."""
        ordered = sorted(self._each(), key=lambda pair: _order(pair[0]))
        return {node: rank for rank, (_, node) in enumerate(ordered)}

    def _each(self) -> Iterator[tuple[ox.Quad, ox.NamedNode]]:
        for graph, triples in self.claims.items():
            for triple in triples:
                quad = ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))
                yield quad, statement_for(quad)

    def _said(self, quad: ox.Quad, own: Said) -> Iterator[tuple[str, object]]:
        yield DCTERMS.isPartOf, quad.graph_name
        passages = self.documents.get((quad.graph_name, PROV.wasDerivedFrom), ())
        references = [each for passage in passages for each in self.documents.get((passage, ALS.cites), ())]
        yield from ((PROV.wasDerivedFrom, passage) for passage in passages)
        yield from ((ALS.cites, reference) for reference in references)
        yield _HAS_EVIDENCE, ox.NamedNode(_TRACEABLE if references else _UNTRACEABLE)
        for manner in _MANNERS:
            said = own.get((quad.subject, manner)) or self.documents.get((quad.graph_name, manner), ())
            yield from ((manner, value) for value in said)


def evidence_in(quads: Iterable[ox.Quad]) -> Evidence:
    """Take claims and what is said of them from all quads of a dataset."""
    claims: dict[str, set[ox.Triple]] = {}
    documents: list[ox.Triple] = []
    for quad in quads:
        graph = str(getattr(quad.graph_name, "value", ""))
        if graph.startswith(_CLAIMS):
            claims.setdefault(graph, set()).add(quad.triple)
        elif graph == _DOCUMENTS:
            documents.append(quad.triple)
    return Evidence({name: frozenset(claims[name]) for name in sorted(claims)}, _index(documents))


def statement_for(quad: ox.Quad) -> ox.NamedNode:
    """Name the statement of a claim: SHA-256 over subject, predicate, object and graph as canonical N-Quads."""
    line = f"{quad.subject} {quad.predicate} {quad.object} {quad.graph_name} ."
    return ox.NamedNode(iri_for("statement", hashlib.sha256(line.encode()).hexdigest()))


def _order(quad: ox.Quad) -> Key:
    return (
        natural(text_of(quad.graph_name)),
        natural(text_of(quad.subject)),
        text_of(quad.predicate),
        str(quad.object),
    )


def _triple(subject: ox.NamedNode, predicate: str, value: object) -> ox.Triple:
    assert isinstance(value, ox.NamedNode | ox.Literal | ox.Triple), "there are no blank nodes in claims"
    return ox.Triple(subject, ox.NamedNode(predicate), value)


def _index(triples: Iterable[ox.Triple]) -> Said:
    found: dict[tuple[object, str], list[object]] = {}
    for triple in triples:
        found.setdefault((triple.subject, triple.predicate.value), []).append(triple.object)
    return {key: tuple(sorted(values, key=str)) for key, values in found.items()}
