"""Make a release: into a hidden folder first, under its name when it is whole; never over another."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from als_kg.build import Published, Triples
from als_kg.build.publish import scratch
from als_kg.diff import compare, names_in, read_statements
from als_kg.errors import BuildError, Finding, Place, ReleaseError
from als_kg.release.contents import Contents
from als_kg.release.files import Folder, ReleaseFile
from als_kg.release.gates import least, things_per_kind, too_few, vanished
from als_kg.release.manifest import (
    MANIFEST,
    SUMS,
    Manifest,
    is_version,
    issued,
    read_manifest,
    sums_of,
    version_key,
)  # fmt: skip
from als_kg.release.notes import notes
from als_kg.sources import Content
from als_kg.vocabulary import CURRENT

NOTES = "NOTES.md"
FULL = "als-kg-full.nq"

Describe = Callable[[tuple[ReleaseFile, ...]], Mapping[str, Triples]]


def nothing(_: tuple[ReleaseFile, ...]) -> Mapping[str, Triples]:
    """Describe nothing."""
    return {}


@dataclass(frozen=True)
class Order:
    """What to make a release of, and where.

    ``previous`` is the folder of the release before; None looks for it in ``out``. ``describe`` gives
    the descriptions by name, once the files that they are to list are written.
    """

    published: Published
    content: Content
    out: Path
    version: str
    issued: datetime | None = None
    previous: Path | None = None
    describe: Describe = nothing


@dataclass(frozen=True)
class Release:
    """A complete release; ``made`` is false where the same one was there already."""

    path: Path
    manifest: Manifest
    made: bool


def make(order: Order) -> Release:
    """Make a release, or find that it is there byte for byte.

    Raises BuildError when a gate is not passed, ReleaseError when the version exists with other
    bytes or a file cannot be written; then nothing has changed.
    """
    version_key(order.version)
    try:
        order.out.mkdir(parents=True, exist_ok=True)
        with scratch(order.out) as folder:
            manifest = _fill(order, folder)
            return Release(order.out / order.version, manifest, _settle(folder, order.out / order.version))
    except OSError as error:
        place = Place(str(error.filename or order.out))
        raise ReleaseError(
            f"cannot be written: {error.strerror or error}", place, "free the path, or use --out"
        ) from error


def before(out: Path, version: str) -> Path | None:
    """Find the release before a version in a folder: the highest of the lower ones."""
    names = [path.name for path in out.iterdir() if is_version(path.name)] if out.is_dir() else []
    lower = [name for name in names if version_key(name) < version_key(version)]
    return out / max(lower, key=version_key) if lower else None


def _fill(order: Order, path: Path) -> Manifest:
    folder = Folder(path)
    contents = Contents(order.published, order.content, order.version)
    kinds = things_per_kind(contents.view(CURRENT))
    _require(too_few(kinds, least(order.content.root)))
    contents.write(folder)
    for name, triples in order.describe(tuple(folder.files)).items():
        contents.write_description(folder, name, triples)
    return _tell(order, folder, kinds)


def _tell(order: Order, folder: Folder, kinds: Mapping[str, int]) -> Manifest:
    """Write what the release says of itself; raise BuildError when something published is gone."""
    previous = order.previous or before(order.out, order.version)
    manifest = _manifest(order, folder, kinds, read_manifest(previous).version if previous else "")
    diff, names = None, names_in()
    if previous:
        old, new = read_statements(previous), read_statements(folder.path)
        _require(vanished(old, new))
        diff, names = compare(old, new), names_in(old, new)
    (folder.path / NOTES).write_text(notes(manifest, diff, names), encoding="utf-8")
    (folder.path / MANIFEST).write_text(manifest.written(), encoding="utf-8")
    (folder.path / SUMS).write_text(sums_of(folder.path), encoding="utf-8")
    return manifest


def _manifest(order: Order, folder: Folder, kinds: Mapping[str, int], previous: str) -> Manifest:
    found = order.published.manifest
    return Manifest(
        version=order.version,
        dataset=found.version,
        previous=previous,
        issued=issued(order.issued),
        rdfc=next(file.sha256 for file in folder.files if file.name == FULL),
        graphs=found.graphs,
        views=found.views,
        kinds=kinds,
        files=tuple(sorted(folder.files, key=lambda file: file.name)),
    )


def _require(findings: Iterator[Finding]) -> None:
    if found := tuple(findings):
        raise BuildError(found)


def _settle(new: Path, home: Path) -> bool:
    """Put a whole release in its place; tell whether it was not there yet."""
    if not home.exists():
        new.rename(home)
        return True
    names = {path.relative_to(folder) for folder in (new, home) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(names):
        if not _same(new / name, home / name):
            message = f"the release {home.name} exists, and its {name.as_posix()} has other content"
            raise ReleaseError(message, Place(str(home)), "raise the version in pyproject.toml, or use --version")
    return False


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
