"""Every construct of the grammar, nested and in a row, a thousand to a hundred thousand times: it ends in time."""

import time
from collections.abc import Callable

import pytest

from als_kg.errors import QueryError, QueryRefused
from als_kg.query import QueryRequest
from als_kg.query.pool import LimitReached, PoolService, ProcessLost

from .conftest import SMALL, TINY, eventually, whole

Shape = Callable[[int], str]


def nested(opening: str, inside: str, closing: str, around: str = "ASK {{{}}}") -> Shape:
    return lambda times: around.format(opening * times + inside + closing * times)


def row(link: str, around: str = "ASK {{{}}}", between: str = " ") -> Shape:
    """Repeat a link, in which @ stands for a number."""
    return lambda times: around.format(between.join(link.replace("@", str(number)) for number in range(times)))


T, F, X = "?s ?p ?o", "ASK {{FILTER({})}}", "<x:p>"
NESTED: dict[str, Shape] = {
    "groups": nested("{", T, "}"),
    "parentheses": nested("(", "1", ")", F),
    "optional": nested("OPTIONAL{", T, "}"),
    "minus": nested(T + " MINUS{", T, "}"),
    "union": nested("{", T, "}UNION{}"),
    "union right": nested("{}UNION{", T, "}"),
    "graph": nested("GRAPH ?g{", T, "}"),
    "lateral": nested("LATERAL{", T, "}"),
    "exists": nested("FILTER EXISTS{", T, "}"),
    "not exists": nested("FILTER NOT EXISTS{", T, "}"),
    "exists in expressions": nested("BIND(EXISTS{", T, "}AS ?x)"),
    "sub-selects": nested("{SELECT*{", T, "}}"),
    "sub-selects with groups": nested("{SELECT(COUNT(*)AS ?n){", T, "}GROUP BY ?s}"),
    "functions": nested("ABS(", "1", ")", F),
    "if": nested("IF(1,1,", "1", ")", F),
    "coalesce": nested("COALESCE(1,", "1", ")", F),
    "casts": nested("<x:f>(", "1", ")", F),
    "in": nested("1 IN(", "1", ")", F),
    "not": nested("!", "1", "", F),
    "minus signs": nested("- ", "1", "", F),
    "aggregates": nested("SUM(", "1", ")", "SELECT ({} AS ?n) {{}}"),
    "paths": nested("(", X, ")", "ASK {{?s {} ?o}}"),
    "starred paths": nested("(", X, ")*", "ASK {{?s {} ?o}}"),
    "inverse paths": nested("^(", X, ")", "ASK {{?s {} ?o}}"),
    "negated paths": nested("!(", X, ")", "ASK {{?s {} ?o}}"),
    "blank nodes": nested("[?p ", "1", "]", "ASK {{?s ?p {}}}"),
    "lists": nested("(", "1", ")", "ASK {{?s ?p {}}}"),
    "quoted triples": nested("<<", T, ">> ?p ?o", "ASK {{{} ?p ?o}}"),
    "triple terms": nested("<<( ?s ?p ", "?o", " )>>", "ASK {{?s ?p {}}}"),
    "annotations": nested("{|?p 1", "", "|}", "ASK {{?s ?p ?o {}}}"),
    "having": nested("(", "1", ")", "SELECT ?s {{?s ?p ?o}} GROUP BY ?s HAVING({})"),
    "order": nested("(", "?s", ")", "SELECT ?s {{?s ?p ?o}} ORDER BY({})"),
    "group": nested("(", "?s", ")", "SELECT (1 AS ?x) {{?s ?p ?o}} GROUP BY({})"),
    "template": nested("[?p ", "1", "]", "CONSTRUCT {{?s ?p {}}} WHERE {{}}"),
}
ROWS: dict[str, Shape] = {
    "groups": row("{?s ?p ?o}"),
    "empty groups": row("{}"),
    "optional": row("OPTIONAL{?s ?p ?o@}"),
    "minus": row("MINUS{?s ?p ?o@}"),
    "union": row("{?s ?p ?o}", between="UNION"),
    "graph": row("GRAPH ?g{}"),
    "bind": row("BIND(1 AS ?x@)"),
    "filter": row("FILTER(1)"),
    "not exists": row("FILTER NOT EXISTS{?s ?p ?o@}"),
    "sub-selects": row("{SELECT*{?s ?p ?o@}}"),
    "or": row("?x@", F, "||"),
    "and": row("?x@", F, "&&"),
    "plus": row("@", F, "+"),
    "minus signs": row("1", F, " - "),
    "signed numbers": row("-1", F, ""),
    "times": row("@", F, "*"),
    "divided": row("@", F, "/"),
    "in": row("@", "ASK {{FILTER(?x IN({}))}}", ","),
    "in, matched to data": row("<x:@>", "ASK {{?s ?p ?o FILTER(?o IN({}))}}", ","),
    "arguments": row("@", "ASK {{FILTER(COALESCE({}))}}", ","),
    "concatenation": row("'x'", "ASK {{BIND(CONCAT({}) AS ?x)}}", ","),
    "values": row("@", "ASK {{VALUES ?x {{{}}}}}"),
    "values of two": row("(@ 1)", "ASK {{VALUES (?x ?y) {{{}}} ?x ?y ?z}}"),
    "values of many": row("?x@", "ASK {{VALUES ({}) {{}}}}"),
    "values joined to data": row("<x:@>", "ASK {{?s ?p ?o VALUES ?s {{{}}}}}"),
    "collections": row("1", "ASK {{?s ?p ({})}}"),
    "empty collections": row("()", "ASK {{?s ?p ({})}}"),
    "blank nodes": row("[]", "ASK {{?s ?p {}}}", ","),
    "blank node properties": row("?p @", "ASK {{?s ?p [{}]}}", ";"),
    "objects": row("?o@", "ASK {{?s ?p {}}}", ","),
    "properties": row("?p ?o@", "ASK {{?s {}}}", ";"),
    "semicolons": row("", "ASK {{?s ?p ?o {}}}", ";"),
    "joined": row("?v@ <x:p> ?w@", between="."),
    "chained": row("<x:p> ?v@ . ?v@", "ASK {{?v {} <x:p> 1}}"),
    "quoted triples": row("<<?s ?p ?o>> ?p ?o@", between="."),
    "sequences": row("<x:p@>", "ASK {{?s {} ?o}}", "/"),
    "alternatives": row("<x:p@>", "ASK {{?s {} ?o}}", "|"),
    "starred sequences": row("<x:p>*", "ASK {{?s {} ?o}}", "/"),
    "optional steps": row("<x:p>?", "ASK {{?s {} ?o}}", "/"),
    "negated sets": row("<x:p@>", "ASK {{?s !({}) ?o}}", "|"),
    "group by": row("?x@", "SELECT (1 AS ?n) {{?s ?p ?o}} GROUP BY {}"),
    "group by expressions": row("(?s+@ AS ?g@)", "SELECT (1 AS ?n) {{?s ?p ?o}} GROUP BY {}"),
    "group by functions": row("STR(?s)", "SELECT (1 AS ?n) {{?s ?p ?o}} GROUP BY {}"),
    "having": row("(1)", "SELECT ?s {{?s ?p ?o}} GROUP BY ?s HAVING {}"),
    "order by": row("?x@", "SELECT * {{?s ?p ?o}} ORDER BY {}"),
    "order by functions": row("STR(?x@)", "SELECT * {{?s ?p ?o}} ORDER BY {}"),
    "order by descending": row("DESC(?s)", "SELECT * {{?s ?p ?o}} ORDER BY {}"),
    "columns": row("?x@", "SELECT {} {{?s ?p ?o}}"),
    "column expressions": row("(1 AS ?x@)", "SELECT {} {{?s ?p ?o}}"),
    "aggregates": row("(COUNT(?s) AS ?x@)", "SELECT {} {{?s ?p ?o}}"),
    "described": row("<x:@>", "DESCRIBE {}"),
    "template": row("?s ?p @", "CONSTRUCT {{{}}} WHERE {{?s ?p ?o}}", "."),
    "prefixes": row("PREFIX p@: <x:>", "{} ASK {{}}"),
    "bases": row("BASE <http://x/@>", "{} ASK {{}}"),
    "prefixes on a base": row("PREFIX p@: <@>", "BASE <http://x/> {} ASK {{}}"),
    "graphs": row("FROM <x:@>", "ASK {} {{?s ?p ?o}}"),
    "named graphs": row("FROM NAMED <x:@>", "ASK {} {{GRAPH ?g {{?s ?p ?o}}}}"),
    "names": row("p:x@", "PREFIX p: <http://x/> ASK {{FILTER(1 IN({}))}}", ","),
    "text": row("x", "ASK {{FILTER('{}')}}", ""),
    "comments": row("#x\n", "ASK {{{}}}", ""),
    "spaces": row(" \n", "ASK {{{}}}", ""),
    "escapes": row("\\u0041", "ASK {{FILTER('{}')}}", ""),
    "open quotes": row("'", "ASK {{{}}}", " "),
    "open braces": row("{", "ASK {{{}", ""),
    "backslashes": row("\\", "ASK {{{}}}", ""),
    "dots in a name": row(".", "PREFIX p: <x:> ASK {{?s p:{} ?o}}", ""),
    "percent signs": row("%", "ASK {{?s p:{} ?o}}", ""),
    "language tags": row("a-", "ASK {{?s ?p 'x'@{}}}", ""),
    "dotted name after a prefix": row("a.", "ASK {{?s p:{} ?o}}", ""),
    "dotted names": row("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."),
    "prefixes, and another": row("PREFIX abcdefgh@: <x:>", "{} ASK {{?s abcdxfghi: 1}}"),
    "a long prefix": row("a", "ASK {{?s {}:b ?o}}", ""),
    "a long word": row("a", "ASK {{{}}}", ""),
    "a long form": row("SELEC", "{}", ""),
    "a long prefix name": row("a.", "PREFIX {}a: <x:> ASK {{}}", ""),
    "dotted words": row("a.", "ASK {{?s {} ?o}}", ""),
    "services": row("SERVICE <http://127.0.0.1:1/> {}"),
}
SIZES = (1_000, 10_000, 100_000)

