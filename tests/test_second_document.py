"""A second document beside the article: its files alone give it passages, claims, a view and verification."""

import hashlib
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from als_kg import check
from als_kg.build import Dataset, assemble, view_iri
from als_kg.cli import main
from als_kg.coverage import coverage
from als_kg.errors import failures
from als_kg.sources import Content
from als_kg.store.embedded import hold
from als_kg.vocabulary import BASE, VOCAB, graph_for

FOLDERS = ("ontology", "data", "shapes", "queries")
SLUG = "invented-notice"
TEXT = "An invented notice.\nFablexin, a drug made up for this test, is a small molecule that inhibits PIKfyve.\n"
PASSAGES = {
    "1-00": "An invented notice.",
    "1-01": "Fablexin, a drug made up for this test, is a small molecule that inhibits PIKfyve.",
}
KINDS = {"1-00": "heading", "1-01": "factual"}

PREFIXES = f"""@prefix als: <{VOCAB}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix document: <{BASE}document/> .
@prefix intervention: <{BASE}intervention/> .
@prefix mechanism: <{BASE}mechanism/> .
@prefix protein: <{BASE}protein/> .
@prefix graph: <{BASE}graph/> .
@prefix action: <{BASE}code/action/> .
@prefix certainty: <{BASE}code/certainty/> .
@prefix strength: <{BASE}code/strength/> .
@prefix passagekind: <{BASE}code/passagekind/> .
@prefix claim: <{BASE}graph/claim/{SLUG}/> .
@prefix p: <{BASE}passage/{SLUG}/> .
@prefix sec: <{BASE}section/{SLUG}/> .
@prefix sel: <{BASE}selector/{SLUG}/> .
"""

HEAD = f"""{PREFIXES}
document:{SLUG} a als:Document ;
    skos:prefLabel "invented notice"@en, "虚构通知"@zh-Hans ;
    als:sha256 "{hashlib.sha256(TEXT.encode()).hexdigest()}" ;
    dcterms:language "en" ;
    dcterms:title "An invented notice"@en .
sec:1 a als:Section ;
    skos:prefLabel "1 The notice"@en, "一 通知"@zh-Hans ;
    als:ordinal 1 ;
    dcterms:isPartOf document:{SLUG} .
"""

CLAIMS = f"""{PREFIXES}
claim:1-01 {{
    intervention:fablexin a als:SmallMolecule ; als:hasMechanism mechanism:fablexin .
    mechanism:fablexin a als:Mechanism ;
        skos:prefLabel "mechanism of fablexin"@en, "虚构生的作用机制"@zh-Hans ;
        als:actionType action:inhibition ;
        als:actsOn protein:pikfyve ;
        als:certainty certainty:established .
}}
graph:documents {{
    claim:1-01 a als:ClaimGraph ;
        als:claimStrength strength:stated-fact ;
        als:summary "An invented inhibitor of PIKfyve."@en, "虚构的PIKfyve抑制剂。"@zh-Hans ;
        prov:wasDerivedFrom p:1-01 .
}}
"""

ENTITY = """
intervention:fablexin a als:SmallMolecule ;
    skos:prefLabel "fablexin"@en, "虚构生"@zh-Hans .
"""


def passage(number: int, name: str, text: str) -> str:
    start = TEXT.index(text)
    return f"""
p:{name} a als:Passage ;
    skos:prefLabel "passage {name}"@en, "段落{name}"@zh-Hans ;
    als:ordinal {number} ;
    als:passageKind passagekind:{KINDS[name]} ;
    als:sha256 "{hashlib.sha256(text.encode()).hexdigest()}" ;
    dcterms:isPartOf sec:1 ;
    oa:hasSelector sel:{name} .
sel:{name} a oa:TextPositionSelector ; oa:start {start} ; oa:end {start + len(text)} .
"""


@pytest.fixture(scope="module")
def content(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Content:
    root = tmp_path_factory.mktemp("two")
    for folder in FOLDERS:
        shutil.copytree(repository / folder, root / folder)
    passages = (passage(number, name, text) for number, (name, text) in enumerate(PASSAGES.items(), 1))
    (root / f"data/document/{SLUG}.ttl").write_text(HEAD + "".join(passages), encoding="utf-8")
    (root / f"data/claim/{SLUG}").mkdir()
    (root / f"data/claim/{SLUG}/01-notice.trig").write_text(CLAIMS, encoding="utf-8")
    entities = root / "data/entity/intervention.ttl"
    entities.write_text(entities.read_text(encoding="utf-8") + ENTITY, encoding="utf-8")
    return Content(root)


@pytest.fixture(scope="module")
def two(content: Content) -> Dataset:
    return assemble(content)


@pytest.fixture(scope="module")
def one(real_dataset: Dataset) -> Dataset:
    return real_dataset


def asked(dataset: Dataset, view: str) -> set[str]:
    """Ask what inhibits PIKfyve, and who says so."""
    query = f"""PREFIX als: <{VOCAB}>
    SELECT ?drug WHERE {{ ?drug als:hasMechanism [ als:actsOn <{BASE}protein/pikfyve> ] }}"""
    answer = hold(dataset).query(query, default_graphs=[view_iri(view)])
    assert isinstance(answer, ox.QuerySolutions)
    return {row["drug"].value.removeprefix(f"{BASE}intervention/") for row in answer}


def test_nothing_is_wrong_with_two_documents(content: Content, two: Dataset) -> None:
    assert [str(finding) for finding in failures(check.run(content, two))] == []


def test_each_document_has_its_view_and_the_current_one_holds_both(one: Dataset, two: Dataset) -> None:
    assert list(two.views) == ["current", "article", SLUG]
    assert two.view("article") == one.view("article")
    assert asked(two, "article") == {"vrg50635"}
    assert asked(two, SLUG) == {"fablexin"}
    assert asked(two, "current") == {"vrg50635", "fablexin"}
    assert asked(one, "current") == {"vrg50635"}


def test_its_claims_are_traced_to_its_passage(two: Dataset) -> None:
    graph = graph_for("claim", SLUG, "1-01")
    assert len(two.graphs[graph]) == 8
    mentioned = {(t.subject.value, t.object.value) for t in two.graphs[graph_for("inferred", "mentions")]}
    assert (f"{BASE}passage/{SLUG}/1-01", f"{BASE}protein/pikfyve") in mentioned


def test_its_coverage_is_counted_beside_the_article_s(one: Dataset, two: Dataset) -> None:
    before, after = coverage(hold(one)), coverage(hold(two))
    assert after[: len(before)] == before
    (own,) = after[len(before) :]
    assert (own.title, own.passages, own.stating, own.claim_graphs, own.statements) == ("1 The notice", 2, 1, 1, 8)


@pytest.fixture
def verify(content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ALS_KG_CONTENT", str(content.root))

    def run(text: str, *more: str) -> Result:
        copy = tmp_path / "copy.txt"
        copy.write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["verify", "--article", str(copy), *more], prog_name="als-kg")

    return run


def test_its_own_copy_is_verified(verify) -> None:
    assert verify(TEXT, "--document", SLUG).stdout == "2 passages: 2 exact\n"
    changed = verify(TEXT.replace("inhibits", "likes"), "--document", SLUG)
    assert (changed.exit_code, changed.stdout.splitlines()[0]) == (1, "1-01 different")


def test_which_document_a_copy_is_of_must_be_said(verify) -> None:
    refused = verify(TEXT)
    assert refused.exit_code == 2
    assert f"use --document with one of: als-guide-2025, {SLUG}" in refused.stderr
