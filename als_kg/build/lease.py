"""Say that a version directory is being read, and remove those that nobody reads.

A reader holds a shared lock on a file of the directory (flock, which ends with its process); whoever
removes takes the lock alone first.
"""

import fcntl
import os
import shutil
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

LOCK = "lock"


class Lease:
    """A share in a version directory, until it is closed or forgotten."""

    def __init__(self, version: Path) -> None:
        self._descriptor: int | None = None
        # A directory of an older als-kg has no such file, and on some file systems there are no locks.
        with suppress(OSError):
            self._descriptor = os.open(version / LOCK, os.O_RDONLY)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Give the share up."""
        if (descriptor := self._descriptor) is not None:
            self._descriptor = None
            os.close(descriptor)


@contextmanager
def alone(versions: Path) -> Iterator[None]:
    """Wait until no other build puts a version live or removes one, and keep others from it."""
    descriptor = os.open(versions, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def clear(versions: Path, keep: Collection[str]) -> None:
    """Remove the version directories that nobody reads; ``keep`` names those that stay in any case.

    What cannot be removed stays for the next time: a build does not fail for it.
    """
    for path in versions.iterdir():
        if path.name not in keep and not path.name.startswith("."):
            with suppress(OSError):
                _remove(path)


def sweep(versions: Path) -> None:
    """Remove what builds left behind that were cut off; only for who is ``alone``."""
    for path in versions.glob(".*"):
        shutil.rmtree(path, ignore_errors=True)


def _remove(version: Path) -> None:
    """Rename first, so that nobody finds a directory with parts missing; raise BlockingIOError when it is read."""
    descriptor = os.open(version / LOCK, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        leaving = version.with_name(f".{uuid.uuid4().hex}")
        version.rename(leaving)
    finally:
        os.close(descriptor)
    shutil.rmtree(leaving, ignore_errors=True)
