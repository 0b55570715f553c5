"""What an operator relies on: log, metrics, limits, ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient

from als_kg.build import Published
from als_kg.query import EmbeddedService, QueryAnswer, QueryRequest
from als_kg.query.pool import LimitReached, Limits, Overloaded, ProcessLost
from als_kg.settings import load
from als_kg.web import create_app
from als_kg.web.endpoint.failing import answer_of
from als_kg.web.endpoint.journal import Journal
from als_kg.web.endpoint.metrics import Metrics
from als_kg.web.endpoint.outgoing import COMMON, OF_PAGES, Facts
from als_kg.web.server import limits_of

SLOW = "SELECT (COUNT(*) AS ?n) { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT %d }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize(
    "path",
    ["/", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=x", "/data?default", "/healthz", "/metrics", "/nothing",
     "/static/page.css"],
)  # fmt: skip
def test_every_answer_has_the_security_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        found = dict(response.headers)
    assert dict(COMMON).items() <= found.items()
    if found["Content-Type"].startswith("text/html"):
        assert dict(OF_PAGES).items() <= found.items()
    assert {"Content-Security-Policy", "X-Content-Type-Options"} <= found.keys()


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (LimitReached("seconds", Limits()), 504, "time limit of 10 s"),
        (LimitReached("memory_mib", Limits()), 507, "memory limit of 512 MiB"),
        (LimitReached("result_mib", Limits()), 507, "result limit of 32 MiB"),
        (Overloaded("queue", Limits()), 503, "queue limit of 64 requests"),
        (Overloaded("queue_seconds", Limits()), 503, "waiting limit of 5 s"),
        (ProcessLost("Segmentation fault"), 500, "ended before it answered"),
    ],
)
def test_a_limit_is_an_error_that_names_it(error: LimitReached, status: int, words: str) -> None:
    answer = answer_of(error)
    assert (answer.status, words in answer.body.decode()) == (status, True)
    assert ("Retry-After" in dict(answer.headers)) is (status == 503)


def test_pages_and_programs_are_told_when_to_come_again(mini: Path, mini_published: Published) -> None:
    class Full(EmbeddedService):
        def answer(self, request: QueryRequest) -> Any:  # noqa: ARG002  the service's signature
            raise Overloaded("queue", Limits())

    client = create_app(Full(mini_published.path.parent.parent), load({}, content=mini)).test_client()
    for accept in ("text/csv", "text/html"):
        response = client.get("/sparql?query=ASK%7B%7D", headers={"Accept": accept})
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_one_line_of_json_per_request(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        journal = Journal(log.fileno(), Metrics())
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/sparql\n"}
        answer = QueryAnswer(b"x\r\n1\r\n2\r\n3\r\n", "text/csv", "SELECT", "v")
        journal.note("sparql", environ, 200, 5, Facts("ok", "ASK {}", True, answer), time.perf_counter())
    (line,) = (tmp_path / "log").read_text().splitlines()
    told = json.loads(line)
    assert told.pop("ms") >= 0
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "method": "GET", "path": "/sparql\n", "status": 200, "query": "819ea91ed5f12b38", "rows": 3, "bytes": 5,
        "hit": True, "outcome": "ok", "version": "v",
    }  # fmt: skip


def test_metrics_count_requests_and_hits(client: FlaskClient) -> None:
    for _ in range(2):
        client.get("/sparql?query=ASK%7B%20%7D%20%23metrics")
    client.get("/sparql?query=x")
    text = client.get("/metrics").text
    assert 'als_kg_requests_total{cache="hit",endpoint="sparql",outcome="ok",status="200"}' in text
    assert 'als_kg_requests_total{cache="",endpoint="sparql",outcome="syntax",status="400"}' in text
    assert 'als_kg_now{what="cache_bytes"}' in text


def test_settings_become_the_limits_of_each_worker() -> None:
    limits = limits_of(load({}, workers=2, processes=6, timeout="0.5", memory=100, result_size=1, queue=3))
    assert (limits.processes, limits.slow) == (3, 2)
    assert (limits.seconds, limits.memory_mib, limits.result_mib, limits.queue) == (0.5, 100, 1, 3)
    assert limits_of(load({}, workers=200)).processes == limits_of(load({}, workers=200)).slow == 1
    assert limits_of(load({})) == Limits()


def test_metrics_of_several_processes_are_added_up(tmp_path: Path) -> None:
    one, other = Metrics(tmp_path), Metrics(tmp_path)
    for metrics, seconds in ((one, 0.0007), (other, 0.0007), (other, 40.0)):
        metrics.note("sparql", 200, Facts("ok", hit=True), seconds, 10)
        metrics.set("pool_free", 3)
    before = one.written().decode()
    assert 'als_kg_request_seconds_count{endpoint="sparql"} 1.0' in before
    other.share()
    (tmp_path / f"{_gone()}-1.json").write_text((next(tmp_path.glob("*.json"))).read_text())
    told = {name: float(value) for name, _, value in _samples(one.written().decode())}
    assert told['als_kg_requests_total{cache="hit",endpoint="sparql",outcome="ok",status="200"}'] == 5
    assert told['als_kg_answer_bytes_total{endpoint="sparql"}'] == 50
    assert told['als_kg_request_seconds_sum{endpoint="sparql"}'] == pytest.approx(80.0021)
    buckets = [
        told[f'als_kg_request_seconds_bucket{{endpoint="sparql",le="{le}"}}'] for le in (0.0005, 0.001, 30.0, "+Inf")
    ]
    assert buckets == [0, 3, 3, 5]
    assert told['als_kg_now{what="pool_free"}'] == 6, "a process that is gone has nothing free"


def test_notes_of_many_threads_are_all_counted(tmp_path: Path) -> None:
    metrics = Metrics(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: metrics.note("sparql", 200, Facts(), 0.001, 1), range(5_000)))
    assert 'als_kg_answer_bytes_total{endpoint="sparql"} 5000.0' in metrics.written().decode()


def _value(sample: str) -> float:
    return float(sample.rpartition(" ")[2])


def _samples(text: str) -> list[tuple[str, str, str]]:
    return [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]


def _gone() -> int:
    """Give the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.slow
