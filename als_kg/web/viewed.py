"""From which view an answer came, in the reader's words, and where to ask the others the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from als_kg.entity.panels import Ask, rows
from als_kg.errors import QueryError
from als_kg.query import QueryRequest
from als_kg.query.lexer import tokenise
from als_kg.query.outline import outline
from als_kg.query.text import QueryText
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
    if asked.default_graphs or asked.named_graphs:
        return True
    text = QueryText(asked.text)
    return outline(text, tokenise(text)).has_dataset


def _label(name: str, labels: Mapping[str, str]) -> str:
    return "" if name == CURRENT else labels.get(name, name)


def _labels(ask: Ask, language: str) -> dict[str, str]:
    """Call views by the names of their documents; by nothing where that takes more than a query may take."""
    try:
        found = rows(ask, "views")
    except QueryError:
        return {}
    return {
        row["view"]["value"]: row["name"]["value"]
        for row in found
        if row["name"].get("xml:lang", "").startswith(language)
    }
