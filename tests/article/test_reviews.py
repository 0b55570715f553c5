"""All 42 points where the article and other sources part are reviews, and the current view reads as they say."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset
from als_kg.store.embedded import EmbeddedStore
from als_kg.vocabulary import GRAPHS, PREFIXES

from .review_tables import COLUMNS, POINTS, REVIEWS, Row, read
from .tables import DOCUMENT, iri

each_table = pytest.mark.parametrize("path", REVIEWS, ids=lambda path: path.stem)
ROWS = [row for path in REVIEWS for row in read(path)]


def told(rows: list[Row]) -> str:
    return "".join(f"\n  {row}" for row in rows)


def reviewed(store: EmbeddedStore) -> set[tuple[str, str]]:
    """List review and what it reviews, in the current view."""
    found = store.query(f"SELECT ?review ?about {{ ?review <{PREFIXES['als']}reviews> ?about }}")
    assert isinstance(found, ox.QuerySolutions)
    return {(f"<{row['review'].value}>", f"<{row['about'].value}>") for row in found}


def test_every_point_is_a_review() -> None:
    assert {row.number for row in ROWS if row.number} == POINTS


def test_every_review_is_in_a_table(store: EmbeddedStore) -> None:
    assert {review for review, _ in reviewed(store)} == {iri(row.review) for row in ROWS}


@each_table
def test_each_review_is_one_step_from_its_passage(path: Path, store: EmbeddedStore) -> None:
    steps = reviewed(store)
    apart = [
        row
        for row in read(path)
        if row.passage and (iri(row.review), iri(f"passage:{DOCUMENT}/{row.passage}")) not in steps
    ]
    assert not apart, told(apart)


def test_a_point_is_reached_from_a_passage() -> None:
    assert {row.number for row in ROWS if row.number and row.passage} == POINTS


@each_table
def test_the_current_view_reads_as_the_reviews_say(path: Path, store: EmbeddedStore) -> None:
    wrong = [row for row in read(path) if not row.holds(store)]
    assert not wrong, told(wrong)


@each_table
def test_every_name_means_something(path: Path, dataset: Dataset) -> None:
    """Else what must not hold would be absent because of a slip of the pen."""
    known = {f"<{term.value}>" for t in dataset.view("current") for term in t if isinstance(term, ox.NamedNode)}
    known |= {f"<{t.subject.value}>" for said in dataset.graphs.values() for t in said if hasattr(t.subject, "value")}
    unknown = {name: row for row in read(path) if row.line for name in row.line.names if iri(name) not in known}
    assert not unknown


def test_no_review_speaks_in_the_article_view(dataset: Dataset) -> None:
    said = {triple for name, said in dataset.graphs.items() if name.startswith(f"{GRAPHS}review/") for triple in said}
    others = {
        triple for name, said in dataset.graphs.items() if not name.startswith(f"{GRAPHS}review/") for triple in said
    }
    assert not (said - others) & dataset.view("article")


@pytest.mark.parametrize(
    ("row", "said"),
    [("5\treview:x\t6.3-01", "not 7 cells"), ("5\tx\t6.3-01\t-\t-\t-\t", "x is no name")],
    ids=["cells", "review"],
)
def test_a_row_out_of_form_is_told(row: str, said: str, tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^table\.tsv:2: .*" + said):
        read(table)
