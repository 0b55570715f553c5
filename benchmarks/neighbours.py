"""Measure over HTTP what runaway queries cost the others: cheap queries alone, and beside clients that do their worst.

python benchmarks/neighbours.py [DATASET]     (default: build; takes about a minute)

Each cheap query is asked with another number, so that none comes from memory. A runaway is ``known`` if one
like it ran before; an ``ever new`` one has names of its own, so that nothing tells that it is slow. Clients
run in processes of their own. Issue 4 wants a p99 of at most three times that of a quiet server.
"""

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlsplit

from endpoint import serving
from given import dataset
from pool import CHEAP, RUNAWAYS

WANTED = 3.0
SECONDS, REST, ROUNDS = 2.5, 2.0, 4
ALONE = "cheap query, alone"
CLIENTS = ((2, False), (8, False), (2, True), (8, True))


def cheap(url: str, seconds: float) -> list[float]:
    """Ask cheap queries one after the other; give the milliseconds of each, sorted."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    taken: list[float] = []
    until = time.perf_counter() + seconds
    for number in count(time.monotonic_ns()):
        started = time.perf_counter()
        if started > until:
            return sorted(taken)
        connection.request("GET", f"/sparql?query={quote(f'{CHEAP.text} # {number}')}")
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        taken.append((time.perf_counter() - started) * 1000)
    raise AssertionError("numbers have an end")


def harm(url: str, *, ever_new: bool) -> None:
    """Ask runaway queries until killed."""
    for number in count(time.monotonic_ns()):
        text = RUNAWAYS[number % len(RUNAWAYS)]
        asked = text.replace("?", f"?v{number}") if ever_new else f"{text} # {number}"
        connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
        try:
            connection.request("GET", f"/sparql?query={quote(asked)}")
            connection.getresponse().read()
        except (OSError, HTTPException):
            continue
        finally:
            connection.close()


@contextmanager
def harming(url: str, clients: int, *, ever_new: bool) -> Iterator[None]:
    """Have clients ask runaway queries."""
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=harm, args=(url,), kwargs={"ever_new": ever_new}) for _ in range(clients)]
    for process in started:
        process.start()
    time.sleep(1.5)
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.join()


def p99(taken: Sequence[float]) -> float:
    """Find the time that 99 of 100 did not exceed, of sorted ones."""
    return taken[int(len(taken) * 0.99)]


def round_of(url: str) -> dict[str, list[float]]:
    """Measure everything once, after the server alone and at rest, so that other load falls on both."""
    time.sleep(REST)
    found = {ALONE: cheap(url, SECONDS)}
    for clients, ever_new in CLIENTS:
        with harming(url, clients, ever_new=ever_new):
            found[f"beside {clients} clients with {'ever new' if ever_new else 'known'} runaways"] = cheap(url, SECONDS)
        time.sleep(0.5)
    return found


def told(rounds: Sequence[dict[str, list[float]]]) -> None:
    """Print the times over all rounds, and the median of the rounds' ratios to the server alone."""
    for name in rounds[0]:
        taken = sorted(time for found in rounds for time in found[name])
        ratios = [p99(found[name]) / p99(found[ALONE]) for found in rounds]
        print(f"{name:44} n {len(taken):6}  median {median(taken):6.2f} ms  p99 {p99(taken):6.2f} ms  "
              f"{median(ratios):5.1f} × alone ({', '.join(f'{ratio:.1f}' for ratio in ratios)})")  # fmt: skip


def main(dataset: Path) -> None:
    """Run everything against one server with its own defaults."""
    before = os.getloadavg()[0]
    with serving(dataset, ALS_KG_WORKERS="1", ALS_KG_TIMEOUT="0.5", ALS_KG_CACHE_SIZE="0") as url:
        cheap(url, 1)
        rounds = [round_of(url) for _ in range(ROUNDS)]
    print(f"{ROUNDS} rounds of {SECONDS:g} s each, load average {before:.2f} before, {os.getloadavg()[0]:.2f} after")
    print(f"wanted: a p99 of at most {WANTED:g} × alone")
    told(rounds)


if __name__ == "__main__":
    main(dataset())
