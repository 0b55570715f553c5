"""Check deprecation: said as a truth value, of nothing that is still used, with a successor only then."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.check.case import SHAPES, TERM_GRAPHS, Case, text, told
from als_kg.errors import Finding
from als_kg.vocabulary import DCTERMS, OWL, PREFIXES, RDFS, SKOS, XSD, shorten

_OWL = PREFIXES["owl"]
# The second is what OBO ontologies say, "term replaced by".
_REPLACED_BY = (DCTERMS.isReplacedBy, f"{PREFIXES['obo']}IAO_0100001")
_LABELS = (RDFS.label, SKOS.prefLabel)
_OBSOLETE = re.compile(r"(?:obsolete|deprecated|retired)\b|已?(?:弃用|废弃|废止|停用)|(?:已过时)", re.IGNORECASE)
# What a term that is no longer in use may not be said to be: each of them would still follow from it.
_LOGICAL = tuple(f"{_OWL}{name}" for name in ("equivalentClass", "equivalentProperty", "disjointWith", "inverseOf"))


def unclear_deprecations(case: Case) -> Iterator[Finding]:
    """Find owl:deprecated with anything but an xsd:boolean: programs would not see it."""
    for graph, triple in _said(case):
        if triple.predicate.value == OWL.deprecated and _datatype(triple) != XSD.boolean:
            yield told(
                text(triple.subject),
                case.place(text(triple.subject), OWL.deprecated, graph=graph),
                "owl:deprecated is no truth value → write true, without quotation marks",
                "owl:deprecated 不是布尔值 → 请写 true，不加引号",
            )


def uses_of_retired_terms(case: Case) -> Iterator[Finding]:
    """Find deprecated classes, properties, codes and shapes that ontology, shapes or data still use."""
    retired = case.retired & _terms(case)
    for graph, triple in _said(case) if retired else ():
        for term in _used(triple, retired):
            yield told(
                text(triple.subject),
                case.place(text(triple.subject), triple.predicate.value, graph=graph),
                f"uses {shorten(term)}, which is deprecated → use what replaces it",
                f"使用了已弃用的 {shorten(term)} → 请改用其替代者",
            )


def obsolete_labels(case: Case) -> Iterator[Finding]:
    """Find labels that call a term obsolete, in either language, although nobody deprecates it."""
    for graph in TERM_GRAPHS:
        for triple in case.terminology.get(graph, ()):
            subject, words = text(triple.subject), text(triple.object)
            if triple.predicate.value in _LABELS and subject not in case.retired and _OBSOLETE.match(words):
                yield told(
                    subject,
                    case.place(subject, triple.predicate.value, words, graph),
                    f"is called {words!r}, but is not deprecated → add owl:deprecated true, or correct the label",
                    f"名称为“{words}”，却未弃用 → 请添加 owl:deprecated true，或更正名称",
                )


def heirs_of_the_living(case: Case) -> Iterator[Finding]:
    """Find successors of what is not deprecated."""
    for graph, triple in _said(case):
        if triple.predicate.value in _REPLACED_BY and text(triple.subject) not in case.retired:
            name = shorten(triple.predicate.value)
            yield told(
                text(triple.subject),
                case.place(text(triple.subject), triple.predicate.value, graph=graph),
                f"has {name}, but is not deprecated → add owl:deprecated true, or leave out {name}",
                f"有 {name}，却未弃用 → 请添加 owl:deprecated true，或删去 {name}",
            )


def _said(case: Case) -> Iterator[tuple[str, ox.Triple]]:
    return ((graph, triple) for graph, triples in case.written.items() for triple in triples)


def _terms(case: Case) -> frozenset[str]:
    return case.terms | {text(triple.subject) for triple in case.terminology.get(SHAPES, ())}


def _used(triple: ox.Triple, retired: frozenset[str]) -> Iterator[str]:
    """Name the deprecated terms that a statement uses; what is said of one of them is no use of it."""
    subject, predicate, value = text(triple.subject), triple.predicate.value, text(triple.object)
    if predicate in retired:
        yield predicate
    if value in retired and isinstance(triple.object, ox.NamedNode) and subject not in retired:
        yield value
    if subject in retired and predicate in _LOGICAL:
        yield subject


def _datatype(triple: ox.Triple) -> str:
    return text(getattr(triple.object, "datatype", ""))
