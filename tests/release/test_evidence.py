"""The evidence file leads back to exactly the claims, and tells how each is made."""

import hashlib
import re

import pyoxigraph as ox
import pytest

from als_kg.release.evidence import evidence_in, statement_for
from als_kg.vocabulary import ALS, BASE, DCTERMS, PREFIXES, PROV, RDF, VOCAB, graph_for

from .formats import said

CLAIM = graph_for("claim", "mini-guide", "1-02")
ECO = f"{PREFIXES['obo']}ECO_"


def quad_of(about):
    """Put together the quad that a statement describes."""
    return ox.Quad(*(about[name] for name in (RDF.subject, RDF.predicate, RDF.object, DCTERMS.isPartOf)))


def by_subject(path):
    found = {}
    for quad in said(path):
        found.setdefault(quad.subject, {}).setdefault(quad.predicate.value, set()).add(quad.object)
    return found


def single(about):
    return {predicate: next(iter(values)) for predicate, values in about.items()}


def claims_of(dataset):
    return {quad for quad in dataset.quads() if quad.graph_name.value.startswith(graph_for("claim", ""))}


def test_the_file_maps_back_to_exactly_the_claims(mini_release, mini_dataset):
    found = by_subject(mini_release.path / "als-kg-evidence.ttl")
    assert {quad_of(single(about)) for about in found.values()} == claims_of(mini_dataset)
    assert len(found) == len(claims_of(mini_dataset))
    for node, about in found.items():
        assert about[RDF.type] == {ox.NamedNode(RDF.Statement)}
        assert all(len(about[name]) == 1 for name in (RDF.subject, RDF.predicate, RDF.object, DCTERMS.isPartOf))
        assert node == statement_for(quad_of(single(about)))


def test_the_rdf12_file_says_the_same_of_the_same(mini_release):
    plain = by_subject(mini_release.path / "als-kg-evidence.ttl")
    reified = by_subject(mini_release.path / "als-kg-rdf12.ttl")
    described = (RDF.type, RDF.subject, RDF.predicate, RDF.object)
    assert reified.keys() == plain.keys()
    for node, about in plain.items():
        triple = ox.Triple(*(single(about)[name] for name in described[1:]))
        kept = {predicate: values for predicate, values in about.items() if predicate not in described}
        assert reified[node] == {**kept, RDF.reifies: {triple}}


def test_the_name_is_a_digest_of_the_line():
    quad = ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o", language="zh-Hans"), ox.NamedNode("x:g"))
    digest = hashlib.sha256(b'<x:s> <x:p> "o"@zh-hans <x:g> .').hexdigest()
    assert statement_for(quad).value == f"{BASE}statement/{digest}"


def test_passage_reference_evidence_and_strength(mini_release):
    found = by_subject(mini_release.path / "als-kg-evidence.ttl")
    about = next(a for a in found.values() if a[DCTERMS.isPartOf] == {ox.NamedNode(CLAIM)})
    assert about[PROV.wasDerivedFrom] == {ox.NamedNode(f"{BASE}passage/mini-guide/1-02")}
    assert about[ALS.cites] == {ox.NamedNode(f"{BASE}reference/mini-ref1")}
    assert about[f"{PREFIXES['obo']}RO_0002558"] == {ox.NamedNode(f"{ECO}0000033")}
    assert len(about[ALS.claimStrength]) == 1


# Invented quads: what a node says of its own claim goes first.

NODE, OTHER = ox.NamedNode("x:node"), ox.NamedNode("x:other")
GRAPH, DOCUMENTS = ox.NamedNode(graph_for("claim", "d", "1")), ox.NamedNode(graph_for("documents"))


def quads(*more):
    said_of_graph = [(ALS.claimStrength, "weak"), (ALS.hedge, "perhaps"), (ALS.speaker, "author")]
    return [
        *(ox.Quad(node, ox.NamedNode(f"{VOCAB}p"), ox.Literal("o"), GRAPH) for node in (NODE, OTHER)),
        *(ox.Quad(GRAPH, ox.NamedNode(name), ox.Literal(value), DOCUMENTS) for name, value in said_of_graph),
        ox.Quad(GRAPH, ox.NamedNode(PROV.wasDerivedFrom), ox.NamedNode("x:passage"), DOCUMENTS),
        *more,
    ]


def manners(found, node):
    quad = ox.Quad(node, ox.NamedNode(f"{VOCAB}p"), ox.Literal("o"), GRAPH)
    about = [triple for triple in evidence_in(found).about() if triple.subject == statement_for(quad)]
    return {triple.predicate.value: triple.object.value for triple in about}


@pytest.mark.parametrize("manner", [ALS.claimStrength, ALS.hedge, ALS.speaker])
def test_what_a_node_says_of_itself_goes_before_its_graph(manner):
    found = quads(ox.Quad(NODE, ox.NamedNode(manner), ox.Literal("own"), GRAPH))
    assert manners(found, NODE)[manner] == "own"
    assert manners(found, OTHER)[manner] != "own"
    assert manners(quads(), NODE)[manner] == manners(found, OTHER)[manner]


def test_without_a_reference_it_is_the_authors_word():
    name = f"{PREFIXES['obo']}RO_0002558"
    assert manners(quads(), NODE)[name] == f"{ECO}0000034"
    cites = ox.Quad(ox.NamedNode("x:passage"), ox.NamedNode(ALS.cites), ox.NamedNode("x:paper"), DOCUMENTS)
    assert manners(quads(cites), NODE)[name] == f"{ECO}0000033"


def test_the_file_goes_from_passage_to_passage(mini_release):
    text = (mini_release.path / "als-kg-evidence.ttl").read_text(encoding="utf-8")
    graphs = re.findall(r"dcterms:isPartOf <?[\w:/.-]*/([\d.]+-\d+)>? ;", text)
    assert len(graphs) > 20
    assert graphs == sorted(graphs)
