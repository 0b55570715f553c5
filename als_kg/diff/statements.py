"""Read what is to be compared: a release, a dataset directory, or an RDF file."""

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from als_kg import formats
from als_kg.errors import Place, SourceError, UsageError
from als_kg.layout import text_of
from als_kg.vocabulary import SKOS, graph_for, language_tag, shorten

# Where the statements of a folder are: of a release, of a version directory, of the directory above it.
_INSIDE = ("als-kg-full.nq", "dataset.nq", "current/dataset.nq")
# What the build makes of the rest: it changes with every file.
_MADE = (graph_for("inferred", ""), graph_for("void"))


@dataclass(frozen=True)
class Names:
    """What things are called, by IRI, then by language tag."""

    labels: Mapping[str, Mapping[str, str]]

    def of(self, iri: str) -> str:
        """Call a thing by its short IRI, with its English and Chinese names where it has some."""
        found = self.labels.get(iri, {})
        called = " · ".join(found[tag] for tag in ("en", "zh-Hans") if tag in found)
        short = shorten(iri) if not iri.startswith("_:") else iri
        return f"{short} ({called})" if called else short


def read_statements(path: Path, inferred: bool = False) -> frozenset[ox.Quad]:
    """Read all quads of a release, a dataset directory or an RDF file; raises UsageError, SourceError.

    What rules infer, and how the dataset describes itself, follows from the rest and is left out unless
    asked for. Blank nodes are named
    by what is said of them, so that equal ones are equal.
    """
    file = _file_of(path)
    quads = _parsed(file)
    kept = (quad for quad in quads if inferred or not text_of(quad.graph_name).startswith(_MADE))
    return frozenset(_with_names_by_content(kept))


def names_in(*sides: Iterable[ox.Quad]) -> Names:
    """Take the preferred names from statements; later sides win."""
    labels: dict[str, dict[str, str]] = {}
    for quad in (quad for side in sides for quad in side):
        if quad.predicate.value == SKOS.prefLabel and isinstance(quad.object, ox.Literal) and quad.object.language:
            labels.setdefault(text_of(quad.subject), {})[language_tag(quad.object.language)] = quad.object.value
    return Names(labels)


def _file_of(path: Path) -> Path:
    if not path.exists():
        raise UsageError(f"{path} does not exist", todo="name a release folder, a dataset directory or an RDF file")
    if path.is_file():
        return path
    found = [path / name for name in _INSIDE if (path / name).is_file()]
    if not found:
        raise UsageError(f"{path} holds no {' and no '.join(_INSIDE[:2])}", todo="name a release or a dataset")
    return found[0]


def _parsed(file: Path) -> Iterator[ox.Quad]:
    extension = file.name.removesuffix(".gz").rpartition(".")[2]
    found = formats.by_name(extension, "dataset") or formats.by_name(extension, "graph")
    if found is None:
        names = ", ".join(sorted({entry.extension for entry in formats.FORMATS if entry.family != "results"}))
        raise UsageError(f"{file} is not RDF by its name", todo=f"give a file that ends in one of: {names}")
    assert isinstance(found.engine, ox.RdfFormat), "a table of results has no statements"
    try:
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        yield from ox.parse(data, found.engine)
    except SyntaxError as error:
        raise SourceError(str(error.msg), Place(str(file), error.lineno, error.offset), "correct the file") from error
    except OSError as error:
        raise SourceError(f"cannot be read: {error}", Place(str(file)), "check the path and its rights") from error


def _with_names_by_content(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    found = list(quads)
    about: dict[object, list[ox.Quad]] = {}
    for quad in found:
        if isinstance(quad.subject, ox.BlankNode):
            about.setdefault(quad.subject, []).append(quad)
    names = {node: _digest(node, about, ()) for node in about}
    for quad in found:
        yield ox.Quad(_named(quad.subject, names), quad.predicate, _named(quad.object, names), quad.graph_name)


def _named(term: Any, names: Mapping[object, str]) -> Any:
    return ox.BlankNode(names[term]) if term in names else term


def _digest(node: object, about: Mapping[object, list[ox.Quad]], path: tuple[object, ...]) -> str:
    """Hash all that hangs on a blank node; a way back to a node above is told by its distance."""
    lines = sorted(
        f"{quad.predicate} {_told(quad.object, about, (*path, node))} {quad.graph_name}" for quad in about.get(node, ())
    )
    return "b" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _told(term: object, about: Mapping[object, list[ox.Quad]], path: tuple[object, ...]) -> str:
    if not isinstance(term, ox.BlankNode):
        return str(term)
    return f"^{len(path) - path.index(term)}" if term in path else _digest(term, about, path)
