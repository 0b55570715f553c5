"""Put the answers of the panels together to what a page shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from als_kg.describe.naming import DESCRIPTIONS
from als_kg.entity import promises
from als_kg.entity.called import Names, by_language, name_in, named, names_in
from als_kg.entity.dates import with_precision
from als_kg.entity.inverse import without_inverses
from als_kg.entity.panels import Ask, Row, rows
from als_kg.entity.reviewing import Review, by_subject, most_weighty, reviews_around, reviews_in
from als_kg.entity.speaking import graphs_in, in_their_manner
from als_kg.entity.standing import Standing, names_of, standing_in
from als_kg.entity.values import Graph, Statement, Value, value_of
from als_kg.layout import natural
from als_kg.vocabulary import BASE, GRAPHS, OWL, RDF, SKOS, VOCAB, expand, shorten

# What stands in the head of the page and not among the statements.
_HEAD = (RDF.type, SKOS.prefLabel, SKOS.definition, expand("rdfs:label"))

# How much a page lists; the panels ask for one more, to see whether there is more.
MOST_INCOMING, MOST_CONTENT = 300, 500


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

    ``standing`` has regulatory steps, studies and primary endpoints of the current view, by kind.
    ``around`` has the reviews of what belongs to it, each under the thing that it is about.
    ``p_values`` has those of the comparisons of a result, by comparison, with their sign.
    ``passages`` are the claim graphs that speak of it, each with the manner of its passage.
    ``more_incoming`` and ``more_content`` tell that the panels stopped at their limits and others are left out.
    """

    iri: str
    names: Names
    types: tuple[str, ...]
    definition: Mapping[str, str]
    statements: tuple[Statement, ...]
    incoming: tuple[Statement, ...]
    standing: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    around: tuple[tuple[str, tuple[Review, ...]], ...] = ()
    p_values: Mapping[str, str] = field(default_factory=dict)
    identifiers: tuple[Identifier, ...] = ()
    content: tuple[Statement, ...] = ()
    passages: tuple[Graph, ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = field(default=())
    more_incoming: bool = False
    more_content: bool = False

    def name(self, iri: str, language: str) -> str:
        """Name something in a language, else in another, else by its IRI."""
        return name_in(language, self.names.get(iri, {})) or shorten(iri).strip("<>")


def look_up(ask: Ask, iri: str, today: date | None = None) -> Entity | None:
    """Gather what is said of an IRI; None where nobody says anything. Raises QueryError.

    ``today`` tells which promises are overdue; the day in UTC unless it is given.
    """
    said, pointing = rows(ask, "statements", iri), rows(ask, "incoming", iri)
    has_content = iri.startswith((GRAPHS, f"{BASE}passage/"))
    content = rows(ask, "content", iri) if has_content else []
    if not said and not pointing and not content:
        return None
    sources, reviews, manners = (rows(ask, name, iri) for name in ("sources", "reviews", "manners"))
    graphs = graphs_in(sources)
    around = [*rows(ask, "names", iri), *(rows(ask, "content-names", iri) if has_content else ())]
    if any(row["graph"]["value"] == DESCRIPTIONS for row in said):
        around += rows(ask, "described", iri)
    own = most_weighty(reviews_in(reviews))
    further, naming = reviews_around(ask, iri, own)
    retractions = rows(ask, "retractions", iri)
    taking = ({"node": row["review"], "name": row["name"]} for row in retractions if "name" in row)
    outside = rows(ask, "identifiers", iri)
    curies = ({"node": row["value"], "name": row["identifier"]} for row in outside if "identifier" in row)
    standing = rows(ask, "standing", iri)
    naming += [*names_of(standing), *taking, *rows(ask, "reviewers", iri), *rows(ask, "retracted", iri), *curies]
    called = names_in([*around, *named(sources), *named(manners), *named(reviews), *naming])
    back = {(_key(row), row["review"]["value"]) for row in retractions}
    statements = in_their_manner(with_precision(_statements(iri, said, graphs, back)), manners, graphs)
    incoming = in_their_manner(_pointing(pointing[:MOST_INCOMING], iri, graphs), manners, graphs)
    values = _by_property(statements)
    shown = tuple(each for each in statements if each.predicate not in _HEAD or _is_doubtful(each, statements))
    statements, incoming = without_inverses(shown, incoming)
    return Entity(
        iri=iri,
        names=called,
        types=tuple(value.iri for value in values.get(RDF.type, ())),
        definition=by_language(values.get(SKOS.definition, ())),
        statements=statements,
        incoming=incoming,
        standing=standing_in(standing, today or promises.today()),
        reviews=own,
        around=by_subject(further),
        p_values=_p_values(rows(ask, "comparisons", iri)),
        identifiers=_identifiers(outside),
        content=with_precision(
            s for row in content[:MOST_CONTENT] for s in _statements(row["subject"]["value"], [row], graphs, set())
        ),
        passages=tuple(sorted(graphs.values(), key=lambda graph: natural(graph.passage))),
        deprecated=any(value.text == "true" for value in values.get(OWL.deprecated, ())),
        replaced_by=tuple(value.iri for value in values.get(expand("dcterms:isReplacedBy"), ())),
        more_incoming=len(pointing) > MOST_INCOMING,
        more_content=len(content) > MOST_CONTENT,
    )


def _is_doubtful(statement: Statement, statements: Iterable[Statement]) -> bool:
    """Tell whether a kind needs its speakers: one that somebody states, where a review has a say in the kinds."""
    kinds = [each for each in statements if each.predicate == RDF.type]
    reviewed = any(each.retracted or any(graph.kind == "review" for graph in each.graphs) for each in kinds)
    stated = any(graph.kind != "inferred" for graph in statement.graphs)
    return statement.predicate == RDF.type and reviewed and stated and statement.value.iri.startswith(VOCAB)


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


def _by_property(statements: Iterable[Statement]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for each in statements:
        found.setdefault(each.predicate, []).append(each.value)
    return found


def _p_values(found: Iterable[Row]) -> dict[str, str]:
    """Write the p-values of comparisons; several, where sources differ, side by side."""
    written: dict[str, list[str]] = {}
    for row in found:
        written.setdefault(row["node"]["value"], []).append(
            f"{row['sign']['value'] if 'sign' in row else '='} {row['p']['value']}"
        )
    return {node: ", ".join(each) for node, each in written.items()}


def _identifiers(found: Iterable[Row]) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(
            row["property"]["value"], row["value"]["value"],
            row.get("identifier", {}).get("value", ""), row.get("page", {}).get("value", ""),
        )
        for row in found
        if row["property"]["value"].startswith(expand("skos:"))
    )  # fmt: skip
