"""Tell where a product or a study stands today: what a reader in a hurry looks for first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from als_kg.entity.dates import DATED, with_precision
from als_kg.entity.panels import Row
from als_kg.entity.promises import is_overdue
from als_kg.entity.values import Graph, Statement, Value, value_of
from als_kg.layout import natural
from als_kg.vocabulary import ALS, CURRENT, RDF, VOCAB, graph_for, kind_of

# In this order: which step, which study, and whether it met what it was for.
KINDS = ("event", "study", "result")
_SHOWN = ("phase", "status", "outcome", "agency", "decisionStatus")
_PARTICIPANTS = f"{VOCAB}participantCount"


@dataclass(frozen=True)
class Standing:
    """A regulatory step, a study or a primary endpoint: its codes, and the dates of the step or of the status.

    ``promised`` tells that the dates are those by which the step should be taken, ``overdue`` that the last has
    passed and nothing settles it. ``types`` are the narrowest kinds of a step, each with the review that says so,
    where only reviews do; ``participants`` the number of those in a study.
    """

    iri: str
    codes: tuple[Value, ...]
    dates: tuple[Value, ...]
    promised: bool = False
    overdue: bool = False
    types: Mapping[str, str] = field(default_factory=dict)
    participants: str = ""


def standing_in(found: Iterable[Row], today: date) -> Mapping[str, tuple[Standing, ...]]:
    """Read the panel, by kind: first what happened, then what is due; the latest first, what has no date last."""
    found = list(found)
    by_node: dict[str, list[Statement]] = {}
    for each in with_precision(dict.fromkeys(map(_statement, found))):
        by_node.setdefault(each.subject, []).append(each)
    settled = {row["node"]["value"] for row in found if "settling" in row}
    types = _types(found)
    told = [
        _standing(iri, said, types.get(iri, {}), partial(is_overdue, day=today, settled=iri in settled))
        for iri, said in sorted(by_node.items(), key=lambda item: natural(item[0]))
    ]
    latest = sorted(told, key=lambda each: max((date.text for date in each.dates), default=""), reverse=True)
    ordered = sorted(latest, key=lambda each: each.promised)
    grouped = {kind: tuple(each for each in ordered if kind_of(each.iri) == kind) for kind in KINDS}
    return {kind: members for kind, members in grouped.items() if members}


def names_of(found: Iterable[Row]) -> list[Row]:
    """Name the steps, studies and endpoints, and the codes that they have."""
    rows = list(found)
    nodes = [{"node": row["node"], "name": row["name"]} for row in rows]
    return nodes + [{"node": row["value"], "name": row["called"]} for row in rows if "called" in row]


def _statement(row: Row) -> Statement:
    graph = Graph(graph_for(CURRENT))
    return Statement(row["node"]["value"], row["property"]["value"], value_of(row["value"]), (graph,))


def _types(found: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Collect the kinds of steps, each with the review that alone says so, if any."""
    types: dict[str, dict[str, str]] = {}
    for row in found:
        node, kind = row["node"]["value"], row["value"]["value"]
        if row["property"]["value"] == RDF.type and kind.startswith(VOCAB) and kind_of(node) == "event":
            types.setdefault(node, {})[kind] = row.get("says", {}).get("value", "")
    return types


def _standing(iri: str, said: list[Statement], types: Mapping[str, str], is_late: Callable[[str], bool]) -> Standing:
    codes = {each.predicate.rpartition("#")[2]: each.value for each in said if each.value.iri}
    due = [each.value.text for each in said if each.predicate == ALS.dueDate]
    return Standing(
        iri,
        codes=tuple(codes[name] for name in _SHOWN if name in codes),
        dates=tuple(each.value for each in said if each.predicate in DATED),
        promised=bool(due),
        overdue=bool(due) and is_late(max(due)),
        types=types,
        participants=next((each.value.text for each in said if each.predicate == _PARTICIPANTS), ""),
    )
