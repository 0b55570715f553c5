"""What a query may use, and how many may run."""

import os
from dataclasses import dataclass, fields

from als_kg.errors import UsageError

_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

_NAMES = {
    "seconds": "time limit of {:g} s",
    "memory_mib": "memory limit of {:g} MiB",
    "result_mib": "result limit of {:g} MiB",
    "queue": "queue limit of {:g} requests",
    "queue_seconds": "waiting limit of {:g} s",
}
_AT_LEAST_ONE = {"processes", "slow"}


@dataclass(frozen=True)
class Limits:
    """The limits of one pool.

    seconds        to evaluate, write and hand over one query, not counting the wait for a process
    memory_mib     that a query may add to the memory of its process
    result_mib     that an answer may have; for graphs, counted as N-Triples
    queue          requests that may wait in each lane
    queue_seconds  that a request may wait
    patience       seconds after which a query leaves the quick lane for the slow one
    processes      queries at once in the quick lane
    slow           queries at once in the slow lane, which gets the time that the quick one leaves idle
    spares         processes above that, which stand in for those that are killed
    in_memory_mib  of N-Quads up to which the dataset is held in memory
    """

    seconds: float = 10
    memory_mib: float = 512
    result_mib: float = 32
    queue: int = 64
    queue_seconds: float = 5
    patience: float = 0.05
    processes: int = _CORES
    slow: int = _CORES
    spares: int = 1
    in_memory_mib: float = 64

    def __post_init__(self) -> None:
        for entry in fields(self):
            value, least = getattr(self, entry.name), int(entry.name in _AT_LEAST_ONE)
            if not value >= least:
                raise UsageError(f"the limit {entry.name} is {value}", todo=f"give {least} or more")

    @property
    def size(self) -> int:
        """How many processes stand ready."""
        return self.processes + self.slow + self.spares

    def named(self, limit: str) -> str:
        """Name a limit with its value, as messages do: ``time limit of 10 s``."""
        return _NAMES[limit].format(getattr(self, limit))
