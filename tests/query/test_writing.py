import pyoxigraph as ox
import pytest

from als_kg import formats
from als_kg.formats import Format
from als_kg.query.writing import write
from als_kg.vocabulary import RDF, VOCAB, iri_for

DRUG, GENE, LABEL = (ox.NamedNode(iri) for iri in (iri_for("intervention", "b"), iri_for("gene", "a"), f"{VOCAB}name"))
TRIPLES = [
    ox.Triple(DRUG, LABEL, ox.Literal("x", language="en")),
    ox.Triple(DRUG, ox.NamedNode(RDF.type), GENE),
    ox.Triple(GENE, LABEL, ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
]
TURTLE = """\
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix gene: <https://w3id.org/als-kg/gene/> .
@prefix intervention: <https://w3id.org/als-kg/intervention/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

gene:a als:name 1 .
intervention:b a gene:a ;
	als:name "x"@en .
"""


def named(name: str, family: formats.Family) -> Format:
    found = formats.by_name(name, family)
    assert found is not None
    return found


def test_turtle_is_sorted_and_has_the_prefixes_it_uses() -> None:
    assert write([*TRIPLES, *TRIPLES], named("turtle", "graph")).decode() == TURTLE


@pytest.mark.parametrize("chosen", formats.of_family("graph"), ids=lambda chosen: chosen.name)
def test_equal_content_gives_equal_bytes(chosen: Format) -> None:
    body = write(TRIPLES, chosen)
    assert body == write(reversed(TRIPLES), chosen)
    assert isinstance(chosen.engine, ox.RdfFormat)
    assert {quad.triple for quad in ox.parse(body, format=chosen.engine)} == set(TRIPLES)


@pytest.mark.parametrize("chosen", formats.of_family("dataset"), ids=lambda chosen: chosen.name)
def test_named_graphs(chosen: Format) -> None:
    quads = [ox.Quad(*triple, graph) for triple in TRIPLES for graph in (GENE, DRUG)]
    body = write(quads, chosen)
    assert body == write(reversed(quads), chosen)
    assert isinstance(chosen.engine, ox.RdfFormat)
    assert set(ox.parse(body, format=chosen.engine)) == set(quads)


def test_nothing() -> None:
    assert write([], named("turtle", "graph")) == b""
