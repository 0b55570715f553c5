"""A graph for pySHACL to read: rdflib's store in memory without what only several graphs need.

rdflib's own keeps with each triple in which graphs it is, and asks so at every reading: a third of the
time that judging a view takes.
"""

from collections.abc import Generator, Iterable, Mapping, MutableMapping
from typing import Any

import rdflib
from rdflib.plugins.stores.memory import Memory
from rdflib.term import Node

from als_kg.build import Triples
from als_kg.terms import to_rdflib

Triple = tuple[Node, Node, Node]
Index = dict[Node, dict[Node, dict[Node, Triple]]]
# rdflib's terms by the engine's.
Terms = MutableMapping[object, Node]


class Statements(Memory):
    """The triples of one graph, indexed by subject, by predicate and by object.

    Triples are added and read, never removed: TypeError says so.
    """

    def __init__(self, configuration: str | None = None, identifier: Any = None) -> None:
        super().__init__(configuration, identifier)
        self._by_subject: Index = {}
        self._by_predicate: Index = {}
        self._by_object: Index = {}
        self._count = 0

    def add(self, triple: Any, context: Any = None, quoted: bool = False) -> None:  # noqa: ARG002 (rdflib's signature)
        """Add a triple; one that is there already changes nothing."""
        subject, predicate, obj = triple
        known = self._by_subject.setdefault(subject, {}).setdefault(predicate, {})
        if obj not in known:
            known[obj] = triple
            self._by_predicate.setdefault(predicate, {}).setdefault(obj, {})[subject] = triple
            self._by_object.setdefault(obj, {}).setdefault(subject, {})[predicate] = triple
            self._count += 1

    def remove(self, triple: Any, context: Any = None) -> None:  # noqa: ARG002
        """Refuse: nobody who judges a graph may change it."""
        raise TypeError("what is judged is never changed")

    def triples(self, triple: Any, context: Any = None) -> Generator[Any, None, None]:  # noqa: ARG002
        """List the triples of a pattern, in which None stands for anything, each with no further graph."""
        subject, predicate, obj = triple
        if subject is not None:
            found = _chosen(self._by_subject, subject, predicate, obj)
        elif predicate is not None:
            found = _chosen(self._by_predicate, predicate, obj, None)
        else:
            found = _chosen(self._by_object, obj, None, None)
        return ((each, ()) for each in found)

    def __len__(self, context: Any = None) -> int:
        return self._count


def judged_graph(triples: Triples, known: Terms) -> rdflib.Graph:
    """Copy triples into a graph; ``known`` keeps what was converted for the next one.

    It knows no prefixes: they would be bound anew for every graph and report, and findings have their own words.
    """
    store = Statements()
    for triple in triples:
        store.add(tuple(_converted(term, known) for term in triple))
    return rdflib.Graph(store=store, bind_namespaces="none")


def _converted(term: object, known: Terms) -> Node:
    """Convert each term once: views share thousands."""
    found = known.get(term)
    if found is None:
        found = known[term] = to_rdflib(term)
    return found


def _chosen(index: Index, first: Node | None, second: Node | None, third: Node | None) -> list[Triple]:
    """Walk down an index; None takes every branch. A list, so that who reads may add."""
    return [
        triple
        for seconds in _branches(index, first)
        for thirds in _branches(seconds, second)
        for triple in _branches(thirds, third)
    ]


def _branches(index: Mapping[Node, Any], key: Node | None) -> Iterable[Any]:
    if key is None:
        return index.values()
    found = index.get(key)
    return () if found is None else (found,)
