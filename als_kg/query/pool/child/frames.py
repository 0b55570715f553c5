"""Messages between a web worker and a query process: length of all, number of parts, their lengths, the parts.

A request is text, format, default graphs, named graphs and bound variables; a reply is a ``Course``, and
the body or what is to be told instead.
"""

import socket
import struct
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from itertools import accumulate, pairwise
from time import clock_gettime
from typing import NamedTuple, Self

_CPUCLOCK_VIRT = 1  # linux/posix-timers.h
Buffer = bytes | bytearray | memoryview

_LENGTH = struct.Struct("!I")
_WIDTH = _LENGTH.size
_PIECE = 1 << 16


class Outcome(IntEnum):
    """What came of a query; the reply's parts from the second on are said here."""

    READY = 0  # native thread id of the evaluating thread
    ANSWERED = 1  # body, of a graph the number of triples
    SYNTAX = 2  # message, line, column
    ENGINE = 3  # message
    RESULT_LIMIT = 4
    MEMORY_LIMIT = 5
    FAULT = 6  # message: a fault of ours


_OUTCOMES = tuple(Outcome)
_COURSE = struct.Struct("!B?d")


class Course(NamedTuple):
    """How a query went.

    outcome  what came of it
    worn     whether the process should be replaced
    spent    processor time that the process has had in all, in seconds
    """

    outcome: Outcome
    worn: bool
    spent: float

    def packed(self) -> bytes:
        """Write it as a part."""
        return _COURSE.pack(*self)

    @classmethod
    def of(cls, part: bytes) -> Self:
        """Read a part; raise FrameError."""
        try:
            outcome, worn, spent = _COURSE.unpack(part)
            return cls(_OUTCOMES[outcome], worn, spent)
        except (struct.error, IndexError) as error:
            raise FrameError("a reply does not begin with how it went") from error


class FrameError(Exception):
    """The other side does not speak this protocol, or says too much."""


def processor_time(pid: int) -> float:
    """Tell the processor time that a process has had, in seconds, in steps of some milliseconds.

    Without that of the kernel, which copies what a process shares with the stem when it is touched
    first: 0.1 s for a dataset of a million triples, and no fault of the query that happens to be there.
    """
    return clock_gettime(~pid << 3 | _CPUCLOCK_VIRT)


def pack(parts: Sequence[bytes]) -> bytes:
    """Put at most 255 parts into one message."""
    lengths = [*map(len, parts)]
    head = _head(len(parts))
    return head.pack(head.size - _WIDTH + sum(lengths), len(parts), *lengths) + b"".join(parts)


def unpack(message: Buffer) -> list[bytes]:
    """Take a message apart; raise FrameError."""
    head = _head(message[_WIDTH] if len(message) > _WIDTH else 0)
    if len(message) < head.size:
        raise FrameError("a message is shorter than its head")
    _, _, *lengths = head.unpack_from(message)
    ends = [*accumulate(lengths, initial=head.size)]
    if ends[-1] != len(message):
        raise FrameError("the parts are not as long as their message")
    return [bytes(message[start:end]) for start, end in pairwise(ends)]


@cache
def _head(parts: int) -> struct.Struct:
    return struct.Struct(f"!IB{parts}I")


class Incoming:
    """Gather one message after the other, in as many pieces as it comes; ``most`` bounds the bytes of each."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._piece = memoryview(bytearray(_PIECE))  # taken anew, it would be cut to size each time
        self._held = bytearray()

    def read(self, connection: socket.socket) -> list[bytes] | None:
        """Take one piece off a socket; give the parts when the message is whole, else None.

        Raises EOFError when the other side is gone, FrameError, and what the socket raises.
        """
        size = connection.recv_into(self._piece)
        if not size:
            raise EOFError
        piece = self._piece[:size]
        if not self._held and self._is_whole(piece):  # mostly; and then nothing is copied
            return unpack(piece)
        self._held += piece
        if not self._is_whole(self._held):
            return None
        whole, self._held = self._held, bytearray()
        return unpack(whole)

    def _is_whole(self, held: Buffer) -> bool:
        if (size := len(held)) < _WIDTH:
            return False
        (length,) = _LENGTH.unpack_from(held)
        if length > self._most or size > length + _WIDTH:
            raise FrameError("a message is longer than agreed")
        return bool(size == length + _WIDTH)
