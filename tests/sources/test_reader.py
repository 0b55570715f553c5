import pyoxigraph as ox
import pytest

from als_kg.errors import SourceError
from als_kg.sources import display_name, read

HEAD = "@prefix e: <https://example.org/> .\n"


def failure(sandbox, name, data, graph="https://example.org/g", **options):
    path = sandbox.root / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(SourceError) as caught:
        read(path, graph, sandbox.root, **options)
    text = str(caught.value)
    assert "\n" not in text
    assert " → " in text
    return text.partition(" → ")[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("e:a e:p 1\ne:b e:p 2 .", "a.ttl:3:1: A dot is expected at the end of statements"),
        ("e:a f:p 1 .", "a.ttl:2:5: The prefix f: has not been declared"),
        ("e:a e:p <a b> .", "a.ttl:2:9: Invalid IRI code point ' '"),
        ("e:a e:p <rel> .", "a.ttl:2:9: No scheme found in an absolute IRI"),
        ('e:a e:p "open .\ne:b e:p 1 .', "a.ttl:2:9: Unexpected end of file"),
        ('e:a e:p "open .\ne:b e:p "x" .', "a.ttl:2:16: Line jumps are not allowed in string literals, use \\n"),
        ("e:a e:p 1", "a.ttl:2:10: Unexpected end"),
        ('e:a "p" 1 .', 'a.ttl:2:5: "p" is not a valid predicate'),
        ("e:a e:p\n\n   [ e:q 1 ] .", "a.ttl:4: a blank node: nothing can point at it"),
        ("_:a e:p 1 .", "a.ttl:2: a blank node: nothing can point at it"),
    ],
)
def test_broken_turtle_is_one_line_with_its_place(sandbox, text, message):
    assert failure(sandbox, "a.ttl", HEAD + text) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xef\xbb\xbf" + HEAD.encode(), "a.ttl:1: starts with a byte order mark"),
        (HEAD.encode("utf-16"), "a.ttl:1: is UTF-16"),
        (HEAD.encode() + "\ne:a e:p '渐' .".encode("gb18030"), "a.ttl:3: is not UTF-8"),
    ],
)
def test_a_wrong_encoding_is_told(sandbox, data, message):
    assert failure(sandbox, "a.ttl", data) == message


@pytest.mark.parametrize(
    ("text", "todo"),
    [
        ("e:a f:p 1 .", "declare the prefix at the head of the file, or correct its spelling"),
        ("e:a als:date 1 .", "add @prefix als: <https://w3id.org/als-kg/vocab#> . at the head of the file"),
        ("e:a e:p <rel> .", "write the whole address, or a prefixed name"),
        ("e:a e:p 'x'@en-zz-q_ .", "use en or zh-Hans"),
        ("e:a e:p 1", "close what is open: a quote, a bracket, or the statement with a full stop"),
        ("e:a ; .", "correct the Turtle here; the mistake may be just before"),
    ],
)
def test_broken_turtle_says_what_to_do(sandbox, text, todo):
    with pytest.raises(SourceError) as caught:
        read(sandbox.write("a.ttl", HEAD + text), "https://example.org/g", sandbox.root)
    assert caught.value.todo == todo


def test_turtle_has_no_graphs_of_its_own(sandbox):
    assert failure(sandbox, "a.ttl", HEAD + "e:g { e:a e:p 1 }").startswith("a.ttl:2:")


def test_a_file_that_is_not_there_is_told(sandbox):
    with pytest.raises(SourceError, match=r"^data/none\.ttl: cannot be read: No such file or directory → "):
        read(sandbox.root / "data" / "none.ttl", "https://example.org/g", sandbox.root)


@pytest.mark.parametrize(
    ("text", "line"), [("e:g { e:a e:p 1 }\ne:b e:p 2 .", 3), ("\n{ e:a e:p 1 }", 3), ("e:a e:p 1 .", 2)]
)
def test_trig_that_says_something_outside_any_graph_is_refused(sandbox, text, line):
    message = f"a.trig:{line}: a statement outside any graph: nobody says it"
    assert failure(sandbox, "a.trig", HEAD + text, graph=None) == message


def test_turtle_goes_into_its_graph(sandbox):
    path = sandbox.write("a.ttl", HEAD + 'e:a e:p "渐"@zh-Hans .')
    source = read(path, "https://example.org/g", sandbox.root)
    assert [str(quad.graph_name) for quad in source.quads] == ["<https://example.org/g>"]
    assert source.graphs == {"https://example.org/g"}
    assert str(source.place("https://example.org/a")) == "a.ttl:2"


def test_trig_names_its_graphs_and_their_lines(sandbox):
    source = read(sandbox.write("a.trig", HEAD + "\ne:g { e:a e:p 1 }"), None, sandbox.root)
    assert source.graphs == {"https://example.org/g"}
    assert str(source.graph_place("https://example.org/g")) == "a.trig:3"


def test_blank_nodes_where_allowed_have_the_same_names_each_time(sandbox):
    path = sandbox.write("shapes/a.ttl", HEAD + "e:a e:p [ e:q ( 1 2 ) ] . [] e:p e:a .")
    first, second = (read(path, "https://example.org/g", sandbox.root, blank_nodes=True) for _ in range(2))
    assert first.quads == second.quads
    names = {term.value for quad in first.quads for term in quad if isinstance(term, ox.BlankNode)}
    assert names == {f"shapes-a-ttl-{number}" for number in (1, 2, 3, 4)}


def test_a_path_is_shown_from_the_root_else_from_where_one_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert display_name(tmp_path / "a" / "b.ttl", tmp_path / "a") == "b.ttl"
    assert display_name(tmp_path / "b.ttl", tmp_path / "a") == "b.ttl"
    assert display_name(tmp_path / "b.ttl") == "b.ttl"
    assert display_name(tmp_path.parent / "b.ttl", tmp_path) == (tmp_path.parent / "b.ttl").as_posix()
