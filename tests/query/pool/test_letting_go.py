"""A process that is ended is replaced at once, as on a busy machine its end may take seconds."""

import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from als_kg.query import QueryRequest
from als_kg.query.pool import LimitReached, PoolService
from als_kg.query.pool.child.frames import pack
from als_kg.query.pool.process import Pace, QueryProcess
from als_kg.vocabulary import graph_for

from .conftest import SMALL, TINY, alive, eventually, members, whole

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
RELEASES = tuple(int(part) for part in platform.release().split(".")[:2]) >= (5, 15)


@pytest.fixture
def service(rings_out: Path) -> Iterator[PoolService]:
    with closing(PoolService(rings_out, replace(SMALL, seconds=0.2))) as service:
        eventually(lambda: whole(service))
        yield service


@contextmanager
def nothing_ends() -> Iterator[list[QueryProcess]]:
    """Let no process end that is killed; these end at last."""
    killed: list[QueryProcess] = []

    def note(process: QueryProcess) -> None:
        killed.append(process)

    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(QueryProcess, "discard", note)
            patch.setattr(QueryProcess, "release_memory", lambda _: None)
            yield killed
    finally:
        for process in killed:
            process.discard()


def test_the_pool_is_whole_again_before_a_process_has_ended(service: PoolService) -> None:
    with nothing_ends() as killed:
        with pytest.raises(LimitReached, match=r"time limit of 0\.2 s"):
            service.answer(QueryRequest(ENDLESS))
        eventually(lambda: whole(service))
        (process,) = killed
        assert alive(process.pid)
        assert process.pid not in members(service)
        assert service.answer(TINY).body
    eventually(lambda: not service._keeper.live().ending)
    assert not alive(process.pid)
    assert whole(service)


def test_with_those_that_are_ending_there_are_at_most_twice_as_many(service: PoolService) -> None:
    crew, size = service._keeper.live(), service.limits.size
    with nothing_ends() as killed:
        for _ in range(2 * size):
            process = crew.take(20)
            assert process is not None
            service._keeper.let_go(crew, process)
        eventually(lambda: len(crew.ending) == len(killed) == 2 * size)
        assert crew.take(0.1) is None
        assert not crew.members
    eventually(lambda: whole(service))
    assert not crew.ending


def test_a_process_that_ended_before_it_was_let_go_is_replaced_once(service: PoolService) -> None:
    crew = service._keeper.live()
    process = crew.take(0)
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    eventually(lambda: process not in crew.members and whole(service))
    service._keeper.let_go(crew, process)
    with pytest.raises(LimitReached):  # and by the end of that, the keeper has heard of it
        service.answer(QueryRequest(ENDLESS))
    eventually(lambda: whole(service) and not crew.ending)
    assert len(crew.members) == service.limits.size


def test_a_process_that_is_let_go_when_the_pool_has_ended_is_ended(rings_out: Path) -> None:
    service = PoolService(rings_out, SMALL)
    crew = service._keeper.live()
    process = crew.take(20)
    assert process is not None
    service.close()
    service._keeper.let_go(crew, process)
    assert not alive(process.pid)


@contextmanager
def starved(pid: int) -> Iterator[None]:
    """Let a process have one core only, which another never leaves."""
    core = min(os.sched_getaffinity(0))
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as other:
        try:
            os.sched_setaffinity(other.pid, {core})
            for task in Path(f"/proc/{pid}/task").iterdir():
                os.sched_setaffinity(int(task.name), {core})
            yield
        finally:
            other.kill()


def own_memory(process: QueryProcess) -> int:
    """Read the memory that the thread with the query holds, in KiB; none when it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        status = Path(f"/proc/{process.pid}/task/{process._thread}/status").read_text()
        if "RssAnon:" in status:
            return int(status.split("RssAnon:")[1].split()[0])
    return 0


@pytest.mark.skipif(not RELEASES, reason="this kernel leaves the memory of an ending process to itself")
def test_the_memory_of_a_process_is_free_before_it_has_ended(split: Callable[..., QueryProcess]) -> None:
    process = split()
    process.begin(pack([ENDLESS.encode(), b"json results", graph_for("current").encode(), b"*", b""]))
    eventually(lambda: process.used() > 0.02)
    with starved(process.pid):
        process.slow_to(Pace.IDLE)
        before = own_memory(process)
        process.kill()
        process.release_memory()
        assert own_memory(process) < before / 10
