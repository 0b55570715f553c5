"""Find the nodes that a second view can judge otherwise than the first, so that only they are judged again."""

from collections.abc import Collection

import pyoxigraph as ox

from als_kg.build import Triples
from als_kg.vocabulary import RDF


def touched(first: Triples, second: Triples, steps: Collection[str]) -> set[str]:
    """Name the nodes whose surroundings differ between two views.

    A rule reads a node's statements in both directions, the types of the nodes it points at, and
    along ``steps``, the predicates of paths that have several steps, what lies further away.
    """
    changed = first ^ second
    retyped = {triple.subject for triple in changed if triple.predicate.value == RDF.type}
    nodes: set[object] = {triple.subject for triple in changed}
    nodes |= {triple.object for triple in changed if triple.predicate.value != RDF.type}
    nodes |= {triple.subject for triple in second if triple.object in retyped}
    reached = _spread(nodes, [triple for triple in second if triple.predicate.value in steps])
    stated = {triple.subject for triple in second}
    return {node.value for node in reached if isinstance(node, ox.NamedNode) and node in stated}


def _spread(nodes: set[object], links: Collection[ox.Triple]) -> set[object]:
    """Add all that hangs together with some nodes by the links, in either direction."""
    reached, size = set(nodes), -1
    while len(reached) > size:
        size = len(reached)
        for link in links:
            if link.subject in reached or link.object in reached:
                reached |= {link.subject, link.object}
    return reached
