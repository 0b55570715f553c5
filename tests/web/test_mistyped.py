"""What people meet who mistype something: at the query page, and in addresses."""

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from als_kg.errors import QueryError
from als_kg.vocabulary import BASE, expand

from .test_page import BROWSER, Outline, open_page

SLIP = "PREFIX als: <https://w3id.org/als-kg/vocab#>\nSELECT * { ?s als:hasRoot ?o }"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["line 2, column 15: nothing here is called als:hasRoot → did you mean als:hasRoute?", "What is that?"]),
        ("zh", ["第 2 行，第 15 列：这里没有名为 als:hasRoot 的内容 → 您是否想写 als:hasRoute？"]),
    ],
)
def test_a_misspelt_term_is_answered_and_noted_above_the_answer(
    client: FlaskClient, language: str, words: list[str]
) -> None:
    response = open_page(client, language=language, query=SLIP)
    Outline(response.text)
    assert response.status_code == 200
    assert all(word in response.text for word in words)
    assert response.text.index(words[0]) < response.text.index('<table class="stacked">')
    assert f'href="/vocab/hasRoute?lang={language}"' in response.text


def test_a_right_query_has_no_note(client: FlaskClient) -> None:
    assert 'class="doubt"' not in open_page(client, query=SLIP.replace("hasRoot", "hasRoute")).text


def test_programs_get_the_same_answer_as_ever(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": SLIP})
    assert (response.status_code, response.json["results"]["bindings"]) == (200, [])
    assert "Warning" not in response.headers


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_kind_is_a_list(client: FlaskClient, language: str) -> None:
    response = open_page(client, "/intervention", language)
    outline = Outline(response.text)
    assert response.status_code == 200
    links = [each["href"] for each in outline.all("a")]
    assert f"/intervention/fablexin?lang={language}" in links
    assert {"en": "<h1>intervention</h1>", "zh": "<h1>干预</h1>"}[language] in response.text
    assert {"en": ">fablexin</a>", "zh": ">虚构生</a>"}[language] in response.text


def test_a_list_is_rdf_for_programs(client: FlaskClient) -> None:
    response = client.get("/intervention", headers={"Accept": "application/n-triples"})
    members = {
        quad.object.value
        for quad in ox.parse(response.data, format=ox.RdfFormat.N_TRIPLES)
        if quad.predicate.value == expand("rdfs:member")
    }
    assert f"{BASE}intervention/fablexin" in members
    assert len(members) == 4
    assert client.get("/intervention.ttl").mimetype == "text/turtle"


def test_home_leads_to_the_lists(client: FlaskClient) -> None:
    text = open_page(client, "/", "zh").text
    assert '<a href="/intervention?lang=zh">干预</a> <small>4</small>' in text


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/intervention/", "/intervention"),
        ("/gene/?lang=zh", "/gene?lang=zh"),
        ("/vocab/", "/vocab"),
        ("/code/", "/code"),
        ("/sparql/?query=ASK%7B%7D", "/sparql?query=ASK%7B%7D"),
        ("/data/?default", "/data?default"),
        ("/intervention/fablexin/", "/intervention/fablexin"),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_slash_too_many_leads_to_the_address_without(
    client: FlaskClient, path: str, location: str, accept: str
) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.headers["Location"]) == (308, location)


def test_a_posted_query_is_led_on_as_one(client: FlaskClient) -> None:
    response = client.post("/sparql/", data={"query": "ASK {}"})
    assert (response.status_code, response.headers["Location"]) == (308, "/sparql")


@pytest.mark.parametrize("path", ["/intervention/unheard-of/", "/%2F%2Fexample.org/"])
def test_a_slash_leads_nowhere_where_nothing_is(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/intervention/fablexan", "/intervention/fablexin"),
        ("/interventoin/fablexin", "/intervention/fablexin"),
        ("/interventions", "/intervention"),
        ("/vocab/hasRoot", "/vocab/hasRoute"),
        ("/code/action/knockdwn", "/code/action/knockdown"),
    ],
)
def test_where_nothing_is_what_is_near_is_named(client: FlaskClient, path: str, near: str) -> None:
    response = open_page(client, path, "zh")
    assert response.status_code == 404
    assert "您要找的是不是：" in response.text
    assert f'<li><a href="{near}?lang=zh">' in response.text
    told = client.get(path)
    iri = BASE + near.removeprefix("/").replace("vocab/", "vocab#")
    assert f"did you mean / 您是否想找 <{iri}>" in told.text


