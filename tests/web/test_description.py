"""The service description says what is so, and nothing else."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import RDF, VOID, Graph, Literal, Namespace, URIRef

from als_kg import formats
from als_kg.build import Published
from als_kg.query import EmbeddedService
from als_kg.settings import load
from als_kg.vocabulary import GRAPHS
from als_kg.web import create_app
from als_kg.web.endpoint.description import FORMAT_IRIS

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ENDPOINT = "http://localhost/sparql"


@pytest.fixture(scope="module")
def described(client: FlaskClient) -> Graph:
    return Graph().parse(data=client.get("/sparql").text, format="turtle")


def test_the_service(described: Graph) -> None:
    (service,) = described.subjects(RDF.type, SD.Service)
    assert described.value(service, SD.endpoint) == URIRef(ENDPOINT)
    assert SD.SPARQL11Query in set(described.objects(service, SD.supportedLanguage))
    assert SD.SPARQL11Update not in set(described.objects(service, SD.supportedLanguage))
    assert not list(described.objects(service, SD.feature))


def test_federation_is_a_feature_only_where_it_is_allowed(mini: Path, mini_published: Published) -> None:
    settings = load({}, content=mini, allow_service=("https://a.org/",))
    client = create_app(EmbeddedService(mini_published.path.parent.parent), settings).test_client()
    described = Graph().parse(data=client.get("/sparql").text, format="turtle")
    assert list(described.objects(None, SD.feature)) == [SD.BasicFederatedQuery]
    assert client.get("/healthz").json["allow_service"] == ["https://a.org/"]


def test_every_format_is_named_and_no_other(described: Graph) -> None:
    assert set(FORMAT_IRIS) == {(entry.name, entry.family) for entry in formats.FORMATS}
    named = {str(iri).rpartition("/")[2] for iri in described.objects(None, SD.resultFormat)}
    assert named == set(FORMAT_IRIS.values())


def test_the_graphs_and_their_sizes(described: Graph, mini_published: Published) -> None:
    manifest = mini_published.manifest
    (dataset,) = described.subjects(RDF.type, SD.Dataset)
    default = described.value(dataset, SD.defaultGraph)
    assert described.value(default, VOID.triples) == Literal(manifest.views["current"])
    counts = {
        str(described.value(node, SD.name)): described.value(described.value(node, SD.graph), VOID.triples).toPython()
        for node in described.objects(dataset, SD.namedGraph)
    }
    assert counts == manifest.graphs
    available = {str(described.value(node, SD.name)) for node in described.objects(None, SD.namedGraph)}
    assert available - set(counts) == {f"{GRAPHS}{name}" for name in manifest.views}


def test_the_limits(described: Graph) -> None:
    schema = Namespace("https://schema.org/")
    limits = {
        str(described.value(limit, schema.name)): described.value(limit, schema.value).toPython()
        for limit in described.objects(None, schema.additionalProperty)
    }
    assert limits == {"request_bytes": 1_000_000, "cache_mib": 64, "workers": 1}


@pytest.mark.parametrize("media_type", [entry.media_type for entry in formats.of_family("graph")])
def test_it_comes_in_every_format_for_graphs(client: FlaskClient, described: Graph, media_type: str) -> None:
    response = client.get("/sparql", headers={"Accept": media_type})
    assert (response.status_code, response.mimetype) == (200, media_type)
    engine = formats.by_name(media_type, "graph").engine
    assert len(list(ox.parse(response.data, format=engine))) == len(described)


def test_who_asks_otherwise_gets_none(client: FlaskClient) -> None:
    assert client.get("/sparql", headers={"Accept": "text/csv"}).status_code == 400
    assert client.get("/sparql", headers={"Accept": "text/html"}).mimetype == "text/html"
    assert client.post("/sparql", data={"view": "current"}).status_code == 400
    assert client.get("/sparql?view=current").status_code == 400


def test_a_host_that_is_none_harms_nobody(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Host": "a b<c>"})
    assert response.status_code == 400
