import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from als_kg.errors import UsageError
from als_kg.query.pool import Limits, Overloaded
from als_kg.query.pool.lane import Lane

from .conftest import eventually


def test_places_are_limited_and_come_back() -> None:
    lane: Lane[str, str] = Lane(2, Limits())
    assert lane.try_enter()
    lane.enter("a")
    assert not lane.try_enter()
    lane.leave()
    assert lane.taken == 1
    assert lane.try_enter()


def test_who_waited_longest_is_next() -> None:
    lane: Lane[int, str] = Lane(1, Limits())
    order: list[int] = []
    lane.enter(0)

    def go(number: int) -> None:
        lane.enter(number)
        order.append(number)
        lane.leave()

    with ThreadPoolExecutor(5) as threads:
        for number in range(5):
            threads.submit(go, number)
            eventually(lambda number=number: lane.waiting == number + 1)
        lane.leave()
    assert order == [0, 1, 2, 3, 4]
    assert (lane.taken, lane.waiting) == (0, 0)


def test_who_is_next_is_given_what_is_made_for_their_errand() -> None:
    lane: Lane[str, str] = Lane(1, Limits())
    assert lane.enter("first") is None
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(lane.enter, "second")
        eventually(lambda: lane.waiting == 1)
        lane.leave(lambda errand: f"for {errand}")
        assert waiting.result(5) == "for second"
    lane.leave(lambda errand: pytest.fail(f"nobody waits: {errand}"))
    assert lane.enter("third") is None


def test_who_gives_up_just_then_gets_what_is_given() -> None:
    lane: Lane[str, str] = Lane(1, Limits(queue_seconds=0.1))
    lane.enter("first")

    def slowly(errand: str) -> str:
        time.sleep(0.3)
        return f"for {errand}"

    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(lane.enter, "second")
        eventually(lambda: lane.waiting == 1)
        lane.leave(slowly)
        assert waiting.result(5) == "for second"


def test_where_giving_fails_the_place_is_not_lost() -> None:
    lane: Lane[str, str] = Lane(1, Limits())
    lane.enter("first")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(lane.enter, "second")
        eventually(lambda: lane.waiting == 1)
        with pytest.raises(ZeroDivisionError):
            lane.leave(lambda _: str(1 / 0))
        assert waiting.result(5) is None


def test_a_full_queue_refuses_at_once_and_says_when_to_ask_again() -> None:
    lane: Lane[str, str] = Lane(1, Limits(queue=0, queue_seconds=7))
    lane.enter("a")
    with pytest.raises(Overloaded, match="queue limit of 0 requests") as caught:
        lane.enter("a")
    assert (caught.value.limit, caught.value.retry_after) == ("queue", 7)


def test_waiting_has_an_end_and_leaves_no_trace() -> None:
    lane: Lane[str, str] = Lane(1, Limits(queue_seconds=0.05))
    lane.enter("a")
    with pytest.raises(Overloaded, match=r"waiting limit of 0\.05 s"):
        lane.enter("a")
    assert lane.waiting == 0
    lane.leave()
    assert lane.try_enter()


def test_a_closed_lane_lets_nobody_in_but_those_who_wait() -> None:
    lane: Lane[str, str] = Lane(1, Limits())
    lane.enter("a")
    with ThreadPoolExecutor(2) as threads:
        waiting = threads.submit(lane.enter, "a")
        eventually(lambda: lane.waiting == 1)
        closing = threads.submit(lane.close)
        eventually(lambda: lane.waiting == 2)
        with pytest.raises(Overloaded):
            lane.enter("a")
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
