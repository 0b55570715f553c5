"""One thing has one node, whatever the article calls it; two things have two; a participant is no person."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.build import assemble, view_iri
from als_kg.sources import Content
from als_kg.store.embedded import EmbeddedStore, hold
from als_kg.vocabulary import PREFIXES, shorten

VIEWS = ("article", "current")
HEAD = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("als", "dcterms", "phase", "prov", "skos"))
NAMED = "skos:prefLabel|skos:altLabel|skos:hiddenLabel|als:codeName|als:brandName"

each_view = pytest.mark.parametrize("view", VIEWS)


def found(store: EmbeddedStore, where: str, view: str = "article") -> list[tuple[str, ...]]:
    """Select distinct rows of names."""
    answer = store.query(f"{HEAD}SELECT DISTINCT * WHERE {{ {where} }}", default_graphs=[view_iri(view)])
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(shorten(term.value) for term in row) for row in answer]


def called(store: EmbeddedStore, name: str, kind: str, view: str = "article") -> set[str]:
    """List what goes by a name, of one class."""
    rows = found(
        store, f'{{ SELECT DISTINCT ?thing {{ ?thing a {kind} ; {NAMED} ?n . FILTER (STR(?n) = "{name}") }} }}', view
    )
    return {thing for (thing,) in rows}


@pytest.mark.parametrize(
    ("thing", "kind", "names"),
    [
        ("intervention:tofersen", "als:Intervention", ["托夫生", "托福森", "托夫生注射液", "Tofersen", "Qalsody"]),
        ("intervention:lenzumestrocel", "als:Intervention", ["Neuronata-R", "Neuronata-R®", "lenzumestrocel"]),
        ("organisation:corestemchemon", "als:Organisation", ["Corestemchemon", "CorestemChemon Inc."]),
        ("organisation:puth", "als:Organisation", ["北京大学第三医院", "北医三院"]),
        ("organisation:cde", "als:Organisation", ["国家药品审评中心", "国家药监局药审中心", "CDE"]),
        ("condition:als", "als:Disease", ["渐冻症", "肌萎缩侧索硬化症", "肌萎缩侧索硬化", "ALS"]),
        ("condition:als1-sod1", "als:Disease", ["SOD1型ALS", "SOD1 肌萎缩侧索硬化症"]),
        ("study:alsummit", "als:Study", ["ALSummit", "ALSummit试验"]),
    ],
)
@each_view
def test_several_names_are_one_thing(thing: str, kind: str, names: list[str], view: str, store: EmbeddedStore) -> None:
    assert {name: called(store, name, kind, view) for name in names} == {name: {thing} for name in names}


@pytest.mark.parametrize(
    ("name", "passages"),
    [
        ("托夫生", ["1.1-01"]),
        ("托福森", ["6.3-01", "6.3-05"]),
        ("Corestemchemon", ["3.2-01"]),
        ("CorestemChemon Inc.", ["3.3-01"]),
    ],
)
def test_each_name_is_that_of_its_passages(name: str, passages: list[str], store: EmbeddedStore) -> None:
    rows = found(
        store,
        f"{{ SELECT ?passage {{ GRAPH ?claim {{ ?thing skos:altLabel ?n }} ?claim prov:wasDerivedFrom ?passage . "
        f'FILTER (STR(?n) = "{name}") }} }}',
    )
    assert {passage for (passage,) in rows} == {f"passage:als-guide-2025/{passage}" for passage in passages}


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("GRAPH ?claim { ?thing als:inDirection ?direction } ?thing a als:Intervention", "intervention:lenzumestrocel"),
        ("GRAPH ?claim { ?thing als:phase phase:phase-3 }", "study:alsummit"),
        ("GRAPH ?claim { ?thing a als:Company }", "organisation:corestemchemon"),
    ],
    ids=["product", "trial", "company"],
)
def test_sections_3_2_and_3_3_speak_of_one(said: str, thing: str, store: EmbeddedStore) -> None:
    rows = found(
        store,
        f"{{ SELECT ?section ?thing {{ {said} . ?claim prov:wasDerivedFrom/dcterms:isPartOf ?section . "
        f'FILTER (STRENDS(STR(?section), "/3.2") || STRENDS(STR(?section), "/3.3")) }} }}',
    )
    assert set(rows) == {(f"section:als-guide-2025/{section}", thing) for section in ("3.2", "3.3")}


# NP001 of the article is made of regulatory T cells; another compound for ALS has the same name.

OTHER_NP001 = """
intervention:np001-namesake
    a als:SmallMolecule ;
    skos:prefLabel
        "NP001 (an unrelated compound)"@en,
        "NP001（另一化合物）"@zh-Hans ;
    skos:altLabel "NP001"@en ;
    als:notToBeConfusedWith intervention:np001-treg .
"""


@each_view
def test_nothing_called_np001_is_two_things(view: str, store: EmbeddedStore) -> None:
    things = called(store, "NP001", "als:Intervention", view)
    assert "intervention:np001-treg" in things
    apart = set(found(store, "?one als:notToBeConfusedWith ?other", view))
    for thing in things:
        kinds = called(store, "NP001", "als:CellTherapy", view), called(store, "NP001", "als:SmallMolecule", view)
        assert sum(thing in kind for kind in kinds) == 1
        assert all((thing, other) in apart or (other, thing) in apart for other in things - {thing})


def test_a_namesake_of_np001_stays_apart(repository: Path, store: EmbeddedStore, tmp_path: Path) -> None:
    for folder in ("ontology", "data"):
        shutil.copytree(repository / folder, tmp_path / folder)
    entries = tmp_path / "data" / "entity" / "intervention.ttl"
    entries.write_text(entries.read_text(encoding="utf-8") + OTHER_NP001, encoding="utf-8")
    both = hold(assemble(Content(tmp_path)))
    treg, namesake = "intervention:np001-treg", "intervention:np001-namesake"
    assert called(both, "NP001", "als:Intervention", "current") >= {treg, namesake}
    assert called(both, "NP001", "als:Intervention") == {treg}
    about = "<https://w3id.org/als-kg/intervention/np001-{}> ?property ?value"
    gained = set(found(both, about.format("treg"), "current")) - set(found(store, about.format("treg"), "current"))
    assert gained <= {("als:notToBeConfusedWith", namesake)}
    said = {property_ for property_, _ in found(both, about.format("namesake"), "current")}
    assert said == {"rdf:type", "skos:prefLabel", "skos:altLabel", "als:notToBeConfusedWith"}


# Participants


@each_view
def test_there_are_participants_and_people(view: str, store: EmbeddedStore) -> None:
    assert found(store, "?people a als:Population ; als:participantCount 1", view)
    assert found(store, "?person a als:Person", view)


@each_view
@pytest.mark.parametrize(
    "person",
    [
        "?people a als:Population, als:Person",
        "?people a als:Population, als:Organisation",
        "?people a als:Population ; ?link ?person . ?person a als:Person",
        "?person a als:Person ; ?link ?people . ?people a als:Population",
        "?people a als:Population ; als:participantCount 1 ; skos:altLabel|als:holds|als:inCountry ?known",
    ],
    ids=["person", "organisation", "to", "from", "known by"],
)
def test_no_participant_is_a_person(person: str, view: str, store: EmbeddedStore) -> None:
    assert found(store, person, view) == []


@each_view
def test_every_person_is_named_in_a_professional_role(view: str, store: EmbeddedStore) -> None:
    alone = "?person a als:Person . FILTER NOT EXISTS { ?membership als:member ?person ; als:role ?role }"
    assert found(store, alone, view) == []
