"""Run pySHACL over views and turn its report into findings with file and line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
import rdflib
from rdflib import SH
from rdflib.term import Node

from als_kg.build import Dataset, Origins, Triples
from als_kg.errors import Finding
from als_kg.terms import to_oxigraph
from als_kg.validate.memory import Terms, judged_graph
from als_kg.validate.shapes import Rule, Shapes, read_shapes
from als_kg.validate.wording import ARROW, halves, written
from als_kg.vocabulary import BASE, CURRENT, graph_for, shorten

_MAPPINGS = graph_for("mapping", "")
_NOWHERE = Origins(())
_TOO_MANY = (SH.MaxCountConstraintComponent, SH.UniqueLangConstraintComponent)
_NUMBERS, _NUMBERS_ZH = {1: "one", 2: "two"}, {1: "一", 2: "两"}
_DESCRIBING = f"{BASE}shape/dataset-"


@dataclass(frozen=True)
class _Result:
    """One sh:ValidationResult: rule, focus node, and the predicate and value it points at, if any.

    ``surplus`` are the values where there are more than the rule asks for.
    """

    rule: Rule
    focus: Node
    predicate: str | None
    value: Node | None
    surplus: tuple[Node, ...] = ()


def validate(
    triples: Triples, shapes: Shapes, origins: Origins = _NOWHERE, known: Terms | None = None
) -> list[Finding]:
    """Judge the triples of a view; findings in order of their text.

    One finding per node and rule, or per offending value where the rule is about values. The view is
    judged whole: pySHACL 0.40 applies its ``focus_nodes`` to the shapes inside ``sh:not`` as well,
    and then reports what is not so. ``known`` keeps converted terms for the next view.
    """
    data = judged_graph(triples, {} if known is None else known)
    results = _pointed(_results(shapes.report(data), shapes, data))
    return sorted({_finding(result, origins) for result in results}, key=str)


def validate_views(dataset: Dataset) -> list[Finding]:
    """Judge what each view states; what is wrong in several views is told once.

    Mappings are judged on their own: in the current view they stand at things whose closed shapes
    rightly know no mapping.
    """
    shapes = _shapes_of(dataset)
    mapped = frozenset[ox.Triple]().union(
        *(said for name, said in dataset.graphs.items() if name.startswith(_MAPPINGS))
    )
    stated = {name: said - mapped if name == CURRENT else said for name, said in dataset.stated.items()}
    judged = dict.fromkeys((*stated.values(), *([mapped] if mapped else [])))
    known: Terms = {}
    return list(dict.fromkeys(found for said in judged for found in validate(said, shapes, dataset.origins, known)))


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
            is_surplus = bool(rule.exactly) and report.value(result, SH.sourceConstraintComponent) in _TOO_MANY
            yield _Result(rule, focus, predicate, value, tuple(_values(rule, focus, data)) if is_surplus else ())


def _values(rule: Rule, focus: Node, data: rdflib.Graph) -> Iterator[Node]:
    return (value for predicate in rule.predicates for value in data.objects(focus, rdflib.URIRef(predicate)))


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
    values = (result.value,) if result.value is not None else result.surplus
    told = ", ".join(sorted(written(to_oxigraph(value)) for value in values))
    pointed = [shorten(result.predicate)] if result.predicate and values else []
    detail = f" ({' '.join([*pointed, told])})" if told else ""
    todo = _fewer(result.rule, language) if result.surplus else todo
    return f"{shorten(str(result.focus))}{colon}{wrong}{detail}", todo


def _fewer(rule: Rule, language: str) -> str:
    """Say what to do where a rule finds too many values."""
    names = [shorten(predicate) for predicate in rule.predicates]
    if language == "en":
        rest = "one in each language" if rule.is_per_language else _NUMBERS.get(rule.exactly, str(rule.exactly))
        return f"remove all {' and '.join(names)} but {rest}"
    rest = "每种语言只留一条" if rule.is_per_language else f"只留{_NUMBERS_ZH.get(rule.exactly, str(rule.exactly))}个"
    return f"请{rest} {'、'.join(names)}，其余删去"
