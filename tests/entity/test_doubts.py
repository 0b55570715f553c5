"""Names in a query that nothing in the dataset has: found where they are, with what was probably meant."""

from functools import partial

import pytest

from als_kg import examples
from als_kg.entity.doubts import doubts
from als_kg.errors import Finding, Place, Severity
from als_kg.query import QueryRequest, Status
from als_kg.query.embedded import answer
from als_kg.store.embedded import EmbeddedStore
from als_kg.vocabulary import BASE, VOCAB

PREFIXES = f"""PREFIX als: <{VOCAB}>
PREFIX graph: <{BASE}graph/> PREFIX action: <{BASE}code/action/> PREFIX drug: <{BASE}intervention/>
"""


@pytest.fixture
def found(mini_store: EmbeddedStore):
    status = Status(mini_store.version, mini_store.views(), mini_store.graphs(), mini_store.outside())

    def find(text: str, **given: object) -> list[Finding]:
        return list(doubts(partial(answer, mini_store), status, QueryRequest(PREFIXES + text, **given)))

    return find


@pytest.mark.parametrize(
    ("pattern", "near"),
    [
        ("?s als:routeOf ?o", "als:hasRoute"),
        ("?s a als:Intervension", "als:Intervention"),
        ("?s a als:intervention", "als:Intervention"),
        ("?s als:actionType action:knockdwon", "action:knockdown"),
        ("drug:fablexn ?p ?o", "intervention:fablexin"),
        (f"?s a <{BASE}vocabs#Drug>", f"<{VOCAB}Drug>"),
        (f"?s a <{VOCAB.replace('https', 'http')}Drug>", f"<{VOCAB}Drug>"),
        ("GRAPH graph:entity/gens { ?s ?p ?o }".replace("/", "\\/"), "graph:entity/gene"),
    ],
)
def test_a_slip_has_its_place_and_what_was_meant(found, pattern: str, near: str) -> None:
    (doubt,) = found(f"SELECT * {{\n  {pattern}\n}}")
    assert (doubt.severity, doubt.place.line) == (Severity.WARNING, 4)
    assert doubt.todo == f"did you mean {near}?"
    assert near in doubt.todo.zh
    assert doubt.message_zh.startswith(("这里没有", "没有图"))


def test_the_column_is_that_of_the_name(found) -> None:
    (doubt,) = found("SELECT * { ?s als:hasRote ?o ; als:hasRote ?p }")
    assert doubt.place == Place(None, 3, 15)


@pytest.mark.parametrize("clause", ["FROM graph:artcle", "FROM NAMED graph:artcle"])
def test_a_graph_that_is_not_there(found, clause: str) -> None:
    (doubt,) = found(f"SELECT * {clause} {{ ?s ?p ?o }}")
    assert (doubt.message, doubt.focus) == ("there is no graph graph:artcle", f"{BASE}graph/article")


def test_graphs_of_the_protocol_have_no_place_in_the_query(found) -> None:
    (doubt,) = found("SELECT * { ?s ?p ?o }", default_graphs=("http://example.org/none",))
    assert (doubt.place, doubt.todo) == (None, "")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s als:hasRoute ?o ; a als:Drug }",
        "SELECT * { ?s ?p ?o FILTER STRSTARTS(STR(?p), STR(als:)) }",
        "CONSTRUCT { ?s als:mine ?o } { ?s als:hasRoute ?o }",
        "SELECT * FROM graph:article { ?s ?p ?o }",
        "SELECT * { GRAPH graph:ontology { ?s ?p ?o } }",
        'SELECT ?x ("als:nothing" AS ?y) { ?x <http://example.org/unheard-of> ?y } # als:nothing',
        "SELECT * { SERVICE <https://example.org/> { GRAPH <http://example.org/g> { ?s als:theirs ?o } } }",
    ],
)
def test_what_is_there_or_not_ours_is_not_doubted(found, text: str) -> None:
    assert found(text) == []


def test_behind_a_template_and_a_service_the_query_is_read_again(found) -> None:
    service = "SERVICE <https://example.org/> { { ?s ?p ?o } }"
    assert len(found(f"CONSTRUCT {{ ?s als:mine ?o }} {{ {service} ?s als:mine ?o }}")) == 1


def test_a_reader_gets_the_first_few(found) -> None:
    many = " ; ".join(f"als:unheard{number} ?o" for number in range(20))
    assert len(found(f"SELECT * {{ ?s {many} }}")) == 5


def test_no_published_question_is_doubted(found, mini) -> None:
    for example in examples.load(mini / "queries"):
        assert found(example.text, view=example.view) == []


def test_a_graph_that_is_near_by_its_namespace_only_is_not_meant(found) -> None:
    (doubt,) = found("SELECT * { GRAPH graph:nope { ?s ?p ?o } }")
    assert (doubt.message, doubt.todo) == ("there is no graph graph:nope", "")
