"""The folder in which an operator keeps releases: which there are, and which files may be had from them.

Only what ``SHA256SUMS`` of a release names is a file of it, and only where it lies in that folder itself.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from als_kg.build import Triples
from als_kg.describe import DATASET, release_iri, version_iri
from als_kg.describe.saying import Said, node, say
from als_kg.errors import ReleaseError
from als_kg.release.contents import STEM
from als_kg.release.files import GZIP, ReleaseFile, digest_of_file
from als_kg.release.manifest import MANIFEST, SUMS, Manifest, is_version, read_manifest, sums_in, version_key

# What a release says of itself, without counts and prefixes; and the media types of those that no description lists.
_DESCRIPTIONS = ("dcat", "prov")
_OTHERS = {MANIFEST: "application/json", SUMS: "text/plain", ".md": "text/markdown"}
_PLAIN = "text/plain"
_KEPT = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Held:
    """A file as it lies in a release: path, media type, size in bytes, SHA-256 in hexadecimal.

    ``packed`` is the same content in gzip, where the release has it; ``title`` is empty for the files
    that tell of the release.
    """

    name: str
    path: Path
    media_type: str
    size: int
    sha256: str
    title: Mapping[str, str]
    triples: int | None = None
    packed: "Held | None" = None

    @property
    def is_packed(self) -> bool:
        """Tell whether it is a packed twin."""
        return self.media_type == GZIP


@dataclass(frozen=True, eq=False)
class Kept:
    """One release, its manifest, and its files by name: the current view first, tables later, what is packed last."""

    path: Path
    manifest: Manifest
    files: Mapping[str, Held]

    @property
    def version(self) -> str:
        """Its version, which is also the name of its folder."""
        return self.manifest.version

    @property
    def iri(self) -> str:
        """The IRI by which it is cited."""
        return version_iri(self.version)

    def description(self) -> Triples:
        """Read what it says of itself in DCAT and PROV; nothing where it has no description."""
        found = set[ox.Triple]()
        for name in _DESCRIPTIONS:
            if held := self.files.get(f"{name}.ttl"):
                found |= {quad.triple for quad in ox.parse(path=str(held.path), format=ox.RdfFormat.TURTLE)}
        return frozenset(found)


class Shelf:
    """The releases below a folder; each is read again when its manifest or its digests change."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def versions(self) -> tuple[str, ...]:
        """List the versions of complete releases, the latest first; none where there is no folder."""
        if not self._out.is_dir():
            return ()
        names = (path.name for path in self._out.iterdir() if is_version(path.name) and self._is_complete(path))
        return tuple(sorted(names, key=version_key, reverse=True))

    def find(self, version: str) -> Kept | None:
        """Find a release, None where there is none; raises ReleaseError for one that cannot be read."""
        path = self._out / version
        if not is_version(version) or not self._is_complete(path):
            return None
        stamps = tuple((path / name).stat().st_mtime_ns for name in (MANIFEST, SUMS))
        kept = _read(path, stamps)
        if kept.version != version:
            raise ReleaseError(f"the folder {version} holds the release {kept.version}")
        return kept

    def kept(self) -> list[Kept]:
        """List the releases, the latest first; one that cannot be read is left out, and the log says so."""
        found = []
        for version in self.versions():
            try:
                one = self.find(version)
            except ReleaseError as error:
                _log.error("%s", error)
                continue
            found += [one] if one else []
        return found

    def triples(self) -> Triples:
        """Tell which versions can be had here, and where."""
        kept = self.kept()
        said = [triple for one in kept for triple in _told(one)]
        versions: Said = {"dcat:hasVersion": [node(one.iri) for one in kept]}
        return frozenset([*say(DATASET, "dcat:Dataset", versions), *said])

    def _is_complete(self, path: Path) -> bool:
        """Tell whether a release lies here, in the folder itself and not behind a link."""
        return not path.is_symlink() and all((path / name).is_file() for name in (MANIFEST, SUMS))


def _told(kept: Kept) -> list[ox.Triple]:
    said: Said = {
        "dcterms:isVersionOf": node(DATASET),
        "dcat:version": ox.Literal(kept.version),
        "dcat:landingPage": node(release_iri(kept.version)),
        "dcat:previousVersion": [node(version_iri(kept.manifest.previous))] if kept.manifest.previous else [],
    }
    return list(say(kept.iri, "dcat:Dataset", said))


@lru_cache(maxsize=_KEPT)
def _read(path: Path, stamps: tuple[int, ...]) -> Kept:  # noqa: ARG001  part of the key
    """Read a release; ``stamps`` tell one state of it from another."""
    manifest = read_manifest(path)
    told = {file.name: file for file in manifest.files}
    sums = {**sums_in(path), SUMS: digest_of_file(path / SUMS)}
    files = {name: held for name, digest in sorted(sums.items()) if (held := _held(path, name, digest, told.get(name)))}
    ordered = sorted(files.values(), key=_importance)
    return Kept(path, manifest, {held.name: _with_twin(held, files) for held in ordered})


def _held(folder: Path, name: str, digest: str, told: ReleaseFile | None) -> Held | None:
    """Take a file that the digests name; None where it is not there, or leads out of the folder."""
    path = folder / name
    if not path.is_file() or path.resolve() != folder.resolve() / name:
        return None
    if told is None:
        return Held(name, path, _OTHERS.get(name, _OTHERS.get(path.suffix, _PLAIN)), path.stat().st_size, digest, {})
    return Held(name, path, told.packed or told.media_type, told.size, digest, told.title, told.triples)


def _importance(held: Held) -> tuple[bool, bool, bool, bool, str]:
    return held.is_packed, not held.title, "/" in held.name, not held.name.startswith(f"{STEM}."), held.name


def _with_twin(held: Held, files: Mapping[str, Held]) -> Held:
    twin = files.get(f"{held.name}.gz")
    return held if twin is None else Held(**{**vars(held), "packed": twin})
