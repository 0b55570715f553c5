"""Queries that pages lead to, as texts that a reader may go on from."""

from urllib.parse import urlencode

import pyoxigraph as ox

from als_kg.vocabulary import PREFIXES

_MOST = 1_000


def instances_of(iri: str) -> str:
    """Ask for the things of a class, with their names."""
    return f"""{_prefixes("skos")}SELECT ?thing ?name WHERE {{
  ?thing a <{iri}> .
  OPTIONAL {{ ?thing skos:prefLabel ?name }}
}}
ORDER BY ?thing
LIMIT {_MOST}
"""


def starting_with(start: str) -> str:
    """Ask for what has an IRI that starts so, with its names."""
    return f"""{_prefixes("skos")}SELECT DISTINCT ?thing ?name WHERE {{
  ?thing a ?class .
  OPTIONAL {{ ?thing skos:prefLabel ?name }}
  FILTER STRSTARTS(STR(?thing), {ox.Literal(start)})
}}
ORDER BY ?thing
"""


def statements_with(iri: str) -> str:
    """Ask for the statements of a property."""
    return f"""SELECT ?thing ?value WHERE {{
  ?thing <{iri}> ?value .
}}
ORDER BY ?thing
LIMIT {_MOST}
"""


def pointing_at(iri: str) -> str:
    """Ask for what points at something in the current view."""
    return f"""SELECT ?thing ?property WHERE {{
  ?thing ?property <{iri}> .
}}
ORDER BY ?property ?thing
"""


def said_to_point_at(iri: str) -> str:
    """Ask who says that something points at a thing."""
    return f"""SELECT ?graph ?thing ?property WHERE {{
  GRAPH ?graph {{ ?thing ?property <{iri}> }}
}}
ORDER BY ?property ?thing
"""


def content_of(graph: str) -> str:
    """Ask for all that a graph says."""
    return f"""SELECT ?subject ?property ?value WHERE {{
  GRAPH <{graph}> {{ ?subject ?property ?value }}
}}
ORDER BY ?subject ?property
"""


def named_like(text: str) -> str:
    """Ask for what has a text in one of its names, whatever the case and the spaces around it."""
    wanted = ox.Literal(text.strip().lower())
    return f"""{_prefixes("rdfs", "skos")}SELECT DISTINCT ?thing ?name WHERE {{
  ?thing skos:prefLabel|skos:altLabel|skos:hiddenLabel|rdfs:label ?name .
  FILTER CONTAINS(LCASE(STR(?name)), {wanted})
}}
ORDER BY ?name ?thing
LIMIT {_MOST}
"""


def _prefixes(*names: str) -> str:
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in names)


def asked(endpoint: str, text: str, **more: str) -> str:
    """Write the address at which a query is asked (SPARQL 1.1 Protocol, 2.1.1)."""
    return f"{endpoint}?{urlencode({'query': text, **more})}"
