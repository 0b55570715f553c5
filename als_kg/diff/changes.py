"""Compare two sets of statements, thing by thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox

from als_kg.layout import Key, natural, object_key, text_of
from als_kg.vocabulary import KINDS, kind_of

Place = tuple[object, str, str]


class Kind(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """What one graph says of one property of a thing: objects only the old has, and only the new.

    Changed means that both say something of the property there, but not the same.
    """

    kind: Kind
    subject: str
    predicate: str
    graph: str
    old: tuple[object, ...] = ()
    new: tuple[object, ...] = ()


@dataclass(frozen=True)
class Diff:
    """All changes in the order of things, and the things that came or went with all their statements."""

    changes: tuple[Change, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """Things that are in both, of which something else is said now."""
        gone = {*self.added, *self.removed}
        return tuple(dict.fromkeys(change.subject for change in self.changes if change.subject not in gone))

    def count(self, kind: Kind) -> int:
        """Count statements: those added or removed, or the properties changed."""
        return sum(_size(change) for change in self.changes if change.kind is kind)


def compare(old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> Diff:
    """Find what only one of them says; statements are equal by their terms."""
    before, after = _by_place(old), _by_place(new)
    known, now = {place[0] for place in before}, {place[0] for place in after}
    places = sorted((place for place in {*before, *after} if before.get(place) != after.get(place)), key=_place_key)
    changes = tuple(_change(place, before.get(place, set()), after.get(place, set())) for place in places)
    return Diff(changes, _ordered(now - known), _ordered(known - now))


def _by_place(quads: Iterable[ox.Quad]) -> dict[Place, set[object]]:
    found: dict[Place, set[object]] = {}
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else text_of(quad.graph_name)
        found.setdefault((quad.subject, quad.predicate.value, graph), set()).add(quad.object)
    return found


def _change(place: Place, before: set[object], after: set[object]) -> Change:
    subject, predicate, graph = place
    kind = Kind.CHANGED if before and after else Kind.ADDED if after else Kind.REMOVED
    old, new = (tuple(sorted(terms, key=object_key)) for terms in (before - after, after - before))
    return Change(kind, _name(subject), predicate, graph, old, new)


def _size(change: Change) -> int:
    return 1 if change.kind is Kind.CHANGED else len(change.old) + len(change.new)


def _name(subject: object) -> str:
    return str(subject) if isinstance(subject, ox.BlankNode) else text_of(subject)


def _ordered(subjects: set[object]) -> tuple[str, ...]:
    names = (_name(subject) for subject in subjects if not isinstance(subject, ox.BlankNode))
    return tuple(sorted(names, key=_subject_key))


def _subject_key(iri: str) -> Key:
    kind = kind_of(iri)
    return (len(KINDS) if kind is None else KINDS.index(kind), natural(iri))


def _place_key(place: Place) -> Key:
    subject, predicate, graph = place
    return (_subject_key(_name(subject)), predicate, natural(graph))
