"""Read one curated Turtle or TriG file into quads; every error names file, line and column."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Place, SourceError
from als_kg.sources.positions import Positions, find_positions
from als_kg.vocabulary import PREFIXES

_PARSER_PLACE = re.compile(r"^Parser error [^:]*: ")
_UNDECLARED = re.compile(r"The prefix ([\w.-]+): has not been declared")
_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]+")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")

# What the engine says → what to do about it; the first that fits.
_TODO = (
    ("has not been declared", "declare the prefix at the head of the file, or correct its spelling"),
    ("No scheme found", "write the whole address, or a prefixed name"),
    ("Invalid IRI", "write the address without spaces and with %-escapes where needed"),
    ("Unexpected end", "close what is open: a quote, a bracket, or the statement with a full stop"),
    ("Line jumps", "close the quote on the same line, or use three quotes"),
    ("language tag", "use en or zh-Hans"),
    ("subtag", "use en or zh-Hans"),
    ("", "correct the Turtle here; the mistake may be just before"),
)


@dataclass(frozen=True)
class SourceFile:
    """One file as read: its name in messages, its graph unless it names its own, text and quads.

    ``find`` finds the lines from text and graph; ``has_blocks`` is off for tables, whose rows may
    speak of one subject again and again.
    """

    path: Path
    name: str
    graph: str
    text: str
    quads: tuple[ox.Quad, ...]
    find: Callable[[str, str], Positions] = find_positions
    has_blocks: bool = True

    @cached_property
    def positions(self) -> Positions:
        """Find the lines; only done when somebody asks, as it takes longer than reading."""
        return self.find(self.text, self.graph)

    @cached_property
    def graphs(self) -> frozenset[str]:
        """List the graphs that the file fills."""
        return frozenset(text_of(quad.graph_name) for quad in self.quads)

    def graph_place(self, graph: str) -> Place:
        """Say where the block of a graph opens."""
        return Place(self.name, next(iter(self.positions.graphs.get(graph, ())), None))

    def place(
        self, subject: str, predicate: str | None = None, graph: str | None = None, obj: str | None = None
    ) -> Place:
        """Say where a statement stands, as closely as the file tells."""
        return Place(self.name, self.positions.line(subject, predicate, graph, obj))


def read(path: Path, graph: str | None, root: Path | None = None, blank_nodes: bool = False) -> SourceFile:
    """Read Turtle (``.ttl``, into ``graph``) or TriG (``.trig``, which names its own graphs).

    Raises SourceError for a file that cannot be read, is not UTF-8, does not parse, has blank
    nodes though ``blank_nodes`` is off, or says something outside any graph.
    """
    name = display_name(path, root)
    text = read_text(path, root)
    source = SourceFile(path, name, graph or "", text, _with_stable_names(_parse(text, name, graph), name))
    if not blank_nodes:
        _refuse_blank_nodes(source)
    if graph is None:
        _refuse_default_graph(source)
    return source


def parse_text(text: str, name: str, trig: bool) -> tuple[ox.Quad, ...]:
    """Parse Turtle, into the default graph, or TriG; raises SourceError that names ``name``."""
    try:
        return tuple(ox.parse(text, ox.RdfFormat.TRIG if trig else ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise _parse_error(error, name) from error


def display_name(path: Path, root: Path | None = None) -> str:
    """Write a path as messages show it: from the content root, else from where the user stands."""
    for start in (root, Path.cwd()):
        if start is not None and path.absolute().is_relative_to(start.absolute()):
            return path.absolute().relative_to(start.absolute()).as_posix()
    return path.as_posix()


def read_text(path: Path, root: Path | None = None) -> str:
    """Read a file as UTF-8 without a byte order mark, newlines untouched; raises SourceError."""
    name = display_name(path, root)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", Place(name), "check the path and its rights") from error
    _refuse_marks(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError("is not UTF-8", Place(name, line), "save the file as UTF-8") from error


def _refuse_marks(data: bytes, name: str) -> None:
    if data.startswith(_UTF8_BOM):
        raise SourceError("starts with a byte order mark", Place(name, 1), "save the file as UTF-8 without BOM")
    if data.startswith(_UTF16_BOMS):
        raise SourceError("is UTF-16", Place(name, 1), "save the file as UTF-8")


def _parse(text: str, name: str, graph: str | None) -> tuple[ox.Quad, ...]:
    if graph is None:
        return parse_text(text, name, trig=True)
    node = ox.NamedNode(graph)
    parsed = parse_text(text, name, trig=False)
    return tuple(ox.Quad(quad.subject, quad.predicate, quad.object, node) for quad in parsed)


def _with_stable_names(quads: tuple[ox.Quad, ...], name: str) -> tuple[ox.Quad, ...]:
    """Name blank nodes by file and order: the parser's names are new each time."""
    names: dict[object, ox.BlankNode] = {}
    stem = _NOT_ALPHANUMERIC.sub("-", name).strip("-")
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.BlankNode) and term not in names:
                names[term] = ox.BlankNode(f"{stem}-{len(names) + 1}")
    if not names:
        return quads
    return tuple(
        ox.Quad(names.get(q.subject) or q.subject, q.predicate, names.get(q.object) or q.object, q.graph_name)
        for q in quads
    )


def _declaration(message: str) -> str:
    """Give the line that declares a prefix of ours; empty for any other complaint."""
    match = _UNDECLARED.search(message)
    iri = PREFIXES.get(match[1]) if match else None
    return f"add @prefix {match[1]}: <{iri}> . at the head of the file" if match and iri else ""


def _parse_error(error: SyntaxError, name: str) -> SourceError:
    message = _PARSER_PLACE.sub("", str(error.msg)).rstrip(".")
    todo = _declaration(message) or next(todo for sign, todo in _TODO if sign in message)
    return SourceError(message, Place(name, error.lineno, error.offset), todo)


def _refuse_blank_nodes(source: SourceFile) -> None:
    if any(isinstance(term, ox.BlankNode) for quad in source.quads for term in quad):
        raise SourceError(
            "a blank node: nothing can point at it",
            Place(source.name, source.positions.blank),
            "give the node an IRI of its kind",
        )


def _refuse_default_graph(source: SourceFile) -> None:
    for quad in source.quads:
        if isinstance(quad.graph_name, ox.DefaultGraph):
            raise SourceError(
                "a statement outside any graph: nobody says it",
                source.place(text_of(quad.subject), graph=""),
                "move it into the block of its graph",
            )


def text_of(term: object) -> str:
    """Take the IRI, label or lexical form of a term."""
    return str(getattr(term, "value", term))
