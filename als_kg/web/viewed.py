"""From which view an answer came, in the reader's words, and where to ask the others the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from als_kg.entity.called import names_in
from als_kg.entity.panels import Ask, rows
from als_kg.errors import QueryError
from als_kg.query import QueryRequest
from als_kg.query.reading import read
from als_kg.vocabulary import CURRENT


@dataclass(frozen=True)
class Viewed:
    """The view that was asked and those to ask instead, by name and label; a label is empty for the current view."""

    label: str
    others: Mapping[str, str]


def viewed(ask: Ask, views: Mapping[str, int], asked: QueryRequest | None, language: str) -> Viewed | None:
    """Tell which view answered a request; None where none did, as the request names its graphs itself.

    Between documents one goes by the current view: their link is one, and leads there.
    """
    if asked is None or asked.view not in views or _names_graphs(asked):
        return None
    labels = _labels(ask, language)
    others = [name for name in views if name != CURRENT] if asked.view == CURRENT else [CURRENT]
    return Viewed(_label(asked.view, labels), {name: _label(name, labels) for name in others})


def _names_graphs(asked: QueryRequest) -> bool:
    return read(replace(asked, accept="", format="")).default_graphs is not None


def _label(name: str, labels: Mapping[str, str]) -> str:
    return "" if name == CURRENT else labels.get(name, name)


def _labels(ask: Ask, language: str) -> dict[str, str]:
    """Call views by the names of their documents; by nothing where that takes more than a query may take."""
    try:
        found = rows(ask, "views")
    except QueryError:
        return {}
    names = names_in({"node": row["view"], "name": row["name"]} for row in found)
    return {view: name[language] for view, name in names.items() if language in name}
