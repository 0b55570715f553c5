"""What documentation knows of an ontology: classes, properties, code schemes, codes, mappings, shapes, use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from als_kg.documentation.facts import Facts
from als_kg.documentation.shapes import SHAPES, Shape, read_shapes
from als_kg.documentation.usage import NO_USAGE, Usage
from als_kg.vocabulary import BASE, VOCAB, expand

ONTOLOGY = VOCAB.rstrip("#")
CODES = f"{BASE}code"
# The graphs whose statements are documented.
DOCUMENTED = ("ontology", "codes", "shapes", "mapping/ontology")

# What a term may be, by type; the first that fits.
KINDS: Mapping[str, str] = {
    "owl:Class": "class",
    "owl:ObjectProperty": "object",
    "owl:DatatypeProperty": "datatype",
    "owl:AnnotationProperty": "annotation",
    "skos:ConceptScheme": "scheme",
    "skos:Concept": "code",
}
PROPERTIES = ("object", "datatype", "annotation")
_CHARACTERISTICS = (
    "owl:FunctionalProperty", "owl:InverseFunctionalProperty", "owl:TransitiveProperty", "owl:SymmetricProperty",
    "owl:AsymmetricProperty", "owl:ReflexiveProperty", "owl:IrreflexiveProperty",
)  # fmt: skip
_LINKS = (
    "rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range", "owl:inverseOf", "als:codeScheme",
    "skos:inScheme", "skos:broader", "skos:narrower", "dcterms:isReplacedBy", "rdf:type",
)  # fmt: skip
_PARENTS = ("rdfs:subClassOf", "rdfs:subPropertyOf", "skos:broader")
_RELATIONS = tuple(f"{name}Match" for name in ("exact", "close", "broad", "narrow", "related"))


@dataclass(frozen=True)
class Alignment:
    """A mapping to a term of others: the SKOS relation (exactMatch …), the record, its CURIE, name and page."""

    relation: str
    iri: str
    curie: str
    label: str
    page: str


@dataclass(frozen=True)
class Term:
    """A class, property, code scheme or code; texts are by language (en, zh), links by prefixed predicate."""

    iri: str
    kind: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    other_names: tuple[tuple[str, str], ...]
    links: Mapping[str, tuple[str, ...]]
    alignments: tuple[Alignment, ...]
    deprecated: bool

    @property
    def parents(self) -> tuple[str, ...]:
        """What it is narrower than, one step up."""
        return tuple(iri for name in _PARENTS for iri in self.links[name])

    @property
    def characteristics(self) -> tuple[str, ...]:
        """What OWL says of the property, as prefixed names."""
        return tuple(name for name in _CHARACTERISTICS if expand(name) in self.links["rdf:type"])


@dataclass(frozen=True)
class Header:
    """What an ontology says of itself."""

    iri: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    version: str
    version_iri: str
    licence: str
    creators: tuple[str, ...]
    prefix: str
    namespace: str


@dataclass(frozen=True)
class Vocabulary:
    """All terms and shapes by IRI, in order of their names."""

    headers: Mapping[str, Header]
    terms: Mapping[str, Term]
    shapes: Mapping[str, Shape]
    usage: Usage = field(default=NO_USAGE)

    def of_kind(self, *kinds: str) -> list[Term]:
        """List the terms of some kinds."""
        return [term for term in self.terms.values() if term.kind in kinds]

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for term in self.terms.values():
            for parent in term.parents:
                found.setdefault(parent, []).append(term.iri)
        return found

    def children(self, iri: str) -> list[str]:
        """List what is one step narrower."""
        return self._children.get(iri, [])

    def ancestors(self, iri: str) -> list[str]:
        """List what is broader, the nearest first; a circle ends where it began."""
        found: list[str] = []
        waiting = [iri]
        while waiting:
            term = self.terms.get(waiting.pop(0))
            new = [parent for parent in (term.parents if term else ()) if parent not in (iri, *found)]
            found += new
            waiting += new
        return found

    def pointing(self, name: str, iri: str) -> list[Term]:
        """List the terms that a prefixed predicate leads from to an IRI."""
        return [term for term in self.terms.values() if iri in term.links[name]]


def read_vocabulary(triples: Iterable[ox.Triple], usage: Usage = NO_USAGE) -> Vocabulary:
    """Read ontology, codes, their mappings and the shapes from their statements; what is foreign is left out."""
    facts = Facts(triples)
    headers = {iri: _header(facts, iri) for iri in facts.subjects("owl:Ontology")}
    terms = {iri: _term(facts, iri) for iri in facts.subjects(*KINDS) if iri.startswith((VOCAB, f"{CODES}/"))}
    return Vocabulary(headers, terms, read_shapes(facts), usage)


def page_of(iri: str) -> str:
    """Name the page about a term or a shape: that of ``vocab#Drug`` is ``vocab/Drug``."""
    return f"{ONTOLOGY}/{iri.removeprefix(VOCAB)}" if iri.startswith(VOCAB) else iri


def term_at(page: str) -> str:
    """Name the term that a page is about."""
    inside = page.removeprefix(f"{ONTOLOGY}/")
    return f"{VOCAB}{inside}" if inside != page else page


def anchor_of(iri: str) -> str:
    """Name the place of a term or shape on a page that lists several; that of a term is its fragment."""
    return iri.removeprefix(VOCAB).removeprefix(BASE)


def is_shape(iri: str) -> bool:
    """Tell whether an IRI names a shape, or the list of them."""
    return iri == SHAPES or iri.startswith(f"{SHAPES}/")


def _term(facts: Facts, iri: str) -> Term:
    types = facts.links(iri, "rdf:type")
    label = facts.texts(iri, "rdfs:label") or facts.texts(iri, "skos:prefLabel")
    names = (value for value in facts.values(iri, "skos:altLabel") if isinstance(value, ox.Literal))
    return Term(
        iri,
        next(kind for name, kind in KINDS.items() if expand(name) in types),
        label,
        facts.texts(iri, "skos:definition"),
        tuple((value.value, (value.language or "").partition("-")[0]) for value in names),
        {name: facts.links(iri, name) for name in _LINKS},
        tuple(_alignments(facts, iri)),
        facts.text(iri, "owl:deprecated") == "true",
    )


def _alignments(facts: Facts, iri: str) -> Iterator[Alignment]:
    for relation in _RELATIONS:
        for record in facts.links(iri, f"skos:{relation}"):
            curie, page = facts.text(record, "dcterms:identifier"), facts.text(record, "schema:url")
            yield Alignment(relation, record, curie, facts.text(record, "rdfs:label"), page)


def _header(facts: Facts, iri: str) -> Header:
    return Header(
        iri,
        facts.texts(iri, "dcterms:title"),
        facts.texts(iri, "dcterms:description"),
        facts.text(iri, "owl:versionInfo"),
        facts.text(iri, "owl:versionIRI"),
        facts.text(iri, "dcterms:license"),
        tuple(str(getattr(value, "value", value)) for value in facts.values(iri, "dcterms:creator")),
        facts.text(iri, "vann:preferredNamespacePrefix"),
        facts.text(iri, "vann:preferredNamespaceUri"),
    )
