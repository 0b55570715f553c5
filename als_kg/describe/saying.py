"""Write triples down: names with prefixes, texts in two languages, counts."""

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from als_kg.vocabulary import RDF, expand

Value = ox.NamedNode | ox.Literal
Said = Mapping[str, Value | Iterable[Value]]


def node(iri: str) -> ox.NamedNode:
    """Wrap an IRI."""
    return ox.NamedNode(iri)


def term(name: str) -> ox.NamedNode:
    """Wrap a term that is given as a prefixed name."""
    return ox.NamedNode(expand(name))


def typed(value: str, datatype: str) -> ox.Literal:
    """Make a literal of a datatype that is given as a prefixed name."""
    return ox.Literal(value, datatype=term(datatype))


def texts(**by_language: str) -> tuple[ox.Literal, ...]:
    """Make one text per language; ``zh`` is simplified Chinese."""
    tags = {"en": "en", "zh": "zh-Hans"}
    return tuple(ox.Literal(text, language=tags[language]) for language, text in by_language.items())


def say(subject: str, kinds: str, said: Said) -> Iterator[ox.Triple]:
    """Describe one node: its classes, prefixed names separated by spaces, and values by prefixed predicate."""
    about = node(subject)
    for kind in kinds.split():
        yield ox.Triple(about, node(RDF.type), term(kind))
    for predicate, values in said.items():
        for value in (values,) if isinstance(values, ox.NamedNode | ox.Literal) else values:
            yield ox.Triple(about, term(predicate), value)


def hashed(owner: str, sha256: str) -> Iterator[ox.Triple]:
    """Give a node its SHA-256, in hexadecimal, as SPDX writes it."""
    checksum = f"{owner}/checksum"
    yield from say(owner, "", {"spdx:checksum": node(checksum)})
    said: Said = {
        "spdx:algorithm": term("spdx:checksumAlgorithm_sha256"),
        "spdx:checksumValue": typed(sha256, "xsd:hexBinary"),
    }
    yield from say(checksum, "spdx:Checksum", said)
