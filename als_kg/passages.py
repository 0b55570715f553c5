"""Compare a reader's own copy of a document with the offsets and digests of its passages.

Offsets are code points of the text decoded as UTF-8 without newline translation, from 0, end
exclusive; a digest is SHA-256 over the UTF-8 bytes of exactly those characters (model, section 4).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

import pyoxigraph as ox

from als_kg.build import Triples
from als_kg.errors import Place, SourceError
from als_kg.sources import text_of
from als_kg.vocabulary import ALS, OA, iri_for

_BOM = "\ufeff"

# How far a copied page may shift, in characters: a menu above the text, a caption within it.
_NEARBY = 10_000


@dataclass(frozen=True)
class Passage:
    """Where a passage stands and what it must hash to."""

    iri: str
    id: str
    start: int
    end: int
    sha256: str


class Outcome(StrEnum):
    """What became of a passage in a copy."""

    EXACT = "exact"
    RELOCATED = "relocated"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Verdict:
    """One passage in a copy; ``start`` is where it was found, None if it was not."""

    passage: Passage
    outcome: Outcome
    start: int | None


@dataclass(frozen=True)
class Report:
    """All passages in a copy, which starts with a byte order mark or has CRLF newlines or neither.

    Offsets of verdicts count without the mark, and with CRLF as one character if that fits better.
    """

    bom: bool
    crlf: bool
    verdicts: tuple[Verdict, ...]

    def having(self, outcome: Outcome) -> tuple[Verdict, ...]:
        """Select the verdicts of one outcome."""
        return tuple(verdict for verdict in self.verdicts if verdict.outcome is outcome)


def passages_in(triples: Triples, document: str) -> tuple[Passage, ...]:
    """Read the passages of a document from its triples, in order of their offsets.

    Raises SourceError for a passage without exactly one digest, start and end.
    """
    about = _by_subject(triples)
    start = iri_for("passage", f"{document}/")
    passages = (_passage(iri, about, start) for iri in about if iri.startswith(start))
    return tuple(sorted(passages, key=lambda passage: (passage.start, passage.end, passage.id)))


def verify(article: bytes, passages: Iterable[Passage], name: str = "article") -> Report:
    """Look for every passage: at its offset, else nearby, else say that it is different.

    Raises SourceError when the copy is not UTF-8.
    """
    passages = tuple(passages)
    text = _decode(article, name)
    bom, crlf = text.startswith(_BOM), "\r\n" in text
    plain = text.removeprefix(_BOM)
    readings = [plain, plain.replace("\r\n", "\n")] if crlf else [plain]
    judged = [tuple(_judge(reading, passages)) for reading in readings]
    return Report(bom, crlf, max(judged, key=_count_exact))


def _count_exact(verdicts: tuple[Verdict, ...]) -> int:
    return sum(verdict.outcome is Outcome.EXACT for verdict in verdicts)


def _judge(text: str, passages: tuple[Passage, ...]) -> Iterator[Verdict]:
    shift = 0
    for passage in passages:
        found = _find(text, passage, shift)
        if found is None:
            yield Verdict(passage, Outcome.DIFFERENT, None)
            continue
        shift = found - passage.start
        yield Verdict(passage, Outcome.RELOCATED if shift else Outcome.EXACT, found)


def _find(text: str, passage: Passage, shift: int) -> int | None:
    """Find a passage at its own place, else nearest to where the one before was shifted to."""
    starts = chain((passage.start,), _around(passage.start + shift, len(text) - (passage.end - passage.start)))
    return next((start for start in starts if _digest(text, passage, start) == passage.sha256), None)


def _around(middle: int, last: int) -> Iterator[int]:
    for distance in range(_NEARBY + 1):
        for start in (middle - distance, middle + distance):
            if 0 <= start <= last:
                yield start


def _digest(text: str, passage: Passage, start: int) -> str:
    return hashlib.sha256(text[start : start + passage.end - passage.start].encode()).hexdigest()


def _decode(article: bytes, name: str) -> str:
    try:
        return article.decode("utf-8")
    except UnicodeDecodeError as error:
        line = article.count(b"\n", 0, error.start) + 1
        raise SourceError("is not UTF-8", Place(name, line), "save your copy as UTF-8") from error


def _by_subject(triples: Triples) -> dict[str, list[ox.Triple]]:
    found: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        found.setdefault(text_of(triple.subject), []).append(triple)
    return found


def _passage(iri: str, about: dict[str, list[ox.Triple]], start: str) -> Passage:
    selectors = _values(about, [iri], OA.hasSelector)
    found = [_values(about, *where) for where in (([iri], ALS.sha256), (selectors, OA.start), (selectors, OA.end))]
    if any(len(values) != 1 for values in found):
        raise SourceError(f"passage {iri} has not one digest, start and end", todo="run: als-kg check")
    digest, first, last = (values[0] for values in found)
    return Passage(iri, iri.removeprefix(start), int(first), int(last), digest)


def _values(about: dict[str, list[ox.Triple]], subjects: list[str], predicate: str) -> list[str]:
    return sorted(
        text_of(triple.object)
        for subject in subjects
        for triple in about.get(subject, [])
        if text_of(triple.predicate) == predicate
    )