def test_where_nothing_is_near_nothing_is_named(client: FlaskClient) -> None:
    assert "Did you mean" not in open_page(client, "/intervention/qqq").text


QUERY = "ASK { ?s ?p ?o }"
# What clients and forms of other endpoints send: Virtuoso, Fuseki, SPARQLWrapper, RDF4J, GraphDB, Stardog,
# Blazegraph, Neptune, QLever, and a number against caches.
SENT = """
timeout debug should-sponge output results infer reasoning maxrows signal_void signal_unconnected soft-limit
CXML_redir_for_subjs CXML_redir_for_hrefs qtxt run fname save stylesheet force-accept callback queryLn queryId
limit offset distinct baseURI $name analytic explain maxQueryTimeMillis timestamp monitor schema sameAs action send
pinresult _ lang example using-graph-uri using-named-graph-uri
""".split()


@pytest.mark.parametrize(
    ("slip", "near"),
    [
        ("defualt-graph-uri", "default-graph-uri"),
        ("default-graph", "default-graph-uri"),
        ("default_graph_uri", "default-graph-uri"),
        ("name-graph-uri", "named-graph-uri"),
        ("fromat", "format"),
        ("veiw", "view"),
        ("Query", "query"),
    ],
)
def test_a_misspelt_parameter_is_refused_and_names_the_right_one(client: FlaskClient, slip: str, near: str) -> None:
    message = f"there is no parameter {slip} → did you mean {near}?\n"
    for response in (
        client.get("/sparql", query_string={"query": QUERY, slip: "x"}),
        client.post("/sparql", data={"query": QUERY, slip: "x"}),
    ):
        assert (response.status_code, response.text) == (400, message)


def test_a_query_under_a_misspelt_name(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"qurey": QUERY})
    assert (response.status_code, response.text) == (400, "there is no parameter qurey → did you mean query?\n")
    shown = open_page(client, language="zh", qurey=QUERY)
    assert (shown.status_code, shown.mimetype) == (400, "text/html")
    assert "没有参数 qurey → 您是否想写 query？" in shown.text
    assert f"{QUERY}</textarea>" in shown.text


def test_the_query_stays_where_a_parameter_is_misspelt(client: FlaskClient) -> None:
    assert f"{QUERY}</textarea>" in open_page(client, query=QUERY, fromat="x").text


def test_home_can_do_without_the_kinds(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(*_: object) -> None:
        raise QueryError("too slow")

    monkeypatch.setattr("als_kg.web.page.kinds", limited)
    monkeypatch.setattr("als_kg.web.page.doubts", limited)
    response = open_page(client, "/sparql", query=SLIP)
    assert (response.status_code, "Things by kind" in response.text) == (200, False)


@pytest.mark.parametrize("name", SENT)
def test_parameters_of_others_are_ignored(client: FlaskClient, name: str) -> None:
    response = client.get("/sparql", query_string={"query": QUERY, name: "1"})
    assert response.json == {"head": {}, "boolean": True}


def test_a_flood_of_parameters_is_not_compared_for_long(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr("als_kg.web.endpoint.asking.nearest", lambda name, *_: compared.append(name) or "")
    many = {"y" * 20_000: "1"} | {f"x{number}": "1" for number in range(900)}
    assert client.get("/sparql", query_string={"query": QUERY, **many}).status_code == 200
    assert compared == [f"x{number}" for number in range(20)]


def test_a_form_that_was_posted_is_refused_in_plain_words(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": QUERY, "fromat": "x"}, headers={"Accept": BROWSER})
    assert (response.status_code, response.mimetype) == (400, "text/plain")
