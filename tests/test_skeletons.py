import re

import pytest

from als_kg.build import assemble
from als_kg.errors import UsageError
from als_kg.normalform import normalise
from als_kg.skeletons import Newcomer, begin, classes_of, described_at
from als_kg.sources import Content
from als_kg.vocabulary import BASE, VOCAB, graph_for

NAMES = {"en": "second tale", "zh": "第二传说"}
STUDY = Newcomer("study", "second-tale", NAMES)
ENTITIES, CLAIMS = "data/entity/study.ttl", "data/claim/mini-guide/02-murivec.trig"


def said(sandbox, graph):
    about = f"{BASE}study/second-tale"
    triples = assemble(sandbox.content).graphs[graph]
    return {(t.predicate.value, t.object.value) for t in triples if t.subject.value == about}


def test_the_entry_holds_class_and_both_names_and_nothing_else(sandbox):
    (place,) = begin(sandbox.content, STUDY)
    assert str(place) == f"{ENTITIES}:{sandbox.line(ENTITIES, 'study:second-tale')}"
    found = said(sandbox, graph_for("entity", "study"))
    assert {value for _, value in found} == {f"{VOCAB}Study", *NAMES.values()}


def test_with_a_passage_its_claims_are_opened(sandbox):
    _, place = begin(sandbox.content, STUDY, "mini-guide/2-01")
    assert str(place) == f"{CLAIMS}:{sandbox.line(CLAIMS, 'study:second-tale')}"
    assert {value for _, value in said(sandbox, graph_for("claim", "mini-guide", "2-01"))} == {f"{VOCAB}Study"}


def test_a_new_graph_is_described_and_an_old_description_stays(sandbox):
    before = (sandbox.root / CLAIMS).read_text(encoding="utf-8")
    assert before.count("a als:ClaimGraph") == 1
    begin(sandbox.content, STUDY, "mini-guide/2-01")
    assert (sandbox.root / CLAIMS).read_text(encoding="utf-8").count("a als:ClaimGraph") == 1
    sandbox.edit("data/document/mini-guide.ttl", "p:2-01\n", "p:2-02\n    a als:Passage .\n\np:2-01\n")
    begin(Content(sandbox.root), Newcomer("study", "third-tale", {"en": "third", "zh": "三"}), "mini-guide/2-02")
    after = (sandbox.root / CLAIMS).read_text(encoding="utf-8")
    assert after.count("a als:ClaimGraph") == 2
    assert "prov:wasDerivedFrom p:2-02" in after


def test_what_is_written_is_in_normal_form_and_the_rest_is_untouched(sandbox):
    old = {name: (sandbox.root / name).read_text(encoding="utf-8") for name in (ENTITIES, CLAIMS)}
    begin(sandbox.content, STUDY, "mini-guide/2-01")
    for name, before in old.items():
        after = (sandbox.root / name).read_text(encoding="utf-8")
        assert normalise(after, sandbox.root / name) == after
        gone = set(before.splitlines()) - set(after.splitlines())
        assert not gone


def test_a_class_of_the_kind_may_be_chosen(sandbox):
    begin(sandbox.content, Newcomer("intervention", "talex", {"en": "talex", "zh": "传说生"}, "als:Drug"))
    triples = assemble(sandbox.content).graphs[graph_for("entity", "intervention")]
    about = {(t.predicate.value, t.object.value) for t in triples if t.subject.value == f"{BASE}intervention/talex"}
    assert ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"{VOCAB}Drug") in about


def test_classes_of_a_kind_are_those_below_its_own(repository):
    found = classes_of(Content(repository), "intervention")
    assert found[0] == "Intervention"
    assert {"Drug", "SmallMolecule", "SpeechNeuroprosthesis"} <= set(found)
    assert "Gene" not in found


REFUSED = {
    "no kind": (Newcomer("studi", "x", NAMES), None, r"no kind is called 'studi' → use one of: condition, "),
    "told elsewhere": (Newcomer("result", "x", NAMES), None, r"a result has no entry of its own"),
    "slug": (Newcomer("study", "Second", NAMES), None, r"'Second' is not a slug"),
    "taken": (Newcomer("study", "dawn", NAMES), None, r"data/entity/study\.ttl:\d+: study:dawn is there already"),
    "named": (
        Newcomer("study", "dusk", {"en": "dawn", "zh": "黄昏"}), None,
        r"data/entity/study\.ttl:\d+: 'DAWN' is the name of dawn",
    ),
    "class": (Newcomer("study", "x", NAMES, "Gene"), None, r"a study is no Gene → use --class with one of: Study"),
    "no passage": (STUDY, "mini-guide/2-99", r"there is no passage mini-guide/2-99"),
    "not a passage": (STUDY, "2-01", r"'2-01' is not a passage → write it as als-guide-2025/3\.2-05"),
}  # fmt: skip


@pytest.mark.parametrize(("newcomer", "passage", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(newcomer, passage, message, sandbox):
    before = {path: path.read_bytes() for path in sandbox.root.rglob("*") if path.is_file()}
    with pytest.raises(UsageError) as caught:
        begin(sandbox.content, newcomer, passage)
    assert re.match(message, str(caught.value)), str(caught.value)
    assert {path: path.read_bytes() for path in sandbox.root.rglob("*") if path.is_file()} == before


def test_a_section_without_claims_names_the_file_to_make(sandbox):
    (sandbox.root / CLAIMS).unlink()
    with pytest.raises(UsageError, match=r"section 2 of mini-guide has no file .* add data/claim/mini-guide/02-<name>"):
        begin(sandbox.content, STUDY, "mini-guide/2-01")


def test_where_a_passage_is_described_is_told_and_nothing_where_it_is_not(sandbox):
    path = sandbox.root / CLAIMS
    block = path.read_text(encoding="utf-8").index("a als:ClaimGraph")
    line = path.read_text(encoding="utf-8")[:block].count("\n")
    assert str(described_at(sandbox.content, "mini-guide/2-01")) == f"{CLAIMS}:{line}"
    sandbox.edit("data/document/mini-guide.ttl", "p:2-01\n", "p:2-02\n    a als:Passage .\n\np:2-01\n")
    assert described_at(Content(sandbox.root), "mini-guide/2-02") is None
