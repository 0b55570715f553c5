"""Make a version that differs from the current one in its outside graphs only, and put it live.

The engine's files of the current version get second names (its ``backup``), so that the cost is what
is loaded, not what is there already.
"""

import traceback
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from als_kg.build.dataset import view_iri
from als_kg.build.kept import FOLDER, share, take_over
from als_kg.build.lease import LOCK
from als_kg.build.manifest import MANIFEST, Loaded, manifest_text
from als_kg.build.publish import (
    Published,
    fill_store,
    go_live,
    is_whole,
    open_current,
    open_version,
    publishing,
    scratch,
    settle,
    version_of_files,
)

Judge = Callable[[tuple[Loaded, ...]], Collection[str]]
Bring = Callable[[ox.Store, Path], tuple[Loaded, ...]]


def amend(out: Path, judge: Judge, bring: Bring) -> Published:
    """Leave out the outside graphs that ``judge`` names and add what ``bring`` loads.

    ``judge`` sees what is loaded and may raise; ``bring`` gets the store of the version to be and the folder
    for what is kept. All or nothing: whatever either raises, what was live stays so. Raises DatasetError
    when there is no dataset, or it cannot be written.
    """
    open_current(out)  # before anything is made
    with publishing(out):
        current = open_current(out)
        dropped = judge(current.manifest.outside)
        staying = tuple(loaded for loaded in current.manifest.outside if loaded.graph not in dropped)
        with scratch(current.path.parent) as folder:
            new = Published(folder / "new", current.manifest)
            _copy(current, new, staying)
            home = _completed(new, staying, bring, current.path.parent)
        go_live(out, home)
    return open_version(home.resolve())


def _copy(current: Published, new: Published, staying: tuple[Loaded, ...]) -> None:
    """Bring everything over but the manifest and the graphs that do not stay."""
    new.views.mkdir(parents=True)
    (new.path / LOCK).touch()
    share(current.nquads, new.nquads)
    for name in current.manifest.views:
        share(current.ntriples(name), new.ntriples(name))
    take_over(staying, current.path, new.path)
    if staying == current.manifest.outside:
        ox.Store.read_only(str(current.store)).backup(str(new.store))
    else:
        # A graph that is taken out of a store leaves its files behind, with a note that it is gone.
        fill_store(new.store, _own_quads(new), staying)


def _own_quads(version: Published) -> Iterator[ox.Quad]:
    """Read all that does not come from outside."""
    yield from ox.parse(path=str(version.nquads), format=ox.RdfFormat.N_QUADS)
    for name in version.manifest.views:
        graph = ox.NamedNode(view_iri(name))
        for quad in ox.parse(path=str(version.ntriples(name)), format=ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _completed(new: Published, staying: tuple[Loaded, ...], bring: Bring, versions: Path) -> Path:
    """Load, write the manifest, and move the version to the place that its content names."""
    store = ox.Store(str(new.store))
    (new.path / FOLDER).mkdir(exist_ok=True)
    try:
        brought = bring(store, new.path / FOLDER)
        store.flush()
    except BaseException as error:
        _forget(error)
        raise
    finally:
        del store  # closes its files
    outside = tuple(sorted((*staying, *brought), key=lambda loaded: loaded.graph))
    manifest = replace(new.manifest, version=version_of_files(new.path, outside), outside=outside)
    (new.path / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    home = versions / manifest.version
    if not is_whole(home):
        settle(new.path, home)
    return home


def _forget(error: BaseException) -> None:
    """Let go of what the frames behind an error hold: an open store writes into its folder while that is removed."""
    told: BaseException | None = error
    while told is not None:
        traceback.clear_frames(told.__traceback__)
        told = told.__cause__ or told.__context__
