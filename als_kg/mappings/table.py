"""Read tab-separated tables with a head of comment lines: cells by column, each row with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from als_kg.errors import Place, SourceError


@dataclass(frozen=True)
class Row:
    """One row: its line, from 1, and its cells by column; an empty cell is an empty text."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """A table as read: ``head`` holds the comment lines above it without their ``#``."""

    name: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(text: str, name: str, columns: tuple[str, ...]) -> Table:
    """Read a table that has just these columns, in any order.

    Raises SourceError with the line of a column that is missing, unknown or there twice, of a row
    with more or fewer cells, and of a carriage return, which is no newline here.
    """
    lines = text.removesuffix("\n").split("\n")
    head = tuple(_head(lines))
    names = _columns(lines, len(head), name, columns)
    rows = (_row(line, number, name, names) for number, line in enumerate(lines[len(head) + 1 :], len(head) + 2))
    return Table(name, head, tuple(rows))


def _head(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("#"):
            return
        yield line[1:]


def _columns(lines: list[str], above: int, name: str, wanted: tuple[str, ...]) -> list[str]:
    found = lines[above].split("\t") if above < len(lines) else []
    if sorted(found) != sorted(wanted):
        missing = [column for column in wanted if column not in found]
        strange = [column for column in found if column not in wanted or found.count(column) > 1]
        problem = f"the column {missing[0]} is missing" if missing else f"the column {strange[0]!r} is not expected"
        raise SourceError(problem, Place(name, above + 1), f"the columns are: {' '.join(wanted)}")
    return found


def _row(line: str, number: int, name: str, columns: list[str]) -> Row:
    cells = line.split("\t")
    if len(cells) != len(columns) or "\r" in line:
        problem = "a carriage return" if "\r" in line else f"{len(cells)} cells under {len(columns)} columns"
        raise SourceError(
            problem, Place(name, number), "write one cell per column, with tabs between, one row per line"
        )
    return Row(number, dict(zip(columns, cells, strict=True)))
