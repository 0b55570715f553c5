"""The tables of reviews beside this file, tab-separated, with a head line: reviews/<topic>.tsv.

Columns:

    number    which of the 42 points where the article and other sources part; empty for what came later
    review    the review, a prefixed name
    passage   id of a passage that it concerns; empty where the article is silent
    subject   path   value: what the current view must hold, written as in tables.py; ! before the
              value: must not hold; all three are - where the review only comments
    note      what is meant
"""

from dataclasses import dataclass
from pathlib import Path

from als_kg.store import Store

from .tables import HERE, Line, is_name

REVIEWS = tuple(sorted((HERE / "reviews").glob("*.tsv")))
COLUMNS = ("number", "review", "passage", "subject", "path", "value", "note")
POINTS = frozenset(range(1, 43))


@dataclass(frozen=True)
class Row:
    """One line of a table; ``line`` is what the current view is asked, None where the review only comments."""

    at: str
    number: int | None
    review: str
    passage: str
    line: Line | None
    absent: bool

    def __str__(self) -> str:
        return f"{self.at}: {self.review} {self.line or ''}{' must not hold' if self.absent else ''}"

    def holds(self, store: Store) -> bool:
        """Tell whether the current view holds, or does not hold, what it should."""
        return self.line is None or self.line.holds(store, "current") is not self.absent


def read(path: Path) -> list[Row]:
    """Read a table; raises ValueError for a line that is out of form."""
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    if tuple(head.split("\t")) != COLUMNS:
        raise ValueError(f"{path.name}:1: the columns are {' '.join(COLUMNS)}")
    return [_row(f"{path.name}:{number}", row) for number, row in enumerate(rows, 2)]


def _row(at: str, text: str) -> Row:
    cells = text.split("\t")
    if len(cells) != len(COLUMNS) or any(cell != cell.strip() for cell in cells):
        raise ValueError(f"{at}: not {len(COLUMNS)} cells without space around them")
    number, review, passage, subject, walked, value, note = cells
    if not is_name(review):
        raise ValueError(f"{at}: {review} is no name")
    asked = None if subject == "-" else Line(at, passage, note, subject, walked, value.removeprefix("!"))
    return Row(at, int(number) if number else None, review, passage, asked, value.startswith("!"))
