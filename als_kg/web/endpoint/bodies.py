"""Read the bodies of requests, so many at once: a client that lets one trickle in holds a thread for as long.

When such clients hold all places, bodies are refused, and requests without one are answered as ever; the
places come back when ``web.stalling`` parts with those clients.
"""

from threading import Semaphore
from typing import Any

from als_kg.web.endpoint.failing import Rejected

MOST = 128


class Bodies:
    """Read ``most`` bodies at once; thread-safe."""

    def __init__(self, most: int = MOST) -> None:
        self._places = Semaphore(most)

    def read(self, stream: Any, length: int) -> bytes:
        """Read up to so many bytes; raise Rejected."""
        if not self._places.acquire(blocking=False):
            raise Rejected(503, "too many bodies are being read", "ask again, or with GET", (("Retry-After", "1"),))
        try:
            return _read(stream, length)
        except OSError as error:
            raise early() from error
        finally:
            self._places.release()


def early() -> Rejected:
    """Say that the client sent less than it said."""
    return Rejected(400, "the body ended early")


def _read(stream: Any, length: int) -> bytes:
    pieces: list[bytes] = []
    while length > 0 and (piece := stream.read(length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
