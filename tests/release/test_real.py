"""The real data as a release: what the small one cannot show."""

import csv
import io
import re

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, write
from als_kg.build.examples import examples_in
from als_kg.examples import load
from als_kg.release.evidence import evidence_in, statement_for
from als_kg.release.gates import least, things_per_kind, too_few
from als_kg.release.making import Order, make
from als_kg.release.tables import tables
from als_kg.settings import content_root
from als_kg.sources import Content
from als_kg.store.embedded import hold
from als_kg.vocabulary import ALS, DCTERMS, PREFIXES, RDF, graph_for

from .formats import counted_by_rdflib, said

ROOT = content_root()


@pytest.fixture(scope="module")
def dataset(real_dataset: Dataset) -> Dataset:
    return real_dataset


def test_the_evidence_maps_back_to_exactly_the_claims(dataset):
    claims = {quad for quad in dataset.quads() if quad.graph_name.value.startswith(graph_for("claim", ""))}
    evidence = evidence_in(dataset.quads())
    about = {}
    for triple in (*evidence.statements(), *evidence.about()):
        about.setdefault(triple.subject, {}).setdefault(triple.predicate.value, set()).add(triple.object)
    parts = (RDF.subject, RDF.predicate, RDF.object, DCTERMS.isPartOf)
    found = {node: ox.Quad(*(next(iter(said_[part])) for part in parts)) for node, said_ in about.items()}
    assert len(claims) > 1_000
    assert set(found.values()) == claims
    assert len(found) == len(claims)
    assert all(statement_for(quad) == node for node, quad in found.items())
    assert all(len(said_.get(ALS.claimStrength, ())) == 1 for said_ in about.values())
    assert all(len(said_[f"{PREFIXES['obo']}RO_0002558"]) == 1 for said_ in about.values())


def test_a_node_that_mixes_is_told_apart_from_its_passage(dataset):
    passage = ox.NamedNode(graph_for("claim", "als-guide-2025", "1.2-01"))
    strengths = {}
    for triple in evidence_in(dataset.quads()).about():
        if triple.predicate.value == ALS.claimStrength:
            strengths[triple.subject] = triple.object.value.rpartition("/")[2]
    found = {(quad.subject.value.rpartition("/")[2], strengths[statement_for(quad)]) for quad in dataset.quads() if quad.graph_name == passage}  # fmt: skip  # noqa: E501
    assert ("snug01-first-in-class", "developer-claim") in found
    assert "stated-fact" in {strength for _, strength in found}


def test_there_is_as_much_as_there_must_be(dataset):
    minimum = least(ROOT)
    kinds = things_per_kind(dataset.views["current"])
    assert set(minimum) <= set(kinds)
    assert list(too_few(kinds, minimum)) == []


def test_every_question_is_told_once_with_the_text_that_runs():
    forms = {f"{PREFIXES[p]}{name}" for p, name in (("sh", "select"), ("sh", "ask"), ("sh", "construct"), ("spex", "describe"))}  # fmt: skip  # noqa: E501
    told = {triple.subject.value.rpartition("/")[2]: triple.object.value for triple in examples_in(Content(ROOT)) if triple.predicate.value in forms}  # fmt: skip  # noqa: E501
    examples = {example.slug: example for example in load(ROOT / "queries")}
    assert told.keys() == examples.keys()
    for slug, text in told.items():
        assert re.match(r"(PREFIX|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", text), slug
        assert examples[slug].text.endswith(f"{text}\n")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")
def test_the_whole_release_in_both_engines_and_twice_the_same(dataset, tmp_path):
    published = write(dataset, tmp_path / "dataset", validated=True)
    one, other = (make(Order(published, Content(ROOT), tmp_path / name, "1.0.0")).path for name in ("a", "b"))
    files = [path.relative_to(one) for path in sorted(one.rglob("*")) if path.is_file()]
    assert files == [path.relative_to(other) for path in sorted(other.rglob("*")) if path.is_file()]
    assert all((one / file).read_bytes() == (other / file).read_bytes() for file in files)
    views = {stem: said(one / f"{stem}.nt") for stem in ("als-kg", "als-kg-article", "als-kg-evidence")}
    whole = said(one / "als-kg-full.nq")
    for file in map(str, files):
        if file.endswith((".ttl", ".nt", ".rdf", ".jsonld", ".nq", ".trig")) and file != "context.jsonld":
            stem = file.partition(".")[0]
            expected = whole if stem == "als-kg-full" else views.get(stem)
            found = said(one / file)
            assert expected is None or found == expected, file
            assert stem == "als-kg-rdf12" or counted_by_rdflib(one / file) == len(found), file


def test_no_column_of_a_table_is_empty(dataset):
    for table in tables(hold(dataset), ROOT):
        rows = list(csv.DictReader(io.StringIO(table.body.decode("utf-8-sig"), newline="")))
        assert [name for name in rows[0] if not any(row[name] for row in rows)] == [], table.name
