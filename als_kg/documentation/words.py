"""Put what shapes ask into words of one language: phrases of text and links, lines that hold lines."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from als_kg.documentation.language import CONSTRAINTS
from als_kg.documentation.shapes import Limit, Path, Requirement
from als_kg.layout import text_of
from als_kg.vocabulary import BASE, VOCAB, shorten


@dataclass(frozen=True)
class Part:
    """A piece of a phrase: text, the name of what an IRI leads to, or something to be read letter by letter."""

    text: str
    iri: str = ""
    exact: bool = False


Phrase = tuple[Part, ...]


@dataclass(frozen=True)
class Line:
    """What is asked, and the choices that it leaves; each choice is made up of lines."""

    phrase: Phrase
    choices: tuple[tuple["Line", ...], ...] = ()

    @property
    def text(self) -> str:
        """Read it without links."""
        return "".join(part.text for part in self.phrase)


_HOLE = re.compile(r"\{(\w+)\}")
# A pattern that admits things of some kinds, and codes of some schemes.
_OURS = re.compile(r"\^https://w3id\\\.org/als-kg/\(([a-z/|-]+)\)/")
_GROUPS = ("or", "and", "xone")
# What is told along with another constraint.
_COMPANIONS = frozenset({"minCount", "maxCount", "qualifiedValueShape", "closed", "flags"})


class Wording:
    """Words of one language; ``name`` names what an IRI stands for."""

    def __init__(self, language: str, name: Callable[[str], str], joint: str, comma: str, colon: str) -> None:
        self._texts = CONSTRAINTS[language]
        self._name = name
        self._joint, self._comma, self._colon = (Part(text) for text in (joint, comma, colon))

    def lines(self, requirement: Requirement) -> tuple[Line, ...]:
        """Say what is asked: one line for the values of the path, one for each group of choices."""
        said = tuple(self._limits(requirement))
        about = (*self.path(requirement.path), self._colon) if requirement.path else ()
        found = [Line((*about, *_joined(said, self._joint)))] if said else []
        groups = (limit for limit in requirement.limits if limit.name in _GROUPS)
        found += [Line((*about, Part(self._texts[each.name])), self._choices(each)) for each in groups]
        return tuple(found)

    def path(self, path: Path) -> Phrase:
        """Name what is at the end of a path."""
        if path.kind == "predicate":
            return (self._link(path.iri),)
        parts = [self.path(part) for part in path.parts]
        if path.kind in ("alternativePath", "sequence"):
            return _joined(parts, Part(self._texts[path.kind]))
        return self._filled(path.kind, value=parts[0])

    def _choices(self, limit: Limit) -> tuple[tuple[Line, ...], ...]:
        return tuple(self.lines(each) for each in limit.inner)

    def _limits(self, requirement: Requirement) -> Iterator[Phrase]:
        if counted := self._counted(requirement):
            yield counted
        for limit in sorted(requirement.limits, key=self._rank):
            if limit.name not in (*_COMPANIONS, *_GROUPS):
                yield self._limit(limit, requirement)

    def _rank(self, limit: Limit) -> int:
        """Say constraints in the order of the texts."""
        return list(self._texts).index(limit.name) if limit.name in self._texts else len(self._texts)

    def counted(self, least: int, most: int | None) -> Phrase:
        """Say how many there must be; nothing where any number will do."""
        if most == 0:
            return self._filled("none")
        if least == most:
            return self._filled("exactly", number=(Part(str(least)),))
        bounds = (("minCount", least or None), ("maxCount", most))
        found = [self._filled(name, number=(Part(str(bound)),)) for name, bound in bounds if bound is not None]
        return _joined(found, self._comma)

    def _counted(self, requirement: Requirement) -> Phrase:
        least, most = requirement.limit("minCount"), requirement.limit("maxCount")
        return self.counted(least.number if least else 0, most.number if most else None)

    def _limit(self, limit: Limit, requirement: Requirement) -> Phrase:
        if limit.name.startswith("qualified"):
            shape = requirement.limit("qualifiedValueShape")
            inner = self._inner(shape) if shape else ()
            return self._filled(limit.name, number=(Part(str(limit.number)),), inner=inner)
        if limit.inner:
            return self._filled(limit.name, inner=self._inner(limit))
        if limit.name == "pattern" and (kinds := _kinds_in(text_of(limit.values[0]))):
            return self._filled("kinds", values=_joined([(self._link(kind),) for kind in kinds], self._comma))
        if limit.name not in self._texts:
            return (Part(f"sh:{limit.name} ", exact=True), *self._values(limit))
        name = "in_one" if limit.name == "in" and len(limit.values) == 1 else limit.name
        return self._filled(name, value=self._values(limit), values=self._values(limit))

    def _inner(self, limit: Limit) -> Phrase:
        lines = [line for each in limit.inner for line in self.lines(each)]
        return _joined([self._flat(line) for line in lines], self._joint)

    def _flat(self, line: Line) -> Phrase:
        """Say choices in the line itself, where it stands inside another."""
        choices = [_joined([self._flat(each) for each in choice], self._joint) for choice in line.choices]
        return (*line.phrase, *((Part(" "),) if choices else ()), *_joined(choices, self._joint))

    def _values(self, limit: Limit) -> Phrase:
        return _joined([(self._value(value),) for value in limit.values], self._comma)

    def _value(self, value: object) -> Part:
        if isinstance(value, ox.NamedNode):
            short = shorten(value.value)
            return Part(self._texts[short]) if short in self._texts else self._link(value.value)
        return Part(text_of(value), exact=True)

    def _link(self, iri: str) -> Part:
        return Part(self._name(iri), iri)

    def _filled(self, name: str, **given: Phrase) -> Phrase:
        """Fill the holes of a text with phrases."""
        pieces = _HOLE.split(self._texts[name])  # text and hole take turns
        parts = (given[piece] if i % 2 else (Part(piece),) for i, piece in enumerate(pieces) if piece)
        return tuple(chain.from_iterable(parts))


def _kinds_in(pattern: str) -> list[str]:
    """List the classes whose things a pattern for IRIs of ours admits; none where it asks for something else."""
    match = _OURS.fullmatch(pattern)
    return [_class_of(kind) for kind in match[1].split("|")] if match else []


def _class_of(kind: str) -> str:
    scheme = kind.removeprefix("code/")
    return f"{BASE}{kind}" if scheme != kind else f"{VOCAB}{kind.capitalize()}"


def _joined(phrases: tuple[Phrase, ...] | list[Phrase], joint: Part) -> Phrase:
    return tuple(part for i, phrase in enumerate(phrases) for part in ((joint, *phrase) if i else phrase))
