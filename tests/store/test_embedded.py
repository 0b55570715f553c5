import pyoxigraph as ox
import pytest

from als_kg.build import view_iri
from als_kg.errors import DatasetError, QuerySyntaxError
from als_kg.query.pool.child.stem import load
from als_kg.store import Store
from als_kg.store.embedded import hold, open_store
from als_kg.vocabulary import BASE, VOCAB, graph_for

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ROUTE = f"<{BASE}intervention/fablexin> <{VOCAB}hasRoute> <{BASE}code/route/intrathecal>"
CLAIMS = [graph_for("claim", "mini-guide", name) for name in ("1-01", "1-03")]


@pytest.fixture(params=["memory", "directory", "view alone"])
def store(request, mini_dataset, mini_published) -> Store:
    if request.param == "memory":
        return hold(mini_dataset)
    return open_store(mini_published) if request.param == "directory" else load(mini_published, alone=("current",))


def values(solutions):
    return [tuple(None if term is None else term.value for term in solution) for solution in solutions]


def test_a_plain_query_asks_the_current_view(store, mini_dataset):
    assert values(store.query(COUNT)) == [(str(len(mini_dataset.view("current"))),)]
    approved = f'<{BASE}event/fablexin-approval> <{VOCAB}date> ?date FILTER (STR(?date) = "2031-05-22")'
    assert bool(store.query(f"ASK {{ {approved} }}"))


def test_a_view_is_asked_as_a_default_graph(store, mini_dataset):
    article = [view_iri("article")]
    assert values(store.query(COUNT, default_graphs=article)) == [(str(len(mini_dataset.view("article"))),)]


def test_a_statement_of_two_passages_counts_once_in_a_view_and_per_speaker_with_graph(store):
    assert values(store.query(f"SELECT (COUNT(*) AS ?n) {{ {ROUTE} }}")) == [("1",)]
    speakers = values(store.query(f"SELECT ?g {{ GRAPH ?g {{ {ROUTE} }} }} ORDER BY ?g"))
    assert speakers == [(CLAIMS[0],), (CLAIMS[1],), (graph_for("review", "route"),)]


def test_no_view_is_a_speaker(store):
    found = {name for (name,) in values(store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))}
    assert found == set(store.graphs())
    assert not found & {view_iri("current"), view_iri("article")}


def test_a_view_is_no_speaker_even_by_name(store):
    assert not bool(store.query(f"ASK {{ GRAPH <{view_iri('current')}> {{ ?s ?p ?o }} }}"))


