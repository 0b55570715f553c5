"""Put the statements of a graph in the one order in which they are written, whatever the format.

Kinds in the order of the vocabulary, then names in natural order; a blank node inside the one
statement that points at it, and a list as a list.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyoxigraph as ox

from als_kg.vocabulary import KINDS, OWL, RDF, RDFS, SKOS, kind_of, shorten

Key = tuple[object, ...]
Statement = ox.Triple | ox.Quad
Said = tuple[tuple[str, tuple[object, ...]], ...]

_FIRST_PREDICATES = (
    RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, RDFS.label, SKOS.definition, RDFS.comment,
)  # fmt: skip
_DIGITS = re.compile(r"([0-9]+)")
NO_RANKS: Mapping[object, int] = MappingProxyType({})
_CELL = (RDF.first, RDF.rest)


@dataclass(frozen=True)
class Layout:
    """One graph in order: what stands at the top, and what is said of each node, by predicate.

    ``inside`` are blank nodes to be written where they are pointed at; ``lists`` gives the items of
    those that open a list.
    """

    subjects: tuple[object, ...]
    said: Mapping[object, Said]
    inside: frozenset[object]
    lists: Mapping[object, tuple[object, ...]]


def layout(
    statements: Iterable[Statement], name: Callable[[str], str] = shorten, ranks: Mapping[object, int] = NO_RANKS
) -> Layout:
    """Lay out the statements of one graph; ``name`` writes a predicate, by which they are ordered.

    Subjects with a rank come in its order, before all others.
    """
    about: dict[object, dict[str, list[object]]] = {}
    for statement in statements:
        about.setdefault(statement.subject, {}).setdefault(text_of(statement.predicate), []).append(statement.object)
    keys = {predicate: _predicate_key(predicate, name) for said in about.values() for predicate in said}
    said = {
        subject: tuple((iri, tuple(sorted(terms[iri], key=object_key))) for iri in sorted(terms, key=keys.__getitem__))
        for subject, terms in about.items()
    }
    headers = {subject for subject in said if ox.NamedNode(OWL.Ontology) in dict(said[subject]).get(RDF.type, ())}
    inside = _inside(said)
    top = sorted(
        (subject for subject in said if subject not in inside), key=lambda term: _subject_key(term, headers, ranks)
    )
    return Layout(tuple(top), said, inside, _lists(said, inside))


def natural(text: str) -> Key:
    """Make a sort key in which ``1.1-2`` comes before ``1.1-10``."""
    parts = _DIGITS.split(text)  # text and number take turns
    return tuple(int(part) if i % 2 else part for i, part in enumerate(parts)), text


def object_key(term: object) -> Key:
    """Order IRIs before literals; literals by language, datatype and value."""
    match term:
        case ox.Literal():
            return (1, term.language or "", term.datatype.value, natural(term.value))
        case ox.Triple():
            return (2, str(term))
    return (0, natural(text_of(term)))


def text_of(term: object) -> str:
    """Take the IRI, label or lexical form of a term."""
    return str(getattr(term, "value", term))


def _subject_key(subject: object, headers: set[object], ranks: Mapping[object, int]) -> Key:
    if subject in ranks:
        return (False, -1, ranks[subject])
    iri = text_of(subject)
    kind = kind_of(iri)
    rank = len(KINDS) if kind is None else KINDS.index(kind)
    return (subject not in headers, rank, natural(iri))


def _predicate_key(iri: str, name: Callable[[str], str]) -> Key:
    if iri in _FIRST_PREDICATES:
        return (0, _FIRST_PREDICATES.index(iri), "")
    return (1, 0, name(iri))


def _inside(said: Mapping[object, Said]) -> frozenset[object]:
    """Find the blank nodes that exactly one statement points at, and that no circle of them holds."""
    pointing = [(subject, term) for subject, about in said.items() for _, terms in about for term in terms]
    counts = Counter(term for _, term in pointing)
    parents: dict[object, object] = {
        term: subject for subject, term in pointing if isinstance(term, ox.BlankNode) and counts[term] == 1
    }
    return frozenset(term for term in parents if term in said and _reaches_top(term, parents))


def _reaches_top(term: object, parents: Mapping[object, object]) -> bool:
    seen = set[object]()
    while term in parents and term not in seen:
        seen.add(term)
        term = parents[term]
    return term not in seen


def _lists(said: Mapping[object, Said], inside: frozenset[object]) -> dict[object, tuple[object, ...]]:
    """Read each whole list, from its first cell; the cells must say nothing else."""
    found: dict[object, tuple[object, ...]] = {}
    rests = {terms[0] for about in said.values() for predicate, terms in about if predicate == RDF.rest}
    for node in inside - rests:
        if (items := _items(node, said, inside)) is not None:
            found[node] = items
    return found


def _items(node: object, said: Mapping[object, Said], inside: frozenset[object]) -> tuple[object, ...] | None:
    items: list[object] = []
    while node != ox.NamedNode(RDF.nil):
        cell = dict(said.get(node, ()))
        if node not in inside or tuple(sorted(cell)) != _CELL or any(len(terms) != 1 for terms in cell.values()):
            return None
        items.append(cell[RDF.first][0])
        node = cell[RDF.rest][0]
    return tuple(items)
