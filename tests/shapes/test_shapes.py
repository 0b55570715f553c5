"""Every rule of shapes/ is broken by a fixture of its own, and by each of its constraints."""

from collections import Counter

import pyoxigraph as ox
import pytest

from als_kg.errors import Severity
from als_kg.sources import Content, Role
from als_kg.validate import read_shapes, validate

from .manifest import BREAKING, CONFORMING, SHAPE, Fixture, parse

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

# Not constraints: what a rule is about, and what it says.
ABOUT = {"targetClass", "targetSubjectsOf", "path", "severity", "message"}
# These only make sense beside another constraint of the same shape.
COMPANIONS = {"ignoredProperties", "qualifiedValueShape"}


@pytest.fixture(scope="module")
def shape_triples(repository):
    content = Content(repository)
    return frozenset(quad.triple for file in content.files(Role.SHAPES) for quad in content.read(file).quads)


@pytest.fixture(scope="module")
def shapes(shape_triples):
    return read_shapes(shape_triples)


@pytest.fixture(scope="module")
def hierarchy(repository):
    """What fixtures need of the ontology: which class is below which."""
    below = ox.NamedNode(f"{RDFS}subClassOf")
    return frozenset(t for t in parse(repository / "ontology" / "als-kg.ttl") if t.predicate == below)


def constraints(triples):
    """List (rule, constraint triple) for every constraint of every rule."""
    return [
        triple
        for triple in sorted(triples, key=str)
        if isinstance(triple.subject, ox.NamedNode)
        and triple.predicate.value.startswith(SH)
        and triple.predicate.value.removeprefix(SH) not in ABOUT | COMPANIONS
    ]


def whole(triples, shape):
    """Take one shape with the nested nodes and lists below it."""
    taken, waiting = set(), [shape]
    while waiting:
        node = waiting.pop()
        about = {triple for triple in triples if triple.subject == node}
        taken |= about
        waiting += [t.object for t in about if isinstance(t.object, ox.BlankNode)]
    return taken


@pytest.mark.parametrize("path", CONFORMING, ids=lambda path: path.parent.name)
def test_a_conforming_file_breaks_no_rule(path, shapes, hierarchy):
    assert validate(frozenset(parse(path)) | hierarchy, shapes) == []


@pytest.mark.parametrize("fixture", BREAKING, ids=lambda fixture: fixture.id)
def test_a_breaking_file_breaks_exactly_its_rule(fixture: Fixture, shapes, hierarchy):
    found = validate(fixture.triples | hierarchy, shapes)
    assert {finding.rule for finding in found} == fixture.rules
    assert {finding.focus for finding in found} <= fixture.subjects


def test_every_rule_has_a_breaking_file_that_is_named_after_it(shapes):
    assert Counter(fixture.rule for fixture in BREAKING).keys() == shapes.rules.keys()
    for fixture in BREAKING:
        kind, _, name = fixture.id.partition("/")
        assert fixture.rule == f"{SHAPE}{kind}-{name.partition('.')[0]}", fixture.id


@pytest.mark.slow
def test_every_constraint_is_needed(shape_triples, hierarchy):
    """Without the constraint, one of the rule's files is no longer noticed: each constraint has been seen to fail."""
    idle = []
    for constraint in constraints(shape_triples):
        rest = whole(shape_triples, constraint.subject) - {constraint}
        if not any(triple.subject == constraint.subject for triple in constraints(rest)):
            continue  # nothing is left that could notice
        fixtures = [fixture for fixture in BREAKING if fixture.rule == constraint.subject.value]
        shapes = read_shapes(frozenset(rest))
        if all(validate(fixture.triples | hierarchy, shapes) for fixture in fixtures):
            idle.append(str(constraint))
    assert idle == []


def members(triples, node):
    """List the members of an RDF list, each with the cell that holds it."""
    while node.value != f"{RDF}nil":
        (first,) = (t.object for t in triples if t.subject == node and t.predicate.value == f"{RDF}first")
        (rest,) = (t for t in triples if t.subject == node and t.predicate.value == f"{RDF}rest")
        yield node, first
        node = rest.object


def without_member(triples, cell):
    """Take one cell out of an RDF list: what pointed at it points at the next."""
    (rest,) = (t for t in triples if t.subject == cell and t.predicate.value == f"{RDF}rest")
    kept = {t for t in triples if t.subject != cell}
    return {ox.Triple(t.subject, t.predicate, rest.object if t.object == cell else t.object) for t in kept}


def innocent(rule):
    """Take the files of a rule's kind that the rule must not mind."""
    kind = rule.removeprefix(SHAPE).partition("-")[0]
    yield from (frozenset(parse(path)) for path in CONFORMING if path.parent.name == kind)
    yield from (f.triples for f in BREAKING if f.path.parent.name == kind and rule not in f.rules)


