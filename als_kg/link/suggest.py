"""Propose mappings by name, for a person to accept or reject; nothing is accepted here."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from als_kg.link.check import Case
from als_kg.link.known import Known
from als_kg.link.names import WEIGHTS, library, plain
from als_kg.link.pairs import EXACT, Pair
from als_kg.vocabulary import CURRENT, PREFIXES, SKOS, graph_for, kind_of

CLOSE = f"{PREFIXES['skos']}closeMatch"
# How alike names must be, of 100, and how long, for a likeness to mean anything.
_LEAST, _SHORT = 90, 5
_PER_NAME = 3


@dataclass(frozen=True)
class Candidate:
    """A pair that may be a mapping: both names, the properties that hold them, and a score from 0 to 1."""

    subject: str
    subject_name: str
    predicate: str
    target: str
    target_name: str
    subject_field: str
    target_field: str
    score: float

    @property
    def pair(self) -> Pair:
        """What it joins."""
        return self.subject, self.target


@dataclass(frozen=True)
class Name:
    """One name of one thing."""

    thing: str
    field: str
    text: str


@dataclass(frozen=True)
class Index:
    """The names of an outside graph by their plain form."""

    names: Iterable[Name]

    @cached_property
    def by_plain(self) -> Mapping[str, list[Name]]:
        """Names that look the same, together."""
        found: dict[str, list[Name]] = {}
        for name in self.names:
            found.setdefault(plain(name.text), []).append(name)
        return found

    @cached_property
    def _near(self) -> Callable[[str], Iterable[tuple[str, float]]]:
        """Find plain names that hold nearly the same words, in any order."""
        process, fuzz = library("process"), library("fuzz")
        choices = {text: _sorted(text) for text in self.by_plain}

        def find(wanted: str) -> Iterable[tuple[str, float]]:
            best = process.extract(_sorted(wanted), choices, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=_PER_NAME)
            return ((text, score / 100) for _, score, text in best)

        return find

    def like(self, text: str) -> Iterator[tuple[Name, float]]:
        """Find names that are the same or nearly so, with how alike they are."""
        wanted = plain(text)
        if wanted in self.by_plain:
            yield from ((name, 1.0) for name in self.by_plain[wanted])
        elif len(wanted) >= _SHORT:
            for found, alike in self._near(wanted):
                if _numbers(found) == _numbers(wanted):  # type 1 is not nearly type 4
                    yield from ((name, alike) for name in self.by_plain[found])


def _sorted(text: str) -> str:
    """Put words in order: comparing texts so is much quicker than comparing their words."""
    return " ".join(sorted(text.split()))


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text))


def suggest(case: Case, kinds: Iterable[str], graphs: Iterable[str]) -> tuple[Candidate, ...]:
    """Propose pairs of our unmapped things and terms of outside graphs, the best first.

    A thing that is exactly the same as a term of a graph gets no more proposals from it. Pairs that are
    mapped already or were rejected are left out.
    """
    wanted, settled = set(kinds), {(each.subject, each.target) for each in case.mapped} | case.rows.rejected
    found: dict[Pair, Candidate] = {}
    named = _ours(case, wanted)
    for graph in graphs:
        known = Known(case.store, graph)
        index = Index([Name(*row) for row in known.names()])
        done = _done(case, known)
        for ours in named:
            if ours.thing not in done:
                _keep(found, _candidates(ours, index), settled)
    return tuple(sorted(found.values(), key=lambda each: (-each.score, each.subject, each.target)))


def _done(case: Case, known: Known) -> set[str]:
    exact = [mapped for mapped in case.mapped if mapped.predicate == EXACT]
    defined = known.defined({mapped.target for mapped in exact})
    return {mapped.subject for mapped in exact if mapped.target in defined}


def _ours(case: Case, kinds: set[str]) -> list[Name]:
    """List the names of our things of some kinds, in order."""
    named = (
        Name(triple.subject.value, triple.predicate.value, triple.object.value)  # type: ignore[union-attr]
        for triple in case.store.triples(graph_for(CURRENT))
        if triple.predicate.value in (SKOS.prefLabel, SKOS.altLabel)
    )
    return sorted((name for name in named if kind_of(name.thing) in kinds), key=lambda name: (name.thing, name.text))


def _candidates(ours: Name, index: Index) -> Iterator[Candidate]:
    for theirs, alike in index.like(ours.text):
        score = alike * WEIGHTS[ours.field] * WEIGHTS[theirs.field]
        yield Candidate(
            subject=ours.thing,
            subject_name=ours.text,
            predicate=EXACT if alike == 1 else CLOSE,
            target=theirs.thing,
            target_name=theirs.text,
            subject_field=ours.field,
            target_field=theirs.field,
            score=round(score, 2),
        )


def _keep(found: dict[Pair, Candidate], candidates: Iterable[Candidate], settled: Iterable[Pair]) -> None:
    """Keep the best of each pair that is not settled."""
    for each in candidates:
        if each.pair not in settled and (each.pair not in found or found[each.pair].score < each.score):
            found[each.pair] = each
