"""The manifest of shape fixtures: per kind a file that conforms, and files that break one rule each.

A breaking file describes some nodes anew; all others are those of its kind's conforms.ttl. Its head:

    # breaks: shape:<rule>
    # also: shape:<rule>, …      rules that cannot but be broken with it
    # without: <node>, …         nodes of conforms.ttl that it leaves out
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

FIXTURES = Path(__file__).resolve().parent / "fixtures"
SHAPE = "https://w3id.org/als-kg/shape/"
_HEAD = re.compile(r"^# (breaks|also|without): (.*)$", re.MULTILINE)
_PREFIX = re.compile(r"^@prefix (\S*): <(\S*)> \.$", re.MULTILINE)


@dataclass(frozen=True)
class Fixture:
    """One breaking file; rules and nodes are full IRIs."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.relative_to(FIXTURES).with_suffix("").as_posix()

    @property
    def rule(self) -> str:
        (rule,) = self._named("breaks")
        return SHAPE + rule.removeprefix("shape:")

    @property
    def rules(self) -> set[str]:
        return {self.rule} | {SHAPE + rule.removeprefix("shape:") for rule in self._named("also")}

    @property
    def triples(self) -> frozenset[ox.Triple]:
        own = parse(self.path)
        whole = parse(self.path.with_name("conforms.ttl"))
        gone = {triple.subject for triple in own} | {self._node(name) for name in self._named("without")}
        return frozenset(own | {triple for triple in whole if triple.subject not in gone})

    @property
    def subjects(self) -> set[str]:
        return {triple.subject.value for triple in self.triples}

    def _named(self, key: str) -> list[str]:
        found = dict(_HEAD.findall(self.path.read_text(encoding="utf-8"))).get(key, "")
        return [name for name in found.split(", ") if name]

    def _node(self, name: str) -> ox.NamedNode:
        prefixes = dict(_PREFIX.findall(self.path.with_name("conforms.ttl").read_text(encoding="utf-8")))
        prefix, _, local = name.partition(":")
        return ox.NamedNode(prefixes[prefix] + local)


def parse(path: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}


CONFORMING = tuple(sorted(FIXTURES.glob("*/conforms.ttl")))
BREAKING = tuple(Fixture(path) for path in sorted(FIXTURES.glob("*/*.ttl")) if path.name != "conforms.ttl")
