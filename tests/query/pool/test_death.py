"""Whatever dies, at most the query that it ran is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from als_kg.query import QueryAnswer, QueryRequest
from als_kg.query.pool import LimitReached, Limits, PoolService, ProcessLost
from als_kg.query.pool.asking import ask
from als_kg.query.pool.child.frames import Outcome, pack
from als_kg.query.pool.crew import Crew
from als_kg.query.pool.process import Ended, QueryProcess

from .conftest import PATIENT, SMALL, TINY, alive, eventually, members, tell, whole

ENDLESS = QueryRequest("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
UNTIRING = replace(PATIENT, patience=20)


@pytest.fixture
def patient(rings_out: Path) -> Iterator[PoolService]:
    """A pool whose queries are ended by these tests only."""
    with closing(PoolService(rings_out, UNTIRING)) as service:
        eventually(lambda: whole(service))
        yield service


def busy(service: PoolService) -> QueryProcess:
    """Find the one process that is at work: it has its query and computes."""
    crew = service._keeper.live()
    eventually(lambda: crew.free == len(crew.members) - 1)
    (process,) = crew.members.difference(*crew._free.values())
    # One that is killed before it has read its query loses nothing: another takes the query over.
    started = ticks(process.pid)
    eventually(lambda: ticks(process.pid) > started + 2, seconds=15)
    return process


def ticks(pid: int) -> int:
    """Read the processor time that a process has used, in clock ticks (proc(5), utime)."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def test_a_process_killed_at_work_loses_its_query_only(patient: PoolService) -> None:
    with ThreadPoolExecutor(2) as threads:
        lost = threads.submit(patient.answer, ENDLESS)
        process = busy(patient)
        fine = threads.submit(lambda: [patient.answer(TINY) for _ in range(100)])
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(ProcessLost, match="killed from outside"):
            lost.result(15)
        assert len(fine.result(15)) == 100
    eventually(lambda: whole(patient))
    eventually(lambda: not Path(f"/proc/{process.pid}").exists())


def test_processes_killed_while_free_lose_nothing(patient: PoolService) -> None:
    for _ in range(5):
        for pid in members(patient):
            with suppress(ProcessLookupError):  # one that did not start is gone already
                os.kill(pid, signal.SIGKILL)
        assert patient.answer(TINY).body
    eventually(lambda: whole(patient))


@pytest.mark.parametrize(("number", "told"), [(2, False), (4, True)])
def test_what_is_killed_before_it_is_ready_is_replaced_at_once_unless_all_are(
    patient: PoolService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, number: int, told: bool
) -> None:
    keeper, killed = patient._keeper, []
    add = keeper._add

    def kill_some(crew: Crew, process: QueryProcess) -> None:
        add(crew, process)
        if len(killed) < number:
            killed.append(process)
            monkeypatch.setattr(process, "greets", lambda: False)  # it may have done so already
            process.kill()

    monkeypatch.setattr(keeper, "_add", kill_some)
    monkeypatch.setattr("als_kg.query.pool.keeper._RETRY", 0.1)
    os.kill(members(patient).pop(), signal.SIGKILL)
    eventually(lambda: len(killed) == number and whole(patient))
    assert ("a query process did not start" in caplog.text) is told


def test_a_process_that_was_ready_is_replaced_and_not_blamed(
    patient: PoolService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    forked = patient.state().forked
    monkeypatch.setattr(patient._keeper, "_unready", 3)
    os.kill(members(patient).pop(), signal.SIGKILL)
    eventually(lambda: patient.state().forked > forked and whole(patient))
    assert "did not start" not in caplog.text


def test_kills_under_load_lose_at_most_one_query_each(patient: PoolService) -> None:
    def ask(_: int) -> bool:
        try:
            return bool(patient.answer(TINY).body)
        except ProcessLost:
            return False

    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(ask, number) for number in range(2000)]
        kills = 0
        while not answers[-1].done():
            if pids := members(patient):
                try:
                    os.kill(min(pids), signal.SIGKILL)
                    kills += 1
                except ProcessLookupError:
                    pass
            time.sleep(0.02)
    lost = sum(not answer.result() for answer in answers)
    assert kills > 0
    assert lost <= kills


