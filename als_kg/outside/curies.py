"""Expand the compact IRIs (CURIEs) of tables."""

import re
from collections.abc import Mapping

import pyoxigraph as ox

_OBO = "http://purl.obolibrary.org/obo/"
# The OBO Foundry's rule for identifiers: http://obofoundry.org/id-policy
_OBO_ID = re.compile(r"([A-Za-z]+):([0-9]+)")
_ABSOLUTE = re.compile(r"https?://")

# SSSOM 1.1 and Babelon take these as known.
BUILT_IN: Mapping[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "oio": "http://www.geneontology.org/formats/oboInOwl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
}


def expand(curie: str, prefixes: Mapping[str, str], obo: bool = False) -> ox.NamedNode:
    """Expand a CURIE by a prefix map, else, with ``obo``, by the OBO Foundry's rule; raises ValueError."""
    prefix, colon, local = curie.partition(":")
    start = prefixes.get(prefix)
    if colon and start is not None:
        return ox.NamedNode(start + local)
    if obo and (match := _OBO_ID.fullmatch(curie)):
        return ox.NamedNode(f"{_OBO}{match[1]}_{match[2]}")
    if _ABSOLUTE.match(curie):
        return ox.NamedNode(curie)
    raise ValueError(f"no prefix is known for {curie!r}")


def contract(iri: str, prefixes: Mapping[str, str]) -> str | None:
    """Write an IRI as a CURIE by the longest fitting prefix, else by the OBO Foundry's rule; None if neither fits."""
    fitting = (prefix for prefix, start in prefixes.items() if iri.startswith(start))
    if best := max(fitting, key=lambda prefix: len(prefixes[prefix]), default=None):
        return f"{best}:{iri[len(prefixes[best]) :]}"
    prefix, line, local = iri.removeprefix(_OBO).partition("_")
    return f"{prefix}:{local}" if line and iri.startswith(_OBO) and _OBO_ID.fullmatch(f"{prefix}:{local}") else None
