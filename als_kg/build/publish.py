"""Publish a dataset as an immutable, versioned directory; going live is one atomic flip.

    <out>/versions/<version>/{dataset.nq, view/<name>.nt, store/, manifest.json}
    <out>/current -> versions/<version>

Everything is written into a hidden sibling and renamed when complete, so nobody ever sees a part of
a dataset; builds that run at the same time write one after the other. The version that was
current before stays; older ones are removed once nobody reads them (``lease``).
"""

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

import als_kg
from als_kg.build.dataset import Dataset, quads_in, version_of, view_iri
from als_kg.build.lease import LOCK, alone, clear
from als_kg.errors import DatasetError, Place
from als_kg.sources import Content, digest_of

_PACKAGE = Path(__file__).resolve().parent.parent
_VERSIONS, _CURRENT, _MANIFEST, _QUADS, _STORE, _VIEWS = (
    "versions", "current", "manifest.json", "dataset.nq", "store", "view",
)  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """What a dataset directory holds; ``graphs`` and ``views`` count triples, by IRI and by name.

    ``inputs`` is the digest of everything it was made from, ``validated`` whether it was judged
    and found clean.
    """

    version: str
    inputs: str
    package: str
    engine: str
    graphs: Mapping[str, int]
    views: Mapping[str, int]
    validated: bool


@dataclass(frozen=True)
class Published:
    """A complete dataset directory, by its real path, which never changes again."""

    path: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """The engine's files."""
        return self.path / _STORE

    @property
    def nquads(self) -> Path:
        """Every authored and inferred quad, sorted."""
        return self.path / _QUADS

    def ntriples(self, view: str) -> Path:
        """Name the file with the triples of a view, sorted."""
        return self.path / _VIEWS / f"{view}.nt"


def inputs_digest(content: Content) -> str:
    """Hash all that a dataset depends on: content, this package's code, the engine's version."""
    code = digest_of(_PACKAGE, tuple(sorted(_PACKAGE.rglob("*.py"))))
    return f"{content.digest()}-{code}-{ox.__version__}"


def write(dataset: Dataset, out: Path, *, inputs: str = "", validated: bool = False) -> Published:
    """Write a dataset below ``out`` and make it the current one; same content, same directory.

    Raises BuildError when the dataset has findings that are errors, DatasetError when the
    directory cannot be written; then what was there stays as it was.
    """
    dataset.require_sound()
    manifest = _manifest_of(dataset, inputs, validated)
    home = out / _VERSIONS / manifest.version
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with alone(home.parent):
            _settle(dataset, manifest, home)
            before = (out / _CURRENT).resolve()
            _flip(out, home)
            if before != home.resolve():
                clear(home.parent, keep=(home.name, before.name))
    except OSError as error:
        message, place = f"cannot be written: {error.strerror or error}", Place(str(error.filename or out))
        raise DatasetError(message, place, "free the path, or use --out") from error
    return Published(home.resolve(), manifest)


def _settle(dataset: Dataset, manifest: Manifest, home: Path) -> None:
    """Make sure that a version directory is there, whole, with this manifest."""
    if not _is_whole(home):
        _put(dataset, manifest, home)
    elif _read_manifest(home) != manifest:
        _replace_text(home / _MANIFEST, _manifest_text(manifest))


def open_current(out: Path) -> Published:
    """Find the live dataset of a directory; raises DatasetError when there is none, or a part is missing."""
    link = out / _CURRENT
    if not link.exists():
        raise DatasetError("holds no dataset", Place(str(out)), "run: als-kg build")
    return open_version(link.resolve())


def open_version(path: Path) -> Published:
    """Open one version directory; raises DatasetError when it is not complete."""
    missing = [name for name in (_MANIFEST, _QUADS, _STORE, _VIEWS) if not (path / name).exists()]
    if missing:
        raise DatasetError(f"has no {', '.join(missing)}", Place(str(path)), "run: als-kg build")
    return Published(path, _read_manifest(path))


def _manifest_of(dataset: Dataset, inputs: str, validated: bool) -> Manifest:
    return Manifest(
        version=dataset.version,
        inputs=inputs,
        package=als_kg.__version__,
        engine=f"pyoxigraph {ox.__version__}",
        graphs={name: len(dataset.graphs[name]) for name in sorted(dataset.graphs)},
        views={name: len(triples) for name, triples in dataset.views.items()},
        validated=validated,
    )


def _manifest_text(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n"


def _read_manifest(path: Path) -> Manifest:
    file = path / _MANIFEST
    try:
        return Manifest(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DatasetError("is not a manifest that this als-kg knows", Place(str(file)), "run: als-kg build") from error


def _is_whole(home: Path) -> bool:
    """Tell whether a version directory holds, byte for byte, what its name says."""
    try:
        views = {path.stem: path.read_bytes() for path in (home / _VIEWS).glob("*.nt")}
        texts = {"": (home / _QUADS).read_bytes()} | views
        _read_manifest(home)
    except (OSError, DatasetError):
        return False
    return (home / _STORE / "CURRENT").is_file() and version_of(texts) == home.name


def _put(dataset: Dataset, manifest: Manifest, home: Path) -> None:
    """Write a whole version beside its place and move it there; the first of several builds wins."""
    with _scratch(home.parent) as scratch:
        _write_files(dataset, manifest, scratch / "new")
        if home.exists() and not _is_whole(home):
            home.rename(scratch / "broken")
        try:
            (scratch / "new").rename(home)
        except OSError:
            if not _is_whole(home):
                raise


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Make a hidden folder of our own and take it away again, whatever happens."""
    path = folder / f".{uuid.uuid4().hex}"
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _write_files(dataset: Dataset, manifest: Manifest, folder: Path) -> None:
    (folder / _VIEWS).mkdir(parents=True)
    (folder / LOCK).touch()
    (folder / _QUADS).write_bytes(dataset.nquads)
    for name in dataset.views:
        (folder / _VIEWS / f"{name}.nt").write_bytes(dataset.ntriples(name))
    _write_store(dataset, folder / _STORE)
    (folder / _MANIFEST).write_text(_manifest_text(manifest), encoding="utf-8")


def _write_store(dataset: Dataset, folder: Path) -> None:
    store = ox.Store(str(folder))
    views = (quads_in(view_iri(name), triples) for name, triples in dataset.views.items())
    store.bulk_extend(chain(dataset.quads(), *views))  # at once: each call writes files of its own
    store.flush()


def _replace_text(path: Path, text: str) -> None:
    beside = path.with_name(f".{uuid.uuid4().hex}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _flip(out: Path, home: Path) -> None:
    """Point ``current`` at a version: one rename, so there is always one or the other."""
    link = out / _CURRENT
    beside = out / f".{uuid.uuid4().hex}"
    beside.symlink_to(home.relative_to(out), target_is_directory=True)
    try:
        beside.replace(link)
    except OSError:
        beside.unlink()
        raise
