"""How findings write terms and messages: as a curator would, what is wrong before the arrow, what to do after it."""

import pyoxigraph as ox

from als_kg.vocabulary import PREFIXES, XSD, shorten

ARROW = " → "

_BARE = (XSD.integer, XSD.decimal, XSD.boolean)
_PLAIN = (XSD.string, f"{PREFIXES['rdf']}langString")


def written(term: object) -> str:
    """Write a term as in a Turtle file: ``als:date``, ``24.5``, ``"text"@en``, ``"2025-03-24"^^xsd:date``."""
    if not isinstance(term, ox.Literal):
        return shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
    datatype = term.datatype.value
    if datatype in _BARE:
        return term.value
    return str(term) if datatype in _PLAIN else f'"{term.value}"^^{shorten(datatype)}'


def halves(message: str) -> tuple[str, str]:
    """Split a message into what is wrong and what to do."""
    wrong, _, todo = message.partition(ARROW)
    return wrong, todo
