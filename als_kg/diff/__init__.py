"""Compare two datasets: which statements and things came, went or changed."""

from als_kg.diff.changes import Change, Diff, Kind, compare
from als_kg.diff.statements import Names, names_in, read_statements

__all__ = ["Change", "Diff", "Kind", "Names", "compare", "names_in", "read_statements"]
