"""Measure how soon queries that run away, and every construct of the grammar a thousand times and more, end.

python -m benchmarks.runaways     (takes a minute)

The shapes are those of the tests (``tests/query/pool``), which see that each ends, and rightly; this tells
how long after its limit. Each shape is asked of a whole pool three times, and its quickest time counts: what
else the machine does can only add. Issue 4 wants the limit + 0.2 s.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from als_kg.build import write
from als_kg.errors import AlsKgError
from als_kg.query import QueryRequest
from als_kg.query.pool import Limits, PoolService
from tests.query.pool.grammar import NESTED, ROWS, SIZES
from tests.query.pool.runaways import RUNAWAYS, rings_dataset

LIMITS = Limits(seconds=0.5, memory_mib=128, result_mib=1, queue=8, queue_seconds=2, processes=2, slow=2)
WANTED, ROUNDS, WORST = 0.2, 3, 5


def shapes() -> Iterator[tuple[str, str]]:
    """Give each query with its name."""
    for name, (text, _) in RUNAWAYS.items():
        yield name, text
    for kind, several in (("nested", NESTED), ("in a row", ROWS)):
        for name, shape in several.items():
            for times in SIZES:
                yield f"{name} {kind}, {times:,}", shape(times)


def taken(service: PoolService, text: str) -> float:
    """Ask once the pool is whole; give the seconds until the answer or the error."""
    while service.state().free < LIMITS.size:
        time.sleep(0.005)
    started = time.perf_counter()
    with suppress(AlsKgError):
        service.answer(QueryRequest(text))
    return time.perf_counter() - started


def main() -> None:
    """Print the shapes that took longest."""
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        write(rings_dataset(), Path(folder), inputs="rings", validated=True)
        with PoolService(Path(folder), LIMITS) as service:
            service.status()
            found = sorted(
                ((min(taken(service, text) for _ in range(ROUNDS)), name) for name, text in shapes()), reverse=True
            )
    late = [seconds for seconds, _ in found if seconds > LIMITS.seconds + WANTED]
    print(f"{len(found)} shapes, load average {before:.2f} before, {os.getloadavg()[0]:.2f} after")
    print(f"{len(late)} took longer than the limit of {LIMITS.seconds:g} s + {WANTED:g} s; the longest:")
    for seconds, name in found[:WORST]:
        print(f"  {seconds:.3f} s  {name}")


if __name__ == "__main__":
    main()
