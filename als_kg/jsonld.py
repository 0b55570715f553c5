"""Write JSON-LD for people: short names from the ontology, values as plain JSON, in a stable order.

A value that does not fit what the context says of its property is written out in full under the
prefixed name of the property, which no definition covers (JSON-LD 1.1, 4.2).
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from als_kg.layout import Layout, Statement, layout, text_of
from als_kg.turtle import Names, by_graph
from als_kg.vocabulary import PREFIXES, RDF, RDFS, VOCAB, XSD, language_tag

_PROPERTY = re.compile(r"[a-z][A-Za-z0-9]*")
_LANG_STRING = f"{PREFIXES['rdf']}langString"
# What JSON says by itself: a canonical integer, a boolean.
_NATIVE = {XSD.integer: re.compile(r"0|-?[1-9][0-9]{0,14}"), XSD.boolean: re.compile(r"true|false")}
# Properties of others that the data uses throughout; all else of others keeps its prefix.
_OUTSIDE = {
    **{name: f"{PREFIXES['skos']}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel", "definition")},
    "label": RDFS.label,
    "comment": RDFS.comment,
    "description": f"{PREFIXES['dcterms']}description",
}


@dataclass(frozen=True)
class Context:
    """Short names: what each stands for, and what its values are (``@id``, ``@language`` or a datatype)."""

    terms: Mapping[str, str]
    values: Mapping[str, str]

    def document(self) -> dict[str, Any]:
        """Write the context as JSON-LD, prefixes first."""
        prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if prefix not in self.terms}
        return {"@version": 1.1} | prefixes | {name: self._definition(name) for name in self.terms}

    def _definition(self, name: str) -> dict[str, str]:
        names = Names(PREFIXES)
        value = self.values[name]
        meant = {} if ":" in name else {"@id": _short(self.terms[name], names)}
        if value == "@language":
            return {**meant, "@container": "@language"}
        return meant if value == XSD.string else {**meant, "@type": names.iri(value) if value != "@id" else value}


def context_of(ontology: Iterable[Statement]) -> Context:
    """Derive the context from the ontology: a short name for each of its properties with a range."""
    about: dict[str, dict[str, set[str]]] = {}
    for statement in ontology:
        said = about.setdefault(text_of(statement.subject), {})
        said.setdefault(text_of(statement.predicate), set()).add(text_of(statement.object))
    own = {iri.removeprefix(VOCAB): iri for iri in sorted(about) if _is_property(iri, about[iri])}
    terms = {_free(name): iri for name, iri in own.items()}
    values = {name: _value_of(about[iri]) for name, iri in terms.items()}
    taken = {name for name, value in values.items() if ":" in name and value != "@id"}
    terms, values = ({n: v for n, v in each.items() if n not in taken} for each in (terms, values))
    return Context(terms | _OUTSIDE, values | dict.fromkeys(_OUTSIDE, "@language"))


def jsonld(statements: Iterable[Statement], context: Context) -> str:
    """Write statements as JSON-LD with the context inside; named graphs each as a node of their own."""
    graphs, names = by_graph(statements), Names(PREFIXES)
    body = _nodes(graphs.pop("", ()), context)
    body += [{"@id": _short(graph, names), "@graph": _nodes(inside, context)} for graph, inside in graphs.items()]
    return written({"@context": context.document(), "@graph": body})


def _free(name: str) -> str:
    """Keep the prefix of a property whose name is itself a prefix, such as ``measure``."""
    return f"als:{name}" if name in PREFIXES else name


def _is_property(iri: str, said: Mapping[str, set[str]]) -> bool:
    kinds = {f"{PREFIXES['owl']}{kind}Property" for kind in ("Object", "Datatype", "Annotation")}
    return bool(kinds & said.get(RDF.type, set()) and iri.startswith(VOCAB) and _PROPERTY.fullmatch(iri[len(VOCAB) :]))


def _value_of(said: Mapping[str, set[str]]) -> str:
    """Tell what the values of a property are; where the ontology does not say, plain strings."""
    if f"{PREFIXES['owl']}ObjectProperty" in said.get(RDF.type, set()):
        return "@id"
    ranges = said.get(RDFS.range, set())
    if len(ranges) != 1 or not next(iter(ranges)).startswith((PREFIXES["xsd"], _LANG_STRING)):
        return XSD.string
    found = next(iter(ranges))
    return "@language" if found == _LANG_STRING else found


def _nodes(statements: Iterable[Statement], context: Context) -> list[dict[str, Any]]:
    page = _Page(layout(statements), context, {iri: name for name, iri in context.terms.items()}, Names(PREFIXES))
    return [page.node(subject) for subject in page.layout.subjects]


def written(document: dict[str, Any]) -> str:
    """Write a JSON document, one value a line."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _short(iri: str, names: Names) -> str:
    return names.iri(iri).strip("<>")


