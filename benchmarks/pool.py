"""Measure the query processes: what isolation costs, and what a runaway query costs others.

python benchmarks/pool.py [DATASET]     (default: build; takes about half a minute)
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from threading import Event

from given import dataset

from als_kg.build import open_current
from als_kg.errors import AlsKgError
from als_kg.query import QueryRequest
from als_kg.query.embedded import answer
from als_kg.query.pool import Limits, PoolService
from als_kg.query.pool.child.stem import load
from als_kg.query.services import may_name_services
from als_kg.query.text import QueryText
from als_kg.store.embedded import open_store

TINY = QueryRequest("ASK { ?s ?p ?o }")
CHEAP = QueryRequest(
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "SELECT ?thing ?name { ?thing a ?kind ; skos:prefLabel ?name } LIMIT 20"
)
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d LIMIT 1",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?b (!<x:y>)* ?c }",
)


def timed(call: Callable[[], object], times: int) -> list[float]:
    """Time calls one by one, in milliseconds, sorted."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def told(name: str, taken: list[float]) -> float:
    """Print median and p99 of sorted times; give the p99."""
    last = taken[int(len(taken) * 0.99)]
    print(f"{name:58} median {median(taken):8.3f} ms   p99 {last:8.3f} ms")
    return last


def mixed(folder: Path) -> list[QueryRequest]:
    """Take the published questions that ask nobody else."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq")))
    return [QueryRequest(text) for text in texts if not may_name_services(QueryText(text))]


def cost(service: PoolService, dataset: Path, queries: list[QueryRequest]) -> None:
    """Compare the pool with the same engine in this process."""
    published = open_current(dataset)
    memory, directory = load(published), open_store(published)
    here = told("tiny, in this process, in memory", timed(lambda: answer(memory, TINY), 3000))
    there = told("tiny, in the pool", timed(lambda: service.answer(TINY), 3000))
    print(f"{'':58} p99 differs by {there - here:.3f} ms")
    ways: dict[str, Callable[[QueryRequest], object]] = {
        "in this process, from the directory": partial(answer, directory),
        "in this process, in memory": partial(answer, memory),
        "in the pool": service.answer,
    }
    for name, ask in ways.items():
        taken = [each for query in queries for each in timed(partial(ask, query), 7)]
        told(f"published questions, {name}", sorted(taken))


def recovery(service: PoolService) -> None:
    """Kill processes and wait until all are there again."""
    for killed in (1, service.limits.size):
        taken = []
        for _ in range(10):
            processes = list(service._keeper.live().members)[:killed]
            started = time.perf_counter()
            for process in processes:
                os.kill(process.pid, signal.SIGKILL)
            forked = service.state().forked + killed
            while service.state().forked < forked or service.state().free < service.limits.size:
                time.sleep(0.0005)
            taken.append((time.perf_counter() - started) * 1000)
        told(f"all processes there again after {killed} were killed", sorted(taken))


def after_a_limit(dataset: Path) -> None:
    """Wait until all processes are there again after a query has met its limit, alone and where others want more."""
    with PoolService(dataset, Limits(seconds=0.5)) as service:
        service.status()
        for others in (0, 2 * (os.cpu_count() or 1)):
            with busy(others):
                taken = sorted(whole_after_a_limit(service) for _ in range(10))
            told(f"all processes there again after a limit, {others} others busy", taken)


def whole_after_a_limit(service: PoolService) -> float:
    """Let a query meet its limit; give the milliseconds from there until all processes are there."""
    with suppress(AlsKgError):
        service.answer(QueryRequest(RUNAWAYS[1]))
    started = time.perf_counter()
    while service.state().free < service.limits.size:
        time.sleep(0.0005)
    return (time.perf_counter() - started) * 1000


@contextmanager
def busy(others: int) -> Iterator[None]:
    """Have processes take all the time that they get."""
    started = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(others)]
    try:
        yield
    finally:
        for each in started:
            each.kill()
            each.wait()


@contextmanager
def running(service: PoolService, threads: int, *, varied: bool) -> Iterator[None]:
    """Keep clients asking runaway queries, always the same few or each time another."""
    over, number = Event(), count()

    def ask() -> None:
        while not over.is_set():
            at = next(number)
            text = RUNAWAYS[at % len(RUNAWAYS)]
            text = text.replace("?", f"?v{at}") if varied else text  # names of its own: nothing like it was seen
            with suppress(AlsKgError):
                service.answer(QueryRequest(text))

    with ThreadPoolExecutor(threads) as pool:
        for _ in range(threads):
            pool.submit(ask)
        time.sleep(1)
        yield
        over.set()


def neighbours(dataset: Path) -> None:
    """Time cheap queries, alone and beside runaway ones that are killed all the time."""
    with PoolService(dataset, Limits(seconds=0.5, queue_seconds=1)) as service:
        service.status()
        alone = told("cheap query, alone", timed(lambda: service.answer(CHEAP), 3000))
        for threads, varied in ((2, False), (8, False), (2, True), (8, True)):
            with running(service, threads, varied=varied):
                name = f"cheap query beside {threads} clients with {'ever new' if varied else 'known'} runaways"
                beside = told(name, timed(lambda: service.answer(CHEAP), 1000))
            print(f"{'':58} {beside / alone:.1f} × alone; {service.state().forked} processes so far")


def main(dataset: Path) -> None:
    """Run everything."""
    started = time.perf_counter()
    with PoolService(dataset) as service:
        service.status()
        print(f"first process ready after {time.perf_counter() - started:.3f} s; {service.state()}")
        cost(service, dataset, mixed(Path(__file__).parent.parent / "queries"))
        recovery(service)
    after_a_limit(dataset)
    neighbours(dataset)


if __name__ == "__main__":
    main(dataset())
