from als_kg.query import QueryRequest
from als_kg.query.embedded import answer
from als_kg.query.table import Cell, Table, table_of
from als_kg.store.embedded import EmbeddedStore

QUERY = """
SELECT ?a ?b ?c ?d ?e ?f ?g {
  VALUES (?a ?b ?c ?d ?e ?f) {
    (<https://w3id.org/als-kg/gene/x> <http://other/x> "plain" "中"@zh-Hans 1.5 UNDEF)
  }
  BIND(BNODE() AS ?g)
}
"""


def test_cells_say_what_they_are(mini_store: EmbeddedStore) -> None:
    table = table_of(answer(mini_store, QueryRequest(QUERY)))
    assert table.columns == ("a", "b", "c", "d", "e", "f", "g")
    ((*cells, blank),) = table.rows
    assert cells == [
        Cell("gene:x", iri="https://w3id.org/als-kg/gene/x"),
        Cell("http://other/x", iri="http://other/x"),
        Cell("plain"),
        Cell("中", note="zh-hans"),
        Cell("1.5", note="xsd:decimal"),
        Cell(""),
    ]
    assert blank.text.startswith("_:")


def test_a_boolean_is_one_cell(mini_store: EmbeddedStore) -> None:
    assert table_of(answer(mini_store, QueryRequest("ASK {}"))) == Table(("answer",), ((Cell("true"),),))
