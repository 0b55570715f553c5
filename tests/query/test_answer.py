import json
from pathlib import Path

import pytest

from als_kg import formats
from als_kg.build import Dataset, Published, write
from als_kg.errors import DatasetError, QueryError, QueryRefused, QuerySyntaxError, UsageError
from als_kg.query import EmbeddedService, NotAcceptable, QueryAnswer, QueryRequest
from als_kg.query.embedded import answer
from als_kg.store.embedded import EmbeddedStore
from als_kg.vocabulary import GRAPHS

COUNT = "SELECT (COUNT(*) AS ?n) {from} {{ ?s ?p ?o }}"
NAMED = "SELECT (COUNT(DISTINCT ?g) AS ?n) {from} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
GENE, STUDY = f"{GRAPHS}entity/gene", f"{GRAPHS}entity/study"


def number(found: QueryAnswer) -> int:
    (row,) = json.loads(found.body)["results"]["bindings"]
    return int(row["n"]["value"])


@pytest.fixture
def counts(mini_store: EmbeddedStore) -> dict[str, int]:
    return {name: mini_store.graphs()[name] for name in (GENE, STUDY)} | dict(mini_store.views())


def ask(store: EmbeddedStore, text: str, **more: object) -> int:
    return number(answer(store, QueryRequest(text, **more)))  # type: ignore[arg-type]


def test_the_current_view_is_the_default(mini_store: EmbeddedStore, counts: dict[str, int]) -> None:
    assert ask(mini_store, COUNT.format_map({"from": ""})) == counts["current"]


def test_a_view_by_name(mini_store: EmbeddedStore, counts: dict[str, int]) -> None:
    view = next(name for name in mini_store.views() if name != "current")
    assert counts[view] != counts["current"]
    assert ask(mini_store, COUNT.format_map({"from": ""}), view=view) == counts[view]
    clause = f"FROM <{GRAPHS}{view}>"
    assert ask(mini_store, COUNT.format_map({"from": clause})) == counts[view]
    assert ask(mini_store, COUNT.format_map({"from": ""}), default_graphs=(f"{GRAPHS}{view}",)) == counts[view]


def test_views_are_no_speakers(mini_store: EmbeddedStore) -> None:
    assert ask(mini_store, NAMED.format_map({"from": ""})) == len(mini_store.graphs())


def test_several_default_graphs_are_merged(mini_store: EmbeddedStore, counts: dict[str, int]) -> None:
    clause = f"FROM <{GRAPHS}current> FROM <{GENE}> FROM <{GENE}>"
    assert ask(mini_store, COUNT.format_map({"from": clause})) == counts["current"]
    graphs = (f"{GRAPHS}current", GENE)
    assert ask(mini_store, COUNT.format_map({"from": ""}), default_graphs=graphs) == counts["current"]


def test_a_dataset_clause_leaves_only_what_it_names(mini_store: EmbeddedStore, counts: dict[str, int]) -> None:
    assert ask(mini_store, COUNT.format_map({"from": f"FROM NAMED <{GENE}>"})) == 0
    assert ask(mini_store, NAMED.format_map({"from": f"FROM NAMED <{GENE}>"})) == 1
    assert ask(mini_store, NAMED.format_map({"from": f"FROM <{GENE}>"})) == 0
    prefixed = f"PREFIX g: <{GRAPHS}entity/> " + COUNT.format_map({"from": "FROM g:gene FROM g:study"})
    assert ask(mini_store, prefixed) == counts[GENE] + counts[STUDY]


def test_the_protocols_dataset_replaces_that_of_the_text(mini_store: EmbeddedStore, counts: dict[str, int]) -> None:
    text = COUNT.format_map({"from": f"FROM <{STUDY}>"})
    assert ask(mini_store, text, default_graphs=(GENE,)) == counts[GENE]
    assert ask(mini_store, text, named_graphs=(GENE,)) == 0


def test_an_unknown_graph_is_empty(mini_store: EmbeddedStore) -> None:
    assert ask(mini_store, COUNT.format_map({"from": "FROM <http://nobody/knows>"})) == 0


@pytest.mark.parametrize("request_", [
    QueryRequest(f"ASK FROM NAMED <{GRAPHS}current> {{}}"),
    QueryRequest("ASK {}", named_graphs=(f"{GRAPHS}current",)),
])  # fmt: skip
def test_a_view_is_not_a_named_graph(mini_store: EmbeddedStore, request_: QueryRequest) -> None:
    with pytest.raises(QueryRefused, match="is a view, not a graph with a speaker → use it with FROM"):
        answer(mini_store, request_)


SELECT, ASK, CONSTRUCT = "SELECT * {} LIMIT 1", "ASK {}", "CONSTRUCT { ?s a ?t } { ?s a ?t }"


@pytest.mark.parametrize(
    ("text", "accept", "name", "media_type"),
    [
        (SELECT, "", "", "application/sparql-results+json"),
        (SELECT, "*/*", "", "application/sparql-results+json"),
        (ASK, "text/csv;q=0.2, application/sparql-results+xml;q=0.3", "", "application/sparql-results+xml"),
        (SELECT, "text/csv", "tsv", "text/tab-separated-values"),
        (CONSTRUCT, "", "", "text/turtle"),
        (CONSTRUCT, "application/json;q=0.1, application/n-triples", "", "application/n-triples"),
        (CONSTRUCT, "application/trig", "", "application/trig"),
        (CONSTRUCT, "", "nquads", "application/n-quads"),
        ("DESCRIBE <http://x>", "", "rdfxml", "application/rdf+xml"),
        (CONSTRUCT, "application/ld+json", "", "application/ld+json"),
    ],
)
def test_format(mini_store: EmbeddedStore, text: str, accept: str, name: str, media_type: str) -> None:
    found = answer(mini_store, QueryRequest(text, accept=accept, format=name))
    assert (found.media_type, found.version) == (media_type, mini_store.version)
    assert found.form == text.split(maxsplit=1)[0]


