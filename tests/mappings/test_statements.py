"""A row becomes the link, the outside record and the record of who says so; a rejected row never the link."""

import shutil

import pyoxigraph as ox
import pytest

from als_kg.build import assemble
from als_kg.errors import SourceError
from als_kg.mappings import read_mappings
from als_kg.validate import validate_views
from als_kg.vocabulary import BASE, PREFIXES, graph_for

from .invented import CONDITIONS, REJECTED

DISEASE, RECORD = f"{BASE}condition/mockosis", f"{BASE}mapping/condition-mockosis-exa-001"
OUTSIDE = "https://example.org/a/001"
EXACT = f"{PREFIXES['skos']}exactMatch"


def said(source, subject):
    """List what is said of a subject, by the last part of the property."""
    return {
        (q.predicate.value.replace("#", "/").rpartition("/")[2], getattr(q.object, "value", ""))
        for q in source.quads
        if q.subject == ox.NamedNode(subject)
    }


def test_an_accepted_row_gives_link_outside_record_and_record(mapped):
    mapped.put(CONDITIONS, {"comment": "quite so", "comment_zh": "正是", "mapping_cardinality": "n:1"})
    source = read_mappings(mapped.sandbox.content, mapped.file("condition"))
    assert said(source, DISEASE) == {("exactMatch", OUTSIDE)}
    assert said(source, OUTSIDE) == {
        ("type", f"{BASE}vocab#OutsideRecord"),
        ("identifier", "EXA:001"),
        ("inVocabulary", f"{BASE}vocabulary/exa"),
        ("label", "mock disease"),
        ("url", "https://example.org/page?id=001&lang=en"),
    }
    assert said(source, RECORD) == {
        ("type", "https://w3id.org/sssom/Mapping"),
        ("annotatedSource", DISEASE),
        ("annotatedProperty", EXACT),
        ("annotatedTarget", OUTSIDE),
        ("isPartOf", graph_for("mapping", "condition")),
        ("mapping_justification", "https://w3id.org/semapv/vocab/ManualMappingCuration"),
        ("author_label", "Doe, J."),
        ("source", "an invented list"),
        ("authoredOn", "2031-06-01"),
        ("confidence", "0.9"),
        ("mapping_cardinality", "n:1"),
        ("comment", "quite so"),
        ("comment", "正是"),
    }
    assert said(source, graph_for("mapping", "condition")) == {
        ("type", "https://w3id.org/sssom/MappingSet"),
        ("title", "als-kg mappings: condition"),
        ("license", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("versionInfo", "2031-06-01"),
    }


def test_a_rejected_row_gives_its_reason_and_never_the_link(mapped):
    mapped.put(REJECTED, {"predicate_modifier": "Not", "comment": "another", "comment_zh": "另一个"})
    source = read_mappings(mapped.sandbox.content, mapped.file("rejected"))
    assert said(source, DISEASE) == set()
    assert ("predicate_modifier", "https://w3id.org/sssom/NegatedPredicate") in said(source, RECORD)
    assert {("annotatedTarget", OUTSIDE), ("comment", "another"), ("comment", "另一个")} <= said(source, RECORD)


def test_a_protected_name_is_not_copied_and_no_page_is_made_up(mapped):
    mapped.put(CONDITIONS, {"object_id": "exb:007", "object_label": "theirs"})
    source = read_mappings(mapped.sandbox.content, mapped.file("condition"))
    assert {name for name, _ in said(source, "https://example.org/b/007")} == {"type", "identifier", "inVocabulary"}


def test_a_class_and_a_property_of_one_name_have_records_of_their_own(mapped):
    rows = [{"subject_id": name, "subject_label": name} for name in ("als:Gene", "als:gene")]
    mapped.put("data/mapping/ontology.sssom.tsv", *rows)
    quads = read_mappings(mapped.sandbox.content, mapped.file("ontology")).quads
    slugs = {q.subject.value.rpartition("/")[2] for q in quads if "/mapping/als" in q.subject.value}
    assert slugs == {"als-class-gene-exa-001", "als-property-gene-exa-001"}


@pytest.mark.parametrize("wrong", ["EXA:1", "exz:001", "EXA:0 1", "nothing"])
def test_a_row_that_cannot_be_read_says_nothing(mapped, wrong):
    path = mapped.put(CONDITIONS, {}, {"object_id": "EXA:002"})
    path.write_text(path.read_text(encoding="utf-8").replace("EXA:002", wrong), encoding="utf-8")
    source = read_mappings(mapped.sandbox.content, mapped.file("condition"))
    assert said(source, DISEASE) == {("exactMatch", OUTSIDE)}


def test_every_statement_stands_in_the_line_of_its_row(mapped):
    mapped.put(CONDITIONS, {}, {"object_id": "EXA:002"}, {"object_id": "exb:001"})
    origins = assemble(mapped.sandbox.content).origins
    for curie, target in (("EXA:001", OUTSIDE), ("exb:001", "https://example.org/b/001")):
        line = mapped.sandbox.line(CONDITIONS, f"\t{curie}\t")
        assert str(origins.place(DISEASE, EXACT, target)) == f"{CONDITIONS}:{line}"
        slug = curie.lower().replace(":", "-")
        assert str(origins.place(f"{BASE}mapping/condition-mockosis-{slug}")) == f"{CONDITIONS}:{line}"
    # A subject opens once, however many rows speak of it.
    assert len(origins.blocks(DISEASE, graph_for("mapping", "condition"))) == 1


def test_mappings_are_in_the_current_view_and_in_no_document_view(mapped):
    mapped.put(CONDITIONS, {})
    mapped.put(REJECTED, {"object_id": "EXA:009", "predicate_modifier": "Not", "comment": "x", "comment_zh": "乙"})
    dataset = assemble(mapped.sandbox.content)
    link = ox.Triple(ox.NamedNode(DISEASE), ox.NamedNode(EXACT), ox.NamedNode(OUTSIDE))
    current, *documents = dataset.stated
    assert link in dataset.view(current)
    assert documents
    for name in documents:
        assert not any("/mapping/" in str(t.subject) or t == link for t in dataset.view(name))
    for triples in (*dataset.graphs.values(), *dataset.views.values()):
        linked = (
            t for t in triples if t.predicate.value.startswith(PREFIXES["skos"]) and t.predicate.value.endswith("Match")
        )
        assert all(t.object.value != "https://example.org/a/009" for t in linked)


def test_mappings_are_judged_by_shapes_of_their_own(mapped, repository):
    shutil.copy(repository / "shapes" / "mapping.ttl", mapped.sandbox.root / "shapes")
    mapped.put(CONDITIONS, {}, {"object_id": "EXA:002", "confidence": "1.5"})
    (finding,) = validate_views(assemble(mapped.sandbox.content))
    assert str(finding.place) == f"{CONDITIONS}:{mapped.sandbox.line(CONDITIONS, 'EXA:002')}"
    assert "does not say how sure it is" in finding.message


def test_a_mapping_file_is_named_after_a_kind(mapped):
    mapped.sandbox.write("data/mapping/drug.sssom.tsv", "")
    with pytest.raises(SourceError, match=r"^data/mapping/drug\.sssom\.tsv: no kind is called 'drug'"):
        mapped.sandbox.content.files()


def test_a_table_of_another_name_would_be_overlooked(mapped):
    mapped.sandbox.write("data/mapping/gene.tsv", "")
    with pytest.raises(SourceError, match=r"^data/mapping/gene\.tsv: is not where a file is read"):
        mapped.sandbox.content.files()
