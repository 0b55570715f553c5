import pyoxigraph as ox
import pytest

from als_kg.errors import BuildError, UsageError
from als_kg.vocabulary import BASE, VOCAB, graph_for

LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


def thing(name):
    return ox.NamedNode(BASE + name)


def says(view, subject, predicate=None, obj=None):
    return any(
        t.subject == thing(subject)
        and (predicate is None or t.predicate == ox.NamedNode(VOCAB + predicate))
        and (obj is None or t.object == obj)
        for t in view
    )


def test_the_views_are_the_current_one_and_one_per_document(mini_dataset):
    assert list(mini_dataset.views) == ["current", "article"]
    with pytest.raises(UsageError, match="no view is called 'today' → use current or article"):
        mini_dataset.view("today")


def test_a_statement_of_two_passages_is_once_in_a_view_and_twice_in_graphs(mini_dataset):
    triple = ox.Triple(
        thing("intervention/fablexin"), ox.NamedNode(f"{VOCAB}hasRoute"), thing("code/route/intrathecal")
    )
    speakers = sorted(graph for graph, triples in mini_dataset.graphs.items() if triple in triples)
    assert speakers == [
        graph_for("claim", "mini-guide", "1-01"),
        graph_for("claim", "mini-guide", "1-03"),
        graph_for("review", "route"),
    ]
    assert sum(t == triple for t in mini_dataset.view("current")) == 1


def test_no_view_is_a_graph_and_every_graph_has_a_speaker(mini_dataset):
    speakers = {name.removeprefix(f"{BASE}graph/").partition("/")[0] for name in mini_dataset.graphs}
    assert speakers == {"claim", "codes", "documents", "entity", "examples", "inferred", "ontology", "review", "shapes"}


def test_the_current_view_believes_the_review(mini_dataset):
    current, date = mini_dataset.view("current"), ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert says(current, "event/fablexin-approval", "date", ox.Literal("2031-05-22", datatype=date))
    assert not says(current, "event/fablexin-approval", "date", ox.Literal("2031-05-30", datatype=date))
    assert not says(current, "event/fablexin-approval", "dateText")
    assert says(current, "event/fablexin-approval", "datePrecision")
    assert says(current, "review/approval-date", "verdict")
    assert says(current, "organisation/fabula-bio", "develops", thing("intervention/fablexin"))


def test_a_retracted_node_is_gone_with_every_link_to_it(mini_dataset):
    node = thing("result/dawn-wonder")
    about = [t for t in mini_dataset.view("current") if node in (t.subject, t.object)]
    assert {str(t.subject) for t in about} == {f"<{BASE}review/no-wonder>"}
    claim = mini_dataset.graphs[graph_for("claim", "mini-guide", "2-01")]
    assert any(node in (t.subject, t.object) for t in claim)


def test_descriptors_stay_in_the_graph_of_their_review(mini_dataset):
    descriptor = thing("statement/approval-date-day")
    holding = [g for g, triples in mini_dataset.graphs.items() if any(t.subject == descriptor for t in triples)]
    assert holding == [graph_for("review", "approval-date")]
    assert not any(says(view, "statement/approval-date-day") for view in mini_dataset.views.values())


def test_the_article_view_says_what_the_article_says(mini_dataset):
    article, date = mini_dataset.view("article"), ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert says(article, "event/fablexin-approval", "date", ox.Literal("2031-05-30", datatype=date))
    assert not says(article, "event/fablexin-approval", "date", ox.Literal("2031-05-22", datatype=date))
    assert says(article, "result/dawn-wonder", "finding")
    assert says(article, "intervention/fablexin", "testedIn", thing("study/dawn"))
    assert not any("/review/" in str(t.subject) for t in article)