def test_log_and_metrics_of_several_workers(serve: Callable[..., Any]) -> None:
    server = serve(ALS_KG_WORKERS="2", ALS_KG_ACCESS_LOG="stdout")
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda n: server.ask(f"ASK {{}} #{n % 50}").status_code, range(200)))
    assert set(statuses) == {200}
    time.sleep(2.2)  # until each worker has shared what it counted
    told = server.get("/metrics").text.splitlines()
    counts = [line for line in told if line.startswith("als_kg_requests_total")]
    assert sum(_value(line) for line in counts if 'endpoint="sparql"' in line) == 200
    (free,) = [line for line in told if "pool_free" in line]
    assert _value(free) == 2 * limits_of(load({}, workers=2)).size
    output, errors = server.ended()
    lines = [json.loads(line) for line in output.splitlines()]
    assert sum(line["path"] == "/sparql" for line in lines) == 200
    assert len({line["query"] for line in lines if line["path"] == "/sparql"}) == 50
    assert (server.process.returncode, errors) == (0, "")


@pytest.mark.slow
def test_limits_are_told_and_kept(serve: Callable[..., Any]) -> None:
    server = serve(ALS_KG_TIMEOUT="0.5", ALS_KG_RESULT_SIZE="0.01")
    told = server.get("/healthz").json()["limits"]
    assert (told["seconds"], told["result_mib"]) == (0.5, 0.01)
    late = server.ask(ENDLESS)
    assert (late.status_code, late.text.split(" → ")[0]) == (504, "the query went over the time limit of 0.5 s")
    big = server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 10000")
    assert (big.status_code, big.text.split(" → ")[0]) == (507, "the query went over the result limit of 0.01 MiB")


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_end_waits_for_running_requests(serve: Callable[..., Any], ending: signal.Signals) -> None:
    server = serve()
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(server.ask, SLOW % 5_000_000)
        time.sleep(0.4)
        assert not running.done()
        server.process.send_signal(ending)
        assert running.result().status_code == 200
    output, errors = server.process.communicate(timeout=20)
    assert (server.process.returncode, output, errors) == (0, "", "")


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced(serve: Callable[..., Any]) -> None:
    server = serve(ALS_KG_WORKERS="2")
    first, second = server.workers()
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 10
    while len(set(server.workers()) - {first, second}) < 1:
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(1)
    assert [server.ask("ASK {}").status_code for _ in range(20)] == [200] * 20


@pytest.mark.slow
def test_slow_clients_hold_no_query_process(serve: Callable[..., Any]) -> None:
    """Requests that never end come from three hundred clients; another one is answered all the same."""
    server = serve()
    host, port = server.url.removeprefix("http://").split(":")
    import socket

    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nAS"
    held = [socket.create_connection((host, int(port))) for _ in range(300)]
    try:
        for connection in held:
            connection.sendall(head)
        time.sleep(0.3)
        for _ in range(20):
            assert server.ask("ASK {}").status_code == 200
    finally:
        for connection in held:
            connection.close()


@pytest.mark.slow
def test_headers_without_measure_are_refused(server: Any) -> None:
    try:
        response = httpx.get(f"{server.url}/healthz", headers={"X-Long": "x" * 300_000})
    except httpx.HTTPError:
        return
    assert 400 <= response.status_code < 500


@pytest.mark.slow
def test_service_goes_where_it_is_allowed_and_is_not_kept(serve: Callable[..., Any], server: Any) -> None:
    query = f"SELECT ?n {{ SERVICE <{server.url}/sparql> {{ SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} }} }}"
    here = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", format="csv").text
    allowing = serve(ALS_KG_ALLOW_SERVICE=server.url)
    answer = allowing.ask(query, format="csv")
    assert (answer.status_code, answer.text, answer.headers["Cache-Control"]) == (200, here, "no-store")
    elsewhere = allowing.ask("ASK { SERVICE <http://example.org/> {} }")
    assert (elsewhere.status_code, "SERVICE may not go to" in elsewhere.text) == (400, True)
    assert server.ask(query).status_code == 400


def test_a_note_of_a_request_keeps_no_answer() -> None:
    metrics, answer = Metrics(), QueryAnswer(b"x" * 1000, "text/csv", "SELECT", "v")
    before = sys.getrefcount(answer)
    metrics.note("sparql", 200, Facts("ok", "ASK {}", False, answer), 0.001, 1000)
    assert sys.getrefcount(answer) == before