@dataclass(frozen=True)
class _Page:
    layout: Layout
    context: Context
    shorts: Mapping[str, str]
    names: Names

    def node(self, subject: object) -> dict[str, Any]:
        found: dict[str, Any] = {} if subject in self.layout.inside else {"@id": self._name(subject)}
        for predicate, terms in self.layout.said[subject]:
            found |= self._property(predicate, terms)
        return found

    def _property(self, predicate: str, terms: tuple[object, ...]) -> dict[str, Any]:
        if predicate == RDF.type and all(isinstance(term, ox.NamedNode) for term in terms):
            return {"@type": _one([self._name(term) for term in terms])}
        short = self.shorts.get(predicate)
        wanted = self.context.values.get(short or "", "")
        fitting = [term for term in terms if short and _fits(term, wanted)]
        others = [self._full(term) for term in terms if term not in fitting]
        full = _short(predicate, self.names)
        if short == full:
            return {full: _one([*map(self._name, fitting), *others])}
        found: dict[str, Any] = {short: self._values(fitting, wanted)} if short and fitting else {}
        return found | ({full: _one(others)} if others else {})

    def _values(self, terms: list[Any], wanted: str) -> Any:
        if wanted == "@id":
            return _one([self._name(term) for term in terms])
        if wanted != "@language":
            return _one([_plain(term) for term in terms])
        tags = Counter(language_tag(term.language) for term in terms)
        return {tag: _one([t.value for t in terms if language_tag(t.language) == tag]) for tag in sorted(tags)}

    def _full(self, term: object) -> Any:
        match term:
            case ox.Literal():
                return self._literal(term)
            case ox.BlankNode() if term in self.layout.lists:
                return {"@list": [self._full(item) for item in self.layout.lists[term]]}
            case ox.BlankNode() if term in self.layout.inside:
                return self.node(term)
        return {"@id": self._name(term)}

    def _literal(self, term: ox.Literal) -> Any:
        if term.language:
            return {"@language": language_tag(term.language), "@value": term.value}
        datatype = term.datatype.value
        if _is_native(term) or datatype == XSD.string:
            return _plain(term)
        return {"@type": _short(datatype, self.names), "@value": term.value}

    def _name(self, term: object) -> str:
        return str(term) if isinstance(term, ox.BlankNode) else _short(text_of(term), self.names)


def _fits(term: object, wanted: str) -> bool:
    """Tell whether a value is what the context says; numbers must be as JSON writes them."""
    if isinstance(term, ox.NamedNode):
        return wanted == "@id"
    if not isinstance(term, ox.Literal):
        return False
    if term.language:
        return wanted == "@language"
    return term.datatype.value == wanted


def _is_native(term: ox.Literal) -> bool:
    pattern = _NATIVE.get(term.datatype.value)
    return pattern is not None and bool(pattern.fullmatch(term.value))


def _plain(term: ox.Literal) -> Any:
    return json.loads(term.value) if _is_native(term) else term.value


def _one(values: list[Any]) -> Any:
    """Write one value alone, several as an array."""
    return values[0] if len(values) == 1 else values
