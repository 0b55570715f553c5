"""Programs that people use, each against a real server."""

import shutil
import subprocess
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from als_kg.build import Published

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT ?s ?name { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?s ?name"
CONSTRUCT = "CONSTRUCT { ?s a ?t } { ?s a ?t }"

pytestmark = pytest.mark.slow


@pytest.fixture
def triples(mini_published: Published) -> int:
    return mini_published.manifest.views["current"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(server: Any, triples: int, method: str) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql")
    wrapper.setMethod(POST if method == "POST" else "GET")
    wrapper.setQuery(COUNT)
    wrapper.setReturnFormat(JSON)
    assert int(wrapper.queryAndConvert()["results"]["bindings"][0]["n"]["value"]) == triples
    wrapper.setReturnFormat(XML)
    assert str(triples) in wrapper.queryAndConvert().toxml()
    wrapper.setReturnFormat(CSV)
    assert wrapper.queryAndConvert().decode() == f"n\r\n{triples}\r\n"
    wrapper.setQuery(CONSTRUCT)
    wrapper.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) > 20


def test_rdflib_store(server: Any, triples: int) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    assert len(graph) == triples
    assert [row.n.toPython() for row in graph.query(COUNT)] == [triples]  # type: ignore[union-attr]
    gene = rdflib.URIRef("https://w3id.org/als-kg/gene/zyx1")
    assert rdflib.Literal("ZYX1", lang="en") in set(graph.objects(gene, rdflib.SKOS.prefLabel))


def test_rdflib_service(server: Any, triples: int) -> None:
    found = rdflib.Graph().query(f"SELECT ?n {{ SERVICE <{server.url}/sparql> {{ {COUNT} }} }}")
    assert [row.n.toPython() for row in found] == [triples]  # type: ignore[union-attr]


def test_pandas(server: Any) -> None:
    import pandas as pd  # half a second, which no process should pay that runs other tests

    table = pd.read_csv(f"{server.url}/sparql?format=csv&query={quote(NAMES)}")
    assert list(table.columns) == ["s", "name"]
    assert "ZYX1" in set(table["name"])


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    "arguments",
    [
        ["-H", "Accept: text/csv", "--data-urlencode", f"query={COUNT}"],
        ["-G", "-H", "Accept: text/csv", "--data-urlencode", f"query={COUNT}"],
        ["-H", "Accept: text/csv", "-H", "Content-Type: application/sparql-query", "--data-binary", COUNT],
        ["-H", "Accept: text/csv", "-H", "Content-Type: application/sparql-query", "-H", "Transfer-Encoding: chunked",
         "--data-binary", COUNT],
        ["--compressed", "-H", "Accept: text/csv", "--data-urlencode", f"query={COUNT}"],
    ],
)  # fmt: skip
def test_curl(server: Any, triples: int, arguments: list[str]) -> None:
    command = ["curl", "-sf", f"{server.url}/sparql", *arguments]
    assert subprocess.run(command, text=True, capture_output=True, check=True).stdout == f"n\n{triples}\n"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_reads_a_graph(server: Any, mini_published: Published) -> None:
    command = ["curl", "-sf", "-H", "Accept: application/n-triples", f"{server.url}/graph/entity/gene"]
    lines = subprocess.run(command, text=True, capture_output=True, check=True).stdout.splitlines()
    assert len(lines) == mini_published.manifest.graphs["https://w3id.org/als-kg/graph/entity/gene"]
