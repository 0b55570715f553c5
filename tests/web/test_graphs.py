"""Graph Store HTTP Protocol, the read side, by its sections."""

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from als_kg.build import Published
from als_kg.vocabulary import GRAPHS

GENES = f"{GRAPHS}entity/gene"


def counted(text: str) -> int:
    return len(Graph().parse(data=text, format="turtle"))


def test_the_default_graph_is_the_current_view(client: FlaskClient, mini_published: Published) -> None:
    response = client.get("/data?default")
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    assert counted(response.text) == mini_published.manifest.views["current"]


@pytest.mark.parametrize("path", [f"/data?graph={GENES}", "/graph/entity/gene"])
def test_a_graph_by_name_and_by_its_own_address(client: FlaskClient, mini_published: Published, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert counted(response.text) == mini_published.manifest.graphs[GENES] > 0


def test_views_are_graphs_here(client: FlaskClient, mini_published: Published) -> None:
    for path in (f"/data?graph={GRAPHS}article", "/graph/article"):
        assert counted(client.get(path).text) == mini_published.manifest.views["article"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-triples;q=0.9, text/turtle;q=0.1", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/turtle"),
    ],
)
def test_negotiation(client: FlaskClient, accept: str, media_type: str) -> None:
    response = client.get("/data", query_string={"graph": GENES}, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Accept" in response.headers["Vary"]


def test_format_overrules_accept(client: FlaskClient) -> None:
    response = client.get("/data", query_string={"graph": GENES, "format": "nt"}, headers={"Accept": "text/turtle"})
    assert response.mimetype == "application/n-triples"
    assert list(ox.parse(response.data, format=ox.RdfFormat.N_TRIPLES))


def test_what_cannot_be_written_is_406(client: FlaskClient) -> None:
    response = client.get("/data?default", headers={"Accept": "text/csv"})
    assert (response.status_code, "text/turtle" in response.text) == (406, True)


@pytest.mark.parametrize("path", ["/data?graph=http://example.org/none", "/graph/none", "/graph/", "/graph/%ff"])
def test_unknown_graphs_are_404(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.text[:17]) == (404, "there is no graph")


@pytest.mark.parametrize(
    "path",
    ["/data", "/data?graph=x", f"/data?default&graph={GENES}", f"/data?graph={GENES}&graph={GENES}",
     "/graph/entity/gene?default"],
)  # fmt: skip
def test_one_graph_must_be_named(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/data?default", "/graph/entity/gene"])
def test_writing_is_refused_clearly(client: FlaskClient, method: str, path: str) -> None:
    response = client.open(path, method=method, data="<a:b> <a:b> <a:b> .", content_type="text/turtle")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "building a new version" in response.text


def test_a_graph_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/data?default").headers["ETag"]
    assert client.get("/data?default", headers={"If-None-Match": tag}).status_code == 304