def test_every_alternative_is_needed(shape_triples, hierarchy):
    """Without one of the ways to satisfy a rule, it minds a file that it must not mind."""
    idle = []
    for choice in (t for t in shape_triples if t.predicate.value == f"{SH}or"):
        shape = whole(shape_triples, choice.subject)
        for cell, member in list(members(shape, choice.object)):
            stricter = read_shapes(frozenset(without_member(shape, cell)))
            if not any(validate(triples | hierarchy, stricter) for triples in innocent(choice.subject.value)):
                idle.append((choice.subject.value, sorted(str(t.object) for t in whole(shape, member))))
    assert sorted(idle) == []


def test_every_kind_has_a_file_and_a_rule_stands_in_the_file_of_its_name(repository, shapes):
    content = Content(repository)
    for file in content.files(Role.SHAPES):
        named = {t.subject.value for t in parse(file.path) if isinstance(t.subject, ox.NamedNode)}
        assert {name.removeprefix(SHAPE).partition("-")[0] for name in named} == {file.path.stem}
        assert named <= shapes.rules.keys(), "a shape without a message"
    kinds = {path.stem for path in (repository / "data" / "entity").glob("*.ttl")}
    assert kinds <= {file.path.stem for file in content.files(Role.SHAPES)}


def test_every_message_says_in_both_languages_what_is_wrong_and_what_to_do(shapes):
    for rule in shapes.rules.values():
        assert rule.messages.keys() == {"en", "zh-hans"}, rule.iri
        for message in rule.messages.values():
            wrong, arrow, todo = message.partition(" → ")
            assert arrow, rule.iri
            assert min(len(wrong), len(todo)) > 3, rule.iri
        assert not rule.messages["en"].endswith("."), rule.iri


def test_severities_are_on_purpose(shapes, shape_triples):
    stated = {t.subject.value for t in shape_triples if t.predicate.value == f"{SH}severity"}
    assert stated >= shapes.rules.keys()
    counts = Counter(rule.severity for rule in shapes.rules.values())
    assert counts[Severity.ERROR] > counts[Severity.WARNING] > 0


def ontology_terms(repository, kinds):
    triples = parse(repository / "ontology" / "als-kg.ttl")
    owl = "http://www.w3.org/2002/07/owl#"
    types = {ox.NamedNode(owl + kind) for kind in kinds}
    return {t.subject.value for t in triples if t.predicate.value.endswith("#type") and t.object in types}


def test_every_class_and_property_in_use_is_constrained(repository, shape_triples):
    """A class is the target of a rule or below one; a property is in a path or among those a closed shape allows."""
    named = iris(shape_triples)
    parents = {
        t.subject.value: t.object.value
        for t in parse(repository / "ontology" / "als-kg.ttl")
        if t.predicate.value == f"{RDFS}subClassOf"
    }
    used = used_terms(repository)
    for term in ontology_terms(repository, ["Class"]) & used:
        assert set(upwards(term, parents)) & named, term
    properties = ontology_terms(repository, ["ObjectProperty", "DatatypeProperty", "AnnotationProperty"])
    assert (properties & used) - named == set()


def upwards(term, parents):
    while term:
        yield term
        term = parents.get(term)


def used_terms(repository):
    content = Content(repository)
    files = content.files(Role.ENTITY, Role.DOCUMENT, Role.CLAIM, Role.REVIEW)
    quads = [quad for file in files for quad in content.read(file).quads]
    return {q.predicate.value for q in quads} | {q.object.value for q in quads if isinstance(q.object, ox.NamedNode)}


def test_a_functional_property_has_at_most_one_value_by_a_rule(repository, shape_triples):
    functional = ontology_terms(repository, ["FunctionalProperty"])
    single = {t.subject for t in shape_triples if t.predicate.value == f"{SH}maxCount" and t.object.value == "1"}
    assert functional <= set().union(*(iris(whole(shape_triples, shape)) for shape in single))


def test_whatever_has_a_class_of_its_own_needs_names(repository, shape_triples):
    below = {
        t.subject for t in parse(repository / "ontology" / "als-kg.ttl") if t.predicate.value.endswith("subClassOf")
    }
    tops = ontology_terms(repository, ["Class"]) - {term.value for term in below}
    label = ox.NamedNode(f"{SHAPE}common-label")
    targets = {t.object.value for t in shape_triples if t.subject == label and t.predicate.value == f"{SH}targetClass"}
    # A claim graph has a summary instead; the name of an outside record may not be ours to copy.
    assert {name.rpartition("#")[2] for name in tops - targets} == {"ClaimGraph", "OutsideRecord"}


def iris(triples):
    return {t.object.value for t in triples if isinstance(t.object, ox.NamedNode)}
