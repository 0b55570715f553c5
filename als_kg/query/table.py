"""Read a written answer back as a table, for people: names short, every cell with what it is."""

import json
from dataclasses import dataclass
from typing import Any

from als_kg.query.service import QueryAnswer
from als_kg.vocabulary import shorten


@dataclass(frozen=True)
class Cell:
    """One value; ``iri`` is empty unless it is one, ``note`` holds a language or datatype."""

    text: str
    iri: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A SELECT answer; an ASK answer is one cell, true or false."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_of(answer: QueryAnswer) -> Table:
    """Read an answer that was written as SPARQL JSON (SPARQL 1.1 Query Results JSON Format)."""
    found = json.loads(answer.body)
    if "boolean" in found:
        return Table(("answer",), ((Cell(str(found["boolean"]).lower()),),))
    columns = tuple(found["head"]["vars"])
    rows = (tuple(_cell(row.get(column)) for column in columns) for row in found["results"]["bindings"])
    return Table(columns, tuple(rows))


def _cell(value: Any) -> Cell:
    match value:
        case None:
            return Cell("")
        case {"type": "uri", "value": iri}:
            return Cell(shorten(iri).strip("<>"), iri=iri)
        case {"type": "bnode", "value": name}:
            return Cell(f"_:{name}")
        case {"type": "triple", "value": parts}:
            return Cell(" ".join(_cell(parts[part]).text for part in ("subject", "predicate", "object")))
    return Cell(value["value"], note=value.get("xml:lang") or shorten(value["datatype"]) if len(value) > 2 else "")
