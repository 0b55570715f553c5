"""Write statements that are in no dataset, such as the description of a release, in the four formats of a graph."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import pyoxigraph as ox

from als_kg.build import Triples
from als_kg.rdfxml import rdfxml
from als_kg.turtle import turtle

_WRITERS: Mapping[str, Callable[[Sequence[ox.Triple]], bytes | str]] = {
    "ttl": turtle,
    "nt": lambda triples: ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"",
    "rdf": rdfxml,
    "jsonld": lambda triples: ox.serialize(triples, format=ox.RdfFormat.JSON_LD) or b"",
}


@lru_cache(maxsize=32)
def written_as(suffix: str, triples: Triples) -> bytes:
    """Write triples as the format with an extension: equal triples, equal bytes."""
    body = _WRITERS[suffix](sorted(triples, key=str))
    return body.encode() if isinstance(body, str) else body
