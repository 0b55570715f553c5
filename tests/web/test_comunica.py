"""Comunica, the query engine of the JavaScript world, asks us as it is; see SKIPPED for how to get it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "build" / "comunica"
PROGRAM = FOLDER / "node_modules" / ".bin" / "comunica-sparql"
SKIPPED = (
    f"needs Node and: npm install --prefix {FOLDER.relative_to(Path(__file__).parents[2])} @comunica/query-sparql@4"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("node") is None or not PROGRAM.exists(), reason=SKIPPED),
]

JSON = "application/sparql-results+json"


def comunica(*words: str) -> str:
    done = subprocess.run([str(PROGRAM), *words], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(text: str) -> list[dict[str, str]]:
    return sorted(
        ({name: term["value"] for name, term in row.items()} for row in json.loads(text)["results"]["bindings"]),
        key=str,
    )


KINDS = "SELECT ?thing ?kind { ?thing a ?kind } ORDER BY ?thing ?kind"


@pytest.mark.parametrize("kind", ["sparql@", ""], ids=["as an endpoint", "found out by itself"])
def test_select(server: Any, kind: str) -> None:
    found = rows(comunica(f"{kind}{server.url}/sparql", KINDS, "-t", JSON))
    assert found == rows(server.ask(KINDS).text) != []


def test_ask(server: Any) -> None:
    assert json.loads(comunica(f"sparql@{server.url}/sparql", "ASK { ?s ?p ?o }", "-t", JSON))["boolean"] is True


def test_construct(server: Any) -> None:
    query = "CONSTRUCT { ?thing a ?kind } { ?thing a ?kind }"
    found = comunica(f"sparql@{server.url}/sparql", query, "-t", "application/n-triples")
    assert set(found.split("\n")) - {""} == set(server.ask(query, format="ntriples").text.split("\n")) - {""}


def test_it_joins_two_endpoints(server: Any, serve: Callable[..., Any]) -> None:
    other = serve()
    query = "SELECT (COUNT(*) AS ?n) { ?thing a ?kind ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
    found = rows(comunica(f"sparql@{server.url}/sparql", f"sparql@{other.url}/sparql", query, "-t", JSON))
    assert int(found[0]["n"]) >= int(rows(server.ask(query).text)[0]["n"]) > 0
