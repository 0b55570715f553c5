"""Declare the prefixes, so that queries and shapes can name them (SHACL 5.2.1)."""

from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.describe.naming import ONTOLOGY
from als_kg.describe.saying import Said, node, say, typed
from als_kg.vocabulary import BASE, PREFIXES


def prefixes() -> Iterator[ox.Triple]:
    """Declare each prefix on the ontology: ``sh:prefixes`` of a query or shape points there."""
    for prefix, space in PREFIXES.items():
        iri = f"{BASE}prefix/{prefix}"
        yield from say(ONTOLOGY, "", {"sh:declare": node(iri)})
        said: Said = {"sh:prefix": ox.Literal(prefix), "sh:namespace": typed(space, "xsd:anyURI")}
        yield from say(iri, "sh:PrefixDeclaration", said)
