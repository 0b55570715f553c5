"""List the curated files by the part they play, and the graph that each one fills."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from als_kg.errors import Place, SourceError
from als_kg.sources.reader import SourceFile, display_name, read
from als_kg.vocabulary import KINDS, graph_for


class Role(StrEnum):
    """What a file is for."""

    ONTOLOGY = "ontology"
    CODES = "codes"
    ENTITY = "entity"
    DOCUMENT = "document"
    REFERENCE = "reference"
    CLAIM = "claim"
    REVIEW = "review"
    PREFIXES = "prefixes"
    MAPPING = "mapping"
    SHAPES = "shapes"
    RULE = "rule"
    DATASET = "dataset"


@dataclass(frozen=True)
class ContentFile:
    """A file, the graph it fills (None: TriG names its own) and the slug of its document, if any."""

    role: Role
    path: Path
    graph: str | None
    document: str = ""


@dataclass(frozen=True)
class _Place:
    """Where the files of one role are; graph and document are spelled from ``stem`` and ``folder``.

    A graph of None leaves the graphs to the file: TriG names them.
    """

    pattern: str
    graph: str | None = None
    document: str = ""

    def file(self, role: Role, path: Path) -> ContentFile:
        names = {"stem": stem_of(path), "folder": path.parent.name}
        graph = None if self.graph is None else graph_for(self.graph.format(**names))
        return ContentFile(role, path, graph, self.document.format(**names))


_PLACES = {
    Role.ONTOLOGY: _Place("ontology/als-kg.ttl", "ontology"),
    Role.CODES: _Place("ontology/codes.ttl", "codes"),
    Role.ENTITY: _Place("data/entity/*.ttl", "entity/{stem}"),
    Role.DOCUMENT: _Place("data/document/*.ttl", "documents", "{stem}"),
    Role.REFERENCE: _Place("data/reference/*.ttl", "documents"),
    Role.CLAIM: _Place("data/claim/*/*.trig", document="{folder}"),
    Role.REVIEW: _Place("data/review/*.trig"),
    Role.PREFIXES: _Place("data/mapping/prefixes.tsv", "mapping/prefixes"),
    Role.MAPPING: _Place("data/mapping/*.sssom.tsv", "mapping/{stem}"),
    Role.SHAPES: _Place("shapes/*.ttl", "shapes"),
    Role.RULE: _Place("ontology/rules/*.rq"),
    Role.DATASET: _Place("data/dataset/*.ttl", "void"),
}

# OWL expressions and shapes are lists and nested nodes by nature; data never is.
_BLANK_NODES = frozenset({Role.ONTOLOGY, Role.SHAPES})
_NEEDED = frozenset({Role.ONTOLOGY, Role.CODES})
_FOLDERS = ("ontology", "data", "shapes", "queries")
_NOTES = frozenset({".md"})
# Mapping files that are not named after the kind of their subjects: terms and codes, and what must not be mapped.
ONTOLOGY_MAPPINGS, REJECTED_MAPPINGS = "ontology", "rejected"


@dataclass(frozen=True)
class Content:
    """The curated files below one root."""

    root: Path

    def files(self, *roles: Role) -> tuple[ContentFile, ...]:
        """List the files of some roles (of all when none is named), each role in order of path.

        The list is made once. Raises SourceError where the folder is not ours, or where a file in
        it would be overlooked.
        """
        return tuple(file for role in roles or tuple(Role) for file in self._listing[role])

    def read(self, file: ContentFile) -> SourceFile:
        """Read one of the Turtle or TriG files; raises SourceError. Tables are read by als_kg.mappings."""
        return read(file.path, file.graph, self.root, file.role in _BLANK_NODES)

    def documents(self) -> tuple[str, ...]:
        """List the slugs of the documents."""
        return tuple(file.document for file in self.files(Role.DOCUMENT))

    def everything(self) -> tuple[Path, ...]:
        """List every file that can change what is built, checked or answered, in order of path."""
        found = (path for folder in _FOLDERS for path in (self.root / folder).rglob("*"))
        return tuple(sorted(path for path in found if path.is_file() and not path.name.startswith(".")))

    def digest(self) -> str:
        """Hash names and bytes of everything: SHA-256, hexadecimal."""
        return digest_of(self.root, self.everything())

    @cached_property
    def _listing(self) -> Mapping[Role, tuple[ContentFile, ...]]:
        for role in _NEEDED:
            self._need(self.root / _PLACES[role].pattern)
        self._need(self.root / "data")
        listing = {role: tuple(self._of(role)) for role in Role}
        self._refuse_strays({file.path for files in listing.values() for file in files})
        self._refuse_unknown_kinds(listing[Role.ENTITY])
        self._refuse_unknown_kinds(listing[Role.MAPPING], (ONTOLOGY_MAPPINGS, REJECTED_MAPPINGS))
        self._refuse_unknown_documents(listing[Role.CLAIM], {file.document for file in listing[Role.DOCUMENT]})
        return listing

    def _of(self, role: Role) -> Iterator[ContentFile]:
        place = _PLACES[role]
        return (place.file(role, path) for path in sorted(self.root.glob(place.pattern)))

    def _need(self, path: Path) -> None:
        if not path.exists():
            raise SourceError("does not exist", self._at(path), "name the folder that holds ontology/ and data/")

    def _refuse_strays(self, taken: set[Path]) -> None:
        """Refuse a file that no pattern takes: it would be left out without a word."""
        for path in self.everything():
            top = path.relative_to(self.root).parts[0]
            if path not in taken and not self._may_lie_about(path):
                patterns = ", ".join(place.pattern for place in _PLACES.values() if place.pattern.startswith(top))
                raise SourceError("is not where a file is read", self._at(path), f"move or rename it to fit {patterns}")

    def _may_lie_about(self, path: Path) -> bool:
        """Tell whether a file is a note, or read by others: queries."""
        return path.suffix in _NOTES or path.is_relative_to(self.root / "queries")

    def _refuse_unknown_kinds(self, files: Iterable[ContentFile], others: tuple[str, ...] = ()) -> None:
        for file in files:
            if stem_of(file.path) not in (*KINDS, *others):
                message = f"no kind is called {stem_of(file.path)!r}"
                raise SourceError(message, self._at(file.path), "name the file after its kind")

    def _refuse_unknown_documents(self, claims: Iterable[ContentFile], known: set[str]) -> None:
        for file in claims:
            if file.document not in known:
                todo = f"add data/document/{file.document}.ttl, or correct the folder's name"
                raise SourceError(f"no document is called {file.document!r}", self._at(file.path), todo)

    def _at(self, path: Path) -> Place:
        return Place(display_name(path, self.root))


def stem_of(path: Path) -> str:
    """Take a file's name up to its first dot: ``condition`` for ``condition.sssom.tsv``."""
    return path.name.partition(".")[0]


def digest_of(root: Path, paths: tuple[Path, ...]) -> str:
    """Hash the names below ``root`` and the bytes of some files: SHA-256, hexadecimal."""
    digest = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
