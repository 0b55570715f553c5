"""Each worker has a processor of its own, where there are as many."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from als_kg.web import cores

from .conftest import Running

HERE = os.sched_getaffinity(0)
PAIR = sorted(HERE)[:2]


class Processors:
    """Two processors, and where this thread was bound."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bound: list[set[int]] = []
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {5, 2})
        monkeypatch.setattr(os, "sched_setaffinity", lambda _, to: self.bound.append(to))


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[Processors]:
    held: list[object] = []
    monkeypatch.setattr(cores, "_held", held)
    yield Processors(monkeypatch)
    for file in held:
        file.close()  # type: ignore[attr-defined]


def test_each_worker_takes_a_processor_until_there_is_none(two: Processors, tmp_path: Path) -> None:
    for _ in range(3):
        cores.settle(2, tmp_path)
    assert two.bound == [{2}, {5}]


def test_a_processor_is_free_when_its_worker_is_gone(two: Processors, tmp_path: Path) -> None:
    cores.settle(2, tmp_path)
    cores._held.pop().close()
    cores.settle(2, tmp_path)
    assert two.bound == [{2}, {2}]


def test_workers_that_are_fewer_than_processors_stay_free(two: Processors, tmp_path: Path) -> None:
    cores.settle(1, tmp_path)
    assert two.bound == []


def bound(pid: int) -> set[frozenset[int]]:
    """Find where the threads that speak HTTP may run: the main one, and those that it started."""
    threads = [path for path in Path(f"/proc/{pid}/task").iterdir() if "tokio" in (path / "comm").read_text()]
    return {frozenset(os.sched_getaffinity(int(each))) for each in (pid, *(path.name for path in threads))}


def children(pid: int) -> Iterator[int]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            yield child
            yield from children(child)


@pytest.mark.slow
@pytest.mark.skipif(len(PAIR) < 2, reason="there is one processor")
def test_workers_are_bound_and_query_processes_are_not(serve: Callable[..., Running]) -> None:
    os.sched_setaffinity(0, PAIR)  # the server inherits that
    try:
        server = serve(ALS_KG_WORKERS="2")
    finally:
        os.sched_setaffinity(0, HERE)
    assert all(server.ask("ASK {}").status_code == 200 for _ in range(20))
    workers = server.workers()
    assert {core for pid in workers for core in bound(pid)} == {frozenset({core}) for core in PAIR}
    processes = [child for pid in workers for child in children(pid)]
    assert len(processes) > len(workers)
    assert all(sorted(os.sched_getaffinity(pid)) == PAIR for pid in processes)
    os.kill(workers[0], signal.SIGKILL)
    until = time.monotonic() + 10
    while {core for pid in server.workers() for core in bound(pid)} != {frozenset({core}) for core in PAIR}:
        assert time.monotonic() < until
        time.sleep(0.05)
