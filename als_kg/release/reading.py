"""Open a release to ask it: its N-Quads and views, checked against their digests, in memory."""

from pathlib import Path

import pyoxigraph as ox

from als_kg.build import view_iri
from als_kg.errors import ReleaseError
from als_kg.release.contents import STEM
from als_kg.release.making import FULL
from als_kg.release.manifest import MANIFEST, is_version, read_manifest, verify, version_key
from als_kg.store.embedded import EmbeddedStore
from als_kg.vocabulary import CURRENT


def find_release(name: str, out: Path) -> Path:
    """Find a release by version below ``out``, or by its folder; raises ReleaseError with those there are."""
    for path in (out / name, Path(name)):
        if (path / MANIFEST).is_file():
            return path
    known = sorted((path.name for path in out.glob("*") if is_version(path.name)), key=version_key)
    todo = f"use one of: {', '.join(known)}" if known else "make one: als-kg release"
    raise ReleaseError(f"there is no release {name!r} in {out}", todo=todo)


def open_release(folder: Path) -> EmbeddedStore:
    """Load a release into memory; raises ReleaseError where a file is not what its digest says."""
    manifest = read_manifest(folder)
    files = {name: f"{STEM}.nt" if name == CURRENT else f"{STEM}-{name}.nt" for name in manifest.views}
    verify(folder, (FULL, *files.values()))
    engine = ox.Store()
    engine.bulk_load(path=str(folder / FULL), format=ox.RdfFormat.N_QUADS)
    for name, file in files.items():
        graph = ox.NamedNode(view_iri(name))
        engine.bulk_load(path=str(folder / file), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    return EmbeddedStore(engine, manifest.dataset, manifest.graphs, manifest.views)
