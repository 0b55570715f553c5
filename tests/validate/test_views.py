"""Findings of shapes: where they point, how often they are told, and which nodes a second view judges again."""

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, Origins
from als_kg.errors import Severity
from als_kg.sources import read
from als_kg.validate import read_shapes, validate, validate_views
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
    (finding,) = (found for found in validate(triples(parsed(DATA)), shapes) if found.focus == node("result/missing"))
    assert finding.rule == node("shape/result-p-value")
    assert finding.focus == node("result/missing")
    assert finding.message_zh == "result:missing：p值不对 → 请更正 als:pValue"
    assert finding.severity is Severity.ERROR
    assert finding.place is None


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


def test_a_second_view_is_judged_as_soundly_as_the_first(parsed):
    """pySHACL 0.40, told to judge a few nodes only, finds fault with all of them under this shape."""
    shape = (
        "shape:kind a sh:PropertyShape ; sh:targetClass als:Result ; sh:path rdf:type ; "
        'sh:not [ sh:in ( als:Person ) ] ; sh:message "a person → no person"@en .'
    )
    dataset = dataset_of(shape, parsed, current="result:a a als:Result ; als:x 1 .", article="result:a a als:Result .")
    assert validate_views(dataset) == []


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


def test_too_many_values_are_named_and_to_be_removed_while_a_missing_one_is_to_be_added(parsed, shapes):
    found = validate(triples(parsed("result:x a als:Result ; als:pValue 0.2, 0.1 . result:y a als:Result .")), shapes)
    assert [(finding.message, finding.todo) for finding in found] == [
        ("result:x: no p-value up to 1 (als:pValue 0.1, 0.2)", "remove all als:pValue but one"),
        ("result:y: no p-value up to 1", "correct als:pValue"),
    ]
    assert found[0].message_zh == "result:x：p值不对 (als:pValue 0.1, 0.2) → 请只留一个 als:pValue，其余删去"


def test_one_text_in_each_language_is_to_stay(parsed):
    shape = (
        "shape:x a sh:PropertyShape ; sh:targetClass als:Result ; sh:path als:summary ; "
        'sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ; sh:message "not two → add"@en , "不是 → 添加"@zh-Hans .'
    )
    data = 'result:x a als:Result ; als:summary "a"@en, "b"@en, "c"@zh-Hans .'
    (finding,) = validate(triples(parsed(data)), read_shapes(triples(parsed(shape, "shapes.ttl"))))
    assert finding.todo == "remove all als:summary but one in each language"
    assert finding.message == 'result:x: not two (als:summary "a"@en, "b"@en, "c"@zh-hans)'
