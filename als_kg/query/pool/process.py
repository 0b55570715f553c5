"""One query process, as seen from the web worker."""

import ctypes
import os
import signal
import socket
import struct
from contextlib import suppress
from enum import IntEnum
from threading import Event, Lock
from time import monotonic
from typing import NamedTuple

from als_kg.query.pool.child.frames import Course, FrameError, Incoming, Outcome, processor_time

# In milliseconds: to take a request or a greeting.
_SENDING = 5_000
_BURIAL = 1.0
# The niceness that the kernel weighs at a tenth of the usual one.
_REDUCED = 10
_PROCESS_MRELEASE = 448  # asm/unistd.h, the same on all machines
_MEMORY_WORDS = ("memory allocation", "bad_alloc", "MemoryError", "Cannot allocate memory")


class Pace(IntEnum):
    """What a process gets of a busy core: its share, a tenth of one, or what nobody else wants."""

    FULL = 0
    REDUCED = 1
    IDLE = 2


class Reply(NamedTuple):
    """What a process says: ``parts`` go with the outcome; ``worn``: have it replaced; ``used``: processor seconds."""

    outcome: Outcome
    worn: bool
    used: float
    parts: list[bytes]


class Ended(Exception):  # noqa: N818  an event, not a mistake
    """The process is gone."""


class Unread(Ended):
    """The process is gone, and went before it read its request."""


class QueryProcess:
    """A query process; one thread at a time owns it, and only the keeper buries it."""

    def __init__(self, connection: socket.socket, pid: int, handle: int, words: int, most_reply: int) -> None:
        self.connection = connection
        self.pid = pid
        self.handle = handle
        self._words = words
        self._incoming = Incoming(most_reply)
        self._patience = 0
        _bound(connection, socket.SO_SNDTIMEO, _SENDING)
        self._lock = Lock()
        self._buried = Event()
        self._last_words = ""
        self._thread = 0
        self._spent = 0.0
        self.ready = False
        self.pace = Pace.FULL

    def greets(self) -> bool:
        """Read the greeting of a process that is ready; False if it ended instead."""
        with suppress(OSError, EOFError, FrameError, ValueError):
            self._wait_at_most(_SENDING)
            while (parts := self._incoming.read(self.connection)) is None:
                pass
            course, thread = Course.of(parts[0]), parts[1]
            self._thread, self._spent = int(thread), course.spent
            self.ready = course.outcome is Outcome.READY
        return self.ready

    def begin(self, request: bytes) -> None:
        """Hand over a request; raise Unread."""
        try:
            self.connection.sendall(request)
        except OSError as error:
            raise Unread from error

    def wait(self, until: float) -> Reply | None:
        """Wait for the reply until a time of the monotonic clock; None if it is not there; raise Ended or Unread."""
        try:
            while (left := until - monotonic()) > 0:
                self._wait_at_most(1 + int(left * 1000))
                if (parts := self._incoming.read(self.connection)) is not None:
                    return self._reply(parts)
        except BlockingIOError:
            return None
        except ConnectionResetError as error:  # a socket that closes with something unread in it says so
            raise Unread from error
        except (OSError, EOFError, FrameError, ValueError, IndexError) as error:
            raise Ended from error
        return None

    def used(self) -> float:
        """Tell the processor time that it has had since its last reply, in seconds."""
        with suppress(OSError):
            return processor_time(self.pid) - self._spent
        return 0.0

    def _reply(self, parts: list[bytes]) -> Reply:
        outcome, worn, spent = Course.of(parts[0])
        before, self._spent = self._spent, spent
        return Reply(outcome, worn, spent - before, parts[1:])

    def _wait_at_most(self, milliseconds: int) -> None:
        """Bound each wait of the socket, in the kernel: Python's own bound would ask it twice each time."""
        if milliseconds != self._patience:
            self._patience = milliseconds
            _bound(self.connection, socket.SO_RCVTIMEO, milliseconds)

    def slow_to(self, pace: Pace) -> None:
        """Let it run at a lower pace, for good: taking that back would need rights."""
        if pace <= self.pace:
            return
        self.pace = pace
        with suppress(OSError):
            if pace is Pace.IDLE:
                os.sched_setscheduler(self._thread, os.SCHED_IDLE, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self._thread, _REDUCED)

    def kill(self) -> None:
        """End it, whatever it does."""
        with self._lock, suppress(OSError):
            if not self._buried.is_set():
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def discard(self) -> None:
        """End it and let go of its connection; for its owner."""
        self.kill()
        self.connection.close()

    def release_memory(self) -> None:
        """Take the memory of a killed process that may get no time to give it back; for who buries it.

        Linux 5.15 and later (process_mrelease(2)); before, the memory is free when the process has ended.
        """
        if not self._buried.is_set():
            ctypes.CDLL(None).syscall(_PROCESS_MRELEASE, self.handle, 0)

    def bury(self) -> None:
        """Keep the last words of a dead process and close what is left of it, except its owner's connection."""
        with self._lock:
            os.set_blocking(self._words, False)
            with suppress(OSError):
                self._last_words = os.read(self._words, 1 << 16).decode(errors="replace")
            os.close(self._words)
            os.close(self.handle)
            self._buried.set()

    @property
    def last_words(self) -> str:
        """What it wrote before it ended; waits a moment for the keeper to read it."""
        self._buried.wait(_BURIAL)
        return self._last_words

    @property
    def lacked_memory(self) -> bool:
        """Tell whether it ended for want of memory."""
        return any(words in self.last_words for words in _MEMORY_WORDS)


def _bound(connection: socket.socket, direction: int, milliseconds: int) -> None:
    seconds, rest = divmod(milliseconds, 1000)
    connection.setsockopt(socket.SOL_SOCKET, direction, struct.pack("@ll", seconds, rest * 1000))
