"""Count triples as VoID 4.6 defines it, and by datatype and language (void-ext).

Counted in memory, as a build holds everything there; a test compares each count with the answer to
the query that defines it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from als_kg.vocabulary import BASE, RDF

Count = Callable[[Collection[ox.Triple]], int]
Term = ox.NamedNode | ox.Literal


def _subjects(triples: Collection[ox.Triple]) -> int:
    return len({triple.subject for triple in triples})


def _objects(triples: Collection[ox.Triple]) -> int:
    return len({triple.object for triple in triples})


def _entities(triples: Collection[ox.Triple]) -> int:
    """Count what is described and has an IRI of ours (void:uriSpace)."""
    subjects = {triple.subject for triple in triples}
    return sum(isinstance(subject, ox.NamedNode) and subject.value.startswith(BASE) for subject in subjects)


def _properties(triples: Collection[ox.Triple]) -> int:
    return len({triple.predicate for triple in triples})


def _classes(triples: Collection[ox.Triple]) -> int:
    return len({triple.object for triple in triples if triple.predicate.value == RDF.type})


_WHOLE: Mapping[str, Count] = {
    "void:triples": len,
    "void:entities": _entities,
    "void:classes": _classes,
    "void:properties": _properties,
    "void:distinctSubjects": _subjects,
    "void:distinctObjects": _objects,
}


@dataclass(frozen=True)
class Partitioning:
    """A way to part triples: which part each belongs to (None: to none), and what is counted of a part.

    ``partition`` leads to a part and ``term`` from there to what all of it shares; predicates are prefixed.
    """

    kind: str
    partition: str
    term: str
    part_of: Callable[[ox.Triple], Term | None]
    counts: Mapping[str, Count]


def _class(triple: ox.Triple) -> Term | None:
    if triple.predicate.value == RDF.type and isinstance(triple.object, ox.NamedNode):
        return triple.object
    return None


def _datatype(triple: ox.Triple) -> Term | None:
    return triple.object.datatype if isinstance(triple.object, ox.Literal) else None


def _language(triple: ox.Triple) -> Term | None:
    tag = triple.object.language if isinstance(triple.object, ox.Literal) else None
    return ox.Literal(tag) if tag else None


PARTITIONINGS = (
    Partitioning("class", "void:classPartition", "void:class", _class, {"void:entities": _subjects}),
    Partitioning(
        "property", "void:propertyPartition", "void:property", lambda triple: triple.predicate,
        {"void:triples": len, "void:distinctSubjects": _subjects, "void:distinctObjects": _objects},
    ),
    Partitioning(
        "datatype", "void-ext:datatypePartition", "void-ext:datatype", _datatype, {"void:triples": len},
    ),
    Partitioning(
        "language", "void-ext:languagePartition", "void-ext:language", _language, {"void:triples": len},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One part: its term (an IRI, or a language tag as the engine writes it) and its counts by prefixed predicate."""

    term: Term
    counts: Mapping[str, int]


def count_whole(triples: Collection[ox.Triple]) -> dict[str, int]:
    """Count triples, entities, classes, properties, subjects and objects; by prefixed predicate."""
    return {name: count(triples) for name, count in _WHOLE.items()}


def count_parts(triples: Collection[ox.Triple], by: Partitioning) -> tuple[Part, ...]:
    """Part triples and count each part, in order of their terms."""
    parts: dict[Term, list[ox.Triple]] = {}
    for triple in triples:
        if (term := by.part_of(triple)) is not None:
            parts.setdefault(term, []).append(triple)
    ordered = sorted(parts.items(), key=lambda item: item[0].value)
    return tuple(Part(term, {name: count(part) for name, count in by.counts.items()}) for term, part in ordered)
