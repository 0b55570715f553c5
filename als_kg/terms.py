"""The one border between pyoxigraph's and rdflib's terms.

Language tags come out of pyoxigraph in lower case (``zh-hans``); both libraries compare them so.
"""

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from als_kg.vocabulary import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal

_XSD_STRING = f"{PREFIXES['xsd']}string"


def to_rdflib(term: object) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    """Turn one of pyoxigraph's terms into rdflib's; strings stay plain, without a datatype."""
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal():
            return _literal_to_rdflib(term)
    raise TypeError(f"not a term of RDF 1.1: {term!r}")


def to_oxigraph(term: Node) -> Term:
    """Turn one of rdflib's terms into pyoxigraph's."""
    match term:
        case rdflib.URIRef():
            return ox.NamedNode(str(term))
        case rdflib.BNode():
            return ox.BlankNode(str(term))
        case rdflib.Literal():
            return _literal_to_oxigraph(term)
    raise TypeError(f"not a term of RDF 1.1: {term!r}")


def rdflib_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Copy triples into a new rdflib graph that knows our prefixes."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    known: dict[object, rdflib.term.IdentifiedNode | rdflib.Literal] = {}
    for triple in triples:
        subject, predicate, obj = (_remembered(known, term) for term in triple)
        graph.add((subject, predicate, obj))
    return graph


def _remembered(
    known: dict[object, rdflib.term.IdentifiedNode | rdflib.Literal], term: object
) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    """Convert each term once: a view repeats its predicates and subjects thousands of times."""
    found = known.get(term)
    if found is None:
        found = known[term] = to_rdflib(term)
    return found


def _literal_to_rdflib(term: ox.Literal) -> rdflib.Literal:
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == _XSD_STRING:
        return rdflib.Literal(term.value)
    # normalize=False: rdflib would rewrite "24.780" and hide what the file says.
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)


def _literal_to_oxigraph(term: rdflib.Literal) -> ox.Literal:
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
