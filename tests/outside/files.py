"""One tiny invented ontology in every form that can be loaded: a class B below A, with a label."""

TURTLE = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://example.org/onto> a owl:Ontology ; owl:versionInfo "3" ;
  <http://purl.org/dc/terms/license> <http://example.org/licence> .
<http://example.org/X_2> a owl:Class ; rdfs:subClassOf <http://example.org/X_1> ; rdfs:label "beta"@en .
"""
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NTRIPLES = f"""<http://example.org/onto> <{_RDF}type> <http://www.w3.org/2002/07/owl#Ontology> .
<http://example.org/X_2> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://example.org/X_1> .
<http://example.org/X_2> <http://www.w3.org/2000/01/rdf-schema#label> "beta"@en .
"""
JSONLD = """{"@context": {"rdfs": "http://www.w3.org/2000/01/rdf-schema#"}, "@graph": [
  {"@id": "http://example.org/onto", "@type": "http://www.w3.org/2002/07/owl#Ontology"},
  {"@id": "http://example.org/X_2", "rdfs:subClassOf": {"@id": "http://example.org/X_1"},
   "rdfs:label": {"@value": "beta", "@language": "en"}}]}
"""
RDFXML = """<?xml version="1.0"?>
<!-- a comment -->
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"
  xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
  <owl:Ontology rdf:about="http://example.org/onto"/>
  <owl:Class rdf:about="http://example.org/X_2">
    <rdfs:subClassOf rdf:resource="http://example.org/X_1"/>
    <rdfs:label xml:lang="en">beta</rdfs:label>
  </owl:Class>
</rdf:RDF>
"""
OWLXML = """<?xml version="1.0"?>
<Ontology xmlns="http://www.w3.org/2002/07/owl#" ontologyIRI="http://example.org/onto">
  <Prefix name="rdfs" IRI="http://www.w3.org/2000/01/rdf-schema#"/>
  <Declaration><Class IRI="http://example.org/X_2"/></Declaration>
  <SubClassOf><Class IRI="http://example.org/X_2"/><Class IRI="http://example.org/X_1"/></SubClassOf>
  <AnnotationAssertion><AnnotationProperty abbreviatedIRI="rdfs:label"/><IRI>http://example.org/X_2</IRI>
    <Literal xml:lang="en">beta</Literal></AnnotationAssertion>
</Ontology>
"""
FUNCTIONAL = """Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
Ontology(<http://example.org/onto>
Declaration(Class(<http://example.org/X_2>))
SubClassOf(<http://example.org/X_2> <http://example.org/X_1>)
AnnotationAssertion(rdfs:label <http://example.org/X_2> "beta"@en)
)
"""
OBO = """format-version: 1.4
data-version: releases/3
ontology: onto

[Term]
id: X:2
name: beta
is_a: X:1

[Term]
id: X:1
name: alpha
"""
SSSOM = """# curie_map:
#   DOID: http://purl.obolibrary.org/obo/DOID_
#   X: http://example.org/X_
#   skos: "http://www.w3.org/2004/02/skos/core#"
# license: https://example.org/licence
# mapping_set_id: http://example.org/onto
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification
X:2\tbeta\tskos:exactMatch\t\tDOID:7\tsemapv:ManualMappingCuration
X:3\tgamma\tskos:exactMatch\tNot\tDOID:8\tsemapv:ManualMappingCuration
X:4\tdelta\tskos:exactMatch\t\tsssom:NoTermFound\tsemapv:ManualMappingCuration
"""
BABELON = """source_language\ttranslation_language\tsubject_id\tpredicate_id\tsource_value\ttranslation_value\t\
translation_status
en\tzh\tHP:2\trdfs:label\tbeta\t乙\tOFFICIAL
en\tzh\tHP:3\trdfs:label\tgamma\t\tNOT_TRANSLATED
"""
