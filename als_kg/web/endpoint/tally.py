"""Count the requests of this process: each only leaves a note, and notes are added up in heaps.

Adding each up at once, in counters that a metrics library shares between processes, took a fifth of
the time of a request that is answered from memory (benchmarks.peers).
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping
from threading import Lock
from typing import Any

from als_kg.web.endpoint.outgoing import Facts

# In seconds; a last bucket takes what is longer.
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_HEAP = 256

# Endpoint, status, outcome, and whether memory answered: hit, miss or nothing.
Kind = tuple[str, str, str, str]
# Endpoint, status, outcome, whether memory answered, seconds, bytes; never the answer, which may be large.
Note = tuple[str, int, str, bool | None, float, int]


class Counts:
    """Sums over requests: how many of each kind; by endpoint the times in buckets, all seconds and all bytes."""

    def __init__(self) -> None:
        self.requests: dict[Kind, int] = {}
        self.times: dict[str, list[int]] = {}
        self.seconds: dict[str, float] = {}
        self.bytes: dict[str, int] = {}

    def add(self, note: Note) -> None:
        """Count one request."""
        endpoint, status, outcome, hit, seconds, size = note
        kind = (endpoint, str(status), outcome, "" if hit is None else "hit" if hit else "miss")
        self.requests[kind] = self.requests.get(kind, 0) + 1
        self._times(endpoint)[bisect_left(BOUNDS, seconds)] += 1
        self.seconds[endpoint] = self.seconds.get(endpoint, 0.0) + seconds
        self.bytes[endpoint] = self.bytes.get(endpoint, 0) + size

    def include(self, written: Mapping[str, Any]) -> None:
        """Add what another process has ``written``."""
        for *kind, number in written["requests"]:
            endpoint, status, outcome, cache = kind
            key = (endpoint, status, outcome, cache)
            self.requests[key] = self.requests.get(key, 0) + number
        for endpoint, (times, seconds, size) in written["endpoints"].items():
            self.times[endpoint] = [mine + other for mine, other in zip(self._times(endpoint), times, strict=True)]
            self.seconds[endpoint] = self.seconds.get(endpoint, 0.0) + seconds
            self.bytes[endpoint] = self.bytes.get(endpoint, 0) + size

    def written(self) -> dict[str, Any]:
        """Write them as values of JSON."""
        endpoints = {name: (times, self.seconds[name], self.bytes[name]) for name, times in self.times.items()}
        return {"requests": [(*kind, number) for kind, number in self.requests.items()], "endpoints": endpoints}

    def _times(self, endpoint: str) -> list[int]:
        return self.times.setdefault(endpoint, [0] * (len(BOUNDS) + 1))


class Tally:
    """The counts of this process, and the gauges that it sets; thread-safe."""

    def __init__(self) -> None:
        self._counts = Counts()
        self._gauges: dict[str, float] = {}
        self._notes: deque[Note] = deque()
        self._lock = Lock()

    def note(self, endpoint: str, status: int, facts: Facts, seconds: float, size: int) -> None:
        """Count one request."""
        self._notes.append((endpoint, status, facts.outcome, facts.hit, seconds, size))
        if len(self._notes) >= _HEAP:
            with self._lock:
                self._add_up()

    def set(self, what: str, value: float) -> None:
        """Say how much of something there is in this process."""
        self._gauges[what] = value

    def written(self) -> dict[str, Any]:
        """Write counts and gauges up to now as values of JSON."""
        with self._lock:
            self._add_up()
            return self._counts.written() | {"gauges": dict(self._gauges)}

    def _add_up(self) -> None:
        for _ in range(len(self._notes)):
            self._counts.add(self._notes.popleft())
