"""Ask a dataset: one interface, whatever engine holds it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import pyoxigraph as ox

NOTHING: Mapping[str, str] = MappingProxyType({})
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Store(Protocol):
    """A dataset that can be asked; graphs and views are named by IRI."""

    @property
    def version(self) -> str:
        """Name the content: equal versions hold equal quads."""
        ...

    def graphs(self) -> Mapping[str, int]:
        """Count the triples of each authored and inferred graph, by IRI."""
        ...

    def views(self) -> Mapping[str, int]:
        """Count the triples of each view, by name."""
        ...

    def outside(self) -> Mapping[str, int]:
        """Count the triples of each graph that was loaded beside ours, by IRI."""
        ...

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """List the triples of a graph, a view or an outside graph, by IRI; none for an unknown one."""
        ...

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Iterable[str] | None = None,
        bindings: Mapping[str, str] = NOTHING,
    ) -> Answer:
        """Evaluate a query over a dataset of graphs, whatever its FROM clauses say.

        ``default_graphs`` are merged without duplicates; None means the current view. ``GRAPH``
        ranges over ``named_graphs``; None means every authored and inferred graph, never a view, and
        of the outside graphs those whose IRI the text writes. ``bindings`` give variables an IRI each,
        by name; a SELECT must select them.
        Raises QuerySyntaxError.
        """
        ...
