"""What is loaded from outside is shown as such, and can be asked for by name."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import RDFS, Graph, Literal, Namespace, URIRef

from als_kg.build import Dataset, write
from als_kg.outside import load
from als_kg.query import EmbeddedService
from als_kg.settings import load as load_settings
from als_kg.web import create_app

from .conftest import Running, serving

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ONTO = "http://example.org/onto"
TURTLE = f'<{ONTO}> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2000/01/rdf-schema#label> "beta" .'
ASKED = f"ASK {{ GRAPH <{ONTO}> {{ ?s ?p 'beta' }} }}"


@pytest.fixture
def out(tmp_path: Path, mini_dataset: Dataset) -> Path:
    write(mini_dataset, tmp_path / "out")
    (tmp_path / "o.ttl").write_text(TURTLE)
    return tmp_path / "out"


@pytest.fixture
def client(out: Path, mini: Path) -> FlaskClient:
    load(out, [out.parent / "o.ttl"])
    return create_app(EmbeddedService(out), load_settings({}, content=mini, dataset=out)).test_client()


def test_the_description_tells_it_apart(client: FlaskClient) -> None:
    described = Graph().parse(data=client.get("/sparql").text, format="turtle")
    (node,) = described.subjects(SD.name, URIRef(ONTO))
    assert str(described.value(node, RDFS.comment)).startswith("loaded from outside; no statement of als-kg")
    (owner,) = described.subjects(SD.namedGraph, node)
    assert [owner] == list(described.objects(None, SD.availableGraphs))
    (of_default,) = described.objects(None, SD.defaultDataset)
    assert (of_default, SD.namedGraph, node) not in described
    assert Literal("beta") not in set(described.objects())


def test_it_is_read_whole_by_its_name_and_listed(client: FlaskClient) -> None:
    assert "beta" in client.get("/data", query_string={"graph": ONTO}, headers={"Accept": "text/turtle"}).text
    assert client.get("/data", query_string={"graph": "http://example.org/ont"}).status_code == 404
    assert client.get("/healthz").json["outside"] == {ONTO: 2}


@pytest.mark.parametrize(("language", "words"), [("en", "loaded from outside"), ("zh", "从外部载入")])
def test_the_page_lists_it(client: FlaskClient, language: str, words: str) -> None:
    page = client.get("/", query_string={"lang": language}, headers={"Accept": "text/html"}).text
    assert f"{words}" in page
    assert f"<code>{ONTO}</code>: 2 " in page


@pytest.mark.slow
def test_a_running_server_takes_it_up(out: Path, mini: Path) -> None:
    running: Running
    with serving(out, mini) as running:
        assert running.ask(ASKED, format="csv").text.strip() == "false"
        load(out, [out.parent / "o.ttl"])
        answers = (running.ask(ASKED, format="csv").text.strip() for _ in range(200))
        assert "true" in answers
        assert running.ask("ASK { ?s ?p 'beta' }", format="csv").text.strip() == "false"
