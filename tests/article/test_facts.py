"""What the article says is in the article view, passage by passage; what it does not say is not.

The manifest is the tables; their form is told in tables.py.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from als_kg.build import Dataset
from als_kg.sources import text_of
from als_kg.store.embedded import EmbeddedStore
from als_kg.vocabulary import VOCAB, iri_for

from .tables import CLAIMS, COLUMNS, DOCUMENT, FACTS, FALSE, Line, iri, read, told

each_table = pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
every_table = pytest.mark.parametrize("path", [*FACTS, FALSE], ids=lambda path: path.stem)

# A reader finds a fact within three steps of its subject, a value within four.
STEPS, STEPS_TO_A_VALUE = 3, 4


@each_table
def test_every_fact_is_in_the_article_view(path: Path, store: EmbeddedStore) -> None:
    missing = [line for line in read(path) if not line.holds(store)]
    assert not missing, told(missing)


@each_table
def test_every_fact_stands_in_its_passage(path: Path, store: EmbeddedStore) -> None:
    elsewhere = [line for line in read(path) if not line.is_of_its_passage(store)]
    assert not elsewhere, told(elsewhere)


def test_no_false_fact_is_in_the_article_view(store: EmbeddedStore) -> None:
    asserted = [line for line in read(FALSE) if line.holds(store)]
    assert not asserted, told(asserted)


@every_table
def test_every_name_means_something(path: Path, dataset: Dataset) -> None:
    """Else a false fact would be absent because of a slip of the pen."""
    known = set[str]()
    for triples in dataset.graphs.values():
        known |= {f"<{text_of(t.subject)}>" for t in triples} | {f"<{text_of(t.predicate)}>" for t in triples}
    unknown = {name: line for line in read(path) for name in line.names if iri(name) not in known}
    assert not unknown


def test_every_false_fact_is_about_something_in_the_article(dataset: Dataset) -> None:
    subjects = {f"<{text_of(triple.subject)}>" for triple in dataset.views["article"]}
    assert not [line for line in read(FALSE) if iri(line.subject) not in subjects]


@every_table
def test_lines_come_once_and_in_the_order_of_the_passages(path: Path, dataset: Dataset) -> None:
    start, ordinal = iri_for("passage", f"{DOCUMENT}/"), f"{VOCAB}ordinal"
    order = {
        text_of(triple.subject).removeprefix(start): int(text_of(triple.object))
        for triple in dataset.views["article"]
        if text_of(triple.subject).startswith(start) and triple.predicate.value == ordinal
    }
    lines = read(path)
    assert not [line for line in lines if line.passage not in order]
    places = [order[line.passage] for line in lines]
    assert places == sorted(places)
    times = Counter(replace(line, at="", fact="") for line in lines)
    assert not [line for line, count in times.items() if count > 1]


@every_table
def test_facts_are_near_their_subject(path: Path) -> None:
    def most(line: Line) -> int:
        return STEPS_TO_A_VALUE if line.steps[-1] in ("als:value", "als:unit", "als:pValue", "als:inArm") else STEPS

    assert not [line for line in read(path) if len(line.steps) > most(line)]


def test_every_passage_that_claims_something_has_facts(dataset: Dataset) -> None:
    start = f"{CLAIMS}{DOCUMENT}/"
    claiming = {name.removeprefix(start) for name in dataset.graphs if name.startswith(start)}
    assert claiming - {line.passage for path in FACTS for line in read(path)} == set()


def test_no_fact_is_both_true_and_false() -> None:
    true = {(line.subject, line.path, line.value) for path in FACTS for line in read(path)}
    assert not [line for line in read(FALSE) if (line.subject, line.path, line.value) in true]


# The tables' own form: each kind of value is asked as it should be.

TOFERSEN = Line("", "1.1-01", "", "intervention:tofersen", "skos:altLabel", '"托夫生"')


@pytest.mark.parametrize(
    ("path", "value", "held"),
    [
        ("skos:altLabel", '"托夫生"', True),
        ("skos:altLabel", '"托夫"', False),
        ("skos:altLabel", "*", True),
        ("als:hasCarrier", "*", False),
        ("rdf:type", "als:AntisenseOligonucleotide", True),
        ("rdf:type", "als:SmallInterferingRNA", False),
        ("^als:concerns/als:date", '"2024-10-08"', True),
        ("^als:concerns/als:hasValue/als:value", "90", False),
    ],
)
def test_a_fact_holds_or_not(path: str, value: str, held: bool, store: EmbeddedStore) -> None:
    assert replace(TOFERSEN, path=path, value=value).holds(store) is held


def test_a_number_is_compared_by_value(store: EmbeddedStore) -> None:
    line = replace(TOFERSEN, subject="value:alsummit-cafs-12m-control", path="als:value", value="24.780")
    assert line.holds(store)
    assert not replace(line, value="24.7").holds(store)


def test_another_passage_does_not_count(store: EmbeddedStore) -> None:
    assert TOFERSEN.is_of_its_passage(store)
    assert not replace(TOFERSEN, passage="6.3-01").is_of_its_passage(store)
    assert not replace(TOFERSEN, value='"托夫"').is_of_its_passage(store)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1.1-01\tfact\tintervention:tofersen\tskos:altLabel", "not 5 cells"),
        ("1.1-01\tfact \tintervention:tofersen\tskos:altLabel\t*", "without space"),
        ("1.1-01\tfact\tintervention:tofersen\tskos:altLabel\t托夫生", "托夫生 is no name"),
        ("1.1-01\tfact\tdrug:tofersen\tskos:altLabel\t*", "drug:tofersen is no name"),
        ("1.1-01\tfact\tintervention:tofersen\t(skos:altLabel|rdfs:label)\t*", "is no name"),
    ],
    ids=["cells", "space", "value", "subject", "path"],
)
def test_a_line_out_of_form_is_told(row: str, said: str, tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^table\.tsv:2: .*" + said):
        read(table)


def test_a_table_without_its_head_is_told(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("1.1-01\tfact\tintervention:tofersen\tskos:altLabel\t*\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the columns are passage fact subject path value"):
        read(table)


def test_there_is_a_table_for_every_file_of_claims(repository: Path) -> None:
    files = {path.stem for path in (repository / "data" / "claim" / DOCUMENT).glob("*.trig")}
    assert {path.stem for path in FACTS} == files | {"08-references"}
