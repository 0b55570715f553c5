"""Tell Prometheus what all workers have counted: each leaves its counts in a folder, whoever is asked adds them up."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import time_ns
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from als_kg.web.endpoint.incoming import Incoming
from als_kg.web.endpoint.outgoing import Outgoing
from als_kg.web.endpoint.tally import BOUNDS, Counts, Tally

METHODS = ("GET", "HEAD", "OPTIONS")
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LABELS = [*map(str, BOUNDS), "+Inf"]
_CACHE = {None: "", True: "hit", False: "miss"}


class Metrics:
    """The metrics of one app; with a ``folder``, those of all processes that share theirs in it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._tally = Tally()
        self.note = self._tally.note
        self.set = self._tally.set
        # No process has the name of another: its number may be given again, and its counts stay.
        self._file = folder / f"{os.getpid()}-{time_ns()}.json" if folder else None

    def share(self) -> None:
        """Leave the counts where other processes find them; what was counted since is lost if this one is killed."""
        if self._file is not None:
            written = self._file.with_suffix(f".{time_ns()}.part")
            written.write_text(json.dumps(self._tally.written()), encoding="utf-8")
            written.replace(self._file)

    def written(self) -> bytes:
        """Write all metrics, those of the other processes as they were shared last."""
        registry = CollectorRegistry()
        registry.register(_Sum(self._all()))
        return bytes(generate_latest(registry))

    def _all(self) -> Iterator[tuple[bool, dict[str, Any]]]:
        """Yield what each process says, and whether it still lives."""
        yield True, self._tally.written()
        for path in self._file.parent.glob("*.json") if self._file else ():
            if path != self._file:
                yield _lives(path), json.loads(path.read_text(encoding="utf-8"))


class _Sum(Collector):
    """Counts of all processes, and gauges of those that live."""

    def __init__(self, told: Iterable[tuple[bool, dict[str, Any]]]) -> None:
        self._counts = Counts()
        self._gauges: dict[str, float] = {}
        for lives, written in told:
            self._counts.include(written)
            for what, value in written["gauges"].items() if lives else ():
                self._gauges[what] = self._gauges.get(what, 0) + value

    def collect(self) -> Iterator[CounterMetricFamily | HistogramMetricFamily | GaugeMetricFamily]:
        """Yield the families that Prometheus knows."""
        labels = ("endpoint", "status", "outcome", "cache")
        requests = CounterMetricFamily("als_kg_requests", "Requests answered.", labels=labels)
        for (endpoint, status, outcome, hit), each in self._counts.sums.items():
            requests.add_metric((endpoint, str(status), outcome, _CACHE[hit]), sum(each.times))
        seconds = HistogramMetricFamily("als_kg_request_seconds", "Time until the answer was ready.", labels=labels[:1])
        size = CounterMetricFamily("als_kg_answer_bytes", "Bytes of answers.", labels=labels[:1])
        for endpoint, each in self._counts.by_endpoint().items():
            seconds.add_metric((endpoint,), list(_heaped(each.times)), each.seconds)
            size.add_metric((endpoint,), each.bytes)
        told = "What there is at the moment: queries at work, processes free, bytes kept."
        gauges = GaugeMetricFamily("als_kg_now", told, labels=("what",))
        for what, value in self._gauges.items():
            gauges.add_metric((what,), value)
        yield from (requests, seconds, size, gauges)


class Scrape:
    """Answer Prometheus; ``refresh`` brings the gauges of this process up to date."""

    def __init__(self, metrics: Metrics, refresh: Callable[[], None]) -> None:
        self._metrics = metrics
        self._refresh = refresh

    def __call__(self, incoming: Incoming) -> Outgoing:  # noqa: ARG002  there is one answer
        """Write all metrics."""
        self._refresh()
        headers = (("Content-Type", _TYPE), ("Cache-Control", "no-store"))
        return Outgoing(200, headers, self._metrics.written())


def _heaped(times: list[int]) -> Iterator[tuple[str, int]]:
    """Count as Prometheus does: each bucket holds those before it, too."""
    total = 0
    for label, number in zip(_LABELS, times, strict=True):
        total += number
        yield label, total


def _lives(path: Path) -> bool:
    return Path(f"/proc/{path.name.partition('-')[0]}").exists()
