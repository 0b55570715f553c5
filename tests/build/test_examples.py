import pyoxigraph as ox
import pytest

from als_kg.build.examples import example_triples, examples_in
from als_kg.examples import load
from als_kg.sources import Content
from als_kg.store.embedded import hold
from als_kg.vocabulary import ALS, BASE, PREFIXES, RDF, RDFS, graph_for

SH = PREFIXES["sh"]


def told(example):
    found = {}
    for triple in example_triples(example):
        assert triple.subject == ox.NamedNode(f"{BASE}example/{example.slug}")
        found.setdefault(triple.predicate.value, set()).add(triple.object)
    return found


def test_a_question_is_told(mini):
    lowering, wonder = map(told, load(mini / "queries"))
    assert lowering[RDF.type] == {ox.NamedNode(f"{SH}SPARQLExecutable"), ox.NamedNode(f"{SH}SPARQLSelectExecutable")}
    assert wonder[RDF.type] == {ox.NamedNode(f"{SH}SPARQLExecutable"), ox.NamedNode(f"{SH}SPARQLAskExecutable")}
    assert {(text.language, text.value) for text in lowering[RDFS.label]} == {
        ("en", "Interventions that lower a gene"), ("zh-hans", "降低某基因的干预手段")
    }  # fmt: skip
    assert {text.language for text in lowering[RDFS.comment]} == {"en", "zh-hans"}
    assert {word.value for word in lowering[f"{PREFIXES['schema']}keywords"]} == {"ZYX1", "mechanism", "researcher"}
    assert (lowering[ALS.askedOf], wonder[ALS.askedOf]) == (
        {ox.NamedNode(graph_for("current"))}, {ox.NamedNode(graph_for("article"))}
    )  # fmt: skip


@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
def test_each_form_has_its_property(sandbox, form):
    body = {"SELECT": "SELECT * {}", "ASK": "ask {}", "CONSTRUCT": "CONSTRUCT WHERE {}", "DESCRIBE": "DESCRIBE <x:y>"}
    head = "".join(f"# {key}: ASK me\n" for key in ("title", "title-zh", "question", "question-zh"))
    sandbox.write("queries/new.rq", f"{head}PREFIX a: <x:>\n# SELECT\n{body[form]}\n")
    new = next(example for example in load(sandbox.root / "queries") if example.slug == "new")
    start = PREFIXES["spex"] if form == "DESCRIBE" else SH
    (text,) = told(new)[f"{start}{form.lower()}"]
    assert text.value == f"PREFIX a: <x:>\n# SELECT\n{body[form]}"


def test_the_texts_run_as_they_stand(mini, mini_dataset):
    store = hold(mini_dataset)
    texts = [t for t in examples_in(Content(mini)) if t.predicate.value in (f"{SH}select", f"{SH}ask")]
    assert len(texts) == 2
    for text in texts:
        store.query(text.object.value)


def test_questions_have_their_graph_and_stand_in_no_view(mini, mini_dataset):
    told_all = examples_in(Content(mini))
    assert mini_dataset.graphs[graph_for("examples")] == told_all
    assert not any(told_all & view for view in mini_dataset.views.values())
