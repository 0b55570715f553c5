"""SPARQL 1.1 Protocol, by its sections."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from als_kg.build import Published
from als_kg.query import QueryRequest
from als_kg.settings import load
from als_kg.vocabulary import GRAPHS
from als_kg.web.app import create_app
from als_kg.web.endpoint.asking import DIRECT
from als_kg.web.endpoint.incoming import FORM

ASK = "ASK { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s a ?t } { ?s a ?t }"


def get(client: FlaskClient, *parameters: tuple[str, str], accept: str | None = None) -> TestResponse:
    headers = {} if accept is None else {"Accept": accept}
    return client.get("/sparql", query_string=list(parameters), headers=headers)


def counted(response: TestResponse) -> int:
    assert response.status_code == 200, response.text
    return int(response.text.splitlines()[1])


# 2.1.1 to 2.1.3: three ways to send a query


def test_by_get(client: FlaskClient) -> None:
    assert get(client, ("query", ASK)).json == {"head": {}, "boolean": True}


def test_by_form(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"query": ASK}).json == {"head": {}, "boolean": True}


@pytest.mark.parametrize("content_type", [DIRECT, f"{DIRECT}; charset=utf-8"])
def test_direct(client: FlaskClient, content_type: str) -> None:
    body = "ASK { FILTER('中' = '\\u4e2d') }".encode()
    response = client.post("/sparql?format=csv", data=body, content_type=content_type)
    assert (response.status_code, response.text) == (200, "true")


# 2.1.4: the dataset


def test_the_dataset_is_named_by_parameters(client: FlaskClient, mini_published: Published) -> None:
    counts = mini_published.manifest.graphs
    genes, studies = f"{GRAPHS}entity/gene", f"{GRAPHS}entity/study"
    csv = ("format", "csv")
    assert counted(get(client, ("query", COUNT), ("default-graph-uri", genes), csv)) == counts[genes]
    both = (("default-graph-uri", genes), ("default-graph-uri", studies), ("default-graph-uri", genes))
    assert counted(get(client, ("query", COUNT), *both, csv)) == counts[genes] + counts[studies]
    assert counted(get(client, ("query", COUNT), ("default-graph-uri", "http://no/one"), csv)) == 0
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert counted(get(client, ("query", named), ("named-graph-uri", genes), csv)) == counts[genes]
    body = {"query": COUNT, "default-graph-uri": [genes, studies], "format": "csv"}
    assert counted(client.post("/sparql", data=body)) == counts[genes] + counts[studies]
    direct = client.post(f"/sparql?format=csv&default-graph-uri={genes}", data=COUNT, content_type=DIRECT)
    assert counted(direct) == counts[genes]


def test_views_by_iri_and_by_name(client: FlaskClient, mini_published: Published) -> None:
    for name, count in mini_published.manifest.views.items():
        by_iri = ("default-graph-uri", f"{GRAPHS}{name}")
        for parameter in (by_iri, ("view", name)):
            assert counted(get(client, ("query", COUNT), parameter, ("format", "csv"))) == count


# 2.1.6: the answer and its form

JSON, XML, CSV, TSV = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (ASK, None, JSON),
        (ASK, "*/*", JSON),
        (ASK, "application/json", JSON),
        (COUNT, XML, XML),
        (COUNT, "text/csv, application/xml;q=0.9", CSV),
        (COUNT, "text/csv;q=0.1, text/tab-separated-values;q=0.2, image/png", TSV),
        (COUNT, "text/html;q=0.5, text/csv", CSV),
        (CONSTRUCT, None, "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/trig", "application/trig"),
        (CONSTRUCT, "application/n-quads", "application/n-quads"),
    ],
)
def test_negotiation(client: FlaskClient, query: str, accept: str | None, media_type: str) -> None:
    response = get(client, ("query", query), accept=accept)
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Accept" in response.headers["Vary"]


def test_text_says_its_encoding(client: FlaskClient) -> None:
    for accept in ("text/csv", "text/tab-separated-values"):
        assert get(client, ("query", COUNT), accept=accept).headers["Content-Type"] == f"{accept}; charset=utf-8"


@pytest.mark.parametrize(("name", "media_type"), [("csv", CSV), ("srx", XML), (TSV, TSV)])
def test_format_overrules_accept(client: FlaskClient, name: str, media_type: str) -> None:
    response = get(client, ("query", COUNT), ("format", name), accept="application/json")
    assert response.mimetype == media_type


@pytest.mark.parametrize(("query", "offered"), [(COUNT, CSV), (CONSTRUCT, "text/turtle")])
def test_not_acceptable_says_what_there_is(client: FlaskClient, query: str, offered: str) -> None:
    for response in (get(client, ("query", query), accept="image/png"), get(client, ("query", query), ("format", "x"))):
        assert (response.status_code, response.mimetype) == (406, "text/plain")
        assert offered in response.text


# Faults


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n ?s ?p }", "line 2, column 8: this is not SPARQL at }\n"),
        ("SELECT * {\n SERVICE <http://x/> {} }", "line 2, column 2: SERVICE is not answered here → "),
        ("INSERT DATA {}", "line 1, column 1: INSERT is an update"),
        ("ASK { ?s a als:Drug }", "add the line PREFIX als: <https://w3id.org/als-kg/vocab#>"),
    ],
)
def test_a_faulty_query_is_400_with_line_and_column(client: FlaskClient, query: str, message: str) -> None:
    response = get(client, ("query", query))
    assert (response.status_code, response.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert message in response.text


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ([("default-graph-uri", f"{GRAPHS}article")], "there is no query"),
        ([("query", ASK), ("query", ASK)], "more than one query"),
        ([("query", ASK), ("format", "csv"), ("format", "tsv")], "more than one format"),
        ([("query", ASK), ("view", "curent")], "did you mean current?"),
        ([("query", ASK), ("default-graph-uri", "x")], "'x' is not an IRI"),
        ([("query", "")], "the query is empty"),
    ],
)
def test_bad_parameters_are_400(client: FlaskClient, parameters: list[tuple[str, str]], message: str) -> None:
    response = get(client, *parameters)
    assert (response.status_code, message in response.text) == (400, True), response.text


def test_updates_are_refused_clearly(client: FlaskClient) -> None:
    update = "CLEAR ALL"
    by_form = client.post("/sparql", data={"update": update})
    direct = client.post("/sparql", data=update, content_type="application/sparql-update")
    for response in (get(client, ("update", update)), by_form, direct):
        assert response.status_code == 403
        assert response.text.startswith("updates are not accepted here")


@pytest.mark.parametrize("length", ["1_0", "-1", "ten"])
def test_a_length_that_is_no_number_is_400(client: FlaskClient, length: str) -> None:
    headers = {"Content-Length": length, "Content-Type": DIRECT}
    assert client.post("/sparql", headers=headers).status_code == 400


def test_a_query_twice_is_400_in_whatever_ways(client: FlaskClient) -> None:
    response = client.post(f"/sparql?query={ASK}", data=ASK, content_type=DIRECT)
    assert (response.status_code, "more than one query" in response.text) == (400, True)
    assert client.post(f"/sparql?query={ASK}", data={"query": ASK}).status_code == 400


def test_too_long_an_address_or_accept_and_too_many_parameters(client: FlaskClient) -> None:
    assert client.get("/sparql", query_string={"query": "x" * 64_000}).status_code == 414
    assert get(client, ("query", ASK), accept="a/b," * 2_000).status_code == 431
    assert get(client, *[("a", "b")] * 1_001).status_code == 400


def test_a_parameter_that_is_not_utf_8_is_400(client: FlaskClient) -> None:
    assert client.get("/sparql?query=%ff").text == "a parameter is not UTF-8\n"


def test_a_body_that_is_not_utf8(client: FlaskClient) -> None:
    response = client.post("/sparql", data=b"ASK { '\xff' }", content_type=DIRECT)
    assert (response.status_code, response.text) == (400, "the query is not UTF-8\n")


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", None])
def test_other_bodies_are_415(client: FlaskClient, content_type: str | None) -> None:
    response = client.post("/sparql", data="ASK {}", content_type=content_type)
    assert response.status_code == 415
    assert DIRECT in response.text
    assert FORM in response.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_405(client: FlaskClient, method: str) -> None:
    response = client.open("/sparql", method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_body_past_all_measure_is_413(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"query": "x" * 1_100_000}).status_code == 413
    assert client.post("/sparql", data={"query": "中" * 100_001}).status_code == 400


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/sparql", "/sparql?query=x", "/data?default", "/healthz"])
def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient, path: str) -> None:
    head, whole = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (whole.status_code, b"")
    assert dict(head.headers) == dict(whole.headers)
    assert int(head.headers["Content-Length"]) == len(whole.data) > 0


# CORS


@pytest.mark.parametrize("query", [ASK, "ASK {"])
def test_any_page_may_read_answers_and_faults(client: FlaskClient, query: str) -> None:
    assert get(client, ("query", query)).headers["Access-Control-Allow-Origin"] == "*"


def test_preflight(client: FlaskClient) -> None:
    response = client.options("/sparql")
    headers = response.headers
    assert (response.status_code, response.data) == (204, b"")
    assert set(headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in headers["Access-Control-Allow-Headers"]


# Health, and what goes wrong on our side


def test_healthz(client: FlaskClient, mini_published: Published) -> None:
    manifest = mini_published.manifest
    response = client.get("/healthz")
    told = json.loads(response.text)
    assert (told["status"], told["version"]) == ("ok", manifest.version)
    assert list(told["views"].items()) == list(manifest.views.items())
    assert told["limits"]["request_bytes"] == 1_000_000


def test_a_process_without_a_dataset_lives_but_is_not_ready(bare: FlaskClient) -> None:
    assert (bare.get("/healthz").status_code, bare.get("/readyz").status_code) == (200, 503)


def test_readyz(client: FlaskClient, mini_published: Published) -> None:
    assert client.get("/readyz").json == {"status": "ready", "version": mini_published.manifest.version}


@pytest.mark.parametrize("path", ["/readyz", "/sparql?query=ASK{}", "/sparql", "/data?default", "/"])
def test_without_a_dataset_it_is_503_and_names_no_path(bare: FlaskClient, path: str, tmp_path: Path) -> None:
    response = bare.get(path)
    assert (response.status_code, response.text) == (503, "no dataset can be read at the moment\n")
    assert str(tmp_path) not in response.text


def test_a_fault_of_the_program_shows_no_traceback() -> None:
    class Broken:
        def answer(self, request: QueryRequest) -> None:
            raise ZeroDivisionError(f"secret of {request.view}")

    app = create_app(Broken(), load({}, content=Path(__file__).parent))  # type: ignore[arg-type]
    response = app.test_client().get("/sparql", query_string={"query": ASK})
    assert (response.status_code, response.text) == (500, "this request met a fault of the server\n")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_nothing_else_is_there(client: FlaskClient) -> None:
    response = client.get("/nothing")
    assert (response.status_code, response.mimetype) == (404, "text/plain")
