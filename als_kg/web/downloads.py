"""Send files, so many at once: a client that reads slowly holds a thread for as long, and queries need threads, too."""

import weakref
from collections.abc import Iterable, Iterator
from threading import Semaphore
from typing import Any

from flask import Response

from als_kg.bilingual import both
from als_kg.web.endpoint.failing import Rejected

MOST = 128
_BUSY, _TODO = both("too many files are being sent", "正在发送的文件过多"), both("ask again in a while", "请稍后重试")


class Downloads:
    """Let ``most`` files be on their way at once; thread-safe."""

    def __init__(self, most: int = MOST) -> None:
        self._places = Semaphore(most)

    def take(self) -> None:
        """Take a place; raise Rejected (503) when there is none."""
        if not self._places.acquire(blocking=False):
            raise Rejected(503, _BUSY, _TODO, (("Retry-After", "10"),))

    def give_back_after(self, response: Response) -> Response:
        """Give the place back when a response was sent, or its client is gone."""
        sending = _Sending(response.response, self._places)
        response.response = sending
        response.call_on_close(sending.close)
        return response


class _Sending(Iterator[bytes]):
    """The blocks of a file; its place is given back once, at the end of all use.

    Granian does not close what it sends when a client goes away, it only forgets it.
    """

    def __init__(self, blocks: Iterable[Any], places: Semaphore) -> None:
        self._blocks = blocks
        self._next = iter(blocks)
        self._give_back = weakref.finalize(self, places.release)

    def __next__(self) -> bytes:
        block: bytes = next(self._next)
        return block

    def close(self) -> None:
        """Close the file, give the place back."""
        if close := getattr(self._blocks, "close", None):
            close()
        self._give_back()
