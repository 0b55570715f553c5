"""Publish a dataset as an immutable, versioned directory; going live is one atomic flip.

    <out>/versions/<version>/{dataset.nq, view/<name>.nt, outside/<graph>.nt, store/, manifest.json}
    <out>/current -> versions/<version>

Everything is written into a hidden sibling and renamed when complete, so nobody ever sees a part of
a dataset; builds that run at the same time write one after the other. The version that was
current before stays; older ones are removed once nobody reads them (``lease``). What was loaded from
outside is taken over from the version that is current (``kept``).
"""

import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

import als_kg
from als_kg.build.dataset import Dataset, quads_in, version_of, view_iri
from als_kg.build.kept import are_whole, load_kept, take_over
from als_kg.build.lease import LOCK, alone, clear, sweep
from als_kg.build.manifest import MANIFEST, Loaded, Manifest, listing, manifest_text, read_manifest
from als_kg.errors import DatasetError, Place
from als_kg.sources import Content, digest_of

_PACKAGE = Path(__file__).resolve().parent.parent
_VERSIONS, _CURRENT, _QUADS, _STORE, _VIEWS = "versions", "current", "dataset.nq", "store", "view"
_LOADED = "outside/"  # no view is called so


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

    @property
    def views(self) -> Path:
        """The folder with a file per view."""
        return self.path / _VIEWS

    def ntriples(self, view: str) -> Path:
        """Name the file with the triples of a view, sorted."""
        return self.views / f"{view}.nt"


def inputs_digest(content: Content) -> str:
    """Hash all that a dataset depends on: content, this package's code, the engine's version."""
    code = digest_of(_PACKAGE, tuple(sorted(_PACKAGE.rglob("*.py"))))
    return f"{content.digest()}-{code}-{ox.__version__}"


def write(dataset: Dataset, out: Path, *, inputs: str = "", validated: bool = False) -> Published:
    """Write a dataset below ``out`` and make it the current one; same content, same directory.

    What was loaded from outside stays beside it. Raises BuildError when the dataset has findings
    that are errors, DatasetError when the directory cannot be written; then what was there stays as it was.
    """
    dataset.require_sound()
    with publishing(out):
        before = current_version(out)
        outside = _outside(before)
        manifest = _manifest_of(dataset, inputs, validated, outside)
        home = out / _VERSIONS / manifest.version
        if not is_whole(home):
            with scratch(home.parent) as folder:
                _write_files(dataset, manifest, before, folder / "new")
                settle(folder / "new", home)
        elif (there := read_manifest(home)) != (manifest := replace(manifest, outside=there.outside)):
            _replace_text(home / MANIFEST, manifest_text(manifest))
        go_live(out, home)
    return Published(home.resolve(), manifest)


@contextmanager
def publishing(out: Path) -> Iterator[None]:
    """Be alone in changing what is live; what the file system refuses becomes a DatasetError."""
    try:
        versions = out / _VERSIONS
        versions.mkdir(parents=True, exist_ok=True)
        with alone(versions):
            sweep(versions)
            yield
    except OSError as error:
        message, place = f"cannot be written: {error.strerror or error}", Place(str(error.filename or out))
        raise DatasetError(message, place, "free the path, or use --out") from error


def current_version(out: Path) -> Path:
    """Name the directory that is live; there may be none."""
    return (out / _CURRENT).resolve()


def go_live(out: Path, home: Path) -> None:
    """Point ``current`` at a version and remove what nobody reads, but for the version before."""
    before = current_version(out)
    _flip(out, home)
    if before != home.resolve():
        clear(home.parent, keep=(home.name, before.name))


def _outside(version: Path) -> tuple[Loaded, ...]:
    """List what was loaded into a version; nothing where it is none."""
    try:
        return read_manifest(version).outside
    except DatasetError:
        return ()


def open_current(out: Path) -> Published:
    """Find the live dataset of a directory; raises DatasetError when there is none, or a part is missing."""
    link = out / _CURRENT
    if not link.exists():
        raise DatasetError("holds no dataset", Place(str(out)), "run: als-kg build")
    return open_version(link.resolve())


def open_version(path: Path) -> Published:
    """Open one version directory; raises DatasetError when it is not complete."""
    missing = [name for name in (MANIFEST, _QUADS, _STORE, _VIEWS) if not (path / name).exists()]
    if missing:
        raise DatasetError(f"has no {', '.join(missing)}", Place(str(path)), "run: als-kg build")
    return Published(path, read_manifest(path))


def _manifest_of(dataset: Dataset, inputs: str, validated: bool, outside: tuple[Loaded, ...]) -> Manifest:
    texts = {"": dataset.nquads} | {name: dataset.ntriples(name) for name in dataset.views}
    return Manifest(
        version=_version(texts, outside),
        inputs=inputs,
        package=als_kg.__version__,
        engine=f"pyoxigraph {ox.__version__}",
        graphs={name: len(dataset.graphs[name]) for name in sorted(dataset.graphs)},
        views={name: len(triples) for name, triples in dataset.views.items()},
        validated=validated,
        outside=outside,
    )


def version_of_files(folder: Path, outside: tuple[Loaded, ...]) -> str:
    """Name the content of a version directory by its files and by what was loaded into it."""
    views = {path.stem: path.read_bytes() for path in (folder / _VIEWS).glob("*.nt")}
    return _version({"": (folder / _QUADS).read_bytes()} | views, outside)


def _version(texts: dict[str, bytes], outside: tuple[Loaded, ...]) -> str:
    return version_of(texts | {_LOADED: listing(outside)} if outside else texts)


def is_whole(home: Path) -> bool:
    """Tell whether a version directory holds, byte for byte, what its name says."""
    try:
        outside = read_manifest(home).outside
        version = version_of_files(home, outside)
    except (OSError, DatasetError):
        return False
    return (home / _STORE / "CURRENT").is_file() and version == home.name and are_whole(outside, home)


def settle(new: Path, home: Path) -> None:
    """Move a complete version to its place; the first of several builds wins."""
    if home.exists() and not is_whole(home):
        home.rename(new.with_name("broken"))
    try:
        new.rename(home)
    except OSError:
        if not is_whole(home):
            raise


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Make a hidden folder of our own and take it away again, whatever happens."""
    path = folder / f".{uuid.uuid4().hex}"
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _write_files(dataset: Dataset, manifest: Manifest, before: Path, folder: Path) -> None:
    (folder / _VIEWS).mkdir(parents=True)
    (folder / LOCK).touch()
    (folder / _QUADS).write_bytes(dataset.nquads)
    for name in dataset.views:
        (folder / _VIEWS / f"{name}.nt").write_bytes(dataset.ntriples(name))
    take_over(manifest.outside, before, folder)
    views = (quads_in(view_iri(name), triples) for name, triples in dataset.views.items())
    fill_store(folder / _STORE, chain(dataset.quads(), *views), manifest.outside)
    (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")


def fill_store(folder: Path, quads: Iterable[ox.Quad], outside: tuple[Loaded, ...]) -> None:
    """Make the engine's files: ours at once, as each call writes files of its own, then what is kept beside."""
    store = ox.Store(str(folder))
    store.bulk_extend(quads)
    load_kept(store, outside, folder.parent)
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
