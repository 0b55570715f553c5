"""Read tables of mappings (SSSOM) and of translations (Babelon): a head of comments, then tab-separated rows.

SSSOM: https://mapping-commons.github.io/sssom/ (1.1). Babelon: https://w3id.org/babelon/.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from als_kg.errors import Place, SourceError
from als_kg.outside.curies import BUILT_IN
from als_kg.outside.streams import Watch, ignore, text_of

# A line of the head, which is YAML of two levels: key, and value if it has one.
_ENTRY = re.compile(r"""^#(\s*)(["']?)([^\s"':][^"':]*)\2:(?:\s+(.*?))?\s*$""")


@dataclass(frozen=True)
class Row:
    """One row by column, with its line."""

    cells: Mapping[str, str]
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """A table: what its head says (``prefixes`` from its ``curie_map``), and its rows."""

    name: str
    head: Mapping[str, str]
    prefixes: Mapping[str, str]
    rows: tuple[Row, ...]

    def place(self, row: Row) -> Place:
        """Say where a row stands."""
        return Place(self.name, row.line)


def read_table(path: Path, name: str, needed: tuple[str, ...], watch: Watch = ignore) -> Table:
    """Read a table that has some columns; raises SourceError with the line."""
    lines = text_of(path, name, watch).splitlines()
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head, prefixes = _head(lines[:start])
    columns = lines[start].split("\t") if start < len(lines) else []
    if missing := [column for column in needed if column not in columns]:
        raise SourceError(f"has no column {', '.join(missing)}", Place(name, start + 1), "is it this kind of table?")
    rows = tuple(_rows(lines[start + 1 :], columns, name, start + 2))
    return Table(name, head, {**BUILT_IN, **prefixes}, rows)


def _rows(lines: list[str], columns: list[str], name: str, first: int) -> Iterator[Row]:
    for line, text in enumerate(lines, first):
        if text.strip():
            cells = next(csv.reader([text], delimiter="\t", strict=False))
            if len(cells) != len(columns):
                message = f"has {len(cells)} cells under {len(columns)} columns"
                raise SourceError(message, Place(name, line), "write one tab between cells")
            yield Row(dict(zip(columns, cells, strict=True)), line)


def _head(lines: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Read the keys of the head, and those below ``curie_map``."""
    head: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    level, block = None, ""
    for found in filter(None, map(_ENTRY.match, lines)):
        level = len(found[1]) if level is None else level
        if len(found[1]) <= level:
            block = found[3]
            head[block] = _plain(found[4])
        elif block == "curie_map":
            prefixes[found[3]] = _plain(found[4])
    return head, prefixes


def _plain(value: str | None) -> str:
    """Take the quotes off a value."""
    text = (value or "").strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
