"""Who leaves a lane begins the next query in the same process, and goes on with its own answer meanwhile."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from als_kg.errors import UsageError
from als_kg.query import QueryAnswer, QueryRequest
from als_kg.query.pool import PoolService
from als_kg.query.pool.asking import ask
from als_kg.query.pool.crew import Crew
from als_kg.query.pool.process import QueryProcess, Reply, Unread
from als_kg.query.pool.service import Speed

from .conftest import PATIENT, TINY, eventually, whole

ONE = replace(PATIENT, patience=20, processes=1)
FIRST = QueryRequest("SELECT * { ?a ?b ?c } LIMIT 1")

Begun = list[tuple[QueryProcess, int]]


@pytest.fixture
def service(rings_out: Path) -> Iterator[PoolService]:
    """A pool with one place in each lane, which knows both queries as quick."""
    with closing(PoolService(rings_out, ONE)) as service:
        eventually(lambda: whole(service))
        for request in (FIRST, TINY):
            service._seen.put(ask(request).key, Speed.QUICK)
        yield service


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Begun:
    """Each query that was begun: in which process, and by which thread."""
    begun: Begun = []
    begin = QueryProcess.begin

    def noted(process: QueryProcess, request: bytes) -> None:
        begun.append((process, threading.get_ident()))
        begin(process, request)

    monkeypatch.setattr(QueryProcess, "begin", noted)
    return begun


@contextmanager
def asleep(service: PoolService) -> Iterator[None]:
    """Let no process go on, so that whoever asks waits for sure."""
    pids = [process.pid for process in service._keeper.live().members]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    eventually(lambda: all(stopped(pid) for pid in pids))
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def stopped(pid: int) -> bool:
    """Tell whether each thread stands still: one goes on until it next gets the processor."""
    states = (path.read_text().rpartition(")")[2].split()[0] for path in Path(f"/proc/{pid}/task").glob("*/stat"))
    return set(states) == {"T"}


def both(service: PoolService, then: QueryRequest = TINY, *, before_the_end: Callable[[], object] = int) -> QueryAnswer:
    """Ask a query, and another that waits for it; give the answer to the other."""
    with ThreadPoolExecutor(2) as threads:
        with asleep(service):
            first = threads.submit(service.answer, FIRST)
            eventually(lambda: service._quick.taken)
            second = threads.submit(service.answer, then)
            eventually(lambda: service._quick.waiting)
            before_the_end()
        assert first.result(20).body
        answer = second.result(20)
    eventually(lambda: whole(service))
    assert (service._quick.taken, service._quick.waiting) == (0, 0)
    return answer


def test_the_next_query_is_begun_by_who_leaves(service: PoolService, begun: Begun) -> None:
    assert b"true" in both(service).body
    (first, leaving), (second, starting) = begun
    assert first is second
    assert leaving == starting


def test_an_error_of_who_waits_is_theirs(service: PoolService, begun: Begun) -> None:
    service._seen.put(ask(replace(TINY, view="none")).key, Speed.QUICK)
    with pytest.raises(UsageError, match="none"):
        both(service, replace(TINY, view="none"))
    assert len(begun) == 1
    eventually(lambda: whole(service))
    assert service.answer(TINY).body


def test_a_process_that_is_lost_meanwhile_costs_nobody_an_answer(
    service: PoolService, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[QueryProcess] = []

    def lose(process: QueryProcess, request: bytes) -> None:
        if request == ask(TINY).message and not lost:
            lost.append(process)
            raise Unread
        process.connection.sendall(request)

    monkeypatch.setattr(QueryProcess, "begin", lose)
    assert b"true" in both(service).body
    assert len(lost) == 1
    assert lost[0] not in service._keeper.live().members


def test_a_worn_process_is_not_handed_on(service: PoolService, begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = QueryProcess._reply

    def worn(process: QueryProcess, parts: list[bytes]) -> Reply:
        return reply(process, parts)._replace(worn=True)

    assert b"true" in both(service, before_the_end=lambda: monkeypatch.setattr(QueryProcess, "_reply", worn)).body
    (first, _), (second, _) = begun
    assert first is not second
    assert first not in service._keeper.live().members


def test_a_process_of_a_version_that_leaves_is_not_handed_on(
    service: PoolService, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile = property(lambda _: True)
    assert b"true" in both(service, before_the_end=lambda: monkeypatch.setattr(Crew, "retired", meanwhile)).body
    (_, leaving), (_, starting) = begun
    assert leaving != starting
