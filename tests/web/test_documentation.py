"""Pages about the ontology, codes and shapes; what a browser sees where nothing is."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from als_kg import describe
from als_kg.build import Dataset, write
from als_kg.query import EmbeddedService
from als_kg.settings import load
from als_kg.sources import Content
from als_kg.vocabulary import BASE, VOCAB, graph_for
from als_kg.web import create_app

from .test_page import BROWSER, Outline

TURTLE = "text/turtle"
SHAPE = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://w3id.org/als-kg/shape/gene-name> a sh:PropertyShape ; sh:targetClass als:Gene ; sh:path als:codeName ;
  sh:maxCount 3 ; sh:message "too many"@en , "过多"@zh-Hans .
als:Vaccine a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy als:Drug .
"""
PAGES = [
    "/vocab",
    "/vocab/Drug",
    "/vocab/codeName",
    "/code/route",
    "/code/route/intrathecal",
    "/shape",
    "/shape/gene-name",
]


@pytest.fixture(scope="module")
def client(mini: Path, mini_dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    more = frozenset(quad.triple for quad in ox.parse(SHAPE.encode(), format=ox.RdfFormat.TURTLE))
    graphs = dict(mini_dataset.graphs)
    for name in ("shapes", "ontology"):
        graphs[graph_for(name)] |= more
    dataset = describe.with_descriptions(Dataset(graphs, mini_dataset.views, mini_dataset.stated), Content(mini))
    out = tmp_path_factory.mktemp("documentation")
    write(dataset, out)
    return create_app(EmbeddedService(out), load({}, content=mini, dataset=out)).test_client()


def page(client: FlaskClient, path: str, language: str = "en"):
    return client.get(path, headers={"Accept": BROWSER, "Accept-Language": language})


@pytest.mark.parametrize("path", [*PAGES, "/code"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_whole_in_both_languages(client: FlaskClient, path: str, language: str) -> None:
    response = page(client, path, language)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    outline = Outline(response.text)
    assert len(outline.all("h1")) == len(outline.all("main")) == 1
    assert [link["href"] for link in outline.all("link") if link["rel"] == "alternate"] == [
        f"{path}.{suffix}" for suffix in ("ttl", "nt", "jsonld", "rdf")
    ]


def test_links_of_a_page_lead_to_pages(client: FlaskClient) -> None:
    outline = Outline(page(client, "/vocab").text)
    hrefs = {str(each["href"]) for each in outline.all("a") if str(each.get("href")).startswith("/vocab/")}
    assert {"/vocab/Drug?lang=en", "/vocab/codeName?lang=en"} <= hrefs
    assert [href for href in hrefs if page(client, href).status_code not in (200, 410)] == []


def test_a_terms_page_cites_the_term(client: FlaskClient) -> None:
    response = client.get("/vocab/Drug", headers={"Accept": TURTLE})
    assert (response.mimetype, response.headers["Content-Location"]) == (TURTLE, "/vocab/Drug.ttl")
    assert f'<{VOCAB}Drug>; rel="cite-as"' in response.headers["Link"]
    triples = {quad.triple for quad in ox.parse(response.data, format=ox.RdfFormat.TURTLE)}
    assert {triple.subject.value for triple in triples} >= {f"{VOCAB}Drug"}


def test_counts_come_from_the_description_and_examples_from_the_data(client: FlaskClient) -> None:
    text = page(client, "/vocab/Drug").text
    assert "4 in the current view" in text
    assert 'href="/intervention/' in text
    assert "statements in the current view: 1" in page(client, "/vocab/codeName").text
    assert "statements in the current view that point at it: 1" in page(client, "/code/route/intrathecal").text


def test_a_query_lists_what_is_counted(client: FlaskClient) -> None:
    outline = Outline(page(client, "/vocab/Drug").text)
    (link,) = [str(each["href"]) for each in outline.all("a") if str(each.get("href")).startswith("/sparql?")]
    assert f"?thing a <{VOCAB}Drug>" in parse_qs(urlsplit(link).query)["query"][0]
    assert page(client, link).status_code == 200


def test_lists_as_rdf(client: FlaskClient) -> None:
    for path, subject in (
        ("/shape", f"{BASE}shape/gene-name"),
        ("/code", f"{BASE}code/route"),
        ("/vocab", f"{VOCAB}Drug"),
    ):
        found = {str(q.subject) for q in ox.parse(client.get(f"{path}.nt").data, format=ox.RdfFormat.N_TRIPLES)}
        assert f"<{subject}>" in found


def test_a_term_that_is_no_longer_used_names_its_heir(client: FlaskClient) -> None:
    response = page(client, "/vocab/Vaccine")
    assert response.status_code == 410
    assert f"<{VOCAB}Drug>" in response.headers["Link"]
    assert 'href="/vocab/Drug?lang=en"' in response.text


@pytest.mark.parametrize("path", ["/vocab/Unheard", "/shape/unheard-of", "/intervention/unheard-of", "/vocabulary"])
@pytest.mark.parametrize(("language", "title"), [("en", "Nothing is known"), ("zh", "此地址下没有内容")])
def test_a_browser_gets_a_page_where_nothing_is(client: FlaskClient, path: str, language: str, title: str) -> None:
    response = page(client, path, language)
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert response.headers["Cache-Control"] == "no-store"
    assert {"Accept", "Accept-Language"} <= set(response.headers["Vary"].split(", "))
    outline = Outline(response.text)
    assert title in response.text
    assert outline.all("form")[0]["action"] == "/search"
    assert "/?lang=" + language in [each["href"] for each in outline.all("a")]


def test_a_program_gets_one_line(client: FlaskClient) -> None:
    response = client.get("/intervention/unheard-of", headers={"Accept": TURTLE})
    assert (response.status_code, response.mimetype, response.text.count("\n")) == (404, "text/plain", 1)


def test_other_faults_are_pages_too(client: FlaskClient) -> None:
    response = client.post("/vocab", headers={"Accept": BROWSER})
    assert (response.status_code, response.mimetype) == (405, "text/html")
    assert "GET" in response.headers["Allow"]
    assert 'role="search"' not in response.text


def test_what_is_searched_for_is_never_markup(client: FlaskClient) -> None:
    assert "<script" not in page(client, "/%3Cscript%3Ex").text
