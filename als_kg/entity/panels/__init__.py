"""The query files of the pages, and how they are asked."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from als_kg.query import QueryAnswer, QueryRequest

Ask = Callable[[QueryRequest], QueryAnswer]
Row = Mapping[str, Any]

_FOLDER = Path(__file__).resolve().parent


@lru_cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def panel(name: str, thing: str = "", accept: str = "", format: str = "") -> QueryRequest:  # noqa: A002  as in the request
    """Make the request of a panel; ``thing`` is the IRI it is about."""
    return QueryRequest(_text(name), bindings=(("thing", thing),) if thing else (), accept=accept, format=format)


def rows(ask: Ask, name: str, thing: str = "") -> list[Row]:
    """Ask a SELECT panel; rows by variable, terms as in SPARQL JSON (SPARQL 1.1 Query Results JSON, 3.2.2)."""
    found: list[Row] = json.loads(ask(panel(name, thing, format="json")).body)["results"]["bindings"]
    return found
