"""A query process: one request after the other, in a thread with a deep stack, until the other side is gone."""

import faulthandler
import os
import resource
import select
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from als_kg.query.pool.child import sandbox
from als_kg.query.pool.child.answering import answer
from als_kg.query.pool.child.frames import Course, Incoming, Outcome, pack, processor_time
from als_kg.query.pool.child.landlock import narrow
from als_kg.store import Store

# Virtual until used. The guard lets pass what needs less than 2 MiB.
_STACK = 256 << 20
_MOST_REQUEST = 16 << 20
# A process that needed this part of the memory limit is replaced: what it freed may be in pieces.
_WORN = 0.25
_WEARING = {Outcome.MEMORY_LIMIT, Outcome.FAULT}


@dataclass(frozen=True)
class Bounds:
    """What a query may use, in bytes, and the TCP ports of others that it may go to."""

    memory: int
    result: int
    ports: tuple[int, ...] = ()


def serve(connection: socket.socket, open_store: Callable[[], Store], bounds: Bounds) -> None:
    """Answer until the connection ends, which ends the process, also in the middle of a query."""
    server = Server(connection, open_store(), bounds)
    ended = select.epoll()
    ended.register(connection, select.EPOLLRDHUP)
    sandbox.drop_rights()  # while there is one thread: capabilities are each thread's own
    threading.stack_size(_STACK)
    threading.Thread(target=server.run, daemon=True).start()
    ended.poll()
    os._exit(0)


class Server:
    """Answer the requests of one connection."""

    def __init__(self, connection: socket.socket, store: Store, bounds: Bounds) -> None:
        self._connection = connection
        self._incoming = Incoming(_MOST_REQUEST)
        self._store = store
        self._bounds = bounds
        self._rested = _peak()

    def run(self) -> None:
        """Give up what is not needed, say so, and answer; end the process when that is over."""
        try:
            faulthandler.enable()  # from this thread, so that it can report its own stack's overflow
            self._confine()
            ready = Course(Outcome.READY, worn=False, spent=_spent())
            self._connection.sendall(pack([ready.packed(), b"%d" % threading.get_native_id()]))
            while True:
                self._connection.sendall(self._reply(self._request()))
        except (EOFError, ConnectionError):
            os._exit(0)
        except BaseException as error:  # noqa: BLE001  whatever it is, this process is of no more use
            os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
            os._exit(1)

    def _confine(self) -> None:
        sandbox.bound_memory(self._bounds.memory)
        sandbox.open_nothing(networked=bool(self._bounds.ports))
        if self._bounds.ports:
            narrow(self._bounds.ports)  # this thread only; the other one waits for the end, and that is all

    def _request(self) -> list[bytes]:
        while (request := self._incoming.read(self._connection)) is None:
            pass
        return request

    def _reply(self, request: list[bytes]) -> bytes:
        outcome, parts = answer(self._store, request, self._bounds.result)
        worn = outcome in _WEARING or _peak() - self._rested > self._bounds.memory * _WORN
        return pack([Course(outcome, worn, _spent()).packed(), *parts])


def _spent() -> float:
    return processor_time(os.getpid())


def _peak() -> int:
    """Tell the most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
