"""Queries that would never end, or fill the machine, and the limits that each may meet."""

import pyoxigraph as ox

from als_kg.build import Dataset
from als_kg.vocabulary import graph_for

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
P = "<http://example.org/p{}>"
ANY = f"({P.format(0)}|{P.format(1)}|{P.format(2)})"


def values(count: int, each: int) -> str:
    numbers = " ".join(map(str, range(each)))
    return " ".join(f"VALUES ?x{number} {{ {numbers} }}" for number in range(count))


def doubled(times: int, call: str) -> str:
    return " ".join(f"BIND({call.format(number)} AS ?s{number + 1})" for number in range(times))


def joined(count: int) -> str:
    return " . ".join(f"?v{number} {P.format(number % 3)} ?v{number + 1}" for number in range(count))


def star(count: int) -> str:
    return " . ".join(f"?v {P.format(number % 3)} ?v{number}" for number in range(count))


def count(pattern: str) -> str:
    return f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"


TIME, MEMORY, RESULT = {"seconds"}, {"memory_mib"}, {"result_mib"}
RUNAWAYS: dict[str, tuple[str, set[str]]] = {
    "cross product counted": (count(CROSS), TIME),
    "cross product asked": (f"ASK {{ {CROSS} FILTER(?a = ?i && ?a != ?i) }}", TIME),
    "cross product written": (f"SELECT * {{ {CROSS} }}", RESULT),
    "cross product constructed": ("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", RESULT),
    "path round rings": (count(f"?a {ANY}* ?b . ?b {ANY}* ?c . ?c {ANY}* ?d"), TIME),
    "negated path": (count("?a (!<x:y>)* ?b . ?b (!<x:y>)* ?c . ?c (!<x:y>)* ?d"), TIME),
    "values product": (count(values(6, 60)), TIME | MEMORY),
    "regex": (count(CROSS + ' FILTER(REGEX(CONCAT(STR(?a), STR(?f), STR(?i)), "^(.*a){20}$", "i"))'), TIME),
    "string doubling": (count('BIND("abcdefgh" AS ?s0) ' + doubled(32, "CONCAT(?s{0}, ?s{0})")), TIME | MEMORY),
    "string replacing": (
        count('BIND("abcdefgh" AS ?s0) ' + doubled(12, 'REPLACE(?s{0}, "[a-h]", "abcdefgh")')), TIME | MEMORY,
    ),
    "group concat": (f"SELECT (GROUP_CONCAT(?a) AS ?s) {{ {CROSS} }}", TIME | MEMORY),
    "order by": (f"SELECT * {{ {CROSS} }} ORDER BY ?a ?d ?i LIMIT 1", TIME | MEMORY),
    "distinct": (f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {CROSS} }}", TIME | MEMORY),
    "group by": (f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g ?f", TIME | MEMORY),
    "minus": (count(CROSS + " MINUS { ?g ?y ?z . ?m ?n ?o }"), TIME | MEMORY),
    "exists": (count(CROSS + " FILTER NOT EXISTS { ?c ?y ?z . ?z ?y ?i }"), TIME),
    "optional": (count("?a ?b ?c OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h ?i }"), TIME),
    "sub-selects": (count(f"{{ SELECT * {{ {CROSS} }} }} {{ SELECT * {{ {CROSS} }} }}"), TIME | MEMORY),
}  # fmt: skip


def rings_dataset() -> Dataset:
    """Make a graph of rings with chords, on which paths go round and joins explode."""
    nodes = [ox.NamedNode(f"http://example.org/{number}") for number in range(400)]
    predicates = [ox.NamedNode(f"http://example.org/p{number}") for number in range(3)]
    triples = frozenset(
        ox.Triple(nodes[at], predicate, nodes[(at * 7 + step) % len(nodes)])
        for at in range(len(nodes))
        for step, predicate in enumerate(predicates)
    )
    views = {"current": triples, "article": triples}
    return Dataset({graph_for("ontology"): triples}, views, views)
