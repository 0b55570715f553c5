"""Write triples and quads so that equal content gives equal text: sorted, with the prefixes it uses."""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from als_kg.formats import Format
from als_kg.vocabulary import PREFIXES

_DIRECTIVE = b"@prefix "
_WITHOUT_PREFIXES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def write(statements: Iterable[ox.Triple | ox.Quad], chosen: Format) -> bytes:
    """Serialise statements, each once, in an order that depends on nothing but themselves."""
    assert isinstance(chosen.engine, ox.RdfFormat), "a table of results has no statements"
    ordered: list[Any] = sorted(set(statements), key=_key)
    if chosen.engine in _WITHOUT_PREFIXES:
        return ox.serialize(ordered, format=chosen.engine) or b""
    body = ox.serialize(ordered, format=chosen.engine, prefixes=_used_prefixes(ordered)) or b""
    return _with_sorted_directives(body) if body.startswith(_DIRECTIVE) else body


def _key(statement: ox.Triple | ox.Quad) -> tuple[str, ...]:
    graph = str(statement.graph_name) if isinstance(statement, ox.Quad) else ""
    return (graph, str(statement.subject), str(statement.predicate), str(statement.object))


def _used_prefixes(statements: Iterable[ox.Triple | ox.Quad]) -> dict[str, str]:
    """Keep the prefixes whose namespace some IRI is in: the engine would write all eighty."""
    used = {_namespace(iri) for iri in {iri for statement in statements for iri in _iris(statement)}}
    return {prefix: iri for prefix, iri in PREFIXES.items() if iri in used}


def _iris(statement: ox.Triple | ox.Quad) -> Iterable[str]:
    for term in statement:
        if isinstance(term, ox.NamedNode):
            yield term.value
        elif isinstance(term, ox.Literal):
            yield term.datatype.value


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _with_sorted_directives(body: bytes) -> bytes:
    end = 0
    while body.startswith(_DIRECTIVE, end):
        end = body.index(b"\n", end) + 1
    return b"".join([*sorted(body[:end].splitlines(keepends=True)), b"\n", memoryview(body)[end:]])
