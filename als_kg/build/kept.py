"""Outside graphs as a version directory keeps them: the file that was loaded, for the next build to load again.

The engine names blank nodes anew whenever it loads a file; a name holds for one version only.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from als_kg.build.manifest import Loaded
from als_kg.errors import DatasetError, Place

FOLDER = "outside"


def kept_file(version: Path, loaded: Loaded) -> Path:
    """Name the file that keeps a graph; several graphs of one file share it."""
    return version / FOLDER / loaded.kept


def take_over(outside: Iterable[Loaded], old: Path, new: Path) -> None:
    """Give another version directory the files of some graphs, too; raises DatasetError where one is broken."""
    require_whole(outside, old)
    for source in {kept_file(old, loaded) for loaded in outside}:
        (new / FOLDER).mkdir(exist_ok=True)
        share(source, new / FOLDER / source.name)


def load_kept(store: ox.Store, outside: tuple[Loaded, ...], version: Path) -> None:
    """Load the graphs of a version directory from their files, and none that was unloaded since."""
    before = set(store.named_graphs())
    targets = {kept_file(version, loaded): None for loaded in outside} | {
        kept_file(version, loaded): ox.NamedNode(loaded.graph) for loaded in outside if loaded.outer
    }
    for path, target in targets.items():
        store.bulk_load(path=str(path), to_graph=target)
    staying = before | {ox.NamedNode(loaded.graph) for loaded in outside}
    for graph in set(store.named_graphs()) - staying:
        store.remove_graph(graph)
    if None in targets.values():
        store.clear_graph(ox.DefaultGraph())  # what was outside any graph went into one that was unloaded


def are_whole(outside: Iterable[Loaded], version: Path) -> bool:
    """Tell whether every graph that was loaded is still kept."""
    files = ((kept_file(version, loaded), loaded.size) for loaded in outside)
    return all(path.is_file() and path.stat().st_size == size for path, size in files)


def require_whole(outside: Iterable[Loaded], version: Path) -> None:
    """Raise DatasetError for a graph that was loaded and is not kept, so that no build drops it without a word."""
    for loaded in outside:
        if not are_whole((loaded,), version):
            place = Place(str(kept_file(version, loaded)))
            todo = f"run: als-kg unload '{loaded.graph}', and load {loaded.file} again"
            raise DatasetError(f"does not hold what was loaded into <{loaded.graph}>", place, todo)


def share(source: Path, target: Path) -> None:
    """Give a file, which never changes again, a second name; copy it where the file system has no such names."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
