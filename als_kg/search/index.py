"""What is searched: things with their names, identifiers and descriptions, in one form."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from als_kg.entity.called import name_in
from als_kg.search.normalising import closed, folded, pieced
from als_kg.vocabulary import iri_for

_WRITTEN_WORD = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff](?:[^\W_\u3400-\u9fff]|[-‐–]\w)*")
# Shorter words have too many neighbours to be anybody's slip of the keyboard.
_LEAST, _MOST = 2, 40
# How many of them are compared letter by letter.
_LIKE = 50


@dataclass(frozen=True)
class Item:
    """One thing.

    ``names`` are preferred names by language (en, zh); ``classes`` and ``facts`` are IRIs, a fact also a
    plain text, that stand on the list of hits; ``identifiers`` are its own, ``close`` those of records that are
    close to it; ``addresses`` are web pages, that only match whole.
    """

    iri: str
    kind: str
    names: Mapping[str, str]
    others: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    definition: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def called(self) -> tuple[str, ...]:
        """Every name, each once, the preferred ones first."""
        return tuple(dict.fromkeys((*self.names.values(), *self.others)))


@dataclass(frozen=True)
class Keys:
    """The forms of an item that are compared: ``whole`` and ``starts`` closed, ``near`` and ``far`` in pieces."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    near: str
    far: str


class Index:
    """All items, ready to be compared."""

    def __init__(self, items: tuple[Item, ...], named: Mapping[str, Mapping[str, str]]) -> None:
        """Take the items, and the names by language of whatever stands on a list of hits."""
        self._named = named
        self._called = {item.iri: item.called for item in items}
        self.entries: tuple[tuple[Item, Keys], ...] = tuple((item, self._keys(item)) for item in items)

    def name(self, iri: str, language: str) -> str:
        """Name something in a language, else in another; nothing where it has no name."""
        return name_in(language, self._named.get(iri, {}))

    def may_fit(self, whole: Iterable[str], words: Iterable[str]) -> bool:
        """Tell in one look whether anything can fit: most texts that find nothing have a word that stands nowhere."""
        return any(f"\n{text}" in self._wholes for text in whole) or all(word in self._pieces for word in words)

    def spoken_like(self, word: str) -> dict[str, str]:
        """Give the words of names that share most pairs of letters with a folded one: as written, by folded form."""
        shared = Counter(other for pair in _pairs(word) for other in self._paired.get(pair, ()))
        return {other: self._spoken[other] for other, _ in shared.most_common(_LIKE)}

    @cached_property
    def _wholes(self) -> str:
        return "\n" + "\n".join(text for _, keys in self.entries for text in (*keys.whole, *keys.starts))

    @cached_property
    def _pieces(self) -> str:
        return "|".join(text for _, keys in self.entries for text in (keys.near, keys.far))

    @cached_property
    def _spoken(self) -> Mapping[str, str]:
        names = (name for item, _ in self.entries for name in item.called)
        found: dict[str, str] = {}
        for word in (word for name in names for word in (name, *_WRITTEN_WORD.findall(name))):
            if _LEAST <= len(word) <= _MOST:
                found.setdefault(folded(word), word)  # as the preferred name writes it, which comes first
        return found

    @cached_property
    def _paired(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._spoken:
            for pair in _pairs(word):
                found.setdefault(pair, []).append(word)
        return found

    def _keys(self, item: Item) -> Keys:
        names = tuple(filter(None, (closed(name) for name in item.called)))
        codes = _codes(item.identifiers)
        told = [name for fact in item.facts for name in self._called.get(fact, (fact,))]
        kinds = [name for each in item.classes for name in self._named.get(each, {}).values()]
        return Keys(
            frozenset((*names, *codes, *map(closed, item.addresses))),
            names,
            _joined((*item.called, *item.identifiers, *item.close, *self._tested(item))),
            _joined((*item.texts, *item.definition.values(), *told, *kinds)),
        )

    def _tested(self, item: Item) -> tuple[str, ...]:
        """Name what a study tests: whoever looks for a drug looks for its studies."""
        if item.kind != "study":
            return ()
        tested = (fact for fact in item.facts if fact.startswith(iri_for("intervention", "")))
        return tuple(name for each in tested for name in self._called.get(each, ()))


def _pairs(word: str) -> list[str]:
    """List the pairs of neighbouring letters, the edges of the word among them."""
    edged = f"^{word[:_MOST]}$"
    return list(dict.fromkeys(edged[place : place + 2] for place in range(len(edged) - 1)))


def _codes(identifiers: tuple[str, ...]) -> tuple[str, ...]:
    """Write identifiers with their prefix and without: ``uniprot:P00441`` is also known as P00441."""
    return tuple(closed(part) for each in identifiers for part in (each, each.partition(":")[2]) if closed(part))


def _joined(texts: tuple[str, ...]) -> str:
    """Put texts in pieces together; no word reaches from one into the next."""
    return "|".join(pieced(text) for text in texts)
