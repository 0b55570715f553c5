"""Shapes in words: each constraint in both languages."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.documentation import Guide, read_vocabulary
from als_kg.documentation.facts import Facts
from als_kg.documentation.language import CONSTRAINTS, TEXTS
from als_kg.documentation.shapes import read_shapes
from als_kg.documentation.words import Line, Wording
from als_kg.vocabulary import PREFIXES, shorten

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
SHAPE = "<https://w3id.org/als-kg/shape/x-y> a sh:NodeShape ; "

CASES = [
    ("sh:path als:a ; sh:minCount 1 ; sh:maxCount 1", "als:a: exactly 1", "als:a：恰好 1 个"),
    (
        "sh:path als:a ; sh:minCount 1 ; sh:maxCount 2",
        "als:a: at least 1, at most 2", "als:a：至少 1 个、至多 2 个",
    ),
    ("sh:path als:a ; sh:maxCount 0", "als:a: none", "als:a：不得有"),
    ("sh:path als:a ; sh:datatype xsd:date", "als:a: each a xsd:date", "als:a：每个值都是 xsd:date"),
    (
        "sh:path als:a ; sh:nodeKind sh:IRI",
        "als:a: each a node with an IRI", "als:a：每个值都是带 IRI 的节点",
    ),
    ('sh:path als:a ; sh:in ( als:b "c" )', "als:a: one of als:b, c", "als:a：取自：als:b、c"),
    ("sh:path als:a ; sh:not [ sh:in ( als:b ) ]", "als:a: not als:b", "als:a：并非（als:b）"),
    ("sh:path als:a ; sh:hasValue als:b", "als:a: als:b among them", "als:a：其中有 als:b"),
    ('sh:path als:a ; sh:pattern "^x"', "als:a: each matches ^x", "als:a：每个值符合 ^x"),
    (
        r'sh:path als:a ; sh:pattern "^https://w3id\\.org/als-kg/(person|code/role)/"',
        "als:a: each one of these: als:Person, code:role", "als:a：每个值为其中之一：als:Person、code:role",
    ),
    (
        "sh:path als:a ; sh:minInclusive 0 ; sh:maxInclusive 9",
        "als:a: not below 0; not above 9", "als:a：不小于 0；不大于 9",
    ),
    ("sh:path als:a ; sh:lessThan als:b", "als:a: less than als:b", "als:a：小于 als:b"),
    ("sh:path als:a ; sh:uniqueLang true", "als:a: one per language", "als:a：每种语言一个"),
    (
        "sh:path als:a ; sh:qualifiedValueShape [ sh:class als:B ] ; sh:qualifiedMinCount 2",
        "als:a: at least 2 of them: each a als:B", "als:a：其中至少 2 个：每个值都是 als:B",
    ),
    (
        "sh:path [ sh:inversePath als:a ] ; sh:minCount 1",
        "what points here by als:a: at least 1", "以 als:a 指向此处者：至少 1 个",
    ),
    (
        "sh:path ( als:a als:b ) ; sh:minCount 1",
        "als:a → als:b: at least 1", "als:a → als:b：至少 1 个",
    ),
    (
        "sh:path [ sh:alternativePath ( als:a als:b ) ] ; sh:minCount 1",
        "als:a or als:b: at least 1", "als:a或als:b：至少 1 个",
    ),
    ("sh:property [ sh:path als:a ; sh:minCount 1 ]", "als:a: at least 1", "als:a：至少 1 个"),
    (
        "sh:or ( [ sh:path als:a ; sh:minCount 1 ] [ sh:path als:b ; sh:maxCount 0 ] )",
        "at least one of these: [als:a: at least 1 | als:b: none]",
        "以下至少一项成立：[als:a：至少 1 个 | als:b：不得有]",
    ),
    ("sh:path als:a ; sh:unheardOf 3", "als:a: sh:unheardOf 3", "als:a：sh:unheardOf 3"),
]  # fmt: skip


def said(line: Line) -> str:
    if not line.choices:
        return line.text
    choices = " | ".join("; ".join(said(each) for each in choice) for choice in line.choices)
    return f"{line.text}{'' if line.text.endswith('：') else ' '}[{choices}]"


def words(language: str, body: str) -> str:
    triples = [quad.triple for quad in ox.parse(f"{HEAD}{SHAPE}{body} .".encode(), format=ox.RdfFormat.TURTLE)]
    (shape,) = read_shapes(Facts(triples)).values()
    texts = TEXTS[language]
    wording = Wording(
        language, lambda iri: shorten(iri).strip("<>"), texts["semicolon"], texts["comma"], texts["colon"]
    )
    return " ".join(said(line) for line in wording.lines(shape.requirement))


@pytest.mark.parametrize(("body", "english", "chinese"), CASES, ids=[case[0] for case in CASES])
def test_a_constraint_reads_in_both_languages(body: str, english: str, chinese: str) -> None:
    assert words("en", body) == english
    assert words("zh", body) == chinese


@pytest.mark.parametrize("texts", [TEXTS, CONSTRAINTS], ids=["texts", "constraints"])
def test_both_languages_say_the_same(texts) -> None:
    assert set(texts) == {"en", "zh"}
    assert set(texts["en"]) == set(texts["zh"])
    for key, text in texts["en"].items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", texts["zh"][key])), key


def parsed(*paths: Path) -> list[ox.Triple]:
    return [quad.triple for path in paths for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


def test_shapes_of_every_kind_stand_under_a_name_in_chinese(repository) -> None:
    files = [*sorted((repository / "shapes").glob("*.ttl")), repository / "ontology" / "als-kg.ttl"]
    names = [name for name, _ in Guide(read_vocabulary(parsed(*files)), "zh", str, str).shapes_by_kind()]
    assert len(names) == len(set(names)) > 30
    assert not [name for name in names if name.isascii()]


def test_every_constraint_of_our_shapes_has_words(repository) -> None:
    shapes = read_shapes(Facts(parsed(*sorted((repository / "shapes").glob("*.ttl")))))
    known = {"qualifiedValueShape", *CONSTRAINTS["en"]}
    waiting = [shape.requirement for shape in shapes.values()]
    while waiting:
        requirement = waiting.pop()
        assert {limit.name for limit in requirement.limits} <= known
        waiting += [each for limit in requirement.limits for each in limit.inner]
    assert len(shapes) > 200
    assert all(shape.messages["en"] and shape.messages["zh"] for shape in shapes.values())
