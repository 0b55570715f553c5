"""Convert OBO and the OWL syntaxes that no RDF parser reads, through horned-owl; fastobo judges OBO first.

Both are extras: ``pip install 'als-kg[outside]'``. They hold a whole ontology in memory.
"""

import io
import re
from pathlib import Path
from typing import Any

from als_kg.errors import Place, SourceError, UsageError
from als_kg.outside.parsing import xml_fault
from als_kg.outside.streams import Watch, text_of
from als_kg.outside.syntaxes import Syntax

# From our names to those of horned-owl.
SERIALISATIONS = {"obo": "obo", "owlxml": "owx", "functional": "ofn"}

# horned-owl writes its errors as Rust values.
_LINE = re.compile(r"line_col: Pos\(\((\d+), (\d+)\)\)")
_BYTE = re.compile(r"BytePosition\((\d+)\)")
_EXPECTED = re.compile(r"positives: \[([^\]]*)\]")
_SAID = re.compile(r'(?:ValidityError|Msg)\("([^"]*)"')
_VERSION = re.compile(r"^data-version:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


def convert(path: Path, name: str, syntax: Syntax, target: Path, watch: Watch) -> str:
    """Write an ontology as RDF/XML; tell the version that OBO gives in its header, which is lost there.

    Raises SourceError with file, line and column, UsageError where the libraries are not installed.
    """
    owl = _library("pyhornedowl")
    text = text_of(path, name, watch)
    if syntax.name == "obo":
        _judge_obo(text, name)
    try:
        owl.open_ontology_from_string(text, SERIALISATIONS[syntax.name]).save_to_file(str(target), "rdf")
    except ValueError as error:
        raise _complaint(str(error), text, path, name, syntax) from error
    found = _VERSION.search(text) if syntax.name == "obo" else None
    return found[1] if found else ""


def _judge_obo(text: str, name: str) -> None:
    """Hold a file against the grammar of OBO 1.4: horned-owl passes over what does not fit."""
    fastobo = _library("fastobo")
    try:
        for _ in fastobo.iter(io.BytesIO(text.encode()), ordered=True):
            pass
    except SyntaxError as error:
        # The parser is content with any of several things, and names those.
        message = f"breaks the OBO grammar: {error.msg}"
        raise SourceError(message, Place(name, error.lineno, error.offset), "correct the line") from error


def _complaint(said: str, text: str, path: Path, name: str, syntax: Syntax) -> SourceError:
    """Say in words what horned-owl found, and where."""
    place = (xml_fault(path, name) if syntax.xml else None) or _place(said, text, name)
    expected, message = _EXPECTED.search(said), _SAID.search(said)
    problem = f"expected {expected[1]}" if expected else message[1] if message else said
    return SourceError(
        f"cannot be read as OWL: {problem}", place, "correct the file here; the mistake may be just before"
    )


def _place(said: str, text: str, name: str) -> Place:
    if found := _LINE.search(said):
        return Place(name, int(found[1]), int(found[2]))
    if found := _BYTE.search(said):
        before = text.encode()[: int(found[1])].decode(errors="ignore")
        return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Place(name)


def _library(name: str) -> Any:
    """Import a library that only these formats need."""
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        message = f"OBO and OWL syntaxes need the library {name}"
        raise UsageError(message, todo="run: pip install 'als-kg[outside]'") from error