_IN_TIME = SMALL.seconds + 0.2


def end(service: PoolService, text: str) -> str:
    """Tell how a query ends, and see that it does so in time."""
    started = time.monotonic()
    try:
        service.answer(QueryRequest(text))
        ended = "answered"
    except QueryRefused:
        ended = "refused"
    except (LimitReached, ProcessLost, QueryError) as error:
        ended = type(error).__name__
    assert time.monotonic() - started < _IN_TIME
    return ended


@pytest.mark.slow
@pytest.mark.parametrize("times", SIZES)
@pytest.mark.parametrize("shape", NESTED.values(), ids=NESTED)
def test_what_is_nested_is_refused(rings: PoolService, shape: Shape, times: int) -> None:
    eventually(lambda: whole(rings))
    forked = rings.state().forked
    assert end(rings, shape(times)) == "refused"
    assert (rings.state().forked, rings.state().free) == (forked, SMALL.size)


@pytest.mark.slow
@pytest.mark.parametrize("times", SIZES)
@pytest.mark.parametrize("shape", ROWS.values(), ids=ROWS)
def test_what_is_in_a_row_ends_in_time(rings: PoolService, shape: Shape, times: int) -> None:
    eventually(lambda: whole(rings))
    assert end(rings, shape(times)) in {"answered", "refused", "LimitReached", "QuerySyntaxError"}
    assert rings.answer(TINY).body
    eventually(lambda: whole(rings), 1)
