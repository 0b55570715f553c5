"""The things of a kind and the kinds there are; and of what there is, what was probably meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from als_kg.entity.called import Names, names_in
from als_kg.entity.naming import PROPERTIES
from als_kg.entity.panels import Ask, rows
from als_kg.query.words import near, nearest
from als_kg.vocabulary import BASE, CODES, KINDS, SCHEMES, VOCAB

# How many things a list shows; the panel asks for one more, to see whether there is more.
MOST_LISTED = 1_000
# Kinds whose things have a class of others, which no ontology here names.
_CLASSES_OF_OTHERS = {"selector": "oa:TextPositionSelector", "mapping": "sssom:Mapping"}
# What IRIs of ours start with, up to the name that tells one from the other; longer ones first.
NAMESPACES = (
    VOCAB,
    *(f"{CODES}{scheme}/" for scheme in SCHEMES),
    CODES,
    *(f"{BASE}{kind}/" for kind in KINDS),
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of things: its word, how many there are, and what it is called by language."""

    word: str
    count: int
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """Name it in a language, else by its word."""
        return self.names.get(language) or self.word


@dataclass(frozen=True)
class Listing:
    """What has an IRI in a namespace, in order; ``names`` by IRI and language. ``more``: others are left out."""

    iris: tuple[str, ...]
    names: Names
    more: bool


def kinds(ask: Ask) -> tuple[Kind, ...]:
    """Count the things of each kind that has any, in the order of every output."""
    found = rows(ask, "kinds")
    counts = {row["kind"]["value"]: int(row["count"]["value"]) for row in found}
    named = names_in({"node": row["kind"], "name": row["name"]} for row in found if "name" in row)
    others = {word: PROPERTIES[term] for word, term in _CLASSES_OF_OTHERS.items()}
    return tuple(Kind(word, counts[word], named.get(word) or others.get(word, {})) for word in KINDS if word in counts)


def listed(ask: Ask, namespace: str) -> Listing:
    """List what has an IRI that starts with a namespace."""
    found = rows(ask, "listed", namespace)
    iris = tuple(dict.fromkeys(row["node"]["value"] for row in found))
    return Listing(iris[:MOST_LISTED], names_in(row for row in found if "name" in row), len(iris) > MOST_LISTED)


def is_known(ask: Ask, iri: str) -> bool:
    """Tell whether anybody says anything of an IRI, or with it."""
    return bool(rows(ask, "known", iri))


def meant_by(ask: Ask, iri: str, most: int = 3) -> list[str]:
    """Find what was probably meant by an IRI of ours that nobody uses, the nearest first."""
    found = next((each for each in NAMESPACES if iri.startswith(each)), "")
    if found and (same := _within(ask, found, iri.removeprefix(found), most)):
        return same
    head, local = _split(iri)
    other = nearest(head, NAMESPACES, cutoff=0.8)
    return _within(ask, other, local, most) if other and other != found else []


def _within(ask: Ask, namespace: str, local: str, most: int) -> list[str]:
    there = (each.removeprefix(namespace) for each in listed(ask, namespace).iris)
    return [namespace + each for each in near(local, _of_level(there, local), most)]


def _of_level(names: Iterable[str], local: str) -> list[str]:
    """Compare like with like: the name of a code scheme is not near that of a code."""
    return [name for name in names if name.count("/") == local.count("/")]


def _split(iri: str) -> tuple[str, str]:
    end = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:end], iri[end:]
