"""Turtle, JSON-LD and RDF/XML for people: the same statements, in an order that depends on nothing else."""

import random
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib

from als_kg.errors import ReleaseError
from als_kg.jsonld import context_of, jsonld
from als_kg.layout import layout
from als_kg.rdfxml import rdfxml
from als_kg.turtle import turtle
from als_kg.vocabulary import BASE, PREFIXES, VOCAB

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())

AWKWARD = [
    "gene:a als:p 1, 1.5, true, '1'^^xsd:string, 'x'@zh-Hans, 1e0, '2031-05-30'^^xsd:date .",
    "gene:a als:p [ als:p 1 ; als:q [ als:p 2 ] ] .",
    "gene:a als:list ( 1 'two' gene:b [ als:p 1 ] ( ) ( gene:c ) ) .",
    "gene:a als:list () .",
    "_:shared als:p 1 . gene:a als:p _:shared . gene:b als:p _:shared .",
    "_:a als:p _:b . _:b als:p _:a .",
    "_:self als:p _:self .",
    "_:alone als:p 1 .",
    "gene:a als:list _:l . _:l rdf:first 1 ; rdf:rest rdf:nil ; als:more true .",
    "gene:a als:list _:l . _:l rdf:first 1, 2 ; rdf:rest rdf:nil .",
    "gene:a als:p 'line\\nline', 'a\"b\\\\c', '\\u0007', '' .",
    "<https://w3id.org/als-kg/passage/d/1.1-01> als:p <https://e.org/x%20y>, gene:, code:a-b .",
    "gene:a als:p " + ", ".join(f"gene:a-very-long-name-{i}" for i in range(9)) + " .",
    "gene:a als:list ( " + " ".join(f"gene:a-very-long-name-{i}" for i in range(9)) + " ) .",
]
GRAPHS = ["graph:a { gene:a als:p [ als:q 1 ] } graph:documents { gene:a als:p 2 } gene:a als:p 3 .", "graph:a { }"]


def quads(text):
    return list(ox.parse(HEAD + text, ox.RdfFormat.TRIG))


def same(one, other):
    found = [ox.Dataset(one), ox.Dataset(other)]
    for dataset in found:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found[0] == found[1]


@pytest.mark.parametrize("text", AWKWARD + GRAPHS)
def test_turtle_says_what_was_said_in_any_order_of_reading(text):
    statements = quads(text)
    written = turtle(statements)
    assert same(statements, ox.parse(written, ox.RdfFormat.TRIG))
    shuffled = random.Random(1).sample(statements, len(statements))
    assert turtle(shuffled) == written


@pytest.mark.parametrize("text", AWKWARD)
def test_rdflib_reads_it_too(text):
    assert len(rdflib.Graph().parse(data=turtle(quads(text)), format="turtle")) == len(quads(text))


def test_turtle_is_made_to_be_read():
    text = "gene:b als:list ( 1 2 ) ; als:p [ als:q 1 ] . "
    text += "gene:a a als:Gene ; skos:prefLabel 'x'@en, 'y'@zh-hans ; als:p 1 ."
    assert turtle(quads(text)) == (
        f"@prefix als: <{VOCAB}> .\n@prefix gene: <{BASE}gene/> .\n@prefix skos: <{PREFIXES['skos']}> .\n\n"
        'gene:a\n    a als:Gene ;\n    skos:prefLabel\n        "x"@en,\n        "y"@zh-Hans ;\n    als:p 1 .\n\n'
        "gene:b\n    als:list ( 1 2 ) ;\n    als:p [\n        als:q 1\n    ] .\n"
    )


def test_nothing_is_nothing():
    assert turtle([]) == ""


def test_a_statement_as_a_value():
    triple = ox.Triple(ox.NamedNode(f"{VOCAB}s"), ox.NamedNode(f"{VOCAB}p"), ox.Literal("o", language="zh-Hans"))
    written = turtle([ox.Triple(ox.NamedNode(f"{VOCAB}r"), ox.NamedNode(f"{PREFIXES['rdf']}reifies"), triple)])
    assert '<<( als:s als:p "o"@zh-Hans )>>' in written
    assert [quad.object for quad in ox.parse(written, ox.RdfFormat.TURTLE)] == [triple]


def test_a_blank_node_stands_inside_the_one_statement_that_needs_it():
    found = layout(quads(AWKWARD[1]))
    assert [subject.value for subject in found.subjects] == [f"{BASE}gene/a"]
    assert len(found.inside) == 2


# JSON-LD

