"""Count for Prometheus; with several workers their counts are added up (its multiprocess mode).

The library decides at its first import, by PROMETHEUS_MULTIPROC_DIR, whether processes count
together. So it is imported when metrics are made, after the server has set that.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from als_kg.web.endpoint.incoming import Incoming
from als_kg.web.endpoint.outgoing import Facts, Outgoing

METHODS = ("GET", "HEAD", "OPTIONS")
DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one app."""

    def __init__(self) -> None:
        import prometheus_client as prometheus

        self.registry = prometheus.CollectorRegistry()
        self._requests = prometheus.Counter(
            "als_kg_requests", "Requests answered.", ("endpoint", "status", "outcome", "cache"), registry=self.registry
        )
        self._seconds = prometheus.Histogram(
            "als_kg_request_seconds", "Time until the answer was ready.", ("endpoint",),
            buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self._bytes = prometheus.Counter(
            "als_kg_answer_bytes", "Bytes of answers.", ("endpoint",), registry=self.registry
        )
        self._gauges = prometheus.Gauge(
            "als_kg_now", "What there is at the moment: queries at work, processes free, bytes kept.", ("what",),
            multiprocess_mode="livesum", registry=self.registry,
        )  # fmt: skip
        self._bound: dict[tuple[object, ...], Any] = {}

    def note(self, endpoint: str, status: int, facts: Facts, seconds: float, size: int) -> None:
        """Count one request."""
        cache = "" if facts.hit is None else "hit" if facts.hit else "miss"
        labels = (endpoint, str(status), facts.outcome, cache)
        self._child(self._requests, *labels).inc()
        self._child(self._seconds, endpoint).observe(seconds)
        self._child(self._bytes, endpoint).inc(size)

    def set(self, what: str, value: float) -> None:
        """Say how much of something there is in this process."""
        self._child(self._gauges, what).set(value)

    def written(self) -> bytes:
        """Write all metrics, those of the other workers included."""
        import prometheus_client as prometheus

        if not (folder := os.environ.get(DIRECTORY)):
            return bytes(prometheus.generate_latest(self.registry))
        from prometheus_client.multiprocess import MultiProcessCollector

        _forget_the_dead(Path(folder))
        together = prometheus.CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return bytes(prometheus.generate_latest(together))

    def _child(self, metric: Any, *labels: str) -> Any:
        key = (id(metric), *labels)
        if (child := self._bound.get(key)) is None:
            child = self._bound[key] = metric.labels(*labels)
        return child


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


def _forget_the_dead(folder: Path) -> None:
    """Leave out what processes that are gone said of themselves; their counts stay."""
    from prometheus_client.multiprocess import mark_process_dead

    for path in folder.glob("gauge_live*_*.db"):
        pid = int(path.stem.rpartition("_")[2])
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
