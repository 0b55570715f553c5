"""Queries that would never end, or fill the machine: each meets the right error in time, and nothing else does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from als_kg.errors import QueryRefused
from als_kg.query import QueryRequest
from als_kg.query.pool import LimitReached, PoolService
from als_kg.query.pool.service import Speed

from .conftest import PATIENT, SMALL, TINY, eventually, in_time, whole
from .runaways import ANY, CROSS, RUNAWAYS, count, joined, star, values


@pytest.fixture(autouse=True)
def rested(rings: PoolService) -> None:
    """Start from a pool at rest; what was slow before is unknown."""
    eventually(lambda: whole(rings))
    rings._seen._speeds.clear()


@pytest.fixture(scope="module")
def patient(rings_out: Path) -> Iterator[PoolService]:
    """A pool in which other limits than that of time are met even if others keep the machine busy."""
    with PoolService(rings_out, PATIENT) as service:
        yield service


def ended(service: PoolService, text: str) -> LimitReached:
    """Ask, and check that the verdict comes in time."""
    with in_time(service.limits.seconds), pytest.raises(LimitReached) as caught:
        service.answer(QueryRequest(text))
    return caught.value


@pytest.mark.parametrize(("text", "limits"), RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_runaway_query_meets_its_limit_and_the_pool_is_whole_again(
    rings: PoolService, patient: PoolService, text: str, limits: set[str]
) -> None:
    service = rings if "seconds" in limits else patient
    error = ended(service, text)
    assert error.limit in limits
    assert service.limits.named(error.limit) in str(error)
    assert service.answer(TINY).body
    eventually(lambda: whole(service))


PAST_GUARD = {
    "joined patterns": f"SELECT * {{ {joined(400)} }}",
    "star of patterns": count(star(400)),
}


@pytest.mark.parametrize("text", PAST_GUARD.values(), ids=PAST_GUARD)
def test_what_the_guard_might_miss_meets_a_limit_too(
    rings: PoolService, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("als_kg.query.reading.guard", lambda *_: None)
    with in_time(SMALL.seconds), pytest.raises(LimitReached):
        rings.answer(QueryRequest(text))
    assert rings.answer(TINY).body
    eventually(lambda: whole(rings))


NESTED = {
    "groups": ("{", "?s ?p ?o", "}"),
    "sub-selects": ("{ SELECT * {", "?s ?p ?o", "} }"),
    "optional": ("OPTIONAL {", "?s ?p ?o", "}"),
    "brackets": ("FILTER(" + "(", "1", ")" + ")"),
    "functions": ("FILTER(ABS(", "1", "))"),
    "exists": ("FILTER EXISTS {", "?s ?p ?o", "}"),
    "blank nodes": ("?s ?p [ ?p", "1", "]"),
    "lists": ("?s ?p (", "1", ")"),
}
CHAINS = {
    "binds": " BIND(1 AS ?v{})",
    "unions": " UNION {{ ?s ?p ?v{} }}",
    "ors": " || ?v{}",
    "sums": " + {}",
    "paths": " / <http://example.org/p{}>",
}


@pytest.mark.parametrize("depth", [1_000, 10_000])
@pytest.mark.parametrize("shape", NESTED.values(), ids=NESTED)
def test_deep_nesting_never_gets_to_a_process(rings: PoolService, shape: tuple[str, str, str], depth: int) -> None:
    opening, inside, closing = shape
    with pytest.raises(QueryRefused):
        rings.answer(QueryRequest("ASK {" + opening * depth + inside + closing * depth + "}"))
    assert whole(rings)


@pytest.mark.parametrize("link", CHAINS.values(), ids=CHAINS)
def test_a_long_chain_never_gets_to_a_process(rings: PoolService, link: str) -> None:
    chain = "".join(link.format(number) for number in range(2_000))
    text = {"|": "FILTER(1", "+": "FILTER(1", "/": "?s <http://example.org/p>"}.get(link[1], "{ ?s ?p ?o }")
    closing = ")" if text.startswith("FILTER") else " ?o" if text.startswith("?s") else ""
    with pytest.raises(QueryRefused):
        rings.answer(QueryRequest(f"ASK {{ {text}{chain}{closing} }}"))
    assert whole(rings)


def test_an_answer_just_under_the_limit_is_whole_and_over_it_an_error(patient: PoolService) -> None:
    def asked(rows: int) -> QueryRequest:
        return QueryRequest(f"SELECT ?x0 {{ {values(6, 10)} }} LIMIT {rows}", format="csv")

    rows = (int(SMALL.result_mib * (1 << 20)) - len(b"x0\r\n")) // len(b"9\r\n")
    assert len(patient.answer(asked(rows)).body) == len(b"x0\r\n") + rows * len(b"9\r\n")
    with pytest.raises(LimitReached, match="result limit of 1 MiB"):
        patient.answer(asked(rows + 1))


def test_a_slow_query_gives_its_place_to_quick_ones(rings_out: Path) -> None:
    """Two runaway queries on two quick places; a third query waits for their patience only."""
    with PoolService(rings_out, replace(SMALL, seconds=0.7)) as service, ThreadPoolExecutor(2) as threads:
        service.status()
        slow = [threads.submit(ended_by_time, service, count(f"{CROSS} . ?new{n} ?j ?k")) for n in (1, 2)]
        eventually(lambda: service.state().quick == 2)
        assert service.answer(TINY).body
        assert not any(each.done() for each in slow)
        eventually(lambda: service.state().slow == 2)
        assert all(each.result(5) for each in slow)


def ended_by_time(service: PoolService, text: str) -> bool:
    with pytest.raises(LimitReached) as caught:
        service.answer(QueryRequest(text))
    return caught.value.limit == "seconds"


@pytest.mark.slow
def test_a_full_slow_lane_has_queries_start_again_when_there_is_a_place(rings_out: Path) -> None:
    """Three queries of some tenths of a second with one slow place: all are answered, one after the other."""
    limits = replace(SMALL, seconds=10, queue_seconds=20, patience=0.01, processes=3, slow=1)
    with PoolService(rings_out, limits) as service, ThreadPoolExecutor(3) as threads:
        eventually(lambda: whole(service))
        asked = [QueryRequest(count(f"?new{number} {ANY}* ?b")) for number in range(3)]
        bodies = {answer.body for answer in threads.map(service.answer, asked)}
        assert len(bodies) == 1
        assert {service._seen.get(request_key(request)) for request in asked} == {Speed.SLOW}


def request_key(request: QueryRequest) -> int:
    from als_kg.query.pool.asking import ask

    return ask(request).key


@pytest.mark.slow
def test_a_flood_of_slow_queries_is_turned_away_and_quick_ones_are_not(rings_out: Path) -> None:
    limits = replace(SMALL, seconds=0.7, queue=1, queue_seconds=0.1, slow=1)
    text = count(CROSS)
    with PoolService(rings_out, limits) as service, ThreadPoolExecutor(4) as threads:
        service.status()
        ended_by_time(service, text)
        flood = [threads.submit(outcome, service, text) for _ in range(4)]
        for _ in range(20):
            assert service.answer(TINY).body
        kinds = [each.result(5) for each in flood]
    assert kinds.count("seconds") == 1
    assert {"queue", "queue_seconds"} >= set(kinds) - {"seconds"}


def outcome(service: PoolService, text: str) -> str:
    try:
        service.answer(QueryRequest(text))
    except LimitReached as error:
        return error.limit
    return "answered"
