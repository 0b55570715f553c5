import pytest

from als_kg.vocabulary import BASE, VOCAB, graph_for

MENTIONS = f"{VOCAB}mentions"


def mentioned(triples, passage):
    return {
        t.object.value.removeprefix(BASE)
        for t in triples
        if t.predicate.value == MENTIONS and t.subject.value == f"{BASE}passage/mini-guide/{passage}"
    }


def test_a_passage_mentions_the_lasting_things_of_its_claims(mini_dataset):
    inferred = mini_dataset.graphs[graph_for("inferred", "mentions")]
    assert mentioned(inferred, "1-00") == {"intervention/fablexin"}
    assert mentioned(inferred, "1-02") == {"intervention/fablexin", "organisation/board-of-fables"}
    assert mentioned(inferred, "2-01") == {"intervention/murivec", "gene/zyx1", "study/dawn"}
    assert mentioned(inferred, "1-04") == set()


def test_what_is_mentioned_is_in_every_view_also_where_a_claim_was_retracted(mini_dataset):
    for view in mini_dataset.views.values():
        assert mentioned(view, "2-01") == {"intervention/murivec", "gene/zyx1", "study/dawn"}


def test_a_curator_may_state_a_mention_that_no_claim_carries(mini_dataset):
    assert mentioned(mini_dataset.graphs[graph_for("documents")], "1-04") == {"organisation/board-of-fables"}
    assert mentioned(mini_dataset.view("current"), "1-04") == {"organisation/board-of-fables"}


def test_a_thing_that_only_a_claim_knows_is_no_lasting_one(mini_dataset):
    things = {t.object.value for t in mini_dataset.graphs[graph_for("inferred", "mentions")]}
    assert not any("/result/" in thing or "/mechanism/" in thing for thing in things)


@pytest.mark.parametrize("source", ["", '        prov:wasDerivedFrom "p:2-01" .'])
def test_a_claim_graph_that_names_no_passage_mentions_nothing(sandbox, source):
    name = "data/claim/mini-guide/02-murivec.trig"
    sandbox.edit(name, "        prov:wasDerivedFrom p:2-01 .", source or "        als:ordinal 1 .")
    assert mentioned(sandbox.dataset().graphs[graph_for("inferred", "mentions")], "2-01") == set()


def test_without_claims_there_is_no_graph_of_mentions(sandbox):
    for path in (sandbox.root / "data/claim/mini-guide").iterdir():
        path.unlink()
    (sandbox.root / "data/review/corrections.trig").unlink()
    assert graph_for("inferred", "mentions") not in sandbox.dataset().graphs
