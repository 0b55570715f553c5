"""Run pySHACL over views and turn its report into findings with file and line."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pyshacl
import rdflib
from rdflib import SH
from rdflib.term import Node

from als_kg.build import Dataset, Origins, Triples
from als_kg.errors import Finding
from als_kg.terms import rdflib_graph, to_oxigraph
from als_kg.validate.difference import touched
from als_kg.validate.shapes import Rule, Shapes, read_shapes
from als_kg.validate.wording import ARROW, halves, written
from als_kg.vocabulary import BASE, graph_for, shorten

_NOWHERE = Origins(())
_DESCRIBING = f"{BASE}shape/dataset-"


@dataclass(frozen=True)
class _Result:
    """One sh:ValidationResult: rule, focus node, and the predicate and value it points at, if any."""

    rule: Rule
    focus: Node
    predicate: str | None
    value: Node | None


def validate(
    triples: Triples, shapes: Shapes, origins: Origins = _NOWHERE, focus_nodes: Collection[str] | None = None
) -> list[Finding]:
    """Judge the triples of a view, all of it or a few nodes only; findings in order of their text.

    One finding per node and rule, or per offending value where the rule is about values.
    """
    if focus_nodes is not None and not focus_nodes:
        return []
    data = rdflib_graph(triples)
    focus = None if focus_nodes is None else list(focus_nodes)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes.graph, inplace=True, focus_nodes=focus)
    results = _pointed(_results(report, shapes, data))
    return sorted({_finding(result, origins) for result in results}, key=str)


def validate_views(dataset: Dataset) -> list[Finding]:
    """Judge what each view states: the first whole, of the others what differs from the first.

    What is wrong in several views is told once.
    """
    shapes = _shapes_of(dataset)
    first, *others = dataset.stated.values()
    found = dict.fromkeys(validate(first, shapes, dataset.origins))
    for triples in others:
        nodes = touched(first, triples, shapes.steps)
        found |= dict.fromkeys(validate(triples, shapes, dataset.origins, nodes))
    return list(found)


def validate_descriptions(dataset: Dataset) -> list[Finding]:
    """Judge what the dataset says of itself, alone and by the rules for it: no view contains it."""
    triples = dataset.graphs.get(graph_for("void"), frozenset())
    findings = validate(triples, _shapes_of(dataset), dataset.origins)
    return [found for found in findings if found.rule.startswith(_DESCRIBING)]


def _shapes_of(dataset: Dataset) -> Shapes:
    return read_shapes(dataset.graphs.get(graph_for("shapes"), frozenset()))


def _results(report: rdflib.Graph, shapes: Shapes, data: rdflib.Graph) -> Iterator[_Result]:
    for result in report.objects(None, SH.result):
        rule = shapes.rules[str(report.value(result, SH.sourceShape))]
        focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        value = None if value == focus else value
        if focus is not None:
            predicate = str(path) if isinstance(path, rdflib.URIRef) else _taken(rule, focus, value, data)
            yield _Result(rule, focus, predicate, value)


def _taken(rule: Rule, focus: Node, value: Node | None, data: rdflib.Graph) -> str | None:
    """Tell by which predicate of the rule's path the node has the value, or any value."""
    return next((p for p in rule.predicates if (focus, rdflib.URIRef(p), value) in data), None)


def _pointed(results: Iterable[_Result]) -> Iterator[_Result]:
    """Drop results without a value where the same rule points at values of the same node."""
    found = tuple(results)
    pointing = {(result.focus, result.rule.iri) for result in found if result.value is not None}
    return (r for r in found if r.value is not None or (r.focus, r.rule.iri) not in pointing)


def _finding(result: _Result, origins: Origins) -> Finding:
    focus, value = str(result.focus), None if result.value is None else str(result.value)
    wrong, todo = _message(result, "en", ": ")
    wrong_zh, todo_zh = _message(result, "zh-hans", "：")
    return Finding(
        severity=result.rule.severity,
        message=wrong,
        place=origins.place(focus, result.predicate, value),
        todo=todo,
        message_zh=f"{wrong_zh}{ARROW}{todo_zh}",
        focus=focus,
        rule=result.rule.iri,
    )


def _message(result: _Result, language: str, colon: str) -> tuple[str, str]:
    """Take what is wrong and what to do from the rule, and name the node and the value."""
    wrong, todo = halves(result.rule.messages.get(language, shorten(result.rule.iri)))
    pointed = [shorten(result.predicate)] if result.predicate and result.value is not None else []
    pointed += [written(to_oxigraph(result.value))] if result.value is not None else []
    detail = f" ({' '.join(pointed)})" if pointed else ""
    return f"{shorten(str(result.focus))}{colon}{wrong}{detail}", todo
