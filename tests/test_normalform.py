import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.errors import SourceError
from als_kg.layout import natural
from als_kg.normalform import normalise
from als_kg.sources import Content, Role, parse_text
from als_kg.vocabulary import BASE

TTL, TRIG = Path("data/entity/a.ttl"), Path("data/claim/d/a.trig")
HEAD = f"""@prefix als: <{BASE}vocab#> .
@prefix gene: <{BASE}gene/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix graph: <{BASE}graph/> .
@prefix claim: <{BASE}graph/claim/d/> .
"""


def body(text, path=TTL):
    """Normalise below the usual prefixes and leave the prefixes out."""
    lines = normalise(HEAD + text, path).splitlines()
    return "\n".join(line for line in lines if not line.startswith("@prefix")).strip("\n")


def test_the_whole_form():
    text = """# What this file is for.
#   A second line, kept as it is.

@prefix gene: <https://w3id.org/als-kg/gene/> .  @prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix org: <http://www.w3.org/ns/org#> .
gene:b als:ordinal 1 , 02 , 1.50 , true ; a als:Gene .
gene:a als:mentions gene:b, gene:a ; skos:altLabel "A"@en ; als:yearInferred false;
  skos:prefLabel "甲"@zh-hans , 'a'@EN ; a als:Gene .
gene:b skos:prefLabel "b"@en .
"""
    assert (
        normalise(text, TTL)
        == """# What this file is for.
#   A second line, kept as it is.
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix gene: <https://w3id.org/als-kg/gene/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

gene:a
    a als:Gene ;
    skos:prefLabel
        "a"@en,
        "甲"@zh-Hans ;
    skos:altLabel "A"@en ;
    als:mentions gene:a, gene:b ;
    als:yearInferred false .

gene:b
    a als:Gene ;
    skos:prefLabel "b"@en ;
    als:ordinal
        true,
        1.50,
        1,
        02 .
"""
    )


def test_trig_has_its_blocks_in_natural_order_and_the_documents_last():
    text = """
graph:documents { claim:1.1-10 a als:ClaimGraph . claim:1.1-2 a als:ClaimGraph . }
claim:1.1-10 { gene:b a als:Gene . gene:a a als:Gene }
claim:1.1-2 { gene:a a als:Gene }
claim:1.1-10 { gene:b als:ordinal 1 }
"""
    assert (
        body(text, TRIG)
        == """claim:1.1-2 {
    gene:a
        a als:Gene .
}

claim:1.1-10 {
    gene:a
        a als:Gene .

    gene:b
        a als:Gene ;
        als:ordinal 1 .
}

graph:documents {
    claim:1.1-2
        a als:ClaimGraph .

    claim:1.1-10
        a als:ClaimGraph .
}"""
    )


def test_things_come_in_the_order_of_kinds_then_all_else_and_an_ontology_first():
    text = """@prefix effect: <https://w3id.org/als-kg/effect/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
als:Gene a als:Thing . effect:e a als:Thing . gene:g10 a als:Thing . gene:g9 a als:Thing .
<https://w3id.org/als-kg/vocab> a owl:Ontology .
"""
    subjects = [line for line in body(text).splitlines() if line and not line.startswith(" ")]
    assert subjects == ["<https://w3id.org/als-kg/vocab>", "gene:g9", "gene:g10", "effect:e", "als:Gene"]


def test_a_long_row_of_things_is_broken_a_short_one_is_not():
    names = [f"gene:{'n' * 15}{number}" for number in range(5)]
    assert body(f"gene:a als:mentions {', '.join(names[:3])} .") == f"gene:a\n    als:mentions {', '.join(names[:3])} ."
    broken = ",\n".join(f"        {name}" for name in names)
    assert body(f"gene:a als:mentions {', '.join(names)} .") == f"gene:a\n    als:mentions\n{broken} ."


def test_one_object_stays_on_its_line_however_long():
    for value in ("gene:" + "n" * 120, f'"{"n" * 120}"'):
        assert body(f"gene:a als:says {value} .") == f"gene:a\n    als:says {value} ."


