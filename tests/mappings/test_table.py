"""A table is read whole or refused with the line."""

import pytest

from als_kg.errors import SourceError
from als_kg.mappings.table import read_table

COLUMNS = ("a", "b")


def test_rows_know_their_lines_and_columns_may_stand_in_any_order():
    found = read_table("#one\n#  two\nb\ta\n2\t1\n\tx\n", "t.tsv", COLUMNS)
    assert found.head == ("one", "  two")
    assert [(row.line, row["a"], row["b"]) for row in found.rows] == [(4, "1", "2"), (5, "x", "")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#head\na\n1\n", r"^t\.tsv:2: the column b is missing → the columns are: a b$"),
        ("a\tb\tc\n", r"^t\.tsv:1: the column 'c' is not expected"),
        ("a\tb\tb\n", r"^t\.tsv:1: the column 'b' is not expected"),
        ("", r"^t\.tsv:1: the column a is missing"),
        ("#only a head\n", r"^t\.tsv:2: the column a is missing"),
        ("a\tb\n1\t2\n\n", r"^t\.tsv:3: 1 cells under 2 columns → write one cell per column"),
        ("a\tb\n1\t2\t3\n", r"^t\.tsv:2: 3 cells under 2 columns"),
        ("a\tb\r\n1\t2\r\n", r"^t\.tsv:1: the column b is missing"),
        ("a\tb\n1\t2\r\n", r"^t\.tsv:2: a carriage return"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(text, message):
    with pytest.raises(SourceError, match=message):
        read_table(text, "t.tsv", COLUMNS)
