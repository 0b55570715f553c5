from als_kg.build import assemble
from als_kg.vocabulary import BASE, VOCAB, graph_for

SPEAKERS = graph_for("inferred", "speakers")


def spoken(triples):
    return {(t.subject.value, t.object.value) for t in triples if t.predicate.value == f"{VOCAB}speaksIn"}


def test_each_review_points_at_the_graph_it_speaks_in(mini_dataset):
    slugs = ("approval-date", "no-wonder", "route")
    wanted = {(f"{BASE}review/{slug}", graph_for("review", slug)) for slug in slugs}
    assert spoken(mini_dataset.graphs[SPEAKERS]) == wanted == spoken(mini_dataset.view("current"))
    assert spoken(mini_dataset.view("article")) == set()


def test_without_reviews_nobody_speaks(sandbox):
    (sandbox.root / "data/review/corrections.trig").unlink()
    assert SPEAKERS not in sandbox.dataset().graphs


def test_references_of_reviews_are_in_the_current_view_only(sandbox):
    sandbox.write(
        "data/reference/more.ttl",
        f"@prefix als: <{VOCAB}> . <{BASE}reference/later> a als:Reference .",
    )
    dataset = assemble(sandbox.content)
    held = {
        name: any(t.subject.value == f"{BASE}reference/later" for t in dataset.view(name)) for name in dataset.views
    }
    assert held == {"current": True, "article": False}
    assert any(t.subject.value == f"{BASE}reference/later" for t in dataset.graphs[graph_for("documents")])
