from dataclasses import replace

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset
from als_kg.documentation import Guide, Vocabulary, read_vocabulary, usage_in
from als_kg.vocabulary import graph_for

# Beside the mini data set: what its ontology and shapes do not have.
MORE = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix route: <https://w3id.org/als-kg/code/route/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/als-kg/shape/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
als:Drug skos:closeMatch <http://outside.example/drug> ; skos:altLabel "remedy"@en .
<http://outside.example/drug> dcterms:identifier "X:1" ; schema:url "http://outside.example/page/1" .
route:intrathecal skos:broader route:oral .
als:codeName rdfs:domain als:Drug .
als:actsOn owl:inverseOf als:actedOnBy ; a owl:FunctionalProperty .
als:actedOnBy a owl:ObjectProperty ; owl:deprecated true ; dcterms:isReplacedBy als:actsOn .
shape:mechanism-target a sh:PropertyShape ; sh:targetClass als:Mechanism ; sh:path als:actsOn ;
  sh:minCount 1 ; sh:maxCount 1 ; sh:severity sh:Warning ; sh:message "no target"@en , "没有靶点"@zh-Hans .
shape:mechanism-closed a sh:NodeShape ; sh:targetClass als:Mechanism ; sh:closed true ;
  sh:ignoredProperties ( als:codeName skos:prefLabel ) ; sh:message "too much"@en , "过多"@zh-Hans .
shape:common-code a sh:PropertyShape ; sh:targetSubjectsOf als:codeName ; sh:path als:codeName ; sh:maxCount 3 .
"""


@pytest.fixture(scope="session")
def vocabulary(mini_dataset: Dataset) -> Vocabulary:
    more = [quad.triple for quad in ox.parse(MORE.encode(), format=ox.RdfFormat.TURTLE)]
    known = [triple for name in ("ontology", "codes", "shapes") for triple in mini_dataset.graphs[graph_for(name)]]
    found = read_vocabulary([*known, *more])
    return replace(found, usage=usage_in(mini_dataset.views["current"], found.terms))


@pytest.fixture(scope="session")
def guide(vocabulary: Vocabulary) -> Guide:
    return Guide(vocabulary, "en", lambda iri: iri, lambda text: f"/ask?{text}")
