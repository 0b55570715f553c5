"""Read SHACL shapes (SHACL, W3C Recommendation 2017) into values that can be put in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from als_kg.documentation.facts import Facts
from als_kg.layout import text_of
from als_kg.vocabulary import BASE, expand

SHAPES = f"{BASE}shape"
_SHACL = expand("sh:")
# Constraints whose value is a list of shapes, one shape, or a list of terms.
_SHAPE_LISTS = ("or", "and", "xone")
_SHAPE_VALUES = ("not", "node", "property", "qualifiedValueShape")
_TERM_LISTS = ("in", "languageIn")
# What says where a shape holds and how it speaks, and so is no constraint.
_ABOUT = frozenset(
    {
        "targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode", "path", "severity", "message",
        "deactivated",        "ignoredProperties", "name", "description", "order", "group",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Path:
    """A property path: ``kind`` is predicate, sequence, or the local name of a SHACL path (2.3.1)."""

    kind: str
    iri: str = ""
    parts: tuple["Path", ...] = ()

    @cached_property
    def predicates(self) -> tuple[str, ...]:
        """Every predicate on the way."""
        return (self.iri,) if self.iri else tuple(iri for part in self.parts for iri in part.predicates)


@dataclass(frozen=True)
class Limit:
    """One constraint by the local name of its parameter: its terms, or the requirements inside it."""

    name: str
    values: tuple[object, ...] = ()
    inner: tuple["Requirement", ...] = ()

    @property
    def number(self) -> int:
        """Read a count."""
        return int(text_of(self.values[0]))


@dataclass(frozen=True)
class Requirement:
    """What a shape asks of a node, or of the values at the end of a path from it."""

    path: Path | None
    limits: tuple[Limit, ...]

    def limit(self, name: str) -> Limit | None:
        """Find a constraint by the name of its parameter."""
        return next((limit for limit in self.limits if limit.name == name), None)

    @property
    def predicates(self) -> frozenset[str]:
        """Every predicate that it looks at."""
        own = self.path.predicates if self.path else ()
        return frozenset(own).union(*(each.predicates for limit in self.limits for each in limit.inner))


@dataclass(frozen=True)
class Shape:
    """A shape with a name: where it holds, what it asks, and what a finding says (by language: en, zh)."""

    iri: str
    severity: str
    messages: Mapping[str, str]
    targets: Mapping[str, tuple[str, ...]]
    requirement: Requirement
    allowed: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of things it is about, or ``common`` and the like: the first word of its name."""
        slug = self.iri.removeprefix(f"{SHAPES}/")
        return slug.partition("-")[0] if slug != self.iri else ""

    @property
    def closed(self) -> bool:
        """Tell whether no other properties are allowed than those that it names."""
        limit = self.requirement.limit("closed")
        return limit is not None and text_of(limit.values[0]) == "true"


def read_shapes(facts: Facts) -> Mapping[str, Shape]:
    """Read every shape that has a name, in order of their names."""
    names = facts.subjects("sh:NodeShape", "sh:PropertyShape")
    return {iri: _shape(facts, iri) for iri in names}


def _shape(facts: Facts, iri: str) -> Shape:
    requirement = _requirement(facts, iri)
    return Shape(
        iri,
        facts.text(iri, "sh:severity").removeprefix(_SHACL) or "Violation",
        _messages(facts, iri),
        {name: facts.links(iri, f"sh:{name}") for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf")},
        requirement,
        tuple(sorted({*_ignored(facts, iri), *(requirement.predicates if _is_closed(facts, iri) else ())})),
    )


def _messages(facts: Facts, iri: str) -> dict[str, str]:
    """Take its own message, else those of the properties inside it."""
    inside = facts.values(iri, "sh:property")
    return facts.texts(iri, "sh:message") or next((facts.texts(node, "sh:message") for node in inside), {})


def _ignored(facts: Facts, iri: str) -> Iterator[str]:
    return (text_of(item) for node in facts.values(iri, "sh:ignoredProperties") for item in facts.items(node))


def _is_closed(facts: Facts, iri: str) -> bool:
    return facts.text(iri, "sh:closed") == "true"


def _requirement(facts: Facts, node: object) -> Requirement:
    path = next((_path(facts, value) for value in facts.values(node, "sh:path")), None)
    return Requirement(path, tuple(_limits(facts, node)))


def _limits(facts: Facts, node: object) -> Iterator[Limit]:
    for predicate in sorted(facts.predicates(node)):
        name = predicate.removeprefix(_SHACL)
        if name != predicate and name not in _ABOUT:
            yield _limit(facts, name, tuple(facts.predicates(node)[predicate]))


def _limit(facts: Facts, name: str, values: tuple[object, ...]) -> Limit:
    if name in _SHAPE_LISTS:
        shapes = [item for value in values for item in facts.items(value)]
        return Limit(name, inner=tuple(_requirement(facts, shape) for shape in shapes))
    if name in _SHAPE_VALUES:
        return Limit(name, inner=tuple(_requirement(facts, shape) for shape in values))
    if name in _TERM_LISTS:
        return Limit(name, tuple(item for value in values for item in facts.items(value)))
    return Limit(name, values)


def _path(facts: Facts, node: object) -> Path:
    if isinstance(node, ox.NamedNode):
        return Path("predicate", node.value)
    if facts.values(node, "rdf:first"):
        return Path("sequence", parts=tuple(_path(facts, item) for item in facts.items(node)))
    predicate, values = next(iter(facts.predicates(node).items()))
    kind = predicate.removeprefix(_SHACL)
    inner = facts.items(values[0]) if kind == "alternativePath" else values[:1]
    return Path(kind, parts=tuple(_path(facts, item) for item in inner))
