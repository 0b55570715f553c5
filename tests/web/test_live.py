"""A new version goes live while the server is under load: no failed answer, and none of two versions at once."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

from als_kg.build import write

# The same name from a view, and from the graph that says so: they change together.
NAMES = """
SELECT ?seen ?said {
  ?gene <http://www.w3.org/2004/02/skos/core#prefLabel> ?seen .
  GRAPH <https://w3id.org/als-kg/graph/entity/gene> { ?gene <http://www.w3.org/2004/02/skos/core#prefLabel> ?said }
  FILTER(lang(?seen) = "en" && lang(?said) = "en" && STRSTARTS(?seen, "ZYX"))
}
"""


class Load:
    """Clients that ask without pause; what they saw, in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[tuple[str, str]] = []
        self.failed: list[str] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.ask, args=(number,)) for number in range(4)]

    def ask(self, number: int) -> None:
        asked = 0
        with httpx.Client() as client:
            while not self.over.is_set():
                asked += 1
                # Half of them can be answered from memory.
                text = NAMES if number % 2 else f"{NAMES} # {number} {asked}"
                try:
                    response = client.get(f"{self.url}/sparql", params={"query": text, "format": "csv"}, timeout=30)
                except httpx.HTTPError as error:
                    self.failed.append(repr(error))
                    continue
                if response.status_code == 200:
                    self.seen += [tuple(line.split(",")) for line in response.text.splitlines()[1:]]  # type: ignore[misc]
                else:
                    self.failed.append(f"{response.status_code} {response.text}")

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.slow
def test_versions_change_under_load(sandbox: Any, tmp_path: Path, serve_at: Callable[..., Any]) -> None:
    out = tmp_path / "out"
    write(sandbox.dataset(), out, validated=True)
    server = serve_at(out, sandbox.root, ALS_KG_WORKERS="2")
    with Load(server.url) as load:
        for number in range(1, 5):
            sandbox.edit("data/entity/gene.ttl", f'"ZYX{number}"@en', f'"ZYX{number + 1}"@en')
            version = write(sandbox.dataset(), out, validated=True).manifest.version
            until(lambda name=f"ZYX{number + 1}": any(name == seen for seen, _ in load.seen[-50:]))  # type: ignore[misc]
            until(lambda live=version: server.get("/healthz").json()["version"] == live)  # type: ignore[misc]
            # What was kept of the old version is asked for no more, by either worker.
            until(lambda name=f"ZYX{number + 1}": all(name in server.ask(NAMES, format="csv").text for _ in range(6)))  # type: ignore[misc]
    assert load.failed == []
    assert {seen for seen, _ in load.seen} == {f"ZYX{number}" for number in range(1, 6)}
    assert all(seen == said for seen, said in load.seen)
    assert len(load.seen) > 200
    assert len(list((out / "versions").iterdir())) <= 3


@pytest.mark.slow
def test_a_build_with_errors_never_goes_live(sandbox: Any, tmp_path: Path, serve_at: Callable[..., Any]) -> None:
    out = tmp_path / "out"
    write(sandbox.dataset(), out, validated=True)
    server = serve_at(out, sandbox.root)
    before = server.get("/healthz").json()["version"]
    gene = sandbox.root / "data" / "entity" / "gene.ttl"
    gene.write_text(gene.read_text() + "\nals:nonsense als:never als:defined .\n")
    environment = os.environ | {"ALS_KG_CONTENT": str(sandbox.root), "ALS_KG_DATASET": str(out)}
    built = subprocess.run(
        [sys.executable, "-m", "als_kg", "build"],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert built.returncode == 1, built.stderr
    time.sleep(1.2)
    assert server.get("/healthz").json()["version"] == before
