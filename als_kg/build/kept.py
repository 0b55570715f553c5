"""Outside graphs as a version directory keeps them: triples in a file per graph, for the next build to take over.

The engine gives the blank nodes of a file new names whenever it loads the file. Here they have the names
that they got the first time, so a later version of the dataset has the same ones.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from als_kg.build.dataset import quad_in
from als_kg.build.manifest import Loaded
from als_kg.errors import DatasetError, Place

FOLDER = "outside"


def kept_file(version: Path, graph: str) -> Path:
    """Name the file that keeps a graph."""
    return version / FOLDER / f"{hashlib.sha256(graph.encode()).hexdigest()[:16]}.nt"


def keep(store: ox.Store, version: Path, graph: str) -> int:
    """Write a graph of a store to its file; tell the bytes."""
    path = kept_file(version, graph)
    path.parent.mkdir(exist_ok=True)
    store.dump(str(path), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph))
    return path.stat().st_size


def take_over(outside: Iterable[Loaded], old: Path, new: Path) -> None:
    """Bring the files of some graphs into another version directory."""
    for loaded in outside:
        target = kept_file(new, loaded.graph)
        target.parent.mkdir(exist_ok=True)
        share(kept_file(old, loaded.graph), target)


def kept_quads(outside: Iterable[Loaded], version: Path) -> Iterator[ox.Quad]:
    """Read the statements of some graphs, one after the other."""
    for loaded in outside:
        graph = ox.NamedNode(loaded.graph)
        for quad in ox.parse(path=str(kept_file(version, loaded.graph)), format=ox.RdfFormat.N_TRIPLES):
            yield quad_in(graph, quad.triple)


def are_whole(outside: Iterable[Loaded], version: Path) -> bool:
    """Tell whether every graph that was loaded is still kept."""
    files = ((kept_file(version, loaded.graph), loaded.size) for loaded in outside)
    return all(path.is_file() and path.stat().st_size == size for path, size in files)


def require_whole(outside: Iterable[Loaded], version: Path) -> None:
    """Raise DatasetError for a graph that was loaded and is not kept, so that no build drops it without a word."""
    for loaded in outside:
        if not are_whole((loaded,), version):
            place = Place(str(kept_file(version, loaded.graph)))
            todo = f"run: als-kg unload '{loaded.graph}', and load {loaded.file} again"
            raise DatasetError(f"does not hold what was loaded into <{loaded.graph}>", place, todo)


def share(source: Path, target: Path) -> None:
    """Give a file, which never changes again, a second name; copy it where the file system has no such names."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
