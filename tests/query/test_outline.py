import pytest

from als_kg.errors import QueryRefused, QuerySyntaxError
from als_kg.query.lexer import tokenise
from als_kg.query.outline import Outline, outline
from als_kg.query.text import QueryText


def read(text: str) -> Outline:
    written = QueryText(text)
    return outline(written, tokenise(written))


@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
def test_form(form: str) -> None:
    assert read(f"# a comment: SELECT\nBASE <http://b/>\nPREFIX e: <x#>\n{form.lower()} * {{}}").form == form


@pytest.mark.parametrize(
    ("clause", "default", "named"),
    [
        ("FROM <http://g/1>", ["http://g/1"], []),
        ("FROM <http://g/1> FROM <http://g/2>", ["http://g/1", "http://g/2"], []),
        ("FROM NAMED e:1 from e:2", ["http://b/x#2"], ["http://b/x#1"]),
        ("FROM <g>", ["http://b/g"], []),
        ("FROM <../g/./h>", ["http://b/g/h"], []),
        (r"FROM e:a\.b", ["http://b/x#a.b"], []),
        ("FROM <http\\u003A//g/1>", ["http://g/1"], []),
    ],
)
def test_dataset_clause(clause: str, default: list[str], named: list[str]) -> None:
    found = read(f"BASE <http://b/> PREFIX e: <x#> SELECT (COUNT(*) AS ?n) {clause} WHERE {{ ?s ?p ?o }}")
    assert (list(found.default_graphs), list(found.named_graphs), found.has_dataset) == (default, named, True)


def test_later_declarations_win_and_bases_add_up() -> None:
    found = read("BASE <http://b/c/> PREFIX e: <x/> BASE <../d/> PREFIX e: <y/> ASK FROM e:1 FROM <z> {}")
    assert found.default_graphs == ("http://b/d/y/1", "http://b/d/z")


def test_no_dataset_clause() -> None:
    assert not read("SELECT ?from { ?s ?p 'FROM <http://g>' } # FROM <http://g>").has_dataset


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT *\n{ ?s a als:Drug }", (2, 8), r"als: is not declared → add the line PREFIX als: <https://w3id\.org"),
        ("PREFIX exa: <http://e/> ASK { ?s a ex:Drug }", (1, 36), "ex: is not declared → did you mean exa:"),
        ("ASK { ?s a zzz:Drug }", (1, 12), "add the line PREFIX zzz: <…>"),
        ("ASK FROM als:g {}", (1, 10), "als: is not declared"),
        ("PREFIX h: <http://h:> ASK { ?s a h:port }", (1, 34), "h:port is not an IRI: <http://h:port>"),
        ("PREFIX als: SELECT", (1, 1), "PREFIX is not complete"),
        ("BASE als: ASK {}", (1, 1), "BASE is not complete"),
        ("ASK FROM {}", (1, 5), "FROM needs the IRI"),
        ("ASK FROM <g> {}", (1, 10), "declare a BASE"),
        ("", (1, 1), "the query is empty"),
        ("# only this\n", (2, 1), "the query is empty"),
        ("SELCT * {}", (1, 1), "did you mean SELECT"),
        ("{ ?s ?p ?o }", (1, 1), "start with SELECT, ASK"),
    ],
)
def test_faults(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        read(text)
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    "update", ["INSERT DATA { }", "delete where {}", "LOAD <http://x>", "WITH <http://g> DELETE {}"]
)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(QueryRefused, match="is an update") as caught:
        read(f"# x\n  {update}")
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (2, 3)


def test_half_a_surrogate_pair_is_no_iri() -> None:
    for prologue in ("", "BASE <http://b/> "):
        with pytest.raises(QuerySyntaxError, match="is not an IRI"):
            read(f"{prologue}PREFIX e: <http://x/\ud800> ASK {{}}")
