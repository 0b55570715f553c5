"""Put the answers of the panels together to what a page shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from als_kg.entity.dates import with_precision
from als_kg.entity.panels import Ask, Row, rows
from als_kg.entity.speaking import graphs_in, in_their_manner
from als_kg.entity.values import Graph, Statement, Value, value_of
from als_kg.layout import natural
from als_kg.vocabulary import BASE, GRAPHS, OWL, RDF, SKOS, expand, shorten

_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
# What stands in the head of the page and not among the statements.
_HEAD = (RDF.type, SKOS.prefLabel, SKOS.definition, expand("rdfs:label"))
_REVIEW = ("als:verdict", "als:confidence", "als:lastChecked")

# How much a page lists; the panels ask for one more, to see whether there is more.
MOST_INCOMING, MOST_CONTENT = 300, 500

Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Review:
    """What a review says: codes by property, its note by language, and its sources with their pages."""

    iri: str
    facts: Mapping[str, Value]
    note: Mapping[str, str]
    sources: Mapping[str, str]


@dataclass(frozen=True)
class Identifier:
    """An outside record: how it is mapped, its CURIE, and the page that a person opens."""

    predicate: str
    iri: str
    curie: str
    page: str


@dataclass(frozen=True)
class Entity:
    """All that a page shows of one IRI; ``names`` has the names of whatever stands on it, by language.

    ``passages`` are the claim graphs that speak of it, each with the manner of its passage.
    ``more_incoming`` and ``more_content`` tell that the panels stopped at their limits and others are left out.
    """

    iri: str
    names: Names
    types: tuple[str, ...]
    definition: Mapping[str, str]
    statements: tuple[Statement, ...]
    incoming: tuple[Statement, ...]
    reviews: tuple[Review, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    content: tuple[Statement, ...] = ()
    passages: tuple[Graph, ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = field(default=())
    more_incoming: bool = False
    more_content: bool = False

    def name(self, iri: str, language: str) -> str:
        """Name something in a language, else in another, else by its IRI."""
        known = self.names.get(iri, {})
        return known.get(language) or next(iter(known.values()), shorten(iri).strip("<>"))


def look_up(ask: Ask, iri: str) -> Entity | None:
    """Gather what is said of an IRI; None where nobody says anything. Raises QueryError."""
    said, pointing = rows(ask, "statements", iri), rows(ask, "incoming", iri)
    has_content = iri.startswith((GRAPHS, f"{BASE}passage/"))
    content = rows(ask, "content", iri) if has_content else []
    if not said and not pointing and not content:
        return None
    sources, reviews, manners = (rows(ask, name, iri) for name in ("sources", "reviews", "manners"))
    graphs = graphs_in(sources)
    around = [*rows(ask, "names", iri), *(rows(ask, "content-names", iri) if has_content else ())]
    names = _names([*around, *_named(sources), *_named(manners), *_named(reviews)])
    back = {(_key(row), row["review"]["value"]) for row in rows(ask, "retractions", iri)}
    statements = in_their_manner(with_precision(_statements(iri, said, graphs, back)), manners, graphs)
    values = _by_property(statements)
    return Entity(
        iri=iri,
        names=names,
        types=tuple(value.iri for value in values.get(RDF.type, ())),
        definition=_by_language(values.get(SKOS.definition, ())),
        statements=tuple(each for each in statements if each.predicate not in _HEAD),
        incoming=in_their_manner(_pointing(pointing[:MOST_INCOMING], iri, graphs), manners, graphs),
        reviews=_reviews(reviews),
        identifiers=_identifiers(rows(ask, "identifiers", iri)),
        content=with_precision(
            s for row in content[:MOST_CONTENT] for s in _statements(row["subject"]["value"], [row], graphs, set())
        ),
        passages=tuple(sorted(graphs.values(), key=lambda graph: natural(graph.passage))),
        deprecated=any(value.text == "true" for value in values.get(OWL.deprecated, ())),
        replaced_by=tuple(value.iri for value in values.get(expand("dcterms:isReplacedBy"), ())),
        more_incoming=len(pointing) > MOST_INCOMING,
        more_content=len(content) > MOST_CONTENT,
    )


def _key(row: Row) -> tuple[str, Value]:
    return row["property"]["value"], value_of(row["value"])


def _statements(
    subject: str, found: Iterable[Row], graphs: Mapping[str, Graph], back: set[tuple[tuple[str, Value], str]]
) -> tuple[Statement, ...]:
    """Put together who makes the same statement, each once."""
    makers: dict[tuple[str, Value], list[str]] = {}
    for row in found:
        makers.setdefault(_key(row), []).append(row["graph"]["value"])
    return tuple(
        Statement(
            subject, key[0], key[1],
            tuple(graphs.get(name, Graph(name)) for name in sorted(set(names))),
            tuple(sorted(review for taken, review in back if taken == key)),
        )
        for key, names in sorted(makers.items(), key=lambda item: (item[0][0], item[0][1].language, item[0][1].text))
    )  # fmt: skip


def _pointing(found: Iterable[Row], iri: str, graphs: Mapping[str, Graph]) -> tuple[Statement, ...]:
    """Read what points at the thing, as statements about others."""
    target = Value(iri, iri=iri)
    turned = _statements("", found, graphs, set())
    return tuple(Statement(each.value.iri, each.predicate, target, each.graphs) for each in turned)


def _names(found: Iterable[Row]) -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for row in found:
        value = value_of(row["name"])
        names.setdefault(row["node"]["value"], {}).setdefault(_language(value), value.text)
    return names


def _named(found: Iterable[Row]) -> Iterator[Row]:
    """Read the names that a panel gives beside its values."""
    return ({"node": row["value"], "name": row["name"]} for row in found if "name" in row)


def _language(value: Value) -> str:
    return next((key for key, tag in _LANGUAGES.items() if value.language == tag), value.language)


def _by_language(values: Iterable[Value]) -> dict[str, str]:
    return {_language(value): value.text for value in values}


def _by_property(statements: Iterable[Statement]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for each in statements:
        found.setdefault(each.predicate, []).append(each.value)
    return found


def _reviews(found: Iterable[Row]) -> tuple[Review, ...]:
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
        _by_language(notes),
        {row["value"]["value"]: row.get("page", {}).get("value", "") for row in sources},
    )


def _identifiers(found: Iterable[Row]) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(
            row["property"]["value"], row["value"]["value"],
            row.get("identifier", {}).get("value", ""), row.get("page", {}).get("value", ""),
        )
        for row in found
        if row["property"]["value"].startswith(expand("skos:"))
    )  # fmt: skip
