"""Read the shapes: every named shape with a message is a rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import rdflib
from pyshacl import ShapesGraph, Validator
from pyshacl.graph_abstraction import DataGraph
from rdflib import RDF, SH
from rdflib.term import Node

from als_kg.build import Triples
from als_kg.errors import Severity
from als_kg.validate.memory import judged_graph

_SEVERITIES: Mapping[Node, Severity] = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_TRUE = rdflib.Literal(True)


@dataclass(frozen=True)
class Rule:
    """One shape: ``messages`` by language tag in lower case, ``predicates`` of its path in order.

    ``exactly`` is how many values it asks for, 0 where fewer or more will do; ``is_per_language``: one in each.
    """

    iri: str
    severity: Severity
    messages: Mapping[str, str]
    predicates: tuple[str, ...]
    exactly: int = 0
    is_per_language: bool = False


@dataclass(frozen=True)
class Shapes:
    """The shapes, read once, and what each rule says."""

    graph: rdflib.Graph
    rules: Mapping[str, Rule]

    def report(self, data: rdflib.Graph) -> rdflib.Graph:
        """Judge a graph: pySHACL's report. ``pyshacl.validate`` would read the shapes anew for each graph."""
        validator = Validator(DataGraph.from_rdflib(data), shacl_graph=self.graph, options={"inplace": True})
        validator.shacl_graph = self._read
        _, report, _ = validator.run()  # type: ignore[no-untyped-call]
        assert isinstance(report, rdflib.Graph), "what cannot be judged raises pySHACL's ValidationFailure"
        return report

    @cached_property
    def _read(self) -> ShapesGraph:
        return ShapesGraph(self.graph)


@lru_cache(maxsize=1)
def read_shapes(triples: Triples) -> Shapes:
    """Read the shapes graph, the same one once only."""
    graph = judged_graph(triples, {})
    rules = [_read_rule(graph, shape) for shape in set(graph.subjects(SH.message))]
    return Shapes(graph, {rule.iri: rule for rule in rules})


def _read_rule(graph: rdflib.Graph, shape: Node) -> Rule:
    messages = {str(m.language): str(m) for m in graph.objects(shape, SH.message) if isinstance(m, rdflib.Literal)}
    severity = _SEVERITIES[graph.value(shape, SH.severity) or SH.Violation]
    predicates = tuple(_forward(graph, graph.value(shape, SH.path)))
    return Rule(
        str(shape), severity, messages, predicates, _exactly(graph, shape), (shape, SH.uniqueLang, _TRUE) in graph
    )


def _exactly(graph: rdflib.Graph, shape: Node) -> int:
    least, most = (graph.value(shape, limit) for limit in (SH.minCount, SH.maxCount))
    return int(str(most)) if most is not None and least == most else 0


def _forward(graph: rdflib.Graph, path: Node | None) -> Iterator[str]:
    """List the predicates that a path may take from the focus node, but for inverse ones."""
    if isinstance(path, rdflib.URIRef):
        yield str(path)
    elif path is not None:
        yield from _forward(graph, graph.value(path, RDF.first))
        for choices in graph.objects(path, SH.alternativePath):
            for choice in graph.items(choices):
                yield from _forward(graph, choice)
