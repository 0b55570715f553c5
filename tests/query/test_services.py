"""Where SERVICE may go: to constants at the operator's origins, and nowhere else."""

import pytest

from als_kg.errors import QueryError, QueryRefused, UsageError
from als_kg.query.lexer import tokenise
from als_kg.query.outline import outline
from als_kg.query.services import Allowed, services
from als_kg.query.text import QueryText

ALLOWED = Allowed.of(("https://a.example/", "http://a.example:8080", "http://[::1]:8080/"))
A = "<https://a.example/sparql>"


def found(query: str, allowed: Allowed = ALLOWED) -> tuple[str, ...]:
    text = QueryText(query)
    tokens = tokenise(text)
    return services(text, tokens, outline(text, tokens).prologue, allowed)


@pytest.mark.parametrize(
    ("clause", "iri"),
    [
        (f"SERVICE {A} {{}}", A),
        (f"service silent {A}{{}}", A),
        (f"SERVICE#{{\n{A} # x\n{{}}", A),
        ("SERVICE e:sparql {}", A),
        ("SERVICE <sparql> {}", A),
        ("SERVICE <//a.example/sparql> {}", A),
        ("SERVICE <https://a.example> {}", "<https://a.example>"),
        ("SERVICE <https://A.Example:443/?x=@b.example/> {}", "<https://A.Example:443/?x=@b.example/>"),
        ("SERVICE <http://a.example:8080/> {}", "<http://a.example:8080/>"),
        ("SERVICE <http://[::1]:8080/> {}", "<http://[::1]:8080/>"),
        (f"{{ SELECT * {{ GRAPH ?g {{ OPTIONAL {{ SERVICE {A} {{}} }} }} }} }}", A),
        (f"FILTER NOT EXISTS {{ SERVICE {A} {{}} }}", A),
        (f"SERVICE {A} {{ SERVICE e:sparql {{}} }}", A),
    ],
)
def test_a_constant_at_an_allowed_origin_is_found_at_any_depth(clause: str, iri: str) -> None:
    query = f"BASE <https://a.example/x> PREFIX e: <https://a.example/> SELECT * {{ ?s ?p ?o . {clause} }}"
    assert found(query) == (iri[1:-1],)


@pytest.mark.parametrize(
    "iri",
    [
        "http://a.example/",
        "https://a.example:8443/",
        "http://a.example:80800/",
        "http://a.example:8080.b.example/",
        "https://a.example.b.example/",
        "https://a.example./",
        "https://b.example/a.example/",
        "https://xa.example/",
        "https://a.example@b.example/",
        "https://a.example:443@b.example/",
        "https://user@a.example/",
        "https://user:x@a.example/",
        "https://a.example#@b.example/",
        "https://a.example%2eb.example/",
        "https://a.example%00/",
        "https://\u0430.example/",
        "https://a.\u212axample/",
        "https:a.example/",
        "https:///a.example/",
        "ftp://a.example/",
        "file:///a.example/",
        "http://[::2]:8080/",
        "http://[0:0:0:0:0:0:0:1]:8080/",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/",
        "https://b.example/",
        "urn:x",
    ],
)
def test_another_origin_is_refused_whatever_it_looks_like(iri: str) -> None:
    assert not ALLOWED.includes(iri)
    for query in (f"ASK {{ SERVICE <{iri}> {{}} }}", f"ASK {{ SERVICE {A} {{ SERVICE SILENT <{iri}> {{}} }} }}"):
        with pytest.raises(QueryError):
            found(query)


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        (f"ASK {{\n SERVICE {A} {{}} SERVICE <https://b.example/> {{}} }}", (2, 48), "may not go to <https://b.ex"),
        ("ASK { ?s ?p ?e\n SERVICE ?e {} }", (2, 2), "needs a fixed endpoint"),
        ("ASK { SERVICE SILENT ?e {} }", (1, 7), "needs a fixed endpoint"),
        (f"ASK {{ SERVICE {A} }}", (1, 7), "needs a fixed endpoint"),
        ("ASK { SERVICE SILENT", (1, 7), "needs a fixed endpoint"),
        ("ASK { SERVICE SILENT SILENT <https://a.example/> {} }", (1, 7), "needs a fixed endpoint"),
        (f"ASK {{ ?s ?p trueSERVICE {A} {{}} }}", (1, 13), "may hide the keyword"),
        (f"ASK {{ ?s ?p 1SERVICE {A} {{}} }}", (1, 14), "may hide the keyword"),
        ("PREFIX SERVICEx: <https://a.example/> ASK { SERVICEx:y {} }", (1, 8), "may read SERVICEx: as"),
        ("PREFIX \u017fervice: <https://a.example/> ASK { \u017fervice:y {} }", (1, 8), "rename the prefix"),
    ],
)
def test_what_is_no_plain_constant_is_refused_with_its_place(query: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(QueryRefused, match=message) as caught:
        found(query)
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == place


@pytest.mark.parametrize(
    "query",
    ["ASK { ?s ?p 'SERVICE <http://b/> {}' }", "ASK { ?service ?p 1 } # SERVICE ?x", "ASK { ?s <http://x/service> 1 }"],
)
def test_the_word_elsewhere_sends_nothing_out(query: str) -> None:
    assert found(query) == ()


@pytest.mark.parametrize(
    "name",
    ["a.example", "https://a.example/sparql", "https://u@a.example/", "*", "https://*.example/", "http://a:0/",
     "http://a:70000/", "ftp://a/", "", "https://", "https://a.example/?", "https://a.example/ https://b.example/"],
)  # fmt: skip
def test_the_operator_lists_origins_only(name: str) -> None:
    with pytest.raises(UsageError, match="is not the origin of an endpoint"):
        Allowed.of((name,))


def test_nothing_is_allowed_by_default() -> None:
    assert not Allowed()
    with pytest.raises(QueryRefused, match="SERVICE is not answered here"):
        found(f"ASK {{ SERVICE {A} {{}} }}", Allowed())


def test_ports_are_those_of_the_origins() -> None:
    assert Allowed.of(("https://a/", "http://b", "http://c:8080/")).ports == (80, 443, 8080)
