"""Start a stem for a dataset version, and have it split off query processes."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pyoxigraph

import als_kg
from als_kg.build import Published
from als_kg.query.pool.child.stem import Task
from als_kg.query.pool.limits import Limits
from als_kg.query.pool.process import QueryProcess

_MIB = 1 << 20
_MESSAGE = 4096
# A stem only forks; one that takes longer is broken.
_PATIENCE = 10.0
_BOOT = "import sys; sys.path += sys.argv[1:3]; from als_kg.query.pool.child.stem import main; main(sys.argv[3])"
_KEPT = ("LD_LIBRARY_PATH",)  # what some Pythons need to find their own library
_TUNED = {
    # In huge pages, a fork copies a page table of one entry per 2 MiB instead of 512: 4 ms for a million
    # triples, not 40.
    "glibc.malloc.hugetlb": 1,
    # The engine makes and drops small pieces by the hundred; the usual 7 of a size at hand are soon gone, and
    # searching for others took an eighth of a query. Each size but the largest comes to a few KiB.
    "glibc.malloc.tcache_count": 1000,
}
_ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",  # else each thread maps 64 MiB for itself
    "GLIBC_TUNABLES": ":".join(f"{name}={value}" for name, value in _TUNED.items()),
}


class StemLost(Exception):  # noqa: N818  an event, not a mistake
    """The stem is gone or does not answer."""


class Stem:
    """A stem process; to be started and used from one thread, with which it ends."""

    def __init__(self, published: Published, limits: Limits, ports: tuple[int, ...] = ()) -> None:
        task = Task(
            str(published.path), os.getpid(), int(limits.dataset_mib * _MIB), int(limits.memory_mib * _MIB),
            int(limits.result_mib * _MIB), ports,
        )  # fmt: skip
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = _started(task, theirs)
        self.control.settimeout(_PATIENCE)
        self._most_reply = int(limits.result_mib * _MIB) + _MESSAGE
        self.ready = False

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def hear(self) -> dict[str, object]:
        """Read what it says once the data are loaded: ``alone``, or ``fault``; raise StemLost."""
        try:
            said = self.control.recv(_MESSAGE)
        except OSError as error:
            raise StemLost from error
        if not said:
            raise StemLost
        told = dict(json.loads(said))
        self.ready = "fault" not in told
        return told

    def split(self) -> QueryProcess:
        """Have it fork; raise StemLost."""
        ours, theirs = socket.socketpair()
        words, errors = os.pipe()
        try:
            with theirs:
                socket.send_fds(self.control, [b"split"], [theirs.fileno(), errors])
            said, handles, _, _ = socket.recv_fds(self.control, _MESSAGE, 1)
            (handle,) = handles
        except (OSError, ValueError) as error:
            ours.close()
            os.close(words)
            raise StemLost from error
        finally:
            os.close(errors)
        return QueryProcess(ours, int(said), handle, words, self._most_reply)

    def end(self) -> None:
        """End it; the processes that it split off go on."""
        self._process.kill()
        self.control.close()
        # Not waited for here: the kernel takes some 20 ms to take its network down.
        Thread(target=self._process.wait, daemon=True).start()


def _started(task: Task, control: socket.socket) -> subprocess.Popen[bytes]:
    homes = [str(Path(str(module.__file__)).resolve().parent.parent) for module in (als_kg, pyoxigraph)]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # A group of its own, as Ctrl-C is for the server to hear. No session: where the kernel shares the processors
    # out among sessions (sched(7), autogroup), niceness would weigh among these processes only.
    return subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-ISB", "-X", "utf8", "-c", _BOOT, *homes, task.written()],
        stdin=control.fileno(), stdout=subprocess.DEVNULL, env=_ENVIRONMENT | kept, cwd="/",
        close_fds=True, process_group=0,
    )  # fmt: skip
