import pyoxigraph as ox
import pytest
import rdflib

from als_kg.terms import rdflib_graph, to_oxigraph, to_rdflib
from als_kg.vocabulary import PREFIXES, XSD

TERMS = [
    ox.NamedNode("https://example.org/a"),
    ox.BlankNode("b1"),
    ox.Literal("plain"),
    ox.Literal("渐", language="zh-Hans"),
    ox.Literal("24.780", datatype=ox.NamedNode(XSD.decimal)),
    ox.Literal("01", datatype=ox.NamedNode(XSD.integer)),
    ox.Literal("2025-02-30", datatype=ox.NamedNode(XSD.date)),
    ox.Literal('quotes " and \n lines'),
]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_crosses_the_border_and_back_unchanged(term):
    assert to_oxigraph(to_rdflib(term)) == term


def test_a_plain_string_has_no_datatype_in_rdflib():
    assert to_rdflib(ox.Literal("plain")).datatype is None


def test_rdflib_does_not_rewrite_a_number():
    assert str(to_rdflib(TERMS[4])) == "24.780"


def test_what_is_no_term_is_refused():
    with pytest.raises(TypeError, match="not a term"):
        to_rdflib(ox.Variable("x"))
    with pytest.raises(TypeError, match="not a term"):
        to_oxigraph(rdflib.term.Variable("x"))


def test_a_view_becomes_a_graph_of_equal_size_that_knows_our_prefixes(mini_dataset):
    view = mini_dataset.view("current")
    graph = rdflib_graph(view)
    assert len(graph) == len(view)
    assert {prefix: str(iri) for prefix, iri in graph.namespaces()} == dict(PREFIXES)
    assert {tuple(map(to_oxigraph, triple)) for triple in graph} == {tuple(triple) for triple in view}
