"""Find the line of every subject, predicate and IRI object of a Turtle or TriG file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

import pyoxigraph as ox

from als_kg.sources.lexer import SILENT, Kind, Lines, Token, tokens
from als_kg.vocabulary import RDF

Key = tuple[str | None, str, str | None, str | None]

_OPENING, _CLOSING = frozenset("[("), frozenset("])")
_NEXT_SLOT = {".": "subject", ";": "predicate", ",": "object"}
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOCAL_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Positions:
    """Lines of one file, from 1, by graph, subject, predicate and object.

    ``lines`` maps (graph, subject, predicate, object) to the first line; a graph of None means any.
    ``blocks`` maps (graph, subject) to the lines where the subject opens a block.
    """

    lines: Mapping[Key, int]
    blocks: Mapping[tuple[str, str], tuple[int, ...]]
    graphs: Mapping[str, tuple[int, ...]]
    blank: int | None
    prefixes: Mapping[str, int]

    def line(
        self, subject: str, predicate: str | None = None, graph: str | None = None, obj: str | None = None
    ) -> int | None:
        """Find the line of the object, else of the predicate, else of the subject, else None."""
        keys: tuple[Key, ...] = (
            (graph, subject, predicate, obj),
            (graph, subject, predicate, None),
            (graph, subject, None, None),
        )
        return next((self.lines[key] for key in keys if key in self.lines), None)


def positions_of(numbered: Iterable[tuple[ox.Quad, int]]) -> Positions:
    """Note the lines of statements whose reader knows them, such as the rows of a table.

    A table has no blocks: each subject and graph opens once, on the first line that speaks of it.
    """
    lines: dict[Key, int] = {}
    blocks: dict[tuple[str, str], tuple[int, ...]] = {}
    graphs: dict[str, tuple[int, ...]] = {}
    for quad, line in numbered:
        graph, subject, predicate, obj = (str(getattr(term, "value", term)) for term in (quad.graph_name, *quad.triple))
        blocks.setdefault((graph, subject), (line,))
        graphs.setdefault(graph, (line,))
        for where in (graph, None):
            for key in ((where, subject, None, None), (where, subject, predicate, None)):
                lines.setdefault(key, line)
            if isinstance(quad.object, ox.NamedNode):
                lines.setdefault((where, subject, predicate, obj), line)
    return Positions(lines, blocks, graphs, None, {})


def find_positions(text: str, graph: str = "") -> Positions:
    """Walk a file that the parser has accepted; ``graph`` names the one of a Turtle file."""
    walk = _Walk(Lines(text), graph)
    for token in tokens(text):
        if token.kind not in SILENT:
            walk.take(token)
    return walk.result()


@dataclass
class _Walk:
    """The state between two tokens; ``slot`` is what the next term will be."""

    source: Lines
    default: str
    slot: str = "subject"
    graph: str = ""
    subject: tuple[str, int] | None = None
    predicate: str = ""
    depth: int = 0
    directive: str = ""
    prefix: str = ""
    base: str = ""
    typed: bool = False
    blank: int | None = None
    namespaces: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, int] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)
    blocks: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    graphs: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.graph = self.default

    def result(self) -> Positions:
        """Freeze what was found."""
        blocks = {key: tuple(lines) for key, lines in self.blocks.items()}
        graphs = {key: tuple(lines) for key, lines in self.graphs.items()}
        return Positions(self.lines, blocks, graphs, self.blank, self.prefixes)

    def take(self, token: Token) -> None:
        """Move one token on."""
        if token.kind is Kind.MARK:
            self._mark(token)
        elif self.depth:
            return
        elif self.directive:
            self._declare(token)
        elif word := _directive(token):
            self.directive = word
        elif self.typed:
            self.typed = False
        else:
            self._term(token)

    def _mark(self, token: Token) -> None:
        if token.text in _OPENING or token.text in _CLOSING:
            self._bracket(token)
        elif self.depth:
            return
        elif token.text in _NEXT_SLOT:
            self.slot = _NEXT_SLOT[token.text]
        elif token.text == "{":
            self._open(token)
        elif token.text == "}":
            self.graph, self.slot = self.default, "subject"
        else:
            self.typed = True

    def _bracket(self, token: Token) -> None:
        opening = token.text in _OPENING
        self.depth += 1 if opening else -1
        self._note_blank(token, opening)
        if not opening and not self.depth:
            self._fill(None, token)

    def _note_blank(self, token: Token, is_blank: bool) -> None:
        if is_blank and self.blank is None:
            self.blank = self.source.line(token.start)

    def _open(self, token: Token) -> None:
        pending = self.subject if self.slot == "predicate" else None
        name, start = pending or ("", token.start)
        self.graph, self.subject = name, None
        self.graphs.setdefault(name, []).append(self.source.line(start))
        self.slot = "subject"

    def _declare(self, token: Token) -> None:
        if token.kind is Kind.NAME:
            self.prefix = token.text[:-1]
            self.prefixes[self.prefix] = self.source.line(token.start)
            return
        iri = urljoin(self.base, _unescape(token.text[1:-1]))
        if self.directive == "base":
            self.base = iri
        else:
            self.namespaces[self.prefix] = iri
        self.directive = ""

    def _term(self, token: Token) -> None:
        self._note_blank(token, token.kind is Kind.BLANK)
        if token.kind is not Kind.WORD or token.text.lower() != "graph":
            self._fill(self._iri(token), token)

    def _iri(self, token: Token) -> str | None:
        if token.kind is Kind.IRI:
            return urljoin(self.base, _unescape(token.text[1:-1]))
        if token.kind is Kind.NAME:
            prefix, _, local = token.text.partition(":")
            return self.namespaces.get(prefix, "") + _LOCAL_ESCAPE.sub(r"\1", local)
        return RDF.type if token.text == "a" else None

    def _fill(self, iri: str | None, token: Token) -> None:
        if self.slot == "subject":
            self.subject = (iri or "", token.start)
            self.slot = "predicate"
        elif self.slot == "predicate":
            self._predicate(iri or "", token)
        elif iri is not None and self.subject:
            self._note(self.subject[0], self.predicate, iri, token.start)

    def _predicate(self, iri: str, token: Token) -> None:
        self.predicate, self.slot = iri, "object"
        if self.subject is None:
            return
        subject, start = self.subject
        lines = self.blocks.setdefault((self.graph, subject), [])
        if not lines or lines[-1] != self.source.line(start):
            lines.append(self.source.line(start))
        self._note(subject, None, None, start)
        self._note(subject, iri, None, token.start)

    def _note(self, subject: str, predicate: str | None, obj: str | None, start: int) -> None:
        line = self.source.line(start)
        for graph in (self.graph, None):
            self.lines.setdefault((graph, subject, predicate, obj), line)


def _directive(token: Token) -> str:
    """Tell ``prefix`` or ``base`` from a token that opens one of these directives, else nothing."""
    word = token.text.lower().removeprefix("@")
    fits = token.kind in (Kind.AT, Kind.WORD) and word in ("prefix", "base")
    return word if fits else ""


def _unescape(text: str) -> str:
    return _UNICODE.sub(lambda match: chr(int(match.group(1) or match.group(2), 16)), text)
