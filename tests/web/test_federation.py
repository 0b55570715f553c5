"""Two endpoints of als-kg on this machine, each with data of its own, ask each other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, Published, view_iri, write
from als_kg.vocabulary import graph_for

pytestmark = pytest.mark.slow

LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
NOTE = "http://example.org/note"


@pytest.fixture
def noted(tmp_path: Path, mini_published: Published) -> tuple[Path, set[str]]:
    """A dataset that notes something about five things that have a name in the mini data set."""
    triples = ox.parse(path=str(mini_published.ntriples("current")), format=ox.RdfFormat.N_TRIPLES)
    named = sorted({quad.subject.value for quad in triples if quad.predicate.value == LABEL})[:5]
    notes = frozenset(
        ox.Triple(ox.NamedNode(iri), ox.NamedNode(NOTE), ox.Literal(f"note {number}"))
        for number, iri in enumerate(named)
    )
    views = {"current": notes, "article": frozenset[ox.Triple]()}
    write(Dataset({graph_for("ontology"): notes}, views, views), tmp_path, inputs="notes", validated=True)
    return tmp_path, set(named)


@pytest.fixture
def both(
    serve: Callable[..., Any], serve_at: Callable[..., Any], noted: tuple[Path, set[str]], mini: Path
) -> tuple[Any, Any]:
    """An endpoint with names that may ask one with notes."""
    notes = serve_at(noted[0], mini)
    return serve(ALS_KG_ALLOW_SERVICE=notes.url, ALS_KG_TIMEOUT="5"), notes


def things(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {row["thing"]["value"] for row in answer.json()["results"]["bindings"]}


def test_what_one_knows_joins_what_the_other_knows(both: tuple[Any, Any], noted: tuple[Path, set[str]]) -> None:
    names, notes = both
    service = f"SERVICE <{notes.url}/sparql> {{ ?thing <{NOTE}> ?note }}"
    assert things(names.ask(f"SELECT ?thing {{ {service} ?thing <{LABEL}> ?name }}")) == noted[1]
    assert things(names.ask(f"SELECT ?thing {{ ?thing <{LABEL}> ?name {service} }}")) == noted[1]
    assert things(names.ask(f"SELECT ?thing {{ ?thing <{NOTE}> ?note }}")) == set()


def test_the_other_side_chooses_views_and_graphs_as_for_everybody(both: tuple[Any, Any]) -> None:
    names, notes = both
    article = f"{notes.url}/sparql?default-graph-uri={view_iri('article')}"
    assert things(names.ask(f"SELECT ?thing {{ SERVICE <{article}> {{ ?thing ?p ?o }} }}")) == set()
    assert things(names.ask(f"SELECT ?thing {{ SERVICE <{notes.url}/sparql> {{ GRAPH ?g {{ ?thing ?p ?o }} }} }}"))


def test_nobody_is_asked_through_another(both: tuple[Any, Any]) -> None:
    """The one with notes allows nothing, so what it is sent must not lead further."""
    names, notes = both
    nested = f"SERVICE <{notes.url}/sparql> {{ SERVICE <{names.url}/sparql> {{ ?thing ?p ?o }} }}"
    assert names.ask(f"SELECT * {{ {nested} }}").status_code == 400
    assert notes.ask(f"SELECT * {{ SERVICE <{names.url}/sparql> {{ ?thing ?p ?o }} }}").status_code == 400


def test_an_error_of_the_other_side_is_told_or_silent(both: tuple[Any, Any]) -> None:
    names, notes = both
    notes.ended()
    pattern = f"<{notes.url}/sparql> {{ ?thing <{NOTE}> ?note }}"
    answer = names.ask(f"SELECT * {{ SERVICE {pattern} }}")
    assert answer.status_code == 400
    assert "the engine cannot answer this" in answer.text
    assert names.ask(f"SELECT ?thing {{ SERVICE SILENT {pattern} }}").status_code == 200
