"""What a query may use, and how many may run."""

import os
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from als_kg.bilingual import both
from als_kg.errors import UsageError

_MIB = 1 << 20
_CONTAINER = Path("/sys/fs/cgroup/memory.max")
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory_mib() -> float:
    """Tell how much memory there is for this process and all others: the machine's, or the container's."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / _MIB
    with suppress(OSError, ValueError):
        return min(machine, int(_CONTAINER.read_text(encoding="ascii")) / _MIB)
    return machine


def dataset_share(workers: int, processes: int) -> float:
    """Tell how many MiB a dataset may take in memory so that all copies of it take half of what there is.

    There is one in the stem of each worker, and each process of its lanes comes to have pages of its own.
    """
    return _memory_mib() / 2 / workers / (1 + 3 * processes)


def slow_beside(processes: int) -> int:
    """Tell how many slow queries to run at once so that one core of as many stays free of them.

    At idle priority they give way to others, but where the kernel does not preempt (CONFIG_PREEMPT_NONE), only at
    its next tick, in up to 4 ms.
    """
    return max(1, processes - 1)


_NAMES = {
    "seconds": ("time limit of {value:g} s", "时间上限（{value:g} 秒）"),
    "memory_mib": ("memory limit of {value:g} MiB", "内存上限（{value:g} MiB）"),
    "result_mib": ("result limit of {value:g} MiB", "结果大小上限（{value:g} MiB）"),
    "queue": ("queue limit of {value:g} requests", "排队上限（{value:g} 个请求）"),
    "queue_seconds": ("waiting limit of {value:g} s", "等待时间上限（{value:g} 秒）"),
}
_AT_LEAST_ONE = {"processes", "slow"}


@dataclass(frozen=True)
class Limits:
    """The limits of one pool.

    seconds        to evaluate, write and hand over one query, not counting the wait for a process
    memory_mib     that a query may add to the memory of its process
    result_mib     that an answer may have; for graphs, counted as N-Triples
    queue          requests that may wait in each lane: for quick queries, for new ones, for slow ones
    queue_seconds  that a request may wait
    patience       seconds of processor time after which a query is a slow one
    processes      queries at once that were quick before, and as many that are new
    slow           queries at once in the slow lane, which gets the time that the others leave idle
    spares         processes above that, which stand in for those that are killed
    dataset_mib    that the dataset may take to be held in memory; a larger one is read from its directory
    """

    seconds: float = 10
    memory_mib: float = 512
    result_mib: float = 32
    queue: int = 64
    queue_seconds: float = 5
    patience: float = 0.05
    processes: int = _CORES
    slow: int = slow_beside(_CORES)
    spares: int = 1
    dataset_mib: float = dataset_share(workers=1, processes=_CORES)

    def __post_init__(self) -> None:
        for entry in fields(self):
            value, least = getattr(self, entry.name), int(entry.name in _AT_LEAST_ONE)
            if not value >= least:
                raise UsageError(f"the limit {entry.name} is {value}", todo=f"give {least} or more")

    @property
    def size(self) -> int:
        """How many processes stand ready."""
        return 2 * self.processes + self.slow + self.spares

    def named(self, limit: str) -> str:
        """Name a limit with its value, as messages do: ``time limit of 10 s``."""
        return both(*_NAMES[limit], value=getattr(self, limit))
