"""Wait for many things in one thread: descriptors, calls from other threads, the next tick."""

import logging
import selectors
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

_log = logging.getLogger(__name__)
Call = Callable[[], None]


class Loop:
    """An event loop; all but ``call`` and ``stop`` are for the thread that runs it."""

    def __init__(self, tick: Call, seconds: float) -> None:
        self._tick = tick
        self._seconds = seconds
        self._selector = selectors.DefaultSelector()
        self._bell, self._rung = socket.socketpair()
        self._calls: deque[Call] = deque()
        self._running = True
        self._bell.setblocking(False)
        self._rung.setblocking(False)
        self.watch(self._rung.fileno(), self._answer_bell)

    def watch(self, descriptor: int, call: Call) -> None:
        """Call whenever a descriptor can be read."""
        self._selector.register(descriptor, selectors.EVENT_READ, call)

    def unwatch(self, descriptor: int) -> None:
        """Stop watching, before the descriptor is closed."""
        with suppress(KeyError):
            self._selector.unregister(descriptor)

    def call(self, call: Call) -> None:
        """Have something called in the loop's thread, soon; a loop that has ended does nothing more."""
        self._calls.append(call)
        with suppress(OSError):
            self._bell.send(b"!")

    def stop(self) -> None:
        """End the loop after what is being done."""
        self._running = False

    def run(self) -> None:
        """Serve until stopped; a call that fails is logged and harms no other."""
        due = monotonic()
        while self._running:
            if monotonic() >= due:
                due = monotonic() + self._seconds
                _guarded(self._tick)
            for key, _ in self._selector.select(max(0, due - monotonic())):
                _guarded(key.data)
        self._close()

    def _answer_bell(self) -> None:
        self._rung.recv(4096)
        while self._calls:
            _guarded(self._calls.popleft())

    def _close(self) -> None:
        self._selector.close()
        self._bell.close()
        self._rung.close()


def _guarded(call: Call) -> None:
    try:
        call()
    except Exception:  # noqa: BLE001  the thread must outlive every fault
        _log.exception("the keeper of the query processes met a fault")
