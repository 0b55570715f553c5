"""The arithmetic on measured times."""

import pytest

from benchmarks.peers.figures import Window, figures, merged, percentile, ratio, uncorrected


def as_wrk_corrects(times: dict[int, int], interval: int) -> dict[int, int]:
    """Do as stats_correct of wrk 4.1 does, which goes up and adds below."""
    data = dict(times)
    for time in range(2 * interval, max(times) + 1):
        count, added = data.get(time, 0), time - interval
        while count and added > interval:
            data[added] = data.get(added, 0) + count
            added -= interval
    return data


@pytest.mark.parametrize("interval", [1, 7, 10, 33, 100, 1000])
def test_what_wrk_adds_is_taken_out(interval: int) -> None:
    times = {3: 40, 10: 7, 21: 1, 34: 2, 55: 3, 70: 1, 100: 5, 205: 1, 999: 2}
    assert uncorrected(as_wrk_corrects(times, interval), interval) == times


def test_wrk_does_add_something() -> None:
    assert sum(as_wrk_corrects({3: 40, 205: 1}, 10).values()) > 41


@pytest.mark.parametrize(("share", "time"), [(0.5, 2), (0.9, 3), (0.99, 50), (1.0, 50)])
def test_a_percentile_is_a_time_that_was_measured(share: float, time: int) -> None:
    assert percentile({1: 40, 2: 40, 3: 18, 50: 2}, share) == time


def test_no_requests_have_no_percentile() -> None:
    assert percentile({}, 0.99) == 0


def test_histograms_add_up() -> None:
    assert merged([{1: 2, 5: 1}, {5: 3}]) == {1: 2, 5: 4}


def window(requests: int, failed: int = 0, time: int = 1000) -> Window:
    return Window(2.0, requests, failed, {time: requests})


def test_failed_requests_are_no_rate() -> None:
    assert window(100, failed=60).rate == 20


def test_the_rate_is_that_of_the_middle_round() -> None:
    told = figures([window(200), window(220), window(2, time=9000)])
    assert (told.rate, told.p50, told.failed) == (100, 1.0, 0)


def test_failures_are_a_share_of_all_requests() -> None:
    assert figures([window(30, failed=3), window(70, failed=7)]).failed == pytest.approx(0.1)


def test_a_ratio_compares_windows_of_the_same_round() -> None:
    assert ratio([window(10), window(1000), window(30)], [window(20), window(2000), window(10)]) == 0.5


def test_a_server_that_answers_nothing_has_no_ratio() -> None:
    assert ratio([window(10)], [window(10, failed=10)]) is None
