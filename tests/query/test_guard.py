"""The guard: what would harm is refused, what is harmless passes, and the engine agrees on which is which."""

import pyoxigraph as ox
import pytest

from als_kg.errors import QueryError, QueryRefused, QuerySyntaxError
from als_kg.query.guard import MAX_DEPTH, MAX_PATTERNS, MAX_STEPS, guard
from als_kg.query.lexer import tokenise
from als_kg.query.outline import outline
from als_kg.query.services import NOWHERE, Allowed, services
from als_kg.query.text import QueryText

# The engine itself refuses to connect to port 1, so an OSError shows that it tried, and nothing goes out.
AWAY = "<http://127.0.0.1:1/>"


def judge(query: str, allowed: Allowed = NOWHERE) -> tuple[str, ...]:
    text = QueryText(query)
    tokens = tokenise(text)
    found = services(text, tokens, outline(text, tokens).prologue, allowed)
    guard(text, tokens)
    return found


def engine_connects(query: str) -> bool:
    """Tell whether the engine follows a SERVICE somewhere in a query."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal("x")))
    try:
        answer = store.query(query)
        if not isinstance(answer, ox.QueryBoolean):
            list(answer)
    except OSError:
        return True
    return False


# Each of these makes the engine connect, past a lexer that reads by the letter of the grammar or guesses.
ATTACKS = {
    "plain": f"SELECT * {{ SERVICE {AWAY} {{}} }}",
    "case": f"SELECT * {{ sErViCe {AWAY} {{}} }}",
    "carriage return ends a comment": f"SELECT * {{ #x\rSERVICE {AWAY} {{}} }}",
    "an expression read as an IRI": f"SELECT * {{ FILTER(1<1)SERVICE#>\n{AWAY}{{}} }}",
    "less or equal": f"SELECT * {{ FILTER(1<=1)SERVICE#>\n{AWAY}{{}} }}",
    "less than minus": f"SELECT * {{ FILTER(1<-1)SERVICE#>\n{AWAY}{{}} }}",
    "a comment read as an IRI hides a string": (
        f'BASE <http://b/> SELECT * {{ BIND(3 AS ?a) FILTER(?a<#>"""\n9) SERVICE {AWAY}{{}} #"""\n }}'
    ),
    "two empty strings": f'SELECT * {{ VALUES ?x {{""""#\\q\n}} SERVICE {AWAY} {{}} #"""\n }}',
    "a long string that does not end": f'SELECT * {{ VALUES ?x {{"""x" }} SERVICE {AWAY} {{}} }}',
    "an escaped quote": f'SELECT * {{ FILTER("\\u0022) #" != "x") SERVICE {AWAY} {{}} }}',
    "glued to a prefix": ("PREFIX SERVICEx: <http://q/> PREFIX x: <http://127.0.0.1:1/> SELECT * { SERVICEx:y {} }"),
    "glued to a word": f"SELECT * {{ ?s ?p 'x' . VALUES ?k {{trueUNDEF}}SERVICE {AWAY} {{}} }}",
    "in a sub-select": f"SELECT * {{ {{ SELECT (?s<1 AS ?k) {{ ?s ?p ?o }} }} SERVICE {AWAY} {{}} }}",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_service_is_found_wherever_the_engine_finds_it(attack: str) -> None:
    assert engine_connects(attack)
    with pytest.raises(QueryError):
        judge(attack)