ONTOLOGY = """
als:p a owl:ObjectProperty . als:measure a owl:ObjectProperty . als:gene a owl:DatatypeProperty .
als:count a owl:DatatypeProperty ; rdfs:range xsd:integer .
als:note a owl:DatatypeProperty ; rdfs:range rdf:langString .
als:day a owl:DatatypeProperty ; rdfs:range xsd:date . als:text a owl:DatatypeProperty ; rdfs:range xsd:string .
als:Thing a owl:Class . skos:prefLabel a owl:AnnotationProperty .
"""
CONTEXT = context_of(quads(ONTOLOGY))
MISFITS = [
    "gene:a als:p gene:b, 'no IRI', [ als:q 1 ] ; als:measure gene:b, 1 .",
    "gene:a als:count 1, 01, 99999999999999999999, 1.0, 'one', gene:b .",
    "gene:a als:note 'a'@en, 'b'@en, 'c'@zh-Hans, 'plain', gene:b .",
    "gene:a als:day '2031-05-30'^^xsd:date, 'soon' ; als:text 'x', 'x'@en, true ; als:gene 'y' .",
    "gene:a a als:Thing, gene:b ; skos:prefLabel 'a'@en, 'plain' . gene:b a 'text' .",
]


@pytest.mark.parametrize("text", AWKWARD + GRAPHS + MISFITS)
def test_json_ld_says_what_was_said(text):
    statements = quads(text)
    assert same(statements, ox.parse(jsonld(statements, CONTEXT), ox.RdfFormat.JSON_LD))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("text", [AWKWARD[0], AWKWARD[3], *MISFITS[2:]])
def test_rdflib_reads_json_ld_too(text):
    graph = rdflib.Graph().parse(data=jsonld(quads(text), CONTEXT), format="json-ld")
    back = list(ox.parse(graph.serialize(format="nt"), ox.RdfFormat.N_TRIPLES))
    assert len(back) == len(quads(text))


def test_json_ld_is_made_to_be_read():
    text = (
        "gene:a a als:Thing ; skos:prefLabel 'x'@en, 'y'@zh-Hans ; als:p gene:b ; als:count 3 ; als:measure measure:m ."
    )
    written = jsonld(quads(text), CONTEXT)
    assert '"@type": "als:Thing"' in written
    assert '"p": "gene:b"' in written
    assert '"count": 3' in written
    assert '"als:measure": "measure:m"' in written
    assert '"zh-Hans": "y"' in written


def test_the_context_is_the_ontologys():
    found = CONTEXT.document()
    assert found["p"] == {"@id": "als:p", "@type": "@id"}
    assert found["day"] == {"@id": "als:day", "@type": "xsd:date"}
    assert found["note"] == {"@id": "als:note", "@container": "@language"}
    assert found["text"] == {"@id": "als:text"}
    assert found["als:measure"] == {"@type": "@id"}
    assert found["measure"] == f"{BASE}measure/"
    assert "Thing" not in found


# RDF/XML


@pytest.mark.parametrize("text", [text for text in AWKWARD if "\\u0007" not in text])
def test_rdf_xml_says_what_was_said(text):
    statements = quads(text)
    written = rdfxml(statements)
    ET.fromstring(written)
    assert same(statements, ox.parse(written, ox.RdfFormat.RDF_XML))
    assert len(rdflib.Graph().parse(data=written, format="xml")) == len(statements)


def test_rdf_xml_keeps_the_case_of_languages():
    assert b'xml:lang="zh-Hans">' in rdfxml(quads("gene:a als:p 'x'@zh-Hans ."))


@pytest.mark.parametrize("name", ["https://e.org/1", "https://e.org/a/", "https://e.org/p#", "https://e.org/a(b)"])
def test_rdf_xml_refuses_a_property_that_has_no_name(name):
    with pytest.raises(ReleaseError, match=r"RDF/XML has no name for the property <.*> → let its IRI end in a letter"):
        rdfxml([ox.Triple(ox.NamedNode("x:a"), ox.NamedNode(name), ox.Literal("x"))])


@pytest.mark.parametrize("character", ["\x01", "\r", "\x0b", "\uffff"])
def test_rdf_xml_refuses_a_character_that_xml_cannot_hold(character):
    with pytest.raises(ReleaseError, match=f"cannot hold the character U\\+{ord(character):04X} of "):
        rdfxml([ox.Triple(ox.NamedNode("x:a"), ox.NamedNode(f"{VOCAB}p"), ox.Literal(f"a{character}b"))])


def test_rdf_xml_refuses_a_statement_as_a_value():
    triple = ox.Triple(ox.NamedNode("x:a"), ox.NamedNode(f"{VOCAB}p"), ox.Literal("x"))
    with pytest.raises(ReleaseError, match="cannot hold a statement as a value"):
        rdfxml([ox.Triple(ox.NamedNode("x:a"), ox.NamedNode(f"{VOCAB}p"), triple)])
