"""Count the requests of this process: each only leaves a note, and notes are added up in heaps.

Adding each up at once, in counters that a metrics library shares between processes, took a fifth of
the time of a request that is answered from memory (benchmarks.peers).
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from als_kg.web.endpoint.outgoing import Facts

# In seconds; a last bucket takes what is longer.
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_HEAP = 256

# Endpoint, status, outcome, and whether memory answered, if that was asked.
Kind = tuple[str, int, str, bool | None]
# Kind, seconds, bytes; never the answer, which may be large.
Note = tuple[Kind, float, int]


@dataclass(slots=True)
class Sum:
    """The times of requests in buckets, all their seconds, and all bytes of their answers."""

    times: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0
    bytes: int = 0

    def include(self, other: "Sum") -> None:
        """Add another one."""
        self.times = [mine + theirs for mine, theirs in zip(self.times, other.times, strict=True)]
        self.seconds += other.seconds
        self.bytes += other.bytes


class Counts:
    """Sums over requests, by their kind."""

    def __init__(self) -> None:
        self.sums: dict[Kind, Sum] = {}

    def add(self, note: Note) -> None:
        """Count one request."""
        kind, seconds, size = note
        found = self.sums.get(kind) or self._of(kind)
        found.times[bisect_left(BOUNDS, seconds)] += 1
        found.seconds += seconds
        found.bytes += size

    def include(self, written: Mapping[str, Any]) -> None:
        """Add what another process has ``written``."""
        for kind, *counted in written["requests"]:
            endpoint, status, outcome, hit = kind
            self._of((endpoint, status, outcome, hit)).include(Sum(*counted))

    def written(self) -> dict[str, Any]:
        """Write them as values of JSON."""
        return {"requests": [(kind, each.times, each.seconds, each.bytes) for kind, each in self.sums.items()]}

    def by_endpoint(self) -> dict[str, Sum]:
        """Add up what each endpoint answered."""
        found: dict[str, Sum] = {}
        for (endpoint, *_), each in self.sums.items():
            found.setdefault(endpoint, Sum()).include(each)
        return found

    def _of(self, kind: Kind) -> Sum:
        return self.sums.setdefault(kind, Sum())


class Tally:
    """The counts of this process, and the gauges that it sets; thread-safe."""

    def __init__(self) -> None:
        self._counts = Counts()
        self._gauges: dict[str, float] = {}
        self._notes: deque[Note] = deque()
        self._lock = Lock()

    def note(self, endpoint: str, status: int, facts: Facts, seconds: float, size: int) -> None:
        """Count one request."""
        self._notes.append(((endpoint, status, facts.outcome, facts.hit), seconds, size))
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
