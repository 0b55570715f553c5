"""Tell what each passage speaks of: the lasting things that stand in its claim graph.

Decision 0005: written by hand this would be a second list to keep in step with the first.
"""

from collections.abc import Mapping

import pyoxigraph as ox

from als_kg.build.dataset import Triples
from als_kg.build.speakers import CLAIMS, DOCUMENTS
from als_kg.sources import text_of
from als_kg.vocabulary import ALS, PROV, graph_for

MENTIONS = graph_for("inferred", "mentions")


def mentions(graphs: Mapping[str, Triples], entities: Triples) -> dict[str, Triples]:
    """Find passage, ``als:mentions``, thing; by the slug of the passage's document."""
    passages = _passages(graphs.get(DOCUMENTS, frozenset()))
    lasting = {triple.subject for triple in entities if isinstance(triple.subject, ox.NamedNode)}
    found: dict[str, Triples] = {}
    for name, triples in graphs.items():
        if name.startswith(CLAIMS) and name in passages:
            document = name.removeprefix(CLAIMS).partition("/")[0]
            things = lasting & {term for triple in triples for term in (triple.subject, triple.object)}
            found[document] = found.get(document, frozenset()) | _mentioned(passages[name], things)
    return found


def _passages(documents: Triples) -> dict[str, ox.NamedNode]:
    derived = ox.NamedNode(PROV.wasDerivedFrom)
    return {
        text_of(triple.subject): triple.object
        for triple in documents
        if triple.predicate == derived and isinstance(triple.object, ox.NamedNode)
    }


def _mentioned(passage: ox.NamedNode, things: set[ox.NamedNode]) -> Triples:
    predicate = ox.NamedNode(ALS.mentions)
    return frozenset(ox.Triple(passage, predicate, thing) for thing in things)
