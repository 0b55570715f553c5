"""Arithmetic on measured times: histograms, percentiles, ratios.

A histogram maps a time in microseconds to how often it was measured.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Histogram = Mapping[int, int]


@dataclass(frozen=True)
class Window:
    """One stretch of load on one server: ``seconds`` long, ``failed`` of ``requests`` not answered with 2xx."""

    seconds: float
    requests: int
    failed: int
    times: Histogram

    @property
    def rate(self) -> float:
        """Good answers per second."""
        return (self.requests - self.failed) / self.seconds


@dataclass(frozen=True)
class Figures:
    """What several windows say: median requests per second, times in milliseconds, share of failures."""

    rate: float
    p50: float
    p99: float
    failed: float


def uncorrected(times: Histogram, interval: int) -> Histogram:
    """Take out what wrk adds to its histogram, which leaves the times that were measured.

    wrk (``stats_correct``) adds for each time t of at least twice the mean ``interval`` also
    t - interval, t - 2 interval, … down to interval: right for clients on a fixed schedule, wrong for
    ours, who wait for an answer before they ask again; a mix of cheap and dear queries gets a p99 of
    invented times. Added times are below their cause, so from the top down all is known.
    """
    left = dict(times)
    for time in sorted(left, reverse=True):
        count = left[time]
        if time < 2 * interval or not count:
            continue
        for added in range(time - interval, interval, -interval):
            left[added] -= count
    return {time: count for time, count in left.items() if count}


def percentile(times: Histogram, share: float) -> int:
    """Find the time that ``share`` (0 to 1) of the requests did not exceed; 0 when there are none."""
    wanted, seen = share * sum(times.values()), 0
    for time in sorted(times):
        seen += times[time]
        if seen >= wanted:
            return time
    return 0


def figures(windows: Sequence[Window]) -> Figures:
    """Join windows: the median of the rates (a busy moment spoils one), percentiles over all times."""
    times = merged(window.times for window in windows)
    requests = sum(window.requests for window in windows)
    return Figures(
        rate=median(window.rate for window in windows),
        p50=percentile(times, 0.50) / 1000,
        p99=percentile(times, 0.99) / 1000,
        failed=sum(window.failed for window in windows) / requests if requests else 0.0,
    )


def merged(histograms: Iterable[Histogram]) -> Histogram:
    """Add histograms up."""
    total: Counter[int] = Counter()
    for histogram in histograms:
        total.update(histogram)
    return dict(total)


def ratio(ours: Sequence[Window], theirs: Sequence[Window]) -> float | None:
    """Give the median of the rounds' ratios of rates: each compares neighbours in time; None without a rate."""
    pairs = [(one.rate, other.rate) for one, other in zip(ours, theirs, strict=True)]
    found = [one / other for one, other in pairs if other]
    return median(found) if found else None