@pytest.mark.parametrize(
    ("text", "accept", "name"),
    [(SELECT, "text/turtle", ""), (CONSTRUCT, "text/csv", ""), (SELECT, "", "turtle"), (SELECT, "*/*", "nonsense")],
)
def test_not_acceptable(mini_store: EmbeddedStore, text: str, accept: str, name: str) -> None:
    with pytest.raises(NotAcceptable, match="ask for one of: ") as caught:
        answer(mini_store, QueryRequest(text, accept=accept, format=name))
    expected = "text/csv" if text == SELECT else "text/turtle"
    assert expected in caught.value.offered


# What a count by signs could take for the end of a row.
TRAPS = (
    "UNDEF", r"'a\r\n<result>\n'", "'},{\"'", "'},{}'", "'{}'", "'\"'", r"'\"\r\n\"'", "'[]}}'", r"'\\'",
    "<<( <x:a> <x:b> '{}' )>>",
)  # fmt: skip
TABLES = {
    "all": TRAPS,
    "none": (),
    "unbound": ("UNDEF",),
    "unbound twice": ("UNDEF", "UNDEF"),
    "no empty object": TRAPS[1:3],
    "quotes": TRAPS[5:7],
    "backslash last": (r"'{}\\'", "'b'"),
}


@pytest.mark.parametrize("name", [entry.name for entry in formats.of_family("results")])
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_rows_are_counted(mini_store: EmbeddedStore, table: tuple[str, ...], name: str) -> None:
    text = f"SELECT ?a {{ VALUES ?a {{ {' '.join(table)} }} }}"
    assert answer(mini_store, QueryRequest(text, format=name)).rows == len(table)


@pytest.mark.parametrize("name", [entry.name for family in ("graph", "dataset") for entry in formats.of_family(family)])
def test_triples_are_counted_once(mini_store: EmbeddedStore, name: str) -> None:
    triples = answer(mini_store, QueryRequest(CONSTRUCT, format="ntriples")).body.splitlines()
    assert answer(mini_store, QueryRequest(CONSTRUCT, format=name)).rows == len(set(triples)) > 0


def test_ask_has_no_rows(mini_store: EmbeddedStore) -> None:
    assert answer(mini_store, QueryRequest(ASK, format="xml")).rows is None


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT * {\n ?s ?p }", (2, 8), "this is not SPARQL at }"),
        ("SELECT * { FILTR(?s) }", (1, 12), "SPARQL has no word FILTR → did you mean FILTER?"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", (1, 32), r"SELECT \* is not authorized with GROUP BY"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", (1, 39), "SELECT contains a variable that is unbound"),
        ("SELECT ('\\u00e9' AS ?x)\n{ '\\u00e9' ?p }", (2, 15), "this is not SPARQL at }"),
    ],
)
def test_syntax_errors(mini_store: EmbeddedStore, text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        answer(mini_store, QueryRequest(text))
    assert (caught.value.line, caught.value.column) == place


def test_what_the_engine_cannot_do(mini_store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="custom function <http://f> is not supported"):
        answer(mini_store, QueryRequest("SELECT (<http://f>(1) AS ?x) {}"))


def test_an_unknown_view(mini_store: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="no view 'curent' → did you mean current"):
        answer(mini_store, QueryRequest(ASK, view="curent"))
    with pytest.raises(UsageError, match="use one of: current, "):
        answer(mini_store, QueryRequest(ASK, view="xyz"))


def test_a_graph_parameter_that_is_no_iri(mini_store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="the graph 'current' is not an IRI"):
        answer(mini_store, QueryRequest(ASK, default_graphs=("current",)))


def test_the_text_is_evaluated_as_decoded(mini_store: EmbeddedStore) -> None:
    found = answer(mini_store, QueryRequest(r"SEL\u0045CT ('\u0041' AS ?x) {}", format="csv"))
    assert found.body == b"x\r\nA\r\n"


def test_the_service_follows_the_live_version(mini_dataset: Dataset, tmp_path: Path) -> None:
    service = EmbeddedService(tmp_path)
    with pytest.raises(DatasetError, match="als-kg build"):
        service.status()
    first = write(mini_dataset, tmp_path).manifest.version
    assert service.status().version == first
    graphs = {name: triples for name, triples in mini_dataset.graphs.items() if name != GENE}
    second = write(Dataset(graphs, mini_dataset.views, mini_dataset.stated), tmp_path).manifest.version
    assert first != second
    assert service.status().version == second
    assert GENE not in service.status().graphs
    assert service.answer(QueryRequest(ASK)).version == second


def test_one_version_is_opened_once(mini_published: Published) -> None:
    service = EmbeddedService(mini_published.path.parent.parent)
    service.status()
    opened = service._live.get()
    service.answer(QueryRequest(ASK))
    assert service._live.get() is opened
    assert service._live._open() is opened, "a second thread finds what the first has opened"


def test_a_value_is_bound_and_never_read_as_text(mini_store: EmbeddedStore) -> None:
    text = "SELECT ?thing ?name { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?name"
    gene = "https://w3id.org/als-kg/gene/zyx1"
    found = answer(mini_store, QueryRequest(text, format="csv", bindings=(("thing", gene),)))
    assert found.body.decode().split() == ["thing,name", f"{gene},ZYX1", f"{gene},ZYX1基因"]
    for hostile in ("x> } #", "http://x/ }", "http://x/\ny http://y"):
        with pytest.raises(QueryError):
            answer(mini_store, QueryRequest(text, bindings=(("thing", hostile),)))
