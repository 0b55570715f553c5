"""Make a large graph out of a small one: copies of its things under new names, linked to each other.

Structure, vocabulary and degree stay those of real data, which random triples would not have.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

import pyoxigraph as ox

from als_kg.vocabulary import BASE, KINDS

# Ontology and codes are shared by all copies, as they would be by ten thousand more articles.
_THING = re.compile(rf"{re.escape(BASE)}(?:graph/claim|{'|'.join(KINDS)})/.+")
# One link of so many leads to another copy: else the large graph would be many small ones.
_CROSSING = 8


@dataclass(frozen=True)
class Copy:
    """One copy among ``total``; number 0 is the original."""

    number: int
    total: int

    def triple(self, triple: ox.Triple) -> ox.Triple:
        """Rename the things of a triple, let some links cross over, and make every name another text."""
        subject, predicate, object_ = triple.subject, triple.predicate, triple.object
        return ox.Triple(_renamed(subject, self.number), predicate, self._object(subject, object_))

    def _object(self, subject: object, term: object) -> ox.NamedNode | ox.Literal:
        if isinstance(term, ox.Literal):
            return _respelled(term, self.number) if term.language else term
        assert isinstance(term, ox.NamedNode)
        draw = crc32(f"{self.number} {subject} {term}".encode())
        target = draw // _CROSSING % self.total if draw % _CROSSING == 0 else self.number
        return _renamed(term, target)


def scaled(triples: Iterable[ox.Triple], least: int) -> Iterator[ox.Triple]:
    """Give the graph, then copies of its things until there are at least ``least`` triples.

    The same input gives the same triples in the same order. Blank nodes are not expected.
    """
    original = sorted(triples, key=str)
    things = [triple for triple in original if is_thing(triple.subject)]
    copies = copies_for(len(original), len(things), least)
    yield from original
    for number in range(1, copies + 1):
        yield from map(Copy(number, copies + 1).triple, things)


def copies_for(original: int, things: int, least: int) -> int:
    """Count the copies of ``things`` triples that make ``original`` triples at least ``least``."""
    return max(0, -(-(least - original) // things)) if things else 0


def is_thing(term: object) -> bool:
    """Tell whether a term names a thing of the data, not of the ontology or the codes."""
    return isinstance(term, ox.NamedNode) and _THING.fullmatch(term.value) is not None


def _renamed(term: object, number: int) -> ox.NamedNode:
    assert isinstance(term, ox.NamedNode)
    return ox.NamedNode(f"{term.value}-{number}") if number and is_thing(term) else term


def _respelled(term: ox.Literal, number: int) -> ox.Literal:
    return ox.Literal(f"{term.value} {number}", language=term.language)
