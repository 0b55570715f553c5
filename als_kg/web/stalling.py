"""Part with clients that begin a request and do not finish it: granian waits for a body without end.

No part of the server tells us which connection a request came by, so this asks the kernel (Linux, TCP_INFO):
a connection on which nothing was sent since something came in is owed an answer, which no request that is
whole waits for longer than a query may take. One that is owed it for longer waits for its client.
"""

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

# linux/tcp.h, struct tcp_info: milliseconds since data was sent and came in; bytes that came in; segments sent.
_SENT, _CAME, _BYTES_IN, _SEGMENTS_OUT, _SIZE = 44, 52, 128, 156, 160
_LISTENING = 10
# A client that says nothing is asked after so many seconds, then every so many, so often.
_ALIVE = {socket.TCP_KEEPIDLE: 30, socket.TCP_KEEPINTVL: 10, socket.TCP_KEEPCNT: 3}


@dataclass(frozen=True)
class _Seen:
    """Since when a connection is owed an answer, and what had been sent on it by then."""

    since: float
    sent: int


class Stalling:
    """End connections to a port of this process that wait for their clients for ``seconds``."""

    def __init__(self, port: int, seconds: float) -> None:
        self._port = port
        self._seconds = seconds
        self._seen: dict[int, _Seen] = {}

    def look(self) -> None:
        """Look once at all connections; to be called every few seconds, from one thread."""
        now, seen = monotonic(), dict[int, _Seen]()
        for connection in _connections(self._port):
            with connection, suppress(OSError):
                _keep_alive(connection)
                info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _SIZE)
                if info[0] != _LISTENING and _is_owed(info):
                    inode, sent = os.fstat(connection.fileno()).st_ino, _number(info, _SEGMENTS_OUT)
                    before = self._seen.get(inode)
                    seen[inode] = before if before and before.sent == sent else _Seen(now, sent)
                    if now - seen[inode].since > self._seconds:
                        connection.shutdown(socket.SHUT_RDWR)
        self._seen = seen


def _connections(port: int) -> Iterator[socket.socket]:
    """Give second handles of the sockets of this process that have a local port; to be closed."""
    for path in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if not str(path.readlink()).startswith("socket:"):
                continue
            opened = socket.socket(fileno=os.dup(int(path.name)))
            if opened.family != socket.AF_UNIX and opened.getsockname()[1] == port:
                yield opened
            else:
                opened.close()


def _is_owed(info: bytes) -> bool:
    """Tell whether something came in after the last that was sent; within one tick of the clock that is not known."""
    if not int.from_bytes(info[_BYTES_IN : _BYTES_IN + 8], "little"):
        return False
    return not _number(info, _SEGMENTS_OUT) or _number(info, _CAME) <= _number(info, _SENT)


def _number(info: bytes, place: int) -> int:
    return int(struct.unpack_from("=I", info, place)[0])


def _keep_alive(connection: socket.socket) -> None:
    """Have the kernel end a connection whose client is gone without a word.

    Connections take this from the socket that listens, but for those that came before its first look.
    """
    if connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE):
        return
    for option, value in _ALIVE.items():
        connection.setsockopt(socket.IPPROTO_TCP, option, value)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
