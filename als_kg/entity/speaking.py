"""Tell who says something and how: the passage of a claim graph, and its manner.

A manner is a strength, hedges and speakers. What a node says of its own claim goes before what its claim
graph says of the passage, as in the evidence of a release. A hedge stays with what it is said of: that of a
passage holds back some of what the passage says, and nobody tells which, so no statement carries it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from als_kg.entity.panels import Row
from als_kg.entity.values import Graph, Statement, Value, value_of
from als_kg.vocabulary import ALS, PROV

Facts = Mapping[str, list[Value]]


def graphs_in(found: Iterable[Row]) -> dict[str, Graph]:
    """Read the panel of sources: the claim graphs, each with its passage and the passage's manner."""
    return {name: _graph(name, facts) for (name, _), facts in _facts(found, "").items()}


def in_their_manner(
    statements: Iterable[Statement], found: Iterable[Row], known: Mapping[str, Graph]
) -> tuple[Statement, ...]:
    """Say of each statement how its own node puts it, by the panel of manners; else how strongly its passage does."""
    own = _facts(found, "node")
    return tuple(
        replace(
            each,
            graphs=tuple(
                _manner(known.get(graph.iri, graph), own.get((graph.iri, each.subject), {})) for graph in each.graphs
            ),
        )
        for each in statements
    )


def _manner(graph: Graph, own: Facts) -> Graph:
    node = _graph(graph.iri, own)
    return replace(
        graph, strength=node.strength or graph.strength, speakers=node.speakers or graph.speakers, hedges=node.hedges
    )


def _graph(name: str, facts: Facts) -> Graph:
    passages, strengths = facts.get(PROV.wasDerivedFrom, []), facts.get(ALS.claimStrength, [])
    return Graph(
        name,
        next((value.iri for value in passages), ""),
        next((value.iri for value in strengths), ""),
        tuple(facts.get(ALS.hedge, [])),
        tuple(value.iri or value.text for value in facts.get(ALS.speaker, [])),
        tuple(facts.get(ALS.summary, [])),
    )


def _facts(found: Iterable[Row], node: str) -> dict[tuple[str, str], dict[str, list[Value]]]:
    """Collect values by graph and node, and by property; no node where the panel has none."""
    said: dict[tuple[str, str], dict[str, list[Value]]] = {}
    for row in found:
        key = (row["graph"]["value"], row[node]["value"] if node else "")
        facts = said.setdefault(key, {}).setdefault(row["property"]["value"], [])
        if (value := value_of(row["value"])) not in facts:
            facts.append(value)
    return said
