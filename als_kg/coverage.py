"""Tell how much of each document has become claims, section by section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from als_kg.store import Store

_PASSAGES = """
PREFIX als: <https://w3id.org/als-kg/vocab#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX passagekind: <https://w3id.org/als-kg/code/passagekind/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?section ?title ?passage ?stating ?graph WHERE {
  ?passage a als:Passage ; dcterms:isPartOf ?section ; als:passageKind ?kind ; als:ordinal ?place .
  ?section skos:prefLabel ?title ; als:ordinal ?order .
  FILTER (lang(?title) = "en")
  BIND (?kind IN (passagekind:factual, passagekind:definitional) AS ?stating)
  OPTIONAL { ?graph prov:wasDerivedFrom ?passage }
  ?section dcterms:isPartOf+ ?document .
  ?document a als:Document .
}
ORDER BY ?document ?order ?place
"""


@dataclass(frozen=True)
class SectionCoverage:
    """One section: its passages, those that state facts or define, their claim graphs and statements.

    ``uncovered`` lists the stating passages without a claim graph, by IRI.
    """

    section: str
    title: str
    passages: int
    stating: int
    claim_graphs: int
    statements: int
    uncovered: tuple[str, ...]


@dataclass(frozen=True)
class _Passage:
    section: str
    title: str
    iri: str
    stating: bool
    graph: str | None


def coverage(store: Store) -> tuple[SectionCoverage, ...]:
    """Count passages, claim graphs and statements per section, in the order of the documents."""
    sizes = store.graphs()
    return tuple(
        _of_section(section, title, tuple(passages), sizes)
        for (section, title), passages in groupby(_passages(store), key=lambda each: (each.section, each.title))
    )


def _passages(store: Store) -> Iterator[_Passage]:
    found = store.query(_PASSAGES)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        graph = row["graph"]
        yield _Passage(
            section=row["section"].value,
            title=row["title"].value,
            iri=row["passage"].value,
            stating=row["stating"].value == "true",
            graph=graph.value if graph else None,
        )


def _of_section(section: str, title: str, passages: tuple[_Passage, ...], sizes: Mapping[str, int]) -> SectionCoverage:
    graphs = {each.graph for each in passages if each.graph}
    return SectionCoverage(
        section=section,
        title=title,
        passages=len({each.iri for each in passages}),
        stating=len({each.iri for each in passages if each.stating}),
        claim_graphs=len(graphs),
        statements=sum(sizes.get(graph, 0) for graph in graphs),
        uncovered=tuple(each.iri for each in passages if each.stating and not each.graph),
    )
