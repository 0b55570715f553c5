"""Write Turtle and TriG in the one normal form, so that every change is a small readable diff.

A comment block that opens the file is kept; a comment anywhere else is an error, as nothing could
keep it at its place. Blank nodes have no place in the normal form either.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Place, SourceError
from als_kg.sources import parse_text
from als_kg.sources.lexer import SILENT, Kind, Lines, Token, tokens
from als_kg.vocabulary import KINDS, OWL, PREFIXES, RDF, RDFS, SKOS, XSD, graph_for, kind_of, language_tag

WIDTH = 100
_STEP = " " * 4

_FIRST_PREDICATES = (
    RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, RDFS.label, SKOS.definition, RDFS.comment,
)  # fmt: skip
_BARE = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
_LOCAL_NAME = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?)?")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})
_DIGITS = re.compile(r"([0-9]+)")
_DOCUMENTS = graph_for("documents")

Key = tuple[object, ...]


def normalise(text: str, path: Path) -> str:
    """Write a curated file in normal form; idempotent, and the statements stay what they were.

    ``path`` tells Turtle from TriG and is named in errors. Raises SourceError with the line of a
    comment below the head, a blank node, or a prefix that means something else elsewhere.
    """
    composed = unicodedata.normalize("NFC", text)
    name = path.as_posix()
    quads = parse_text(composed, name, trig=path.suffix == ".trig")
    head = _read_head(composed, name)
    names = _Names(head.prefixes)
    body = "\n\n".join(_graphs(quads, names))
    prefixes = "\n".join(f"@prefix {prefix}: <{head.prefixes[prefix]}> ." for prefix in sorted(names.used))
    top = "\n".join(part for part in (head.comment, prefixes) if part)
    return "\n".join(f"{part}\n" for part in (top, body) if part)


def natural(text: str) -> Key:
    """Make a sort key in which ``1.1-2`` comes before ``1.1-10``."""
    parts = _DIGITS.split(text)  # text and number take turns
    return tuple(int(part) if i % 2 else part for i, part in enumerate(parts)), text


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


@dataclass(frozen=True)
class _Names:
    """Write terms with the declared prefixes, and keep account of those used."""

    prefixes: Mapping[str, str]
    used: set[str] = field(default_factory=set)

    def term(self, term: object) -> str:
        return self._literal(term) if isinstance(term, ox.Literal) else self.iri(str(getattr(term, "value", term)))

    def predicate(self, iri: str) -> str:
        return "a" if iri == RDF.type else self.iri(iri)

    def iri(self, iri: str) -> str:
        fitting = [prefix for prefix, start in self.prefixes.items() if self._fits(iri, start)]
        if not fitting:
            return f"<{iri}>"
        best = min(fitting, key=lambda prefix: (-len(self.prefixes[prefix]), prefix))
        self.used.add(best)
        return f"{best}:{iri[len(self.prefixes[best]) :]}"

    def _fits(self, iri: str, start: str) -> bool:
        return iri.startswith(start) and bool(_LOCAL_NAME.fullmatch(iri[len(start) :]))

    def _literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
            return literal.value
        quoted = _quote(literal.value)
        if literal.language:
            return f"{quoted}@{language_tag(literal.language)}"
        return quoted if datatype == XSD.string else f"{quoted}^^{self.iri(datatype)}"


def _quote(value: str) -> str:
    """Quote a text: over several lines with three quotes, escaped on one line otherwise."""
    if "\n" in value and "\r" not in value:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"""{_visible(escaped)}"""'
    return f'"{_visible(value.translate(_ESCAPES))}"'


def _visible(text: str) -> str:
    """Escape control characters other than the newline: an editor would not show them."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04X}", text)


def _graphs(quads: Iterable[ox.Quad], names: _Names) -> Iterable[str]:
    """Write graph by graph in natural order, statements about graphs last."""
    for graph, inside in _grouped(quads, lambda quad: quad.graph_name, _graph_key):
        if isinstance(graph, ox.DefaultGraph):
            yield "\n\n".join(_subjects(inside, names, ""))
        else:
            yield f"{names.term(graph)} {{\n" + "\n\n".join(_subjects(inside, names, _STEP)) + "\n}"


def _subjects(quads: Iterable[ox.Quad], names: _Names, indent: str) -> Iterable[str]:
    found = list(quads)
    headers: set[object] = {quad.subject for quad in found if _iri(quad.object) == OWL.Ontology}
    for subject, about in _grouped(found, lambda quad: quad.subject, lambda term: _subject_key(term, headers)):
        yield f"{indent}{names.term(subject)}\n" + " ;\n".join(_predicates(about, names, indent + _STEP)) + " ."


def _predicates(quads: Iterable[ox.Quad], names: _Names, indent: str) -> Iterable[str]:
    for predicate, about in _grouped(quads, lambda quad: quad.predicate, lambda term: _predicate_key(term, names)):
        yield _line(names.predicate(_iri(predicate)), [quad.object for quad in about], names, indent)


def _line(predicate: str, objects: list[object], names: _Names, indent: str) -> str:
    written = [names.term(term) for term in sorted(objects, key=_object_key)]
    line = f"{indent}{predicate} {', '.join(written)}"
    literals = sum(isinstance(term, ox.Literal) for term in objects)
    if len(written) == 1 or (literals < 2 and len(line) + 2 <= WIDTH):
        return line
    return f"{indent}{predicate}\n" + ",\n".join(f"{indent}{_STEP}{text}" for text in written)


def _grouped(
    quads: Iterable[ox.Quad], part: Callable[[ox.Quad], object], key: Callable[[object], Key]
) -> Iterable[tuple[object, list[ox.Quad]]]:
    """Group quads by one of their parts, in the order of a key."""
    ordered = sorted(quads, key=lambda quad: key(part(quad)))
    return ((name, list(group)) for name, group in groupby(ordered, key=part))


def _graph_key(graph: object) -> Key:
    iri = "" if isinstance(graph, ox.DefaultGraph) else _iri(graph)
    return (iri == _DOCUMENTS, natural(iri))


def _subject_key(subject: object, headers: set[object]) -> Key:
    iri = _iri(subject)
    kind = kind_of(iri)
    rank = len(KINDS) if kind is None else KINDS.index(kind)
    return (subject not in headers, rank, natural(iri))


def _predicate_key(predicate: object, names: _Names) -> Key:
    iri = _iri(predicate)
    if iri in _FIRST_PREDICATES:
        return (0, _FIRST_PREDICATES.index(iri), "")
    return (1, 0, names.predicate(iri))


def _object_key(term: object) -> Key:
    """Order IRIs before literals; literals by language, datatype and value."""
    if isinstance(term, ox.Literal):
        return (1, term.language or "", term.datatype.value, natural(term.value))
    return (0, natural(_iri(term)))


def _iri(term: object) -> str:
    return str(getattr(term, "value", term))