# These do not make this engine connect, or not with this data; the guard does not rely on that.
@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ S\\u0045RVICE {AWAY} {{}} }}",
        "SELECT * { ?s ?p ?o SERVICE ?o {} }",
        f"SELECT * {{ ?s ?p trueSERVICE {AWAY} {{}} }}",
        "SELECT * { SERVICE SILENT <http://x/> {} }",
        f"PREFIX ex: <http://h:> SELECT * {{ ?s ?p ex:SERVICE{AWAY}{{}} }}",
        f"PREFIX x: <http://x/> SELECT * {{ BIND(3 AS ?a) FILTER(?a<<x:b#>) SERVICE {AWAY} {{}}\n }}",
        f'SELECT * {{ <<?s?p#>"""\n?o>> ?y ?z . SERVICE {AWAY} {{}} #"""\n }}',
        f"PREFIX trueSERVICEx: <http://q/> SELECT * {{ ?s ?p trueSERVICEx:y {AWAY} {{}} }}",
    ],
)
def test_service_in_disguise(query: str) -> None:
    with pytest.raises(QueryError):
        judge(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x/> {}' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> {}",
        "SELECT ?service { ?service <http://x/service#a> ?o }",
        "PREFIX schema: <https://schema.org/> SELECT * { ?s a schema:Service }",
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service }",
        "PREFIX web-service: <http://x/> ASK { ?s a web-service:a }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (<http://x/#a>, <http://x/(b)>) && ?o<?s&&?s>?o) }",
        "BASE <http://b/> SELECT * { VALUES (?a ?b) { (<#x> <#y>) (<urn:a> <urn:b(c)>) } ?s <#p> (<a> <b>) }",
        "SELECT * { ?s ?p ?o FILTER(?o < <http://x/#a>) ?s ?p (<http://x/#a> <http://x/#b>) }",
        "BASE <http://b/> SELECT * { ?s ?p ?o FILTER EXISTS { ?s <#p> <#q> } FILTER(?s = <#q>) }",
    ],
)
def test_harmless_queries_pass(query: str) -> None:
    judge(query)
    assert not engine_connects(query)


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ("SELECT * {\n  SERVICE <http://x/> {} }", (2, 3), "SERVICE is not answered here"),
        ("ASK { FILTER(?a<#b>) }", (1, 16), "could be an IRI or a comparison → put a space after <"),
    ],
)
def test_a_refusal_says_where(query: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(QueryRefused, match=message) as caught:
        judge(query)
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == place


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ("ASK { ?s ?p ?o", (1, 5), "this { is never closed"),
        ("ASK { FILTER(1 }", (1, 16), r"} cannot close the \( of line 1, column 13"),
        ("ASK { } }", (1, 9), "nothing is open that this }"),
    ],
)
def test_brackets_pair(query: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        judge(query)
    assert (caught.value.line, caught.value.column) == place


NESTED = {
    "groups": lambda n: "ASK " + "{" * n + "?s ?p ?o" + "}" * n,
    "parentheses": lambda n: "ASK {FILTER" + "(" * (n - 1) + "1" + ")" * (n - 1) + "}",
    "blank nodes": lambda n: "ASK {?s ?p " + "[?p " * (n - 1) + "1" + "]" * (n - 1) + "}",
}


@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED)
def test_depth_is_bounded(nested: object) -> None:
    assert callable(nested)
    judge(nested(MAX_DEPTH))
    with pytest.raises(QueryRefused, match="brackets are open"):
        judge(nested(MAX_DEPTH + 1))
    with pytest.raises(QueryRefused):
        judge(nested(30_000))


CHAINED = {
    "or": lambda n: "ASK {FILTER(" + "||".join(["1"] * n) + ")}",
    "not": lambda n: "ASK {FILTER(" + "!" * n + "1)}",
    "alternatives": lambda n: "ASK {?s " + "|".join(["a"] * n) + " ?o}",
    "bind": lambda n: "ASK {" + "BIND(1 AS ?x)" * (n // 3) + "}",
    "having": lambda n: "ASK {} HAVING " + "(1)" * n,
}


@pytest.mark.parametrize("chained", CHAINED.values(), ids=CHAINED)
def test_chains_are_bounded(chained: object) -> None:
    assert callable(chained)
    judge(chained(MAX_STEPS - 2))
    with pytest.raises(QueryRefused, match=f"more than {MAX_STEPS} operators"):
        judge(chained(MAX_STEPS + 3))


JOINED = {
    "triples": lambda n: "ASK {" + ".".join(["?s ?p ?o"] * n) + "}",
    "objects": lambda n: "ASK {?s ?p " + ",".join(["1"] * n) + "}",
    "predicates": lambda n: "ASK {?s " + ";".join(["?p 1"] * n) + "}",
    "groups": lambda n: "ASK {" + "{?s ?p ?o}" * (n - 1) + "}",
    "a list of booleans": lambda n: "ASK {?s ?p (" + " true" * (n // 2) + ")}",
    "a list of texts": lambda n: "ASK {?s ?p (" + " 'x'@en" * (n // 2) + ")}",
    "a list": lambda n: "ASK {?s ?p (" + " 1" * (n // 2) + ")}",
}


@pytest.mark.parametrize("joined", JOINED.values(), ids=JOINED)
def test_joined_patterns_are_bounded(joined: object) -> None:
    assert callable(joined)
    judge(joined(MAX_PATTERNS))
    with pytest.raises(QueryRefused, match=f"more than {MAX_PATTERNS} joined"):
        judge(joined(MAX_PATTERNS + 4))


@pytest.mark.parametrize(
    "query",
    [
        "ASK { VALUES (?a ?b) {" + "(1 2)" * 3_000 + "} ?a ?b ?c }",
        "ASK { VALUES ?a {" + "-1 " * 3_000 + "} }",
        "ASK { FILTER(?a IN (" + ", ".join(["1"] * 3_000) + ")) }",
        "ASK { FILTER(?a IN (" + ", ".join(["'x'@en"] * 3_000) + ")) }",
        "SELECT * FROM <http://g> { ?s ?p ?o } ORDER BY " + "?s " * 3_000,
    ],
    ids=["rows", "values", "in", "in texts", "order"],
)
def test_data_is_not_counted(query: str) -> None:
    judge(query)


def test_after_data_patterns_are_counted_again() -> None:
    with pytest.raises(QueryRefused, match="joined"):
        judge("ASK { VALUES ?a { 1 } " + "?s ?p ?o . " * (MAX_PATTERNS + 1) + "}")
