"""Write tables for spreadsheets: the answers to the queries of ``queries/table``, one file each.

UTF-8 with a byte order mark: without it, Excel on a Chinese system reads a CSV file as GBK.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Place, ReleaseError
from als_kg.examples import Example, load
from als_kg.sources import display_name
from als_kg.store import Store

_MARK = "\ufeff".encode()
# A spreadsheet runs a cell that starts so (OWASP, CSV injection); a negative number is none.
_FORMULA = ("=", "+", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """One table, as it is written; ``title`` has the keys en and zh."""

    name: str
    title: dict[str, str]
    body: bytes


def tables(store: Store, root: Path) -> Iterator[Table]:
    """Ask every query of ``queries/table`` of the current view; raises ReleaseError for a cell that would run."""
    for example in load(root / "queries" / "table"):
        body = _answer(store, example)
        _refuse_formulas(body, display_name(example.path, root))
        yield Table(example.slug, dict(example.title), _MARK + body)


def _answer(store: Store, example: Example) -> bytes:
    found = store.query(example.text)
    assert isinstance(found, ox.QuerySolutions), "a table is the answer to a SELECT"
    return found.serialize(format=ox.QueryResultsFormat.CSV) or b""


def _refuse_formulas(body: bytes, name: str) -> None:
    for row in csv.reader(io.StringIO(body.decode(), newline="")):
        for cell in row:
            if cell.startswith(_FORMULA):
                todo = "word the value so that it starts with a letter or a number"
                raise ReleaseError(f"a spreadsheet would run the cell {cell!r}", Place(name), todo)
