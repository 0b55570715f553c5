"""Slow queries: known again by their shape, in processes that stay, never at the cost of the quick ones."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from als_kg.build import Published
from als_kg.errors import QueryError
from als_kg.query import QueryRequest
from als_kg.query.pool import LimitReached, PoolService, dataset_share
from als_kg.query.pool.asking import ask
from als_kg.query.pool.crew import Crew
from als_kg.query.pool.process import Pace, QueryProcess
from als_kg.query.pool.service import Speed

from .conftest import SMALL, TINY, eventually, tell, whole

ANY = "(<http://example.org/p0>|<http://example.org/p1>|<http://example.org/p2>)"
# Some tenths of a second on the rings.
SLOW = f'SELECT (COUNT(*) AS ?n) {{ ?a {ANY}* ?b FILTER(STR(?a) != "%s") }}'
LANES = replace(SMALL, seconds=20, memory_mib=1024, queue_seconds=20, patience=0.05, processes=1, slow=1)
# One has been slow, and one new.
AT_REST = {Pace.FULL: LANES.size - 2, Pace.REDUCED: 1, Pace.IDLE: 1}


def key(text: str, **more: str) -> int:
    return ask(QueryRequest(text, **more)).key


def test_queries_are_alike_but_for_numbers_strings_and_comments() -> None:
    text = "SELECT * { ?s ?p 'a' } LIMIT 10"
    assert key(text) == key('SELECT * # all\n{ ?s ?p "b" } LIMIT 20')
    assert key(text) != key(text.replace("?p", "?q"))
    assert key(text) != key(text, view="article")
    assert key(text) != key(text.replace("{", "FROM <http://a> {", 1))


def test_a_long_query_is_alike_itself_only() -> None:
    text = "SELECT * { VALUES ?a { " + "'0' " * 2_000 + "} }"
    assert key(text) == key(text)
    assert key(text) != key(text.replace("0", "1"))


def test_a_slow_query_keeps_its_process(rings_out: Path) -> None:
    with PoolService(rings_out, LANES) as service:
        eventually(lambda: whole(service))
        for number in range(3):
            assert service.answer(QueryRequest(SLOW % number)).body
            assert service.answer(TINY).body
        assert whole(service)
        assert service.state().forked == LANES.size
        free = service._keeper.live()._free
        assert {pace: len(processes) for pace, processes in free.items()} == AT_REST


def test_ever_new_slow_queries_leave_quick_places_as_they_were(rings_out: Path) -> None:
    with PoolService(rings_out, LANES) as service:
        eventually(lambda: whole(service))
        for number in range(4):
            assert service.answer(QueryRequest((SLOW % "").replace("?a", f"?a{number}"))).body
        eventually(lambda: whole(service))
        free = service._keeper.live()._free
        assert (len(free[Pace.REDUCED]), len(free[Pace.IDLE])) == (0, LANES.slow)


def test_what_a_reply_took_is_its_own(split: Callable[..., QueryProcess]) -> None:
    process = split()
    product = " ".join(f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 }}" for name in "abcdefg")
    heavy = tell(process, f"SELECT (COUNT(*) AS ?n) {{ {product} }}")
    light = tell(process, TINY.text)
    assert heavy is not None
    assert light is not None
    assert heavy.used > 4 * max(light.used, process.used())


class Member(QueryProcess):
    """A process in name only."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace


def test_who_can_do_with_a_slow_process_gets_one_first(mini_published: Published) -> None:
    crew = Crew(mini_published)
    full, idle = Member(Pace.FULL), Member(Pace.IDLE)
    assert crew.offer(full)
    assert crew.offer(idle)
    assert crew.free == 2
    assert crew.take_slower(0, Pace.IDLE, lambda: 0) is idle
    assert crew.take_slower(0, Pace.IDLE, lambda: 0) is full
    assert crew.offer(idle)
    assert crew.take(0) is None
    assert crew.take_slower(0, Pace.REDUCED, lambda: 0) is None
    assert crew.surplus(Pace.IDLE, 1) == []
    assert crew.surplus(Pace.IDLE, 0) == [idle]


