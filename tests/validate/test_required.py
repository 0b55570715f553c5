"""On the real data: nothing is wrong, and no required statement can go without being missed."""

from dataclasses import dataclass, replace

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, URIRef

from als_kg.check import checked, run
from als_kg.check.case import Case
from als_kg.check.claims import facts_without_claims
from als_kg.check.names import untyped
from als_kg.errors import Severity
from als_kg.sources import Content
from als_kg.terms import rdflib_graph, to_oxigraph
from als_kg.validate import read_shapes, validate
from als_kg.vocabulary import graph_for

TYPE = ox.NamedNode(str(RDF.type))


@dataclass(frozen=True)
class Required:
    """A statement without which a rule must report a node."""

    focus: str
    rule: str
    triple: ox.Triple

    @property
    def nodes(self):
        return {self.focus, self.triple.subject.value}


@pytest.fixture(scope="module")
def content(repository):
    return Content(repository)


@pytest.fixture(scope="module")
def dataset(real_dataset):
    return real_dataset


@pytest.fixture(scope="module")
def shapes(dataset):
    return read_shapes(dataset.graphs[graph_for("shapes")])


def required(data, shapes):
    """List what rules with sh:minCount need: every value where there are no more than that many."""
    for rule in shapes.graph.subjects(SH.minCount):
        if isinstance(rule, URIRef):
            least = int(shapes.graph.value(rule, SH.minCount))
            for focus in targets(rule, data, shapes.graph):
                triples = list(values(focus, shapes.graph.value(rule, SH.path), data, shapes.graph))
                if len(triples) <= least:
                    yield from (Required(str(focus), str(rule), triple) for triple in triples)


def targets(rule, data, graph):
    for class_ in graph.objects(rule, SH.targetClass):
        for type_ in data.transitive_subjects(URIRef("http://www.w3.org/2000/01/rdf-schema#subClassOf"), class_):
            yield from data.subjects(RDF.type, type_)
    for predicate in graph.objects(rule, SH.targetSubjectsOf):
        yield from data.subjects(predicate)


def values(focus, path, data, graph):
    """List the statements by which a path of one step reaches values, either way."""
    if isinstance(path, URIRef):
        yield from (triple(focus, path, value) for value in data.objects(focus, path))
    for choices in graph.objects(path, SH.alternativePath):
        for choice in graph.items(choices):
            yield from values(focus, choice, data, graph)
    for inverse in graph.objects(path, SH.inversePath):
        yield from (triple(subject, inverse, focus) for subject in data.subjects(inverse, focus))


def triple(*terms):
    return ox.Triple(*map(to_oxigraph, terms))


def rounds(statements):
    """Share the statements out so that in a round no node loses more than one."""
    waiting = list(statements)
    while waiting:
        touched, dropped, left = set(), [], []
        for statement in waiting:
            if touched & statement.nodes:
                left.append(statement)
            else:
                touched |= statement.nodes
                dropped.append(statement)
        yield dropped
        waiting = left


def test_the_real_data_has_no_error(content, dataset):
    assert [str(finding) for finding in run(content, dataset) if finding.severity is Severity.ERROR] == []


@pytest.mark.slow
def test_dropping_any_required_statement_is_missed_at_its_node(dataset, shapes):
    stated = dataset.stated["current"]
    statements = {(r.focus, r.rule, r.triple): r for r in required(rdflib_graph(stated), shapes)}.values()
    assert len(statements) > 3000
    missed = []
    for dropped in rounds(sorted(statements, key=lambda r: (r.rule, r.focus, str(r.triple)))):
        rest = stated - {statement.triple for statement in dropped}
        found = {(finding.focus, finding.rule) for finding in validate(rest, shapes)}
        missed += [str(statement) for statement in dropped if (statement.focus, statement.rule) not in found]
    assert missed == []


def test_what_is_required_of_each_kind_is_more_than_names(dataset, shapes):
    statements = required(rdflib_graph(dataset.stated["current"]), shapes)
    kinds = {statement.rule.rpartition("/")[2].partition("-")[0] for statement in statements}
    assert {"claim", "passage", "selector", "value", "event", "result", "arm", "study", "membership"} <= kinds


def test_dropping_the_type_of_any_node_is_missed(content, dataset):
    stated = dataset.stated["current"]
    rest = frozenset(triple for triple in stated if triple.predicate != TYPE)
    found = checked(untyped, Case(content, replace(dataset, stated={"current": rest})))
    assert {finding.focus for finding in found} == {triple.subject.value for triple in rest}


def test_dropping_any_claim_graph_of_a_fact_is_missed(content, dataset):
    facts = 96
    silent = {name: triples for name, triples in dataset.graphs.items() if not name.startswith(graph_for("claim", ""))}
    found = list(checked(facts_without_claims, Case(content, replace(dataset, graphs=silent))))
    assert len(found) == facts