def test_the_article_view_takes_the_names_of_what_it_speaks_of_and_no_others(mini_dataset):
    article = mini_dataset.view("article")
    assert says(article, "condition/mockosis-a1"), "named in a claim"
    assert says(article, "condition/mockosis"), "two steps from a claim"
    assert says(article, "intervention/fablexate"), "what a thing of the article points at"
    assert not says(article, "intervention/bystander")
    assert not says(article, "organisation/silent-labs")
    assert says(mini_dataset.view("current"), "intervention/bystander")


def test_things_that_point_at_each_other_are_taken_once(sandbox):
    sandbox.edit(
        "data/entity/gene.ttl", '"ZYX1"@en', '"ZYX1"@en ;\n    als:concerns gene:zyx2 ;\n    skos:altLabel "z"@en'
    )
    text = "\ngene:zyx2 a als:Gene ; als:concerns gene:zyx1, gene:zyx2 .\n"
    path = sandbox.root / "data/entity/gene.ttl"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    assert says(sandbox.dataset().view("article"), "gene/zyx2", "concerns", thing("gene/zyx1"))


def test_every_view_holds_terms_codes_and_documents(mini_dataset):
    common = frozenset().union(*(mini_dataset.graphs[graph_for(name)] for name in ("ontology", "codes", "documents")))
    assert all(common <= mini_dataset.stated[name] <= mini_dataset.views[name] for name in mini_dataset.views)
    assert not mini_dataset.graphs[graph_for("shapes")] & mini_dataset.view("current")


SECOND = f"""@prefix als: <{VOCAB}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix document: <{BASE}document/> . @prefix p: <{BASE}passage/other/> .
"""
SECOND_CLAIM = f"""@prefix als: <{VOCAB}> . @prefix claim: <{BASE}graph/claim/other/> . @prefix graph: <{BASE}graph/> .
@prefix intervention: <{BASE}intervention/> . @prefix p: <{BASE}passage/other/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
claim:1-01 {{ intervention:bystander als:hasRoute <{BASE}code/route/oral> . }}
graph:documents {{ claim:1-01 a als:ClaimGraph ; prov:wasDerivedFrom p:1-01 . }}
"""


def add_second(sandbox, more=""):
    sandbox.write("data/document/other.ttl", SECOND + f"document:other a als:Document {more} . p:1-01 a als:Passage .")
    sandbox.write("data/claim/other/01.trig", SECOND_CLAIM)
    return sandbox.dataset()


def test_a_second_document_has_a_second_view(sandbox):
    before, after = sandbox.dataset(), add_second(sandbox)
    assert list(after.views) == ["current", "article", "other"]
    assert after.view("article") == before.view("article"), "one document does not speak in another's view"
    assert says(after.view("other"), "intervention/bystander", "hasRoute")
    assert says(after.view("other"), "organisation/silent-labs")
    assert says(after.view("other"), "passage/other/1-01")
    assert not says(after.view("other"), "intervention/fablexin")
    assert not says(after.view("other"), "passage/mini-guide/1-01")
    assert any(t.subject == ox.NamedNode(graph_for("claim", "other", "1-01")) for t in after.view("other"))
    assert says(after.view("current"), "intervention/bystander", "hasRoute")


def test_the_view_of_an_only_document_is_the_article_unless_it_says_otherwise(sandbox):
    name = "data/document/mini-guide.ttl"
    sandbox.edit(name, '    als:viewName "article" .', "    als:ordinal 1 .")
    assert list(sandbox.dataset().views) == ["current", "article"]
    assert list(add_second(sandbox).views) == ["current", "mini-guide", "other"]


@pytest.mark.parametrize("name", ["article", "documents", "current", "A b", "x/y"])
def test_a_view_needs_a_name_of_its_own(sandbox, name):
    dataset = add_second(sandbox, f'; als:viewName "{name}"')
    texts = [str(finding) for finding in dataset.findings]
    expected = f"data/document/other.ttl:3 error the view of document 'other' cannot be called {name!r} → give "
    assert any(text.startswith(expected) for text in texts)
    with pytest.raises(BuildError, match="cannot be called"):
        dataset.require_sound()
