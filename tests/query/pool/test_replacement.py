"""Another version goes live while queries run: no failed request, no mixed answer, nothing held up."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, open_current, write
from als_kg.errors import DatasetError
from als_kg.query import QueryRequest
from als_kg.query.pool import LimitReached, PoolService
from als_kg.vocabulary import graph_for

from .conftest import SMALL, eventually, members

NUMBERS = QueryRequest("SELECT ?o ?e { ?s <http://example.org/n> ?o ; <http://example.org/m> ?e }", format="csv")


def publish(out: Path, number: int) -> str:
    """Make a version current in which two statements give the same number."""
    subject = ox.NamedNode("http://example.org/s")
    triples = frozenset(
        ox.Triple(subject, ox.NamedNode(f"http://example.org/{name}"), ox.Literal(str(number))) for name in "nm"
    )
    views = {"current": triples, "article": triples}
    dataset = Dataset({graph_for("ontology"): triples}, views, views)
    return write(dataset, out, inputs=str(number), validated=True).manifest.version


@pytest.mark.slow
def test_versions_change_under_load_without_a_failed_or_mixed_answer(tmp_path: Path) -> None:
    versions = {publish(tmp_path, 0): 0}
    with (
        closing(PoolService(tmp_path, replace(SMALL, seconds=30, queue_seconds=30))) as service,
        ThreadPoolExecutor(4) as threads,
    ):
        going = [True]

        def ask() -> set[tuple[str, bytes]]:
            seen = set()
            while going:
                answer = service.answer(NUMBERS)
                seen.add((answer.version, answer.body))
            return seen

        service.status()
        clients = [threads.submit(ask) for _ in range(4)]
        for number in (1, 2, 3):
            version = publish(tmp_path, number)
            versions[version] = number
            eventually(lambda version=version: service.status().version == version)
            assert service.answer(NUMBERS).version == version
        going.clear()
        seen = set().union(*(client.result(10) for client in clients))
    assert seen == {(version, f"o,e\r\n{n},{n}\r\n".encode()) for version, n in versions.items()}


@pytest.mark.slow
def test_a_running_query_finishes_on_the_version_that_it_began_on(rings_out: Path, tmp_path: Path) -> None:
    old = open_current(rings_out)
    (tmp_path / "current").symlink_to(old.path)
    numbers = " ".join(map(str, range(30)))
    count = QueryRequest(f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f VALUES ?x {{ {numbers} }} }}", format="csv")
    with (
        closing(PoolService(tmp_path, replace(SMALL, seconds=30, patience=30))) as service,
        ThreadPoolExecutor(1) as threads,
    ):
        service.status()
        before = members(service)
        running = threads.submit(service.answer, count)
        eventually(lambda: service.state().quick == 1)
        version = publish(tmp_path, 7)
        eventually(lambda: service.status().version == version)
        assert not running.done()
        answer = running.result(30)
        assert answer.version == old.manifest.version
        assert int(answer.body.split()[1]) == 30 * 1200**2
        eventually(lambda: not before & {process.pid for crew in keeper_crews(service) for process in crew})


def keeper_crews(service: PoolService) -> list[set[object]]:
    return [crew.members | crew.ending for crew in (service._keeper.live(), *service._keeper._leaving)]


@pytest.mark.slow
def test_a_broken_version_does_not_go_live(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    good = publish(tmp_path, 1)
    with closing(PoolService(tmp_path, SMALL)) as service:
        assert service.status().version == good
        bad = publish(tmp_path, 2)
        path = tmp_path / "versions" / bad / "dataset.nq"
        path.write_bytes(b"this is not N-Quads\n")
        eventually(lambda: "cannot be loaded" in caplog.text)
        eventually(lambda: service._keeper._next is None)
        time.sleep(1)
        assert caplog.text.count("cannot be loaded") == 1
        assert service.answer(NUMBERS).version == good
        better = publish(tmp_path, 3)
        eventually(lambda: service.status().version == better)


@pytest.mark.slow
def test_a_change_over_takes_away_no_capacity(rings_out: Path, tmp_path: Path) -> None:
    """Processes that are at work on the old version do not count against the new one."""
    (tmp_path / "current").symlink_to(open_current(rings_out).path)
    endless = QueryRequest("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with closing(PoolService(tmp_path, replace(SMALL, seconds=5))) as service, ThreadPoolExecutor(2) as threads:
        service.status()
        running = [threads.submit(service.answer, endless) for _ in range(2)]
        eventually(lambda: service.state().slow + service.state().quick == 2)
        version = publish(tmp_path, 9)
        eventually(lambda: service.status().version == version)
        eventually(lambda: service.state().free == SMALL.size)
        assert service.answer(NUMBERS).version == version
        assert not any(each.done() for each in running)
        for each in running:
            with pytest.raises(LimitReached, match="time limit of 5 s"):
                each.result(10)


@pytest.mark.slow
def test_a_dataset_that_cannot_be_loaded_is_told_and_a_better_one_taken(tmp_path: Path) -> None:
    bad = publish(tmp_path, 1)
    (tmp_path / "versions" / bad / "dataset.nq").write_bytes(b"this is not N-Quads\n")
    with closing(PoolService(tmp_path, SMALL)) as service:
        with pytest.raises(DatasetError, match="cannot be loaded"):
            service.status()
        better = publish(tmp_path, 2)
        eventually(lambda: version_of(service) == better)


def version_of(service: PoolService) -> str:
    try:
        return service.status().version
    except DatasetError:
        return ""