def test_the_warmest_process_is_for_what_is_quick_and_so_many_are_left_for_it(mini_published: Published) -> None:
    crew = Crew(mini_published)
    warm, cold, new = (Member(Pace.FULL) for _ in range(3))
    for process in (cold, warm):
        crew.offer(process)
    crew.offer(new, cold=True)
    assert crew.take_slower(0, Pace.REDUCED, lambda: 3) is None
    assert crew.take_slower(0, Pace.REDUCED, lambda: 2) is new
    assert crew.take(0) is warm
    assert crew.take(0) is cold


def test_what_is_new_runs_at_a_reduced_pace_and_what_is_known_as_quick_at_full(rings_out: Path) -> None:
    with PoolService(rings_out, LANES) as service:
        eventually(lambda: whole(service))
        free = service._keeper.live()._free
        for number in range(3):  # its process stays, for what is new next
            assert service.answer(QueryRequest(f"ASK {{ ?s{number} ?p ?o }}")).body
            assert len(free[Pace.REDUCED]) == 1
        process = free[Pace.REDUCED][0]
        assert os.getpriority(os.PRIO_PROCESS, process._thread) == 10
        assert service.answer(QueryRequest("ASK { ?s0 ?p ?o }")).body
        assert [os.getpriority(os.PRIO_PROCESS, each._thread) for each in free[Pace.FULL]] == [
            os.getpriority(os.PRIO_PROCESS, 0)
        ] * 3
        assert service.state().forked == LANES.size


def test_copies_of_a_dataset_take_half_of_the_memory() -> None:
    alone = dataset_share(workers=1, processes=2)
    assert dataset_share(workers=2, processes=1) * 2 * 4 == pytest.approx(alone * 7)


def test_what_was_quick_waits_for_nothing_new(rings_out: Path) -> None:
    """New runaway queries on all places for new queries, and more of them waiting."""
    cross = "?{0}a ?{0}b ?{0}c . ?{0}d ?{0}e ?{0}f . ?{0}g ?{0}h ?{0}i"
    limits = replace(SMALL, seconds=1, queue_seconds=20, patience=1, processes=1, slow=1)
    with PoolService(rings_out, limits) as service, ThreadPoolExecutor(3) as threads:
        service.answer(TINY)
        asked = [QueryRequest(f"SELECT (COUNT(*) AS ?n) {{ {cross.format(name)} }}") for name in "xyz"]
        new = [threads.submit(service.answer, request) for request in asked]
        eventually(lambda: service.state().waiting == 2)
        assert service.answer(QueryRequest(f"{TINY.text} # again")).body
        assert service.state().waiting == 2
        assert not any(each.done() for each in new)


GROWN = "BIND(CONCAT(?a, ?a, ?a, ?a, ?a, ?a, ?a, ?a) AS ?b) BIND(REPLACE(?b, 'x', ?b) AS ?c) "
GROWN += "BIND(REPLACE(?c, 'x', ?c) AS ?d)"
FATES = {
    "answered": (TINY.text, Speed.QUICK),
    "wrong": ("SELECT * { ?s ?p }", None),
    "too large": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", None),
    "too much memory": (f"SELECT (STRLEN(?d) AS ?n) {{ BIND('{'x' * 64}' AS ?a) {GROWN} }}", None),
}


@pytest.mark.parametrize(("text", "speed"), FATES.values(), ids=FATES)
def test_only_what_was_answered_is_known_as_quick(rings_out: Path, text: str, speed: Speed | None) -> None:
    with PoolService(rings_out, replace(LANES, memory_mib=64, patience=5)) as service:
        with suppress(QueryError):
            service.answer(QueryRequest(text))
        assert service._seen.get(key(text)) is speed


def test_memory_has_a_limit_where_there_is_time_to_reach_it(rings_out: Path) -> None:
    text, _ = FATES["too much memory"]
    limits = replace(LANES, memory_mib=64, patience=5)
    with PoolService(rings_out, limits) as service, pytest.raises(LimitReached, match="memory limit of 64 MiB"):
        service.answer(QueryRequest(text))
