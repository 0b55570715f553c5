"""Findings of shapes: where they point, how often they are told, and which nodes a second view judges again."""

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, Origins
from als_kg.errors import Severity
from als_kg.sources import read
from als_kg.validate import read_shapes, validate, validate_views
from als_kg.validate.difference import touched
from als_kg.validate.wording import written
from als_kg.vocabulary import VOCAB, XSD, graph_for

HEAD = """@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix arm: <https://w3id.org/als-kg/arm/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix result: <https://w3id.org/als-kg/result/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/als-kg/shape/> .
@prefix study: <https://w3id.org/als-kg/study/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

SHAPES = """
shape:result-p-value
    a sh:PropertyShape ;
    sh:targetClass als:Result ;
    sh:path als:pValue ;
    sh:minCount 1 ;
    sh:maxCount 1 ;
    sh:maxInclusive 1 ;
    sh:message "no p-value up to 1 → correct als:pValue"@en , "p值不对 → 请更正 als:pValue"@zh-Hans .

shape:result-text
    a sh:PropertyShape ;
    sh:targetClass als:Result ;
    sh:path [ sh:alternativePath ( als:finding als:summary ) ] ;
    sh:maxCount 1 ;
    sh:severity sh:Warning ;
    sh:message "two texts → keep one"@en , "两条文字 → 请只留一条"@zh-Hans .

shape:result-closed
    a sh:NodeShape ;
    sh:targetClass als:Result ;
    sh:closed true ;
    sh:ignoredProperties ( rdf:type als:pValue als:finding als:summary als:hasArm ) ;
    sh:severity sh:Info ;
    sh:message "not meant here → drop it"@en , "不属于此处 → 请删去"@zh-Hans .

shape:study-arm
    a sh:PropertyShape ;
    sh:targetClass als:Study ;
    sh:path ( als:hasArm als:ofStudy ) ;
    sh:minCount 1 ;
    sh:message "no arm knows its study → add als:ofStudy"@en , "试验组缺少研究 → 请添加 als:ofStudy"@zh-Hans .
"""

DATA = """
result:good
    a als:Result ;
    als:pValue 0.5 ;
    als:finding "A." .

result:high
    a als:Result ;
    als:finding "B." ;
    als:pValue
        1.5,
        2.5 .

result:texts
    a als:Result ;
    als:pValue 0.5 ;
    als:finding "C." ;
    als:summary "D." .

result:missing
    a als:Result .

result:open
    a als:Result ;
    als:hasArm arm:one ;
    als:pValue 0.1 ;
    als:value 3 .

study:one
    a als:Study ;
    als:hasArm arm:one .

arm:one
    a als:Arm ;
    als:ofStudy study:one .
