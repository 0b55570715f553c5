"""Check the order of documents: passages follow one another without overlap, ordinals count on, ids fit sections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from als_kg.check.case import DOCUMENTS, Case, text, told
from als_kg.errors import Finding
from als_kg.vocabulary import BASE, OA, PREFIXES, VOCAB, kind_of, shorten

_PART_OF = f"{PREFIXES['dcterms']}isPartOf"
_ORDINAL = f"{VOCAB}ordinal"


@dataclass(frozen=True)
class _Stretch:
    """A passage between two offsets of its document."""

    passage: str
    ordinal: int
    start: int
    end: int


def passages_out_of_order(case: Case) -> Iterator[Finding]:
    """Find passages that overlap the one before, or stand before it."""
    for stretches in _by_document(case).values():
        for before, after in pairwise(sorted(stretches, key=lambda stretch: stretch.ordinal)):
            if after.start < before.end:
                yield told(
                    after.passage,
                    case.place(after.passage, _ORDINAL),
                    f"begins at {after.start}, {shorten(before.passage)} ends at {before.end} → correct one of them",
                    f"起点{after.start}早于 {shorten(before.passage)} 的终点{before.end} → 请更正偏移量或次序",
                )


def ordinals(case: Case) -> Iterator[Finding]:
    """Find sections and passages whose ordinals do not count on from 1 within their document."""
    counted: dict[tuple[str | None, str], list[tuple[int, str]]] = {}
    for subject, values in _values(case, _ORDINAL).items():
        if (kind := kind_of(subject)) in ("section", "passage"):
            counted.setdefault((kind, _document_of(subject)), []).extend((value, subject) for value in values)
    for numbered in counted.values():
        for wanted, (ordinal, subject) in enumerate(sorted(numbered), 1):
            if ordinal != wanted:
                yield told(
                    subject,
                    case.place(subject, _ORDINAL),
                    f"has ordinal {ordinal} where {wanted} follows → number on from 1 without gaps or repeats",
                    f"次序为{ordinal}，应为{wanted} → 请自1起连续编号，不缺不重",
                )
                break


def passages_of_another_section(case: Case) -> Iterator[Finding]:
    """Find passages whose id begins with another section than the one they are part of."""
    for triple in case.authored.get(DOCUMENTS, ()):
        passage, section = text(triple.subject), text(triple.object)
        if triple.predicate.value == _PART_OF and kind_of(passage) == "passage" and kind_of(section) == "section":
            wanted = f"{BASE}section/{_local(passage).rpartition('-')[0]}"
            if section != wanted:
                yield told(
                    passage,
                    case.place(passage, _PART_OF, section),
                    f"is part of {shorten(section)}, its id says {shorten(wanted)} → correct the section or the id",
                    f"隶属 {shorten(section)}，编号却表明 {shorten(wanted)} → 请更正章节或编号",
                )


def _by_document(case: Case) -> dict[str, list[_Stretch]]:
    found: dict[str, list[_Stretch]] = {}
    ordinals, starts, ends = (_values(case, name) for name in (_ORDINAL, OA.start, OA.end))
    for triple in case.authored.get(DOCUMENTS, ()):
        passage, selector = text(triple.subject), text(triple.object)
        places = (ordinals.get(passage), starts.get(selector), ends.get(selector))
        if triple.predicate.value == OA.hasSelector and all(places):
            stretch = _Stretch(passage, *(place[0] for place in places if place))
            found.setdefault(_document_of(passage), []).append(stretch)
    return found


def _values(case: Case, predicate: str) -> Mapping[str, list[int]]:
    """List the whole numbers that a property gives each subject."""
    found: dict[str, list[int]] = {}
    for triple in case.authored.get(DOCUMENTS, ()):
        number = triple.object
        if triple.predicate.value == predicate and isinstance(number, ox.Literal) and _is_whole(number.value):
            found.setdefault(text(triple.subject), []).append(int(number.value))
    return found


def _is_whole(lexical: str) -> bool:
    return lexical.removeprefix("-").isdecimal()


def _local(iri: str) -> str:
    return iri[len(BASE) :].partition("/")[2]


def _document_of(iri: str) -> str:
    return _local(iri).partition("/")[0]
