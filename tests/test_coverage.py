"""How much of a document has become claims, on the mini data set and on copies of it with gaps."""

import pytest

from als_kg.coverage import SectionCoverage, coverage
from als_kg.store.embedded import hold
from als_kg.vocabulary import BASE, graph_for

FIRST, SECOND = (f"{BASE}section/mini-guide/{number}" for number in (1, 2))
DOCUMENT = "data/document/mini-guide.ttl"
CLAIMED = ("1-00", "1-01", "1-02", "1-03", "2-01")
CLAIMS = "data/claim/mini-guide/02-murivec.trig"


def passage(name):
    return f"{BASE}passage/mini-guide/{name}"


@pytest.fixture
def covered(sandbox):
    return lambda: coverage(hold(sandbox.dataset()))


def test_sections_are_counted_in_their_order(mini_store, mini_dataset):
    sizes = {name: len(mini_dataset.graphs[graph_for("claim", "mini-guide", name)]) for name in CLAIMED}
    first = sum(size for name, size in sizes.items() if name.startswith("1"))
    assert coverage(mini_store) == (
        SectionCoverage(FIRST, "Fablexin", passages=5, stating=3, claim_graphs=4, statements=first, uncovered=()),
        SectionCoverage(
            SECOND, "Murivec", passages=1, stating=1, claim_graphs=1, statements=sizes["2-01"], uncovered=()
        ),
    )


def test_statements_are_those_written_not_those_inferred(mini_store):
    stated = sum(section.statements for section in coverage(mini_store))
    assert stated == sum(count for graph, count in mini_store.graphs().items() if graph.startswith(graph_for("claim")))


def test_a_passage_that_states_a_fact_and_has_no_claims_is_listed(sandbox, covered):
    (sandbox.root / CLAIMS).unlink()
    first, second = covered()
    assert first.uncovered == ()
    assert (second.claim_graphs, second.statements, second.uncovered) == (0, 0, (passage("2-01"),))


@pytest.mark.parametrize(("kind", "stating"), [("definitional", True), ("rhetorical", False), ("heading", False)])
def test_of_what_only_frames_or_praises_no_claims_are_asked(sandbox, covered, kind, stating):
    (sandbox.root / CLAIMS).unlink()
    line = sandbox.line(DOCUMENT, "passagekind:factual", nth=4) - 1
    lines = (sandbox.root / DOCUMENT).read_text(encoding="utf-8").splitlines(keepends=True)
    lines[line] = lines[line].replace("factual", kind)
    sandbox.write(DOCUMENT, "".join(lines))
    _, second = covered()
    assert (second.passages, second.stating, bool(second.uncovered)) == (1, stating, stating)


def test_uncovered_passages_come_in_the_order_of_the_document(sandbox, covered):
    (sandbox.root / "data/claim/mini-guide/01-fablexin.trig").unlink()
    first, _ = covered()
    assert first.uncovered == tuple(passage(name) for name in ("1-01", "1-02", "1-03"))


def test_sections_follow_their_numbers_not_their_names(sandbox, covered):
    sandbox.edit(DOCUMENT, '"虚构生"@zh-Hans ;\n    als:ordinal 1 ;', '"虚构生"@zh-Hans ;\n    als:ordinal 3 ;')
    assert [section.section for section in covered()] == [SECOND, FIRST]
