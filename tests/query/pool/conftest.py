"""Pools over the mini data set and over a graph made for queries that run away."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from als_kg.build import Published, write
from als_kg.query import QueryRequest
from als_kg.query.pool import Limits, PoolService
from als_kg.query.pool.child.frames import pack
from als_kg.query.pool.process import QueryProcess, Reply
from als_kg.query.pool.stem import Stem
from als_kg.vocabulary import graph_for

from .runaways import rings_dataset

TINY = QueryRequest("ASK { ?s ?p ?o }")
SMALL = Limits(seconds=0.5, memory_mib=128, result_mib=1, queue=8, queue_seconds=2, processes=2, slow=2)
PATIENT = replace(SMALL, seconds=20, queue_seconds=20)  # where time is not what is tested


@pytest.fixture(scope="session")
def out(mini_published: Published) -> Path:
    """The dataset directory of the mini data set."""
    return mini_published.path.parent.parent


@pytest.fixture(scope="session")
def rings_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset directory of the graph of rings."""
    folder = tmp_path_factory.mktemp("rings")
    write(rings_dataset(), folder, inputs="rings", validated=True)
    return folder


@pytest.fixture(scope="module")
def pool(out: Path) -> Iterator[PoolService]:
    with closing(PoolService(out, PATIENT)) as service:
        yield service


@pytest.fixture(scope="module")
def rings(rings_out: Path) -> Iterator[PoolService]:
    with closing(PoolService(rings_out, SMALL)) as service:
        service.status()
        yield service


@pytest.fixture
def split(mini_published: Published) -> Iterator[Callable[..., QueryProcess]]:
    """Give single query processes, to which anything can be said past the guard."""
    ended: list[Callable[[], None]] = []

    def give(limits: Limits = SMALL, *, ports: tuple[int, ...] = ()) -> QueryProcess:
        stem = Stem(mini_published, limits, ports)
        ended.append(stem.end)
        assert "fault" not in stem.hear()
        process = stem.split()
        ended.append(lambda: (process.discard(), process.bury()))
        assert process.greets()
        return process

    yield give
    for end in reversed(ended):
        end()


def tell(process: QueryProcess, text: str, seconds: float = 10) -> Reply | None:
    """Send a query straight to a process."""
    view = graph_for("current").encode()
    process.begin(pack([text.encode(), b"json results", view, b"*", b""]))
    return process.wait(time.monotonic() + seconds)


@contextmanager
def in_time(limit: float) -> Iterator[None]:
    """See that something ends by its limit and does not hang; ``benchmarks/runaways.py`` measures how soon."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < limit + 3


def eventually(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is so; long only where it never will be."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.002)


def whole(service: PoolService) -> bool:
    """Tell whether every process is there and free."""
    return service.state().free == service.limits.size


def members(service: PoolService) -> set[int]:
    """List the process numbers of the live crew."""
    return {process.pid for process in tuple(service._keeper.live().members)}


def alive(pid: int | str) -> bool:
    """Tell whether a process runs; one that waits to be reaped does not."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
