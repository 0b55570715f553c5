"""Write the dataset or a view of it in any RDF format."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from als_kg import formats
from als_kg.build import Published, open_current
from als_kg.errors import UsageError
from als_kg.formats import Format
from als_kg.query.words import nearest
from als_kg.query.writing import write
from als_kg.settings import Settings
from als_kg.vocabulary import CURRENT

FULL = "full"

# The dataset directory holds these two as they are to be exported.
_READY: dict[str, Callable[[Published, str], Path]] = {
    "nquads": lambda published, view: published.nquads if view == FULL else published.ntriples(view),
    "ntriples": lambda published, view: published.ntriples(view),
}


def format_for(name: str | None, output: Path | None, view: str | None) -> Format:
    """Choose the format by name, else by the file's extension, else Turtle; it must be able to hold the view."""
    wanted = name or (output.suffix if output else "") or "turtle"
    holds_graphs = formats.by_name(wanted, "dataset")
    found = holds_graphs or formats.by_name(wanted, "graph")
    if found is None:
        raise UsageError(f"no RDF format goes by {wanted!r}", todo="name one with --format")
    if view == FULL and holds_graphs is None:
        names = ", ".join(entry.name for entry in formats.of_family("dataset"))
        raise UsageError(f"{found.name} cannot hold named graphs", todo=f"use --format with one of: {names}")
    return found


def exported(settings: Settings, chosen: Format, view: str | None) -> bytes:
    """Write a view, or the full dataset; equal content gives equal bytes."""
    published = open_current(settings.dataset)
    name = _known(published, view or CURRENT)
    if chosen.name in _READY:
        return _READY[chosen.name](published, name).read_bytes()
    source = published.nquads if name == FULL else published.ntriples(name)
    return write(ox.parse(path=str(source), format=ox.RdfFormat.N_QUADS), chosen)


def write_atomically(path: Path, body: bytes) -> None:
    """Put a file in its place whole: a reader sees the old one or the new one."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(body)
            return
        beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        try:
            beside.write_bytes(body)
            beside.replace(path.resolve())
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", todo="choose another -o") from error


def _known(published: Published, view: str) -> str:
    names = (*published.manifest.views, FULL)
    if view in names:
        return view
    near = nearest(view, names)
    todo = f"did you mean {near}?" if near else f"use one of: {', '.join(names)}"
    raise UsageError(f"there is no view {view!r}", todo=todo)
