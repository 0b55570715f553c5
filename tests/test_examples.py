import pytest

from als_kg.errors import SourceError
from als_kg.examples import Expected, load, read_head


def test_a_folder_of_queries_is_read_in_order(mini):
    lowering, wonder = load(mini / "queries")
    assert lowering.slug == "lowering"
    assert lowering.title == {"en": "Interventions that lower a gene", "zh": "降低某基因的干预手段"}
    assert lowering.question["en"] == "Which interventions lower ZYX1?"
    assert lowering.keywords == ("ZYX1", "mechanism", "researcher")
    assert lowering.sections == ("1",)
    assert lowering.expected == Expected(("intervention", "name"), (("intervention:fablexin", "fablexin"),))
    assert not lowering.ordered
    assert (lowering.view, wonder.view) == ("current", "article")
    assert wonder.expected == Expected(boolean=True)
    assert not wonder.ordered
    assert wonder.text == (mini / "queries" / "wonder.rq").read_text(encoding="utf-8")


def test_the_head_ends_with_the_first_line_that_is_no_comment():
    text = "# title: A: b #1 \n#title-zh:甲\n# just words\n\n# view: article\n"
    assert read_head(text) == {"title": "A: b #1", "title-zh": "甲"}


def test_a_query_without_its_answer_is_still_a_query(sandbox):
    (sandbox.root / "queries/lowering.json").unlink()
    example = load(sandbox.root / "queries")[0]
    assert example.expected is None
    assert not example.ordered


def test_an_incomplete_head_is_told(sandbox):
    sandbox.edit("queries/wonder.rq", "# title-zh: 所称的奇迹\n", "")
    with pytest.raises(SourceError, match=r"^queries/wonder\.rq:1: the head has no # title-zh: → add "):
        load(sandbox.root / "queries")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"columns": ["a"],\n "rows": [["x"]', r"^queries/lowering\.json:2:\d+: Expecting .* → correct the JSON"),
        ('{"columns": ["a"]}', r"^queries/lowering\.json: is not an expected answer → write "),
        ('{"columns": ["a"], "rows": [["x", "y"]]}', "is not an expected answer"),
        ('{"columns": ["a"], "rows": [[1]]}', "is not an expected answer"),
        ('{"columns": "a", "rows": [["x"]]}', "is not an expected answer"),
        ('{"columns": ["a"], "rows": {}}', "is not an expected answer"),
        ("[1]", "is not an expected answer"),
        ("1", "is not an expected answer"),
    ],
)
def test_a_broken_answer_is_told(sandbox, text, message):
    sandbox.write("queries/lowering.json", text)
    with pytest.raises(SourceError, match=message):
        load(sandbox.root / "queries")


def test_an_unbound_cell_is_null(sandbox):
    sandbox.write("queries/lowering.json", '{"ordered": true, "columns": ["a", "b"], "rows": [["x", null]]}')
    example = load(sandbox.root / "queries")[0]
    assert example.expected.rows == (("x", None),)
    assert example.ordered


def test_what_a_question_needs_from_outside(sandbox):
    sandbox.edit(
        "queries/lowering.rq", "# view: current", "# view: current\n# needs: a.obo http://e/a b.ttl http://e/b"
    )
    sandbox.edit("queries/wonder.rq", "# view: article", "# view: article\n# federated: true")
    lowering, wonder = load(sandbox.root / "queries")
    assert [(need.file, need.graph) for need in lowering.needs] == [("a.obo", "http://e/a"), ("b.ttl", "http://e/b")]
    assert (lowering.federated, wonder.federated, wonder.needs) == (False, True, ())
    sandbox.edit("queries/lowering.rq", " http://e/b\n", "\n")
    with pytest.raises(SourceError, match=r"^queries/lowering\.rq:1: # needs: names a file without its graph → write"):
        load(sandbox.root / "queries")