"""


@pytest.fixture
def parsed(tmp_path):
    def parse(text, name="data.ttl"):
        (tmp_path / name).write_text(HEAD + text, encoding="utf-8")
        return read(tmp_path / name, graph_for("entity", "result"), tmp_path, blank_nodes=True)

    return parse


def triples(source):
    return frozenset(quad.triple for quad in source.quads)


@pytest.fixture
def shapes(parsed):
    return read_shapes(triples(parsed(SHAPES, "shapes.ttl")))


def at(line, message):
    return f"data.ttl:{(HEAD + DATA).splitlines().index(line) + 1} {message}"


def node(name):
    return f"https://w3id.org/als-kg/{name}"


def test_findings_point_at_the_line_of_the_offending_predicate(parsed, shapes):
    source = parsed(DATA)
    found = validate(triples(source), shapes, Origins((source,)))
    texts = sorted((str(finding) for finding in found), key=lambda text: int(text.split(":")[1].split()[0]))
    assert texts == [
        at("    als:pValue", "error result:high: no p-value up to 1 (als:pValue 1.5) → correct als:pValue"),
        at("    als:pValue", "error result:high: no p-value up to 1 (als:pValue 2.5) → correct als:pValue"),
        at('    als:finding "C." ;', "warning result:texts: two texts → keep one"),
        at("result:missing", "error result:missing: no p-value up to 1 → correct als:pValue"),
        at("    als:value 3 .", "info result:open: not meant here (als:value 3) → drop it"),
    ]


def test_a_finding_carries_both_languages_the_rule_and_the_node(parsed, shapes):
    (finding,) = validate(triples(parsed(DATA)), shapes, focus_nodes=[node("result/missing")])
    assert finding.rule == node("shape/result-p-value")
    assert finding.focus == node("result/missing")
    assert finding.message_zh == "result:missing：p值不对 → 请更正 als:pValue"
    assert finding.severity is Severity.ERROR
    assert finding.place is None


def test_few_nodes_can_be_judged_alone(parsed, shapes):
    judged = triples(parsed(DATA))
    assert validate(judged, shapes, focus_nodes=[]) == []
    assert validate(judged, shapes, focus_nodes=[node("result/good")]) == []
    assert len(validate(judged, shapes, focus_nodes=[node("result/high"), node("result/texts")])) == 3


def test_a_value_says_enough_where_a_count_fails_too(parsed, shapes):
    found = validate(triples(parsed("result:x a als:Result ; als:pValue 3 .")), shapes)
    assert [finding.message for finding in found] == ["result:x: no p-value up to 1 (als:pValue 3)"]


def dataset_of(shapes_text, parsed, **views):
    stated = {name: triples(parsed(text, f"{name}.ttl")) for name, text in views.items()}
    graphs = {graph_for("shapes"): triples(parsed(shapes_text, "shapes.ttl"))}
    return Dataset(graphs=graphs, views={}, stated=stated)


def test_what_is_wrong_in_both_views_is_told_once_and_what_is_wrong_in_one_too(parsed):
    dataset = dataset_of(
        SHAPES,
        parsed,
        current="result:both a als:Result . result:cured a als:Result ; als:pValue 0.5 . result:here a als:Result .",
        article="result:both a als:Result . result:cured a als:Result .",
    )
    assert [f.focus for f in validate_views(dataset)] == [
        node("result/both"),
        node("result/here"),
        node("result/cured"),
    ]


def test_a_second_view_is_judged_where_a_step_of_a_path_differs(parsed):
    whole = "study:one a als:Study ; als:hasArm arm:one . arm:one a als:Arm"
    dataset = dataset_of(SHAPES, parsed, current=f"{whole} ; als:ofStudy study:two .", article=f"{whole} .")
    assert [finding.focus for finding in validate_views(dataset)] == [node("study/one")]


def view(parsed, text):
    return triples(parsed(text, "view.ttl"))


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("result:a a als:Result .", "result:a a als:Result .", []),
        ("result:a a als:Result . result:b a als:Result .", "result:a a als:Result .", []),
        ("result:a a als:Result .", "result:a a als:Result ; als:pValue 1 .", ["result/a"]),
        ("result:a a als:Result .", "result:a a als:Result ; als:x arm:b . arm:b a als:Arm .", ["arm/b", "result/a"]),
        # the type of what a node points at
        (
            "result:a als:x arm:b . arm:b a als:Arm .",
            "result:a als:x arm:b . arm:b a als:Study .",
            ["arm/b", "result/a"],
        ),
        # what lies beyond a step, in either direction
        (
            "study:s als:hasArm arm:b . result:a als:inArm arm:b . arm:b als:y 1 .",
            "study:s als:hasArm arm:b . result:a als:inArm arm:b . arm:b als:y 2 .",
            ["arm/b", "result/a", "study/s"],
        ),
        # what no longer points at a node
        (
            "study:s als:z arm:b . arm:b a als:Arm .",
            "study:s als:y 1 . arm:b a als:Arm .",
            ["arm/b", "study/s"],
        ),
        # a class is not another class because a thing of it is gone
        (
            "result:a a als:Result . result:b a als:Result . als:Result als:y 1 .",
            "result:a a als:Result . als:Result als:y 1 .",
            [],
        ),
        # what only hangs together by something else
        ("study:s als:z arm:b . arm:b als:y 1 .", "study:s als:z arm:b . arm:b als:y 2 .", ["arm/b"]),
    ],
)
def test_the_nodes_that_a_second_view_can_judge_otherwise(first, second, names, parsed):
    steps = {f"{VOCAB}hasArm", f"{VOCAB}inArm"}
    found = touched(view(parsed, first), view(parsed, second), steps)
    assert sorted(found) == [node(name) for name in names]


def test_the_steps_of_paths_are_read_from_the_shapes(shapes, parsed):
    assert shapes.steps == {f"{VOCAB}hasArm", f"{VOCAB}ofStudy"}
    path = "( als:a [ sh:alternativePath ( als:b als:c ) ] [ sh:inversePath als:d ] )"
    other = read_shapes(triples(parsed(f'shape:x a sh:PropertyShape ; sh:path {path} ; sh:message "x → y"@en .')))
    assert other.steps == {f"{VOCAB}{name}" for name in "abcd"}


def test_a_rule_about_the_node_itself_does_not_repeat_it(parsed):
    shape = 'shape:x a sh:NodeShape ; sh:targetClass als:Result ; sh:pattern "y$" ; sh:message "wrong → right"@en .'
    found = validate(triples(parsed("result:x a als:Result .")), read_shapes(triples(parsed(shape, "shapes.ttl"))))
    assert [finding.message for finding in found] == ["result:x: wrong"]


def test_predicates_of_a_rule_leave_out_inverse_ones(parsed):
    path = "[ sh:alternativePath ( als:a [ sh:inversePath als:b ] als:c ) ]"
    shape = f'shape:x a sh:PropertyShape ; sh:path {path} ; sh:message "x → y"@en .'
    rule = read_shapes(triples(parsed(shape))).rules[node("shape/x")]
    assert rule.predicates == (f"{VOCAB}a", f"{VOCAB}c")
    assert rule.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (ox.NamedNode(f"{VOCAB}date"), "als:date"),
        (ox.NamedNode("https://example.org/x"), "<https://example.org/x>"),
        (ox.Literal("24.5", datatype=ox.NamedNode(XSD.decimal)), "24.5"),
        (ox.Literal(True), "true"),
        (ox.Literal("a"), '"a"'),
        (ox.Literal("a", language="en"), '"a"@en'),
        (ox.Literal("2025-03-24", datatype=ox.NamedNode(XSD.date)), '"2025-03-24"^^xsd:date'),
    ],
)
def test_terms_are_written_as_in_the_files(term, text):
    assert written(term) == text
