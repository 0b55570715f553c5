"""Read reviews: what each retracts, statement by statement or node by node, and what it adds.

A retracted statement is named by an ``rdf:Statement`` with subject, predicate and object; a node by
``als:retractsNode``. A retraction takes the statement out of all claim graphs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from als_kg.build.dataset import Triples
from als_kg.build.speakers import REVIEWS
from als_kg.sources import text_of
from als_kg.vocabulary import ALS, RDF, graph_for, iri_for

SPEAKERS = graph_for("inferred", "speakers")

_DESCRIBES = (RDF.subject, RDF.predicate, RDF.object)


@dataclass(frozen=True)
class Retraction:
    """One retracted statement and the IRI of the ``rdf:Statement`` that names it."""

    descriptor: str
    triple: ox.Triple


@dataclass(frozen=True)
class Review:
    """One review graph: retractions, retracted nodes, additions, and descriptors that name nothing.

    ``added`` is all that it says except descriptors; ``broken`` holds descriptors without exactly
    one subject, predicate and object, ``unused`` those that nothing retracts.
    """

    graph: str
    retractions: tuple[Retraction, ...]
    nodes: tuple[str, ...]
    added: Triples
    broken: tuple[str, ...]
    unused: tuple[str, ...]


def reviews_in(graphs: Mapping[str, Triples]) -> tuple[Review, ...]:
    """Read every review graph, in order of its IRI."""
    return tuple(read_review(name, graphs[name]) for name in sorted(graphs) if name.startswith(REVIEWS))


def read_review(graph: str, triples: Triples) -> Review:
    """Sort the statements of one review graph by what they do."""
    retracted = {text_of(triple.object) for triple in _with(triples, ALS.retracts)}
    described = {text_of(triple.subject) for triple in _with(triples, RDF.type) if _is_statement(triple)}
    parts = {descriptor: _parts(triples, descriptor) for descriptor in retracted | described}
    whole = {descriptor: found[0] for descriptor, found in parts.items() if len(found) == 1}
    return Review(
        graph=graph,
        retractions=tuple(Retraction(name, whole[name]) for name in sorted(retracted & whole.keys())),
        nodes=tuple(sorted({text_of(triple.object) for triple in _with(triples, ALS.retractsNode)})),
        added=frozenset(triple for triple in triples if text_of(triple.subject) not in parts),
        broken=tuple(sorted(parts.keys() - whole.keys())),
        unused=tuple(sorted(described - retracted)),
    )


def speaking(reviews: Iterable[Review]) -> Triples:
    """Tell of each review which graph it speaks in: the two share their slug."""
    speaks_in = ox.NamedNode(ALS.speaksIn)
    slugs = (review.graph.removeprefix(REVIEWS) for review in reviews)
    return frozenset(
        ox.Triple(ox.NamedNode(iri_for("review", slug)), speaks_in, ox.NamedNode(REVIEWS + slug)) for slug in slugs
    )


def retracted_by(reviews: Iterable[Review], claims: Triples) -> Triples:
    """Collect the claimed statements that reviews take back."""
    named, nodes = set[ox.Triple](), set[str]()
    for review in reviews:
        named |= {retraction.triple for retraction in review.retractions}
        nodes |= set(review.nodes)
    return frozenset(t for t in claims if t in named or text_of(t.subject) in nodes or text_of(t.object) in nodes)


def _with(triples: Triples, predicate: str) -> list[ox.Triple]:
    return [triple for triple in triples if text_of(triple.predicate) == predicate]


def _is_statement(triple: ox.Triple) -> bool:
    return triple.object == ox.NamedNode(RDF.Statement)


def _parts(triples: Triples, descriptor: str) -> list[ox.Triple]:
    """Put together every statement that a descriptor can mean; one is right, none or more is not."""
    about = [triple for triple in triples if text_of(triple.subject) == descriptor]
    subjects, predicates, objects = (
        [triple.object for triple in about if text_of(triple.predicate) == part] for part in _DESCRIBES
    )
    return [
        ox.Triple(subject, predicate, obj)
        for subject in subjects
        for predicate in predicates
        for obj in objects
        if isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode)
    ]
