import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from als_kg.errors import UsageError
from als_kg.query.pool import Limits, Overloaded
from als_kg.query.pool.lane import Lane

from .conftest import eventually


def test_places_are_limited_and_come_back() -> None:
    lane = Lane(2, Limits())
    assert lane.try_enter()
    lane.enter()
    assert not lane.try_enter()
    lane.leave()
    assert lane.taken == 1
    assert lane.try_enter()


def test_who_waited_longest_is_next() -> None:
    lane, order = Lane(1, Limits()), list[int]()
    lane.enter()

    def go(number: int) -> None:
        lane.enter()
        order.append(number)
        lane.leave()

    with ThreadPoolExecutor(5) as threads:
        for number in range(5):
            threads.submit(go, number)
            eventually(lambda number=number: lane.waiting == number + 1)
        lane.leave()
    assert order == [0, 1, 2, 3, 4]
    assert (lane.taken, lane.waiting) == (0, 0)


def test_a_full_queue_refuses_at_once_and_says_when_to_ask_again() -> None:
    lane = Lane(1, Limits(queue=0, queue_seconds=7))
    lane.enter()
    with pytest.raises(Overloaded, match="queue limit of 0 requests") as caught:
        lane.enter()
    assert (caught.value.limit, caught.value.retry_after) == ("queue", 7)


def test_waiting_has_an_end_and_leaves_no_trace() -> None:
    lane = Lane(1, Limits(queue_seconds=0.05))
    lane.enter()
    with pytest.raises(Overloaded, match=r"waiting limit of 0\.05 s"):
        lane.enter()
    assert lane.waiting == 0
    lane.leave()
    assert lane.try_enter()


def test_a_closed_lane_lets_nobody_in_but_those_who_wait() -> None:
    lane = Lane(1, Limits())
    lane.enter()
    with ThreadPoolExecutor(2) as threads:
        waiting = threads.submit(lane.enter)
        eventually(lambda: lane.waiting == 1)
        closing = threads.submit(lane.close)
        eventually(lambda: lane.waiting == 2)
        with pytest.raises(Overloaded):
            lane.enter()
        assert not lane.try_enter()
        lane.leave()
        waiting.result(5)
        time.sleep(0.02)
        assert not closing.done()
        lane.leave()
        closing.result(5)
    lane.close()  # a second time does nothing


@pytest.mark.parametrize(
    ("name", "value"), [("processes", 0), ("slow", 0), ("seconds", -1), ("memory_mib", float("nan"))]
)
def test_a_limit_below_its_least_is_refused(name: str, value: float) -> None:
    with pytest.raises(UsageError, match=name):
        Limits(**{name: value})
