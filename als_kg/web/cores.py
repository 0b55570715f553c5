"""Give each web worker a processor of its own, where there are as many workers as processors.

One thread of a worker runs Python at a time. Spread over several processors, its threads wake each other across
them for every request; on one, they take turns.
"""

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO

# Open as long as this process lives, and with it the locks.
_held: list[IO[bytes]] = []


def settle(workers: int, folder: Path) -> None:
    """Bind this thread, and those that it starts, to a processor that no other worker with this ``folder`` has.

    Where there are fewer workers than processors nothing is done: a worker is better off where the others are
    not. The processor is free again when this process has ended.
    """
    cores = sorted(os.sched_getaffinity(0))
    if workers >= len(cores) and (core := _taken(cores, folder)) is not None:
        os.sched_setaffinity(0, {core})


def _taken(cores: Iterable[int], folder: Path) -> int | None:
    """Take the first processor whose file can be locked; None if others have them all."""
    for core in cores:
        file = (folder / f"core-{core}").open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            _held.append(file)
            return core
    return None
