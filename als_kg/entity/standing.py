"""Tell where a product or a study stands today: what a reader in a hurry looks for first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from als_kg.entity.dates import DATED, with_precision
from als_kg.entity.panels import Row
from als_kg.entity.values import Graph, Statement, Value, value_of
from als_kg.layout import natural
from als_kg.vocabulary import ALS, CURRENT, graph_for, kind_of

# In this order: which step, which study, and whether it met what it was for.
KINDS = ("event", "study", "result")
_SHOWN = ("phase", "status", "outcome", "agency", "decisionStatus")


@dataclass(frozen=True)
class Standing:
    """A regulatory step, a study or a primary endpoint: its codes, and the dates of the step or of the status.

    ``promised`` tells that the dates are those by which the step should be taken.
    """

    iri: str
    codes: tuple[Value, ...]
    dates: tuple[Value, ...]
    promised: bool = False


def standing_in(found: Iterable[Row]) -> Mapping[str, tuple[Standing, ...]]:
    """Read the panel, by kind; the latest first, what has no date last."""
    by_node: dict[str, list[Statement]] = {}
    for each in with_precision(dict.fromkeys(map(_statement, found))):
        by_node.setdefault(each.subject, []).append(each)
    told = [_standing(iri, said) for iri, said in sorted(by_node.items(), key=lambda item: natural(item[0]))]
    latest = sorted(told, key=lambda each: max((date.text for date in each.dates), default=""), reverse=True)
    grouped = {kind: tuple(each for each in latest if kind_of(each.iri) == kind) for kind in KINDS}
    return {kind: members for kind, members in grouped.items() if members}


def names_of(found: Iterable[Row]) -> list[Row]:
    """Name the steps, studies and endpoints, and the codes that they have."""
    rows = list(found)
    nodes = [{"node": row["node"], "name": row["name"]} for row in rows]
    return nodes + [{"node": row["value"], "name": row["called"]} for row in rows if "called" in row]


def _statement(row: Row) -> Statement:
    graph = Graph(graph_for(CURRENT))
    return Statement(row["node"]["value"], row["property"]["value"], value_of(row["value"]), (graph,))


def _standing(iri: str, said: list[Statement]) -> Standing:
    codes = {each.predicate.rpartition("#")[2]: each.value for each in said if each.value.iri}
    dates = tuple(each.value for each in said if each.predicate in DATED)
    promised = any(each.predicate == ALS.dueDate for each in said)
    return Standing(iri, tuple(codes[name] for name in _SHOWN if name in codes), dates, promised)
