"""Tell what reviews say of a thing, and of what belongs to it: a reader of a drug's page looks for both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from als_kg.entity.called import by_language
from als_kg.entity.panels import Ask, Row, rows
from als_kg.entity.values import Value, value_of
from als_kg.layout import natural
from als_kg.vocabulary import KINDS, expand, kind_of

_REVIEW = ("als:verdict", "als:confidence", "als:lastChecked")
# What changes most for a reader comes first.
_VERDICTS = (
    "contradicted", "superseded", "conflict", "imprecise", "unconfirmed", "context", "name-clash", "confirmed",
)  # fmt: skip
# Under which of several things a review is listed: the one that a reader knows it by.
_KINDS = ("study", "result", "event", "intervention", "agreement", "distinction", "mechanism", "part")


@dataclass(frozen=True)
class Review:
    """What a review says: codes by property, its note by language, its sources with their pages.

    ``about`` has the things around a page that it is about; none where it is about the thing of the page.
    """

    iri: str
    facts: Mapping[str, Value]
    note: Mapping[str, str]
    sources: Mapping[str, str]
    about: tuple[str, ...] = ()


def most_weighty(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Put first what changes most."""
    return tuple(sorted(reviews, key=lambda review: (_weight(review), review.iri)))


def reviews_around(ask: Ask, iri: str, own: Iterable[Review]) -> tuple[tuple[Review, ...], list[Row]]:
    """Find the reviews of what belongs to a thing and not of itself, and rows that name what stands in them."""
    near = rows(ask, "around", iri)
    told = {review.iri for review in own}
    about = _about({row["node"]["value"] for row in near} - {iri}, rows(ask, "reviewed"))
    facts = {review: rows(ask, "review", review) for review in about if review not in told}
    read = [
        replace(each, about=about[review])
        for review, said in facts.items()
        for each in reviews_in({**row, "review": row["thing"]} for row in said)
    ]
    titles = [{"node": row["thing"], "name": row["title"]} for said in facts.values() for row in said if "title" in row]
    values = [{"node": row["value"], "name": row["name"]} for said in facts.values() for row in said if "name" in row]
    return most_weighty(read), [*(row for row in near if "name" in row), *titles, *values]


def by_subject(reviews: Iterable[Review]) -> tuple[tuple[str, tuple[Review, ...]], ...]:
    """Put reviews together that are first of all about the same thing; studies first."""
    found: dict[str, list[Review]] = {}
    for each in reviews:
        found.setdefault(each.about[0], []).append(each)
    return tuple((about, tuple(found[about])) for about in sorted(found, key=_rank))


def _about(near: set[str], pairs: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in pairs:
        if (node := row["node"]["value"]) in near:
            found.setdefault(row["review"]["value"], set()).add(node)
    return {review: tuple(sorted(nodes, key=_rank)) for review, nodes in sorted(found.items())}


def _rank(iri: str) -> tuple[int, object]:
    kind = kind_of(iri) or ""
    order = (*_KINDS, *(each for each in KINDS if each not in _KINDS), "")
    return order.index(kind), natural(iri)


def _weight(review: Review) -> int:
    verdict = review.facts["als:verdict"].iri.rpartition("/")[2] if "als:verdict" in review.facts else ""
    return _VERDICTS.index(verdict) if verdict in _VERDICTS else len(_VERDICTS)


def reviews_in(found: Iterable[Row]) -> tuple[Review, ...]:
    """Read reviews, in the order of their names."""
    rows_of: dict[str, list[Row]] = {}
    for row in found:
        rows_of.setdefault(row["review"]["value"], []).append(row)
    return tuple(_review(iri, about) for iri, about in sorted(rows_of.items()))


def _review(iri: str, about: list[Row]) -> Review:
    values = [(row["property"]["value"], value_of(row["value"])) for row in about]
    notes = [value for name, value in values if name in (expand("dcterms:description"), expand("rdfs:comment"))]
    sources = [row for row in about if row["property"]["value"] == expand("dcterms:source")]
    return Review(
        iri,
        {short: value for short in _REVIEW for name, value in values if name == expand(short)},
        by_language(notes),
        {row["value"]["value"]: row.get("page", {}).get("value", "") for row in sources},
    )
