"""Read RDF with the engine's parsers; what they complain of becomes an error with file, line and column."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat

import pyoxigraph as ox

from als_kg.errors import Place, SourceError
from als_kg.outside.streams import Watch, ignore, opened
from als_kg.outside.syntaxes import Syntax

_PARSER_PLACE = re.compile(r"^Parser error [^:]*: ")
# JSON-LD leaves out what has a relative address; against this one nothing is relative, and we see it.
NO_BASE = "x-no-base:/"

# What the parser says → what we say instead, if anything, and what to do about it; the first that fits.
_TODO = (
    (
        "No scheme found",
        "a relative address, and nothing says to what",
        "write it in full, or declare a base in the file",
    ),
    ("LoadDocumentCallback", "refers to a context elsewhere", "write the @context into the file: nothing is fetched"),
    ("has not been declared", "", "declare the prefix at the head of the file"),
    ("Invalid UTF-8", "is not UTF-8", "save the file as UTF-8"),
    ("", "", "correct the file here; the mistake may be just before"),
)


@contextmanager
def explained(path: Path, name: str, syntax: Syntax) -> Iterator[None]:
    """Turn the complaint of a parser into a SourceError."""
    try:
        yield
    except SyntaxError as error:
        said = _PARSER_PLACE.sub("", str(error.msg)).rstrip(".")
        message, todo = next((words or said, todo) for sign, words, todo in _TODO if sign in said)
        place = Place(name, error.lineno, error.offset)
        if place.line is None and syntax.xml:
            place = xml_fault(path, name) or place
        raise SourceError(message, place, todo) from error


def read(path: Path, name: str, syntax: Syntax) -> Iterator[ox.Quad]:
    """Read the statements of a file one by one; raises SourceError."""
    with explained(path, name, syntax), opened(path, name) as stream:
        yield from ox.parse(stream, format=syntax.engine, base_iri=base_for(syntax))


def bulk_load(store: ox.Store, path: Path, name: str, syntax: Syntax, graph: str, watch: Watch = ignore) -> None:
    """Have the engine load a file; what is said outside any graph goes into ``graph``. Raises SourceError."""
    with explained(path, name, syntax), opened(path, name, watch) as stream:
        store.bulk_load(stream, format=syntax.engine, base_iri=base_for(syntax), to_graph=ox.NamedNode(graph))


def base_for(syntax: Syntax) -> str | None:
    """Give the base against which relative addresses are read so that they are noticed."""
    return NO_BASE if syntax.engine == ox.RdfFormat.JSON_LD else None


def xml_fault(path: Path, name: str) -> Place | None:
    """Find where a file stops being well-formed XML; None where it is all well-formed."""
    parser = expat.ParserCreate()
    with opened(path, name) as stream:
        return _fault(parser, stream, name)


def _fault(parser: expat.XMLParserType, stream: IO[bytes], name: str) -> Place | None:
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        return Place(name, error.lineno, error.offset + 1)
    return None
