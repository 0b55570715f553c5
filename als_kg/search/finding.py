"""Find and rank: the thing that is called so before what is called similarly, and that before what mentions it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from als_kg.entity.called import name_in
from als_kg.query.words import nearest
from als_kg.search.index import Index, Item, Keys
from als_kg.search.normalising import closed, folded, words
from als_kg.vocabulary import KINDS

MOST_CHARACTERS = 200
MOST_WORDS = 12
# For how many words of a text without hits a better one is looked for.
_GUESSED = 3
# Ranks of a hit. Kinds come second, so that the drug stands before the article about it.
_EXACT, _START, _WORDS, _BEGINNINGS, _MENTIONED = range(5)
# What people look for, before what only tells about it.
_SOUGHT = (
    "intervention", "study", "organisation", "person", "gene", "protein", "condition", "part", "resource",
    "mechanism", "measure", "effect", "cell", "anatomy", "model", "place", "event", "result", "agreement",
    "distinction", "population", "arm", "membership", "value", "comparison", "code", "vocab",
)  # fmt: skip
_ABOUT = ("review", "document", "reference", "section", "passage", "vocabulary", "graph")
_ORDER = {
    kind: place
    for place, kind in enumerate((*_SOUGHT, *(kind for kind in KINDS if kind not in _SOUGHT + _ABOUT), *_ABOUT))
}
# Words for which the identifiers write another: PMID 40506548 is pubmed:40506548 there.
_OTHERWISE = {" pmid ": " pubmed ", " eudract ": " euclinicaltrials ", " ctis ": " euclinicaltrials "}


@dataclass(frozen=True)
class Hit:
    """A thing that fits, and where its names do not show why, the other name or identifier that does."""

    item: Item
    rank: int
    matched: str = ""


@dataclass(frozen=True)
class Found:
    """All hits, the best first; where there are none, texts that find something."""

    text: str
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...] = ()


def find(index: Index, text: str, language: str) -> Found:
    """Find what fits all words of a text, in any order; ``language`` orders what fits equally well."""
    text = " ".join(text.split())
    hits = _hits(index, text, language)
    return Found(text, hits, () if hits else tuple(_suggestions(index, text)))


@dataclass(frozen=True)
class Wanted:
    """What is typed, in words and ``whole``: without hyphens and spaces; ``address`` is that with no word replaced."""

    whole: str
    address: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """Read it; of too many words the first."""
        said = tuple(_OTHERWISE.get(word, word) for word in words(text)[:MOST_WORDS])
        return cls("".join(said).replace(" ", ""), closed(text), said)

    @cached_property
    def begun(self) -> list[str]:
        """Give the words as beginnings of others."""
        return [word[:-1] for word in self.words]

    def may_fit(self, index: Index) -> bool:
        """Tell whether it is worth comparing it with each thing."""
        return bool(self.words) and index.may_fit((self.whole, self.address), self.begun)


def _fits(index: Index, text: str) -> bool:
    """Tell whether anything fits."""
    wanted = Wanted.of(text)
    return wanted.may_fit(index) and any(_rank(keys, wanted) is not None for _, keys in index.entries)


def _hits(index: Index, text: str, language: str) -> tuple[Hit, ...]:
    wanted = Wanted.of(text)
    ranked = ((item, _rank(keys, wanted)) for item, keys in index.entries) if wanted.may_fit(index) else ()
    found = [(_weighed(item, rank), item) for item, rank in ranked if rank is not None]
    found.sort(key=lambda each: (each[0], _ORDER.get(each[1].kind, len(_ORDER)), _sorted(each[1], language)))
    return tuple(Hit(item, rank, _matched(item, wanted)) for rank, item in found)


def _weighed(item: Item, rank: int) -> int:
    """Let titles of articles and passages, which begin with anything, count for no more than the words in them."""
    return _WORDS if rank == _START and item.kind in _ABOUT else rank


def _rank(keys: Keys, wanted: Wanted) -> int | None:
    """Tell how well a thing fits; None where it does not."""
    if wanted.whole in keys.whole or wanted.address in keys.whole:
        return _EXACT
    if any(name.startswith(wanted.whole) for name in keys.starts):
        return _START
    if all(word in keys.near for word in wanted.words):
        return _WORDS
    if all(word in keys.near for word in wanted.begun):
        return _BEGINNINGS
    if all(word in keys.near or word in keys.far for word in wanted.begun):
        return _MENTIONED
    return None


def _sorted(item: Item, language: str) -> tuple[int, str, str]:
    name = name_in(language, item.names)
    return len(name), folded(name), item.iri


def _matched(item: Item, wanted: Wanted) -> str:
    """Name the other name or identifier by which a thing was found; nothing where its names show it."""
    shown = tuple(item.names.values())
    for each in (*shown, *item.others, *item.identifiers, *item.close):
        if wanted.whole in closed(each):
            return "" if each in shown else each
    return ""


def _suggestions(index: Index, text: str) -> Iterator[str]:
    """Offer the text with the words that were probably meant, then each of its words that finds something alone."""
    typed = text.split()[:MOST_WORDS]
    alone = {word: _fits(index, word) for word in dict.fromkeys(typed)}
    unknown = [word for word in typed if not alone[word]][:_GUESSED]
    meant = {word: _meant(index, word) for word in unknown}
    better = " ".join(dict.fromkeys(meant.get(word) or word for word in typed))
    if better != text and _fits(index, better):
        yield better
    if len(typed) > 1:
        yield from dict.fromkeys(meant.get(word) or word for word in typed if alone[word] or meant.get(word))


def _meant(index: Index, word: str) -> str:
    """Find the word of a name that was probably meant; empty if none is near."""
    known = index.spoken_like(folded(word))
    return known.get(nearest(folded(word), known), "")
