"""What a release says of itself: ``manifest.json``, and ``SHA256SUMS`` for ``sha256sum -c``."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from als_kg.errors import Place, ReleaseError
from als_kg.release.files import ReleaseFile, digest_of_file

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True)
class Manifest:
    """What a release holds.

    ``dataset`` names the content, ``rdfc`` is the RDFC-1.0 hash of the full dataset; ``graphs`` and
    ``views`` count statements by IRI and by name, ``kinds`` things in the current view.
    """

    version: str
    dataset: str
    previous: str
    issued: str
    rdfc: str
    graphs: Mapping[str, int]
    views: Mapping[str, int]
    kinds: Mapping[str, int]
    files: tuple[ReleaseFile, ...] = ()

    def written(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a release folder; raises ReleaseError."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(**{**found, "files": tuple(ReleaseFile(**file) for file in found["files"])})
    except FileNotFoundError as error:
        raise ReleaseError("is no release", Place(str(folder)), f"name a folder with a {MANIFEST}") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReleaseError("is no manifest of a release", Place(str(path)), "use the als-kg that made it") from error


def version_key(version: str) -> tuple[object, ...]:
    """Order versions (Semantic Versioning 2.0.0, 11); raises ReleaseError for what is none."""
    match = _VERSION.fullmatch(version)
    if match is None:
        raise ReleaseError(f"{version!r} is no version", todo="give one like 1.2.0 or 1.2.0-rc.1")
    major, minor, patch, candidate = match.groups()
    parts = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in (candidate or "").split("."))
    return (int(major), int(minor), int(patch), candidate is None, parts)


def is_version(name: str) -> bool:
    """Tell whether a folder's name is a version."""
    return _VERSION.fullmatch(name) is not None


def issued(moment: datetime | None) -> str:
    """Write when a release was made, nothing where that is not told."""
    return "" if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def sums_of(folder: Path) -> str:
    """List the digest of every file of a folder, by name, as sha256sum does."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{digest_of_file(folder / name)}  {name}\n" for name in names if name != SUMS)


def verify(folder: Path, names: Iterable[str] | None = None) -> None:
    """Compare files with ``SHA256SUMS``, all of them unless named; raises ReleaseError for the first that differs."""
    known = sums_in(folder)
    for name in known if names is None else names:
        if not (folder / name).is_file() or digest_of_file(folder / name) != known.get(name):
            todo = "fetch the release again, or use another"
            raise ReleaseError(f"is not the file that {SUMS} names", Place(str(folder / name)), todo)


def sums_in(folder: Path) -> dict[str, str]:
    """Read the digests of a release, by name of file; raises ReleaseError."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ReleaseError(f"has no {SUMS}", Place(str(folder)), "name the folder of a release") from error
    return {match[2]: match[1] for line in lines if (match := _LINE.fullmatch(line))}
