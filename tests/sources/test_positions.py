import pytest

from als_kg.sources import find_positions
from als_kg.vocabulary import RDF

E = "https://example.org/"

TURTLE = """\
# a: comment { with . marks ;
@prefix e: <https://example.org/> .
PREFIX f: <https://example.org/f#>
@base <https://example.org/base/> .

e:one a e:Thing ;
    e:says "a . b ; c # d { e"@en , \"\"\"two
lines . e:not a e:Subject .
\"\"\"@en ;
    e:when "2031-01-01"^^f:date ; e:knows e:two ,
        e:three .

e:two
    # a comment between
    f:p.q 1.5 ;
    e:knows <https://example.org/three> .
<rel> e:knows <https://example.org/t\\u0077\\U0000006f> .
e:one e:knows e:four .
e:esc\\~aped e:knows f:\\,x .
"""


@pytest.fixture(scope="module")
def turtle():
    return find_positions(TURTLE, "g")


@pytest.mark.parametrize(
    ("subject", "predicate", "obj", "line"),
    [
        (f"{E}one", None, None, 6),
        (f"{E}one", RDF.type, None, 6),
        (f"{E}one", RDF.type, f"{E}Thing", 6),
        (f"{E}one", f"{E}says", None, 7),
        (f"{E}one", f"{E}when", None, 10),
        (f"{E}one", f"{E}knows", f"{E}two", 10),
        (f"{E}one", f"{E}knows", f"{E}three", 11),
        (f"{E}one", f"{E}knows", f"{E}four", 18),
        (f"{E}one", f"{E}knows", f"{E}nobody", 10),
        (f"{E}one", f"{E}lacks", None, 6),
        (f"{E}two", None, None, 13),
        (f"{E}two", f"{E}f#p.q", None, 15),
        (f"{E}two", f"{E}knows", f"{E}three", 16),
        (f"{E}base/rel", f"{E}knows", None, 17),
        (f"{E}esc~aped", f"{E}knows", f"{E}f#,x", 19),
        (f"{E}not", None, None, None),
        (f"{E}three", None, None, None),
    ],
)
def test_a_statement_is_found_as_closely_as_the_file_tells(turtle, subject, predicate, obj, line):
    assert turtle.line(subject, predicate, "g", obj) == line
    assert turtle.line(subject, predicate, None, obj) == line


def test_escapes_in_addresses_are_read(turtle):
    assert ("g", f"{E}base/rel", f"{E}knows", f"{E}two") in turtle.lines


def test_another_graph_does_not_hold_it(turtle):
    assert turtle.line(f"{E}one", graph="h") is None


def test_every_block_of_a_subject_is_listed(turtle):
    assert turtle.blocks["g", f"{E}one"] == (6, 18)
    assert turtle.blocks["g", f"{E}two"] == (13,)


def test_prefixes_have_lines(turtle):
    assert dict(turtle.prefixes) == {"e": 2, "f": 3}


TRIG = """\
@prefix e: <https://example.org/> .
e:g1 { e:one e:p 1 ; e:q [ e:r ( 1 e:x ) ; e:s [] ] , e:y .
    e:two e:p true }
GRAPH e:g2 {
    e:one e:p 2 .
}
e:g1 {
    e:one e:q e:z
}
{ e:none e:p e:x . }
e:bare e:p e:y .
"""


@pytest.fixture(scope="module")
def trig():
    return find_positions(TRIG)


@pytest.mark.parametrize(
    ("graph", "subject", "predicate", "obj", "line"),
    [
        (f"{E}g1", f"{E}one", f"{E}p", None, 2),
        (f"{E}g1", f"{E}one", f"{E}q", f"{E}y", 2),
        (f"{E}g1", f"{E}one", f"{E}q", f"{E}z", 8),
        (f"{E}g1", f"{E}two", f"{E}p", None, 3),
        (f"{E}g2", f"{E}one", None, None, 5),
        (f"{E}g2", f"{E}two", None, None, None),
        ("", f"{E}none", None, None, 10),
        ("", f"{E}bare", f"{E}p", None, 11),
        (None, f"{E}bare", None, None, 11),
        (f"{E}g1", f"{E}x", None, None, None),
    ],
)
def test_trig_is_told_apart_by_graph(trig, graph, subject, predicate, obj, line):
    assert trig.line(subject, predicate, graph, obj) == line


def test_graphs_have_the_lines_where_their_blocks_open(trig):
    assert trig.graphs == {f"{E}g1": (2, 7), f"{E}g2": (4,), "": (10,)}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@prefix e: <https://example.org/> .\n\ne:a e:p _:b .", 3),
        ("@prefix e: <https://example.org/> .\ne:a e:p 1 .\n[] e:p 1 .", 3),
        ("@prefix e: <https://example.org/> .\ne:a e:p\n (1) .", 3),
        ("@prefix e: <https://example.org/> .\n_:a e:p 1 .", 2),
        ("@prefix e: <https://example.org/> .\n_:a e:p [] .\n_:b e:p _:a .", 2),
        ("@prefix e: <https://example.org/> .\ne:a e:p '_:b [ (' .", None),
    ],
)
def test_the_first_blank_node_has_a_line(text, line):
    assert find_positions(text).blank == line


def test_a_blank_node_as_subject_does_not_put_the_walk_out_of_step():
    text = (
        "@prefix e: <https://example.org/> .\n[ e:a ( 1 e:b ) ] e:p e:x .\n() e:p e:x .\n_:c e:p e:x .\ne:d e:p e:x ."
    )
    found = find_positions(text, "g")
    assert set(found.blocks) == {("g", ""), ("g", f"{E}d")}
    assert found.line(f"{E}d", f"{E}p", "g", f"{E}x") == 5


def test_every_statement_of_the_mini_data_has_a_line(mini):
    from als_kg.sources import Content, Role

    content = Content(mini)
    for file in content.files(Role.ENTITY, Role.CLAIM, Role.DOCUMENT, Role.REVIEW, Role.ONTOLOGY, Role.CODES):
        source = content.read(file)
        lines = source.text.splitlines()
        for quad in source.quads:
            graph = quad.graph_name.value
            line = source.positions.lines[graph, quad.subject.value, quad.predicate.value, None]
            local = "a " if quad.predicate.value == RDF.type else quad.predicate.value.rpartition("/")[2].split("#")[-1]
            assert local in lines[line - 1]