@pytest.mark.parametrize("width", [99, 100, 101])
def test_a_line_has_at_most_a_hundred_columns(width):
    first = "n" * (width - len("    als:mentions gene:, gene:b ;"))
    written = body(f"gene:a als:mentions gene:{first}, gene:b ; als:ordinal 1 .")
    assert (f"    als:mentions gene:b, gene:{first} ;" in written) is (width <= 100)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("'it''s'", None),
        ("'it\\'s'", '"it\'s"'),
        ("'a \"b\"'", '"a \\"b\\""'),
        ("'''a\nb'''", '"""a\nb"""'),
        ('"a\\nb"', '"""a\nb"""'),
        ('"""a\n"b\\"\\"\\" """', '"""a\n\\"b\\"\\"\\" """'),
        ('"a\\r\\nb"', '"a\\r\\nb"'),
        ('"tab\\tback\\\\slash"', '"tab\\tback\\\\slash"'),
        ('"\\u0007bell"', '"\\u0007bell"'),
        ('"x"^^xsd:string', '"x"'),
        ('"2031-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', '"2031-01-01"^^xsd:date'),
        ('"7"^^xsd:integer', "7"),
        ('"-7.50"^^xsd:decimal', "-7.50"),
        ('"7"^^xsd:decimal', '"7"^^xsd:decimal'),
        ('"1"^^xsd:boolean', '"1"^^xsd:boolean'),
        ("1e3", '"1e3"^^xsd:double'),
        ("<https://w3id.org/als-kg/gene/sod1>", "gene:sod1"),
        ("<https://w3id.org/als-kg/gene/a/b>", "<https://w3id.org/als-kg/gene/a/b>"),
        ("<https://w3id.org/als-kg/gene/a.>", "<https://w3id.org/als-kg/gene/a.>"),
        ("<https://w3id.org/als-kg/gene/1.1-01>", "gene:1.1-01"),
        ("<https://w3id.org/als-kg/graph/claim/d/x>", "claim:x"),
        ("gene:a\\,b", "<https://w3id.org/als-kg/gene/a,b>"),
        ("<https://example.org/汉>", "<https://example.org/汉>"),
        ('"e\u0301"', '"\u00e9"'),
    ],
)
def test_a_term_has_one_way_of_writing(written, normal):
    if normal is None:
        with pytest.raises(SourceError):
            body(f"gene:a als:says {written} .")
    else:
        assert body(f"gene:a als:says {written} .") == f"gene:a\n    als:says {normal} ."


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("gene:a a als:Gene . # late\n", 7, "a comment below the head"),
        ("gene:a a als:Gene ;\n# between\n als:ordinal 1 .", 8, "a comment below the head"),
        ("gene:a als:says '# inside', <http://e/#x> .\n\n# last", 9, "a comment below the head"),
        ("gene:a als:says\n [ als:ordinal 1 ] .", 8, "a blank node"),
        ("gene:a als:says ( 1 ) .", 7, "a blank node"),
        ("_:a als:says 1 .", 7, "a blank node"),
        (f"@prefix route: <{BASE}route/> .\ngene:a als:says route:x .", 7, "the prefix route: means"),
        ("gene:a als:says f:x .", 7, "The prefix f: has not been declared"),
    ],
)
def test_what_has_no_normal_form_is_told_with_its_line(text, line, message):
    with pytest.raises(SourceError) as caught:
        normalise(HEAD + text, TTL)
    assert str(caught.value).startswith(f"data/entity/a.ttl:{line}")
    assert message in str(caught.value)
    assert " → " in str(caught.value)


def test_comments_among_the_prefixes_are_below_the_head():
    with pytest.raises(SourceError, match=r":2: a comment below the head"):
        normalise("@prefix als: <https://w3id.org/als-kg/vocab#> .\n# here\n", TTL)


def test_newlines_of_windows_go_and_the_last_line_ends():
    assert normalise((HEAD + "gene:a a als:Gene .").replace("\n", "\r\n"), TTL) == (
        f"@prefix als: <{BASE}vocab#> .\n@prefix gene: <{BASE}gene/> .\n\ngene:a\n    a als:Gene .\n"
    )


