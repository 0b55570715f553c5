"""serve: up to date or not at all; and, slowly, a real server on a real port."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from als_kg import cli
from als_kg.errors import Finding, Place, Severity
from als_kg.settings import Settings
from als_kg.web import server

WRONG = Finding(Severity.ERROR, "is wrong", Place("data/x.ttl", 3), "mend it")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Catch what would be served, and announce it as the server would."""
    caught: list[Settings] = []

    def serve(settings: Settings, started: Callable[[Settings], None]) -> None:
        caught.append(settings)
        started(settings)

    monkeypatch.setattr(server, "serve", serve)
    return caught


def test_serve_builds_checks_and_says_what_to_try(curating: Any, served: list[Settings]) -> None:
    result = curating.run("serve", "--port", 8123, "--host", "0.0.0.0", "--workers", 2)
    assert (result.exit_code, curating.judged) == (0, 1)
    (settings,) = served
    assert (settings.host, settings.port, settings.workers) == ("0.0.0.0", 8123, 2)
    first, second = result.stdout.splitlines()
    assert re.fullmatch(rf"als-kg serves \d+ triples \(version {curating.live}\) on http://0\.0\.0\.0:8123", first)
    assert shlex.split(second)[:4] == ["Try:", "curl", "-s", "http://0.0.0.0:8123/sparql"]


def test_a_second_start_builds_nothing(curating: Any, served: list[Settings]) -> None:
    curating.run("serve")
    curating.run("serve")
    assert (curating.judged, len(served)) == (1, 2)


@pytest.mark.parametrize("name", ["data/entity/gene.ttl", "ontology/codes.ttl", "queries/lowering.rq"])
def test_a_changed_file_is_never_ignored(curating: Any, served: list[Settings], name: str) -> None:
    curating.run("serve")
    path = curating.sandbox.root / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    curating.run("serve")
    assert (curating.judged, len(served)) == (2, 2)


def test_a_dataset_that_nobody_judged_is_judged(curating: Any, served: list[Settings]) -> None:
    from als_kg.build import inputs_digest, write

    write(curating.sandbox.dataset(), curating.out, inputs=inputs_digest(curating.sandbox.content))
    curating.run("serve")
    assert (curating.judged, len(served)) == (1, 1)


def test_data_with_errors_is_not_served_nor_what_was_before(curating: Any, served: list[Settings]) -> None:
    curating.run("serve")
    before = curating.live
    curating.sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX-1"@en')
    curating.findings = [WRONG]
    result = curating.run("serve")
    assert (result.exit_code, len(served), curating.live) == (1, 1, before)
    finding, kept = result.stderr.splitlines()
    assert finding == str(WRONG)
    assert kept.startswith(f"the last good dataset, version {before}, is kept but not served")


def test_a_first_start_on_broken_data_has_nothing_to_keep(curating: Any, served: list[Settings]) -> None:
    curating.findings = [WRONG]
    result = curating.run("serve")
    assert (result.exit_code, result.stderr, served) == (1, f"{WRONG}\n", [])


def test_an_address_that_is_taken_is_said_so(curating: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = curating.run("serve", "--port", port)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"cannot listen on 127.0.0.1:{port}: Address already in use → choose another")


def test_a_host_that_is_not_there(curating: Any) -> None:
    result = curating.run("serve", "--host", "no.such.host.invalid")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("cannot listen on no.such.host.invalid:8000: ")


def test_commands_are_imported_without_the_server() -> None:
    assert cli.main.commands["serve"].callback is not None


@contextmanager
def running(repository: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Start a real server on a free port; give the process, its address and the command it says to try."""
    command = [sys.executable, "-m", "als_kg", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=repository, env=os.environ | environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        announced, attempt = process.stdout.readline(), process.stdout.readline()
        yield process, announced.rsplit(" ", 1)[1].strip(), attempt.removeprefix("Try: ")
    finally:
        process.terminate()
        process.communicate(timeout=20)


def fetched(url: str, attempts: int = 50) -> str:
    """Read an address, waiting for the server to come up."""
    for _ in range(attempts):
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return str(response.read().decode())
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_real_server_answers_and_ends_cleanly(repository: Path, tmp_path: Path, ending: signal.Signals) -> None:
    with running(repository, ALS_KG_DATASET=str(tmp_path), ALS_KG_WORKERS="2") as (process, url, attempt):
        assert '"status":"ok"' in fetched(f"{url}/healthz")
        assert fetched(f"{url}/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D&format=csv") == "true"
        tried = subprocess.run(shlex.split(attempt), text=True, capture_output=True, check=True)
        assert tried.stdout.splitlines()[0] == "class,things"
        assert len(tried.stdout.splitlines()) == 6
        process.send_signal(ending)
        output, errors = process.communicate(timeout=20)
        assert (process.returncode, output, errors) == (0, "", "")


@pytest.mark.slow
def test_the_deepest_queries_that_are_let_through_do_not_end_the_process(repository: Path, tmp_path: Path) -> None:
    from als_kg.query.guard import MAX_DEPTH, MAX_PATTERNS, MAX_STEPS

    nested = MAX_DEPTH - 2
    queries = [
        "ASK " + "{" * nested + " ".join(f"BIND({i} AS ?x{i})" for i in range(MAX_STEPS // 3)) + "}" * nested,
        "ASK { FILTER(" + "(" * (nested - 1) + "||".join(["1"] * (MAX_STEPS - nested - 3)) + ")" * (nested - 1) + ") }",
        "ASK {" + "{SELECT * {" * (nested // 2) + "?s ?p 1" + "}}" * (nested // 2) + "}",
        "ASK {" + "FILTER EXISTS {" * nested + "}" * nested + "}",
        "ASK { ?s ?p (" + " 1" * (MAX_PATTERNS // 2 - 2) + ") }",
    ]
    with running(repository, ALS_KG_DATASET=str(tmp_path)) as (process, url, _):
        fetched(f"{url}/healthz")
        for query in queries:
            body = urllib.parse.urlencode({"query": query, "format": "csv"}).encode()
            with urllib.request.urlopen(f"{url}/sparql", data=body, timeout=30) as response:
                assert response.status == 200
        assert process.poll() is None
