"""Open a file to be loaded: unpacked, without its byte order mark, and telling how far it is."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from als_kg.errors import Place, SourceError

Watch = Callable[[int], None]

_HEAD = 1 << 20
_PIECE = 1 << 20
_GZIP = b"\x1f\x8b"
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_BROKEN = (gzip.BadGzipFile, zlib.error, EOFError)


class Watched(io.RawIOBase):
    """Read a file and tell how many bytes were taken off it."""

    def __init__(self, path: Path, name: str, watch: Watch) -> None:
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise _unreadable(error, name) from error
        self._name = name
        self._watch = watch

    def readable(self) -> bool:
        """Say so to those who ask."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Read a piece."""
        try:
            count = self._file.readinto(buffer) or 0
        except OSError as error:
            raise _unreadable(error, self._name) from error
        self._watch(count)
        return count

    def close(self) -> None:
        """Close the file, too."""
        self._file.close()
        super().close()


def ignore(_count: int) -> None:
    """Watch nothing."""


@contextmanager
def opened(path: Path, name: str, watch: Watch = ignore) -> Iterator[IO[bytes]]:
    """Open a file for reading, unpacked if it is gzip, after its byte order mark.

    Raises SourceError, also in the middle, for a file that cannot be read or unpacked, and for UTF-16.
    """
    try:
        with io.BufferedReader(Watched(path, name, watch), _PIECE) as file:
            packed = file.peek(2).startswith(_GZIP)
            stream = io.BufferedReader(gzip.GzipFile(fileobj=file), _PIECE) if packed else file
            _skip_mark(stream, name)
            yield stream
    except _BROKEN as error:
        raise SourceError(f"cannot be unpacked: {error}", Place(name), "fetch the file again") from error


def _unreadable(error: OSError, name: str) -> SourceError:
    return SourceError(f"cannot be read: {error.strerror or error}", Place(name), "check the path and its rights")


def _skip_mark(stream: "io.BufferedReader[Any]", name: str) -> None:
    start = stream.peek(3)
    if start.startswith(_UTF16_BOMS):
        raise SourceError("is UTF-16", Place(name, 1), "save the file as UTF-8")
    if start.startswith(_UTF8_BOM):
        stream.read(len(_UTF8_BOM))


def head_of(path: Path, name: str) -> str:
    """Read how a file begins: up to 1 MiB, as text; raises SourceError for an empty file."""
    with opened(path, name) as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise SourceError("is empty", Place(name), "fetch the file again")
    return head.decode("utf-8", errors="replace")


def text_of(path: Path, name: str, watch: Watch = ignore) -> str:
    """Read a whole file as text; raises SourceError with the line that is not UTF-8."""
    with opened(path, name, watch) as stream:
        data = stream.read()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError("is not UTF-8", Place(name, line), "save the file as UTF-8") from error
