"""Write the files of a release: digest and size as they are written, each RDF file with a gzip twin."""

import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from als_kg import formats
from als_kg.describe import File
from als_kg.errors import Place, ReleaseError

_BLOCK = 1 << 20
GZIP = "application/gzip"


@dataclass(frozen=True)
class ReleaseFile(File):
    """A file as the descriptions tell it; ``triples`` counts statements where it is RDF."""

    triples: int | None = None


@dataclass
class Folder:
    """A folder that is being filled; ``files`` lists what was written, in order."""

    path: Path
    files: list[ReleaseFile] = field(default_factory=list)

    def rdf(self, name: str, title: dict[str, str], body: bytes | str | Iterable[bytes], triples: int) -> None:
        """Write an RDF file and its gzip twin, and read it back; raises ReleaseError when it says less or more."""
        media_type = media_type_of(name)
        self._put(name, media_type, title, body, triples=triples)
        found = count_in(self.path / name)
        if found != triples:
            message = f"holds {found:,} statements when it is read back, not {triples:,}"
            raise ReleaseError(message, Place(name), "this is a fault of als-kg: please report it")
        packed = {"en": f"{title['en']}, gzip", "zh": f"{title['zh']}（gzip）"}
        self._put(f"{name}.gz", media_type, packed, gzipped(blocks(self.path / name)), GZIP, triples)

    def plain(self, name: str, media_type: str, title: dict[str, str], body: bytes | str) -> None:
        """Write a file that is not RDF."""
        self._put(name, media_type, title, body)

    def _put(
        self, name: str, media_type: str, title: dict[str, str], body: bytes | str | Iterable[bytes],
        packed: str = "", triples: int | None = None,
    ) -> None:  # fmt: skip
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as stream:
            for chunk in _chunks(body):
                digest.update(chunk)
                size += stream.write(chunk)
        self.files.append(ReleaseFile(name, media_type, size, digest.hexdigest(), title, packed, triples))


def media_type_of(name: str) -> str:
    """Tell the media type of an RDF file by its extension."""
    return _format_of(name).media_type


def count_in(path: Path) -> int:
    """Count the statements of an RDF file as the engine reads them; none is held."""
    engine = _format_of(path.name).engine
    assert isinstance(engine, ox.RdfFormat), "a table of results has no statements"
    return sum(1 for _ in ox.parse(path=str(path), format=engine))


def blocks(path: Path) -> Iterator[bytes]:
    """Read a file block by block."""
    with path.open("rb") as stream:
        yield from iter(lambda: stream.read(_BLOCK), b"")


def gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pack without name and time (RFC 1952, 2.3), so that equal content gives equal bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as packer:
        for chunk in chunks:
            packer.write(chunk)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def digest_of_file(path: Path) -> str:
    """Hash a file: SHA-256, hexadecimal."""
    digest = hashlib.sha256()
    for block in blocks(path):
        digest.update(block)
    return digest.hexdigest()


def _format_of(name: str) -> formats.Format:
    extension = name.removesuffix(".gz").rpartition(".")[2]
    found = formats.by_name(extension, "dataset") or formats.by_name(extension, "graph")
    assert found is not None, f"no RDF format has the extension {extension}"
    return found


def _chunks(body: bytes | str | Iterable[bytes]) -> Iterable[bytes]:
    match body:
        case str():
            return (body.encode(),)
        case bytes():
            return (body,)
    return body