def test_counts_are_those_of_the_graphs(store):
    counted = values(store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"))
    assert {name: int(number) for name, number in counted} == dict(store.graphs())
    for name, number in store.views().items():
        assert sum(1 for _ in store.triples(view_iri(name))) == number


def test_triples_of_an_unknown_graph_are_none(store):
    assert list(store.triples("https://example.org/none")) == []


def test_the_engine_alone_counts_a_triple_once_per_graph(mini_store):
    """Hold the reason for our own merge: oxigraph #1919. When this fails, the merge can go."""
    text = f"SELECT (COUNT(*) AS ?n) {{ {ROUTE} }}"
    defaults = [ox.NamedNode(name) for name in CLAIMS]
    assert values(mini_store.engine.query(text, default_graph=defaults)) == [("2",)]


@pytest.mark.parametrize("defaults", [CLAIMS, CLAIMS * 2, [CLAIMS[0], view_iri("current")]])
def test_several_default_graphs_are_merged_without_duplicates(store, defaults):
    assert values(store.query(f"SELECT (COUNT(*) AS ?n) {{ {ROUTE} }}", default_graphs=defaults)) == [("1",)]
    expected = len({triple for name in defaults for triple in store.triples(name)})
    assert values(store.query(COUNT, default_graphs=defaults)) == [(str(expected),)]


def test_merged_graphs_still_stand_apart_under_graph(store):
    text = f"SELECT ?g {{ {ROUTE} . GRAPH ?g {{ {ROUTE} }} }} ORDER BY ?g"
    expected = [(CLAIMS[0],), (CLAIMS[1],), (graph_for("review", "route"),)]
    assert values(store.query(text, default_graphs=CLAIMS)) == expected
    assert values(store.query(text, default_graphs=CLAIMS, named_graphs=CLAIMS[:1])) == expected[:1]


def test_the_engine_takes_no_keyword_that_is_spelled_with_escapes(store):
    """Hold what the merge relies on: a query that names graphs has the word in it."""
    with pytest.raises(QuerySyntaxError):
        store.query("ASK { \\u0047RAPH ?g { ?s ?p ?o } }", default_graphs=CLAIMS)
    assert bool(store.query("ASK { gRaPh ?g { ?s ?p ?o } }", default_graphs=CLAIMS))


def test_only_the_named_graphs_asked_for_are_speakers(store):
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert values(store.query(text, named_graphs=CLAIMS[:1])) == [(CLAIMS[0],)]
    assert values(store.query(text, named_graphs=[])) == []


def test_no_default_graph_is_an_empty_one(store):
    assert values(store.query(COUNT, default_graphs=[])) == [("0",)]
    assert bool(store.query("ASK { GRAPH ?g { ?s ?p ?o } }", default_graphs=[]))


def test_the_graphs_of_a_call_win_over_those_of_the_text(store):
    text = f"SELECT (COUNT(*) AS ?n) FROM <{CLAIMS[0]}> FROM <{CLAIMS[1]}> {{ {ROUTE} }}"
    assert values(store.query(text, default_graphs=[view_iri("current")])) == [("1",)]


def test_the_three_forms_of_answer(store):
    assert isinstance(store.query("ASK { ?s ?p ?o }"), ox.QueryBoolean)
    assert isinstance(store.query("SELECT * { ?s ?p ?o }"), ox.QuerySolutions)
    triples = store.query(f"CONSTRUCT {{ {ROUTE} }} WHERE {{ {ROUTE} }}")
    assert isinstance(triples, ox.QueryTriples)
    assert len(list(triples)) == 1


def test_a_mistake_has_line_and_column(store):
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT *\n{ ?s ?p }")
    assert caught.value.line == 2
    assert 8 <= caught.value.column <= 10  # the engine points at the token or just behind it
    assert "\n" not in str(caught.value)


def test_columns_count_characters_not_bytes(store):
    columns = []
    for text in ("abc", "渐冻症"):
        with pytest.raises(QuerySyntaxError) as caught:
            store.query(f'SELECT * {{ ?s ?p "{text}" 1 }}')
        columns.append(caught.value.column)
    assert columns[0] == columns[1]


def test_a_broken_store_is_told(mini_published, tmp_path):
    from dataclasses import replace

    (tmp_path / "store").mkdir()
    with pytest.raises(DatasetError, match=r"cannot be opened: .* → run: als-kg build"):
        open_store(replace(mini_published, path=tmp_path))


def test_opening_writes_nothing(mini_published):
    before = sorted((path, path.stat().st_mtime_ns) for path in mini_published.store.rglob("*"))
    open_store(mini_published).query("ASK { ?s ?p ?o }")
    assert sorted((path, path.stat().st_mtime_ns) for path in mini_published.store.rglob("*")) == before


@pytest.mark.parametrize(
    ("where", "graphs", "there"),
    [
        ("?s ?p ?o", ["current"], True),
        ("?s ?p ?o", ["article"], False),
        ("?s ?p ?o", ["current", "article"], False),
        ("?s ?p ?o . GRAPH ?g { ?a ?b ?c }", ["current"], False),
    ],
    ids=["alone", "another view", "two views", "with graphs"],
)
def test_a_view_alone_is_asked_by_queries_of_nothing_else(mini_published, where, graphs, there):
    store = load(mini_published, alone=("current",))
    marked = ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.NamedNode("a:o"), ox.NamedNode(view_iri("current")))
    store.alone[view_iri("current")].add(marked)
    found = store.query(f"ASK {{ {where} FILTER(?s = <a:s>) }}", default_graphs=list(map(view_iri, graphs)))
    assert bool(found) is there
