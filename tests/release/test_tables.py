import csv
import io

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset
from als_kg.errors import ReleaseError
from als_kg.examples import load
from als_kg.release.tables import tables
from als_kg.store.embedded import hold
from als_kg.terms import rdflib_graph

FABLEXIN = "https://w3id.org/als-kg/intervention/fablexin"


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def text(term):
    return "" if term is None else str(term)


def test_a_table_is_for_spreadsheets_too(mini_release):
    body = (mini_release.path / "table" / "intervention.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbfintervention,name_en,name_zh,")
    assert body.endswith(b"\r\n")


def test_a_row_per_thing_with_both_languages(mini_release):
    found = {row["intervention"]: row for row in rows(mini_release.path / "table" / "intervention.csv")}
    assert len(found) == mini_release.manifest.kinds["intervention"]
    assert found[FABLEXIN]["name_en"] == "fablexin"
    assert (found[FABLEXIN]["targets_en"], found[FABLEXIN]["actions_en"]) == ("ZYX1", "knockdown")
    assert found[FABLEXIN]["name_zh"]


def test_tables_are_the_answers_to_their_queries_in_rdflib_too(mini, mini_release, mini_dataset):
    graph = rdflib_graph(mini_dataset.views["current"])
    for example in load(mini / "queries" / "table"):
        answer = graph.query(example.text)
        names = [str(name) for name in answer.vars]
        expected = [dict(zip(names, map(text, row), strict=True)) for row in answer]
        found = rows(mini_release.path / "table" / f"{example.slug}.csv")
        assert found, example.slug
        assert found == expected


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_refused(sandbox, mini_store, cell):
    head = "".join(f"# {key}: x\n" for key in ("title", "title-zh", "question", "question-zh"))
    escaped = cell.replace("\t", "\\t")
    sandbox.write("queries/table/study.rq", f'{head}SELECT (IRI("x:a") AS ?a) ("{escaped}" AS ?b) {{}}')
    with pytest.raises(ReleaseError, match=r"queries/table/\w+\.rq: a spreadsheet would run the cell"):
        list(tables(mini_store, sandbox.root))


DATED = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix event: <https://w3id.org/als-kg/event/> .
@prefix precision: <https://w3id.org/als-kg/code/precision/> .
@prefix study: <https://w3id.org/als-kg/study/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
event:day a als:RegulatoryEvent ; als:date "2031-05-01"^^xsd:date ; als:datePrecision precision:day .
event:month a als:RegulatoryEvent ; als:date "2031-05-01"^^xsd:date ; als:datePrecision precision:month .
event:promise a als:RegulatoryEvent ; als:dueDate "2031-12-31"^^xsd:date ; als:datePrecision precision:year .
event:untold a als:RegulatoryEvent ; als:date "2031-05-01"^^xsd:date .
study:month a als:Study ; als:asOf "2031-05-01"^^xsd:date ; als:datePrecision precision:month .
"""


def test_a_date_is_no_more_precise_than_its_source(repository):
    triples = frozenset(quad.triple for quad in ox.parse(DATED.encode(), format=ox.RdfFormat.TURTLE))
    store = hold(Dataset({}, {"current": triples}, {}))
    written = {table.name: table.body.decode("utf-8-sig") for table in tables(store, repository)}
    told = {name: list(csv.DictReader(io.StringIO(body, newline=""))) for name, body in written.items()}
    assert [(row["date"], row["due_date"]) for row in told["event"]] == [
        ("2031-05-01", ""), ("2031-05", ""), ("", "2031"), ("2031-05-01", ""),
    ]  # fmt: skip
    assert [row["status_as_of"] for row in told["study"]] == ["2031-05"]
    graph = rdflib_graph(triples)
    for name, column in (("event", "date"), ("event", "due_date"), ("study", "status_as_of")):
        answer = graph.query((repository / "queries" / "table" / f"{name}.rq").read_text(encoding="utf-8"))
        assert [text(row[column]) for row in answer] == [row[column] for row in told[name]]