def test_a_stem_that_is_killed_takes_nothing_with_it_and_is_grown_again(patient: PoolService) -> None:
    stem = next(iter(patient._keeper._stems.values()))
    with ThreadPoolExecutor(1) as threads:
        lost = threads.submit(patient.answer, ENDLESS)
        process = busy(patient)
        os.kill(stem.pid, signal.SIGKILL)
        assert patient.answer(TINY).body
        time.sleep(0.1)
        assert not lost.done()
        process.kill()
        with pytest.raises(ProcessLost):
            lost.result(5)
    eventually(lambda: whole(patient))
    assert next(iter(patient._keeper._stems.values())) is not stem


def test_a_segmentation_fault_is_told(split: Callable[..., QueryProcess]) -> None:
    process = split()
    depth = 400_000
    with pytest.raises(Ended):
        tell(process, "SELECT * {" + "{" * depth + "?s ?p ?o" + "}" * depth + "}")
    process.bury()
    assert "Segmentation fault" in process.last_words
    assert not process.lacked_memory
    process.bury = lambda: None  # type: ignore[method-assign]  # once is enough


def test_a_query_that_brings_the_engine_down_is_lost_alone(
    patient: PoolService, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = "ASK {" + "{" * 400_000 + "?s ?p ?o" + "}" * 400_000 + "}"
    forged = ask(TINY)._replace(message=pack([deep.encode(), b"json results", b"", b"", b""]))
    with monkeypatch.context() as patch:
        patch.setattr("als_kg.query.pool.service.ask", lambda _: forged)
        with pytest.raises(ProcessLost, match="Segmentation fault"):
            patient.answer(TINY)
    assert patient.answer(TINY).body
    eventually(lambda: whole(patient))


def test_what_the_guard_lets_pass_does_not_overflow_the_stack(split: Callable[..., QueryProcess]) -> None:
    process = split(Limits())
    for opening, inside, closing_ in (("{", "?s ?p ?o", "}"), ("{SELECT * {", "?s ?p ?o", "}}")):
        reply = tell(process, "ASK {" + opening * 64 + inside + closing_ * 64 + "}")
        assert reply is not None
        assert reply.outcome is Outcome.ANSWERED
    chain = "".join(f"BIND(?v{number} + 1 AS ?v{number + 1}) " for number in range(400))
    reply = tell(process, "ASK { BIND(1 AS ?v0) " + chain + "}")
    assert reply is not None
    assert reply.outcome is Outcome.ANSWERED


WORKER = """
import sys, threading
from pathlib import Path
from als_kg.query import QueryRequest
from als_kg.query.pool import Limits, PoolService
service = PoolService(Path(sys.argv[1]), Limits(seconds=60, patience=60, processes=2, slow=1))
service.status()
ask = lambda: service.answer(QueryRequest(sys.argv[2]))
threading.Thread(target=ask, daemon=True).start()
while service.state().quick < 1 or service.state().free < service.limits.size - 1:
    pass
keeper = service._keeper
print(*[each.pid for each in (*keeper.live().members, *keeper._stems.values())])
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_all_processes_end_with_the_web_worker(rings_out: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", WORKER, str(rings_out), ENDLESS.text]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        pids = worker.stdout.readline().split()
        assert len(pids) == Limits(processes=2, slow=1).size + len(["stem"])
        assert all(Path(f"/proc/{pid}").exists() for pid in pids)
        worker.send_signal(how)
        worker.wait(5)
    eventually(lambda: not any(alive(pid) for pid in pids))


def test_closing_lets_a_running_query_finish(rings_out: Path) -> None:
    service = PoolService(rings_out, replace(SMALL, seconds=0.4))
    service.status()
    with ThreadPoolExecutor(2) as threads:
        running: Future[QueryAnswer] = threads.submit(service.answer, ENDLESS)
        eventually(lambda: service.state().slow == 1)
        ended = threads.submit(service.close)
        with pytest.raises(LimitReached, match=r"time limit of 0\.4 s"):
            running.result(5)
        ended.result(5)
