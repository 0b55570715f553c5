"""Write Turtle and TriG for people: in a stable order, with the prefixes it uses, one value a line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from als_kg.layout import NO_RANKS, Key, Layout, Statement, layout, natural, text_of
from als_kg.vocabulary import PREFIXES, RDF, XSD, graph_for, language_tag

WIDTH = 100
_STEP = " " * 4

_BARE = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
_LOCAL_NAME = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?)?")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})
_DOCUMENTS = graph_for("documents")


def turtle(
    statements: Iterable[Statement], prefixes: Mapping[str, str] = PREFIXES, ranks: Mapping[object, int] = NO_RANKS
) -> str:
    """Write the statements as Turtle, or as TriG where some are in named graphs; ``ranks`` is layout's."""
    names = Names(prefixes)
    body = "\n\n".join(graphs(statements, names, ranks))
    head = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(names.used))
    return "\n".join(part for part in (head, f"{body}\n" if body else "") if part)


@dataclass(frozen=True)
class Names:
    """Write terms with prefixes, and keep account of those used."""

    prefixes: Mapping[str, str]
    used: set[str] = field(default_factory=set)
    _known: dict[str, tuple[str, str]] = field(default_factory=dict)

    def predicate(self, iri: str) -> str:
        """Write a predicate: ``a`` for rdf:type."""
        return "a" if iri == RDF.type else self.iri(iri)

    def iri(self, iri: str) -> str:
        """Write a prefixed name where the longest prefix leaves a local name, else the IRI in brackets."""
        written, prefix = self._written(iri)
        if prefix:
            self.used.add(prefix)
        return written

    def key(self, iri: str) -> str:
        """Write an IRI as ``predicate`` does, for comparing: no prefix counts as used."""
        return "a" if iri == RDF.type else self._written(iri)[0]

    def literal(self, literal: ox.Literal) -> str:
        """Write a literal as short as Turtle allows; its lexical form stays as it is."""
        datatype = literal.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
            return literal.value
        quoted = _quote(literal.value)
        if literal.language:
            return f"{quoted}@{language_tag(literal.language)}"
        return quoted if datatype == XSD.string else f"{quoted}^^{self.iri(datatype)}"

    def _written(self, iri: str) -> tuple[str, str]:
        if iri not in self._known:
            self._known[iri] = self._write(iri)
        return self._known[iri]

    def _write(self, iri: str) -> tuple[str, str]:
        fitting = [
            prefix
            for prefix, start in self.prefixes.items()
            if iri.startswith(start) and _LOCAL_NAME.fullmatch(iri, len(start))
        ]
        if not fitting:
            return f"<{iri}>", ""
        best = min(fitting, key=lambda prefix: (-len(self.prefixes[prefix]), prefix))
        return f"{best}:{iri[len(self.prefixes[best]) :]}", best


def graphs(statements: Iterable[Statement], names: Names, ranks: Mapping[object, int] = NO_RANKS) -> Iterator[str]:
    """Write graph by graph in natural order, statements about graphs last."""
    for graph, inside in by_graph(statements).items():
        blocks = _Page(layout(inside, names.key, ranks), names)
        if graph:
            yield f"{names.iri(graph)} {{\n" + "\n\n".join(blocks.subjects(_STEP)) + "\n}"
        else:
            yield "\n\n".join(blocks.subjects(""))


@dataclass(frozen=True)
class _Page:
    """Write one graph as it is laid out."""

    layout: Layout
    names: Names

    def subjects(self, indent: str) -> Iterator[str]:
        for subject in self.layout.subjects:
            said = self._said(subject, indent + _STEP)
            yield f"{indent}{self._term(subject, indent)}\n{said} ."

    def _said(self, node: object, indent: str) -> str:
        return " ;\n".join(self._line(predicate, terms, indent) for predicate, terms in self.layout.said[node])

    def _line(self, predicate: str, terms: tuple[object, ...], indent: str) -> str:
        written = [self._term(term, indent) for term in terms]
        line = f"{indent}{self.names.predicate(predicate)} {', '.join(written)}"
        literals = sum(isinstance(term, ox.Literal) for term in terms)
        if len(written) == 1 or (literals < 2 and len(line) + 2 <= WIDTH and "\n" not in line):
            return line
        head = f"{indent}{self.names.predicate(predicate)}\n"
        return head + ",\n".join(f"{indent}{_STEP}{self._term(term, indent + _STEP)}" for term in terms)

    def _term(self, term: object, indent: str) -> str:
        match term:
            case ox.Literal():
                return self.names.literal(term)
            case ox.BlankNode():
                return self._blank(term, indent)
            case ox.Triple():
                parts = (self._term(part, indent) for part in term)
                return f"<<( {' '.join(parts)} )>>"
        return self.names.iri(text_of(term))

    def _blank(self, node: ox.BlankNode, indent: str) -> str:
        if node in self.layout.lists:
            return _listed([self._term(item, indent + _STEP) for item in self.layout.lists[node]], indent)
        if node in self.layout.inside:
            return f"[\n{self._said(node, indent + _STEP)}\n{indent}]"
        return str(node)


def _listed(items: list[str], indent: str) -> str:
    line = f"( {' '.join(items)} )"
    if len(line) <= WIDTH and "\n" not in line:
        return line
    return "(\n" + "".join(f"{indent}{_STEP}{item}\n" for item in items) + f"{indent})"


def by_graph(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Part statements by their graph, in the order of writing; the default graph has no name."""
    parts: dict[str, list[Statement]] = {}
    for statement in statements:
        parts.setdefault(_graph_of(statement), []).append(statement)
    return {graph: parts[graph] for graph in sorted(parts, key=_graph_key)}


def _graph_of(statement: Statement) -> str:
    named = isinstance(statement, ox.Quad) and not isinstance(statement.graph_name, ox.DefaultGraph)
    return text_of(statement.graph_name) if named and isinstance(statement, ox.Quad) else ""


def _graph_key(graph: str) -> Key:
    return (graph == _DOCUMENTS, natural(graph))


def _quote(value: str) -> str:
    """Quote a text: over several lines with three quotes, escaped on one line otherwise."""
    if "\n" in value and "\r" not in value:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"""{_visible(escaped)}"""'
    return f'"{_visible(value.translate(_ESCAPES))}"'


def _visible(text: str) -> str:
    """Escape control characters other than the newline: an editor would not show them."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04X}", text)
