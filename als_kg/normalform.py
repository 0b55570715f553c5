"""Write Turtle and TriG in the one normal form, so that every change is a small readable diff.

A comment block that opens the file is kept; a comment anywhere else is an error, as nothing could
keep it at its place. Blank nodes have no place in the normal form either.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from als_kg.errors import Place, SourceError
from als_kg.sources import parse_text
from als_kg.sources.lexer import SILENT, Kind, Lines, Token, tokens
from als_kg.turtle import Names, graphs
from als_kg.vocabulary import PREFIXES


def normalise(text: str, path: Path) -> str:
    """Write a curated file in normal form, each statement once; idempotent, and it says what it said.

    ``path`` tells Turtle from TriG and is named in errors. Raises SourceError with the line of a
    comment below the head, a blank node, or a prefix that means something else elsewhere.
    """
    composed = unicodedata.normalize("NFC", text)
    name = path.as_posix()
    quads = dict.fromkeys(parse_text(composed, name, trig=path.suffix == ".trig"))
    head = _read_head(composed, name)
    names = Names(head.prefixes)
    body = "\n\n".join(graphs(quads, names))
    prefixes = "\n".join(f"@prefix {prefix}: <{head.prefixes[prefix]}> ." for prefix in sorted(names.used))
    top = "\n".join(part for part in (head.comment, prefixes) if part)
    return "\n".join(f"{part}\n" for part in (top, body) if part)


@dataclass(frozen=True)
class _Head:
    comment: str
    prefixes: Mapping[str, str]


def _read_head(text: str, name: str) -> _Head:
    found = list(tokens(text))
    first = next((i for i, token in enumerate(found) if token.kind not in SILENT), len(found))
    lines = Lines(text)
    for token in found[first:]:
        _refuse(token, lines, name)
    comments = [token.text.rstrip() for token in found[:first] if token.kind is Kind.COMMENT]
    return _Head("\n".join(comments), _declared([t for t in found if t.kind not in SILENT], lines, name))


def _refuse(token: Token, lines: Lines, name: str) -> None:
    place = Place(name, lines.line(token.start))
    if token.kind is Kind.COMMENT:
        raise SourceError("a comment below the head", place, "use rdfs:comment, or move it to the top of the file")
    if token.kind is Kind.BLANK or token.text in ("[", "("):
        raise SourceError("a blank node: it has no normal form", place, "give the node an IRI")


def _declared(found: list[Token], lines: Lines, name: str) -> dict[str, str]:
    """Collect the prefixes; one of the project's must mean here what it means everywhere."""
    prefixes: dict[str, str] = {}
    for word, label, iri in zip(found, found[1:], found[2:], strict=False):
        if word.text.lower() not in ("@prefix", "prefix") or label.kind is not Kind.NAME:
            continue
        prefix, meant = label.text[:-1], iri.text[1:-1]
        if PREFIXES.get(prefix, meant) != meant:
            place = Place(name, lines.line(label.start))
            raise SourceError(f"the prefix {prefix}: means <{meant}>", place, f"it stands for <{PREFIXES[prefix]}>")
        prefixes[prefix] = meant
    return prefixes
