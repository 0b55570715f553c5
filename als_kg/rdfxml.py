"""Write RDF/XML, and refuse what XML cannot say; the engine would write it all the same, and wrongly."""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from als_kg.errors import ReleaseError
from als_kg.layout import Statement
from als_kg.vocabulary import PREFIXES, language_tag

# The local part of a qualified name (Namespaces in XML 1.0, 4), as far as IRIs of vocabularies go.
_LOCAL = re.compile(r"[^\W\d][\w.\-]*\Z")
# Characters that XML 1.0 has no way to write (2.2), and the one that its parsers turn into another (2.11).
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_TAG = re.compile(rb'(?<= xml:lang=")[a-z0-9-]+(?=">)')


def rdfxml(statements: Iterable[Statement]) -> bytes:
    """Write the triples of the statements, grouped by subject; raises ReleaseError for what XML cannot say."""
    triples = sorted({_triple(statement) for statement in statements}, key=str)
    for triple in triples:
        _refuse(triple)
    spaces = {_space(triple.predicate.value) for triple in triples}
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if iri in spaces}
    body = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes) or b""
    return _TAG.sub(lambda match: language_tag(match[0].decode()).encode(), body)


def _triple(statement: Statement) -> ox.Triple:
    return statement.triple if isinstance(statement, ox.Quad) else statement


def _refuse(triple: ox.Triple) -> None:
    if not _LOCAL.fullmatch(_local(triple.predicate.value)):
        message = f"RDF/XML has no name for the property <{triple.predicate.value}>"
        raise ReleaseError(
            message, todo="let its IRI end in a letter and letters, digits, '-', '.' or '_' after # or /"
        )
    if isinstance(triple.object, ox.Literal) and (found := _UNSAYABLE.search(triple.object.value)):
        message = f"RDF/XML cannot hold the character U+{ord(found[0]):04X} of {triple}"
        raise ReleaseError(message, todo="take it out of the text")
    if isinstance(triple.object, ox.Triple):
        raise ReleaseError(f"RDF/XML cannot hold a statement as a value: {triple}", todo="use Turtle")


def _space(iri: str) -> str:
    return iri[: len(iri) - len(_local(iri))]


def _local(iri: str) -> str:
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