@pytest.mark.parametrize(("text", "normal"), [("", ""), ("# only a head", "# only a head\n"), (HEAD, "")])
def test_a_file_without_statements_stays_small(text, normal):
    assert normalise(text, TTL) == normal


@pytest.mark.parametrize("file", ["ontology/als-kg.ttl", "ontology/codes.ttl"])
def test_the_mini_terms_are_in_normal_form(mini, file):
    text = (mini / file).read_text(encoding="utf-8")
    assert normalise(text, Path(file)) == text


def test_the_mini_data_is_in_normal_form(mini):
    for file in Content(mini).files(Role.ENTITY, Role.DOCUMENT, Role.CLAIM, Role.REVIEW):
        text = file.path.read_text(encoding="utf-8")
        assert normalise(text, file.path) == text


def random_text(source):
    return "".join(source.choices("ab\"\\\n\r\t'#<>@^.;,{}渐é\u0001\U0001f600 ", k=source.randrange(12)))


def random_term(source):
    kind = source.randrange(6)
    if kind == 0:
        return ox.NamedNode(f"{BASE}gene/{source.choice(['a', 'b.', 'c-1', '-d', 'e/f', '1.1-10', 'é', ''])}")
    if kind == 1:
        return ox.Literal(random_text(source), language=source.choice(["en", "zh-Hans"]))
    if kind == 2:
        types = ["integer", "decimal", "boolean", "double", "date"]
        datatype = ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{source.choice(types)}")
        return ox.Literal(source.choice(["1", "01", "1.0", ".5", "1.", "true", "1e3", "+7", "x"]), datatype=datatype)
    return ox.Literal(random_text(source))


@pytest.mark.parametrize("seed", range(40))
def test_the_statements_stay_what_they_were_and_once_is_enough(seed):
    source = random.Random(seed)
    subjects = [ox.NamedNode(f"{BASE}{kind}/{n}") for kind in ("gene", "effect") for n in (1, 2, 10)]
    predicates = [ox.NamedNode(f"{BASE}vocab#{name}") for name in ("b", "a", "type")]
    graphs = [ox.NamedNode(f"{BASE}graph/{name}") for name in ("documents", "claim/d/1.1-2", "claim/d/1.1-10")]
    quads = {
        ox.Quad(source.choice(subjects), source.choice(predicates), random_term(source), source.choice(graphs))
        for _ in range(30)
    }
    text = HEAD + ox.serialize(quads, format=ox.RdfFormat.TRIG).decode()
    once = normalise(text, TRIG)
    assert set(parse_text(once, "a.trig", trig=True)) == quads
    assert normalise(once, TRIG) == once
    assert all(line == line.rstrip() or '"' in once for line in once.splitlines())


@pytest.mark.parametrize(
    "row",
    [
        ["1.1-2", "1.1-10", "1.2-1"],
        ["a", "a1", "a2", "a10", "b"],
        ["1-01", "1-1"],
        ["", "1", "T"],
        ["２", "渐1", "渐2", "渐10"][1:],
    ],
)
def test_natural_order_counts(row):
    shuffled = sorted(row, key=len, reverse=True)
    assert sorted(shuffled, key=natural) == row


def test_a_statement_said_twice_in_a_graph_is_written_once_and_in_two_graphs_twice():
    said = 'gene:a a als:Gene ; skos:altLabel "A"@en, "A", "A"@en .'
    text = f"{HEAD}claim:x {{ {said} }}\nclaim:x {{ {said} }}\nclaim:y {{ {said} }}"
    block = ' {\n    gene:a\n        a als:Gene ;\n        skos:altLabel\n            "A",\n            "A"@en .\n}'
    written = normalise(f"# kept\n{text}", TRIG)
    assert written.startswith("# kept\n")
    assert written.partition("claim:x {")[2] == f"{block[2:]}\n\nclaim:y{block}\n"
