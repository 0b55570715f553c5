import pytest

from als_kg.errors import BuildError, ReleaseError
from als_kg.release.gates import least, too_few

INTERVENTIONS, GENES = "data/entity/intervention.ttl", "data/entity/gene.ttl"
NEW = """
gene:newcomer
    a als:Gene ;
    skos:prefLabel
        "newcomer"@en,
        "新来者"@zh-Hans{more} .
"""


def with_newcomer(releasing, more=""):
    path = releasing.sandbox.root / GENES
    text = path.read_text(encoding="utf-8").split("\ngene:newcomer")[0].rstrip() + "\n"
    path.write_text(text + NEW.format(more=more), encoding="utf-8")


def without_newcomer(releasing):
    path = releasing.sandbox.root / GENES
    path.write_text(path.read_text(encoding="utf-8").split("\ngene:newcomer")[0], encoding="utf-8")


def prefixed(releasing):
    path = releasing.sandbox.root / GENES
    head = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    path.write_text(head + path.read_text(encoding="utf-8"), encoding="utf-8")


def test_a_published_iri_that_is_gone_stops_the_release(releasing):
    with_newcomer(releasing)
    releasing.make("1.0.0")
    without_newcomer(releasing)
    with pytest.raises(BuildError, match=r"gene:newcomer was published and is gone → keep <.*> with owl:deprecated"):
        releasing.make("1.1.0")
    assert [path.name for path in releasing.out.iterdir()] == ["1.0.0"]


def test_it_is_the_named_release_that_counts(releasing, tmp_path):
    with_newcomer(releasing)
    old = releasing.make("1.0.0", out=tmp_path / "elsewhere").path
    without_newcomer(releasing)
    with pytest.raises(BuildError, match="gene:newcomer was published and is gone"):
        releasing.make("1.1.0", previous=old)
    assert releasing.make("1.1.0").manifest.previous == ""


@pytest.mark.parametrize(
    ("more", "sound"),
    [
        (" ;\n    owl:deprecated true ;\n    dcterms:isReplacedBy gene:zyx1", True),
        (" ;\n    owl:deprecated true", False),
    ],
)
def test_a_deprecated_iri_has_a_successor(releasing, more, sound):
    prefixed(releasing)
    with_newcomer(releasing)
    releasing.make("1.0.0")
    with_newcomer(releasing, more)
    if sound:
        assert releasing.make("1.1.0").manifest.previous == "1.0.0"
    else:
        with pytest.raises(BuildError, match="gene:newcomer is deprecated, but nothing replaces it"):
            releasing.make("1.1.0")


def test_a_question_may_go(releasing):
    releasing.make("1.0.0")
    (releasing.sandbox.root / "queries" / "wonder.rq").unlink()
    assert releasing.make("1.1.0").made


def test_too_few_of_a_kind_stops_the_release(releasing):
    releasing.sandbox.write("release.toml", "[minimum]\nstudy = 3\ngene = 1\nplace = 1\n")
    with pytest.raises(BuildError) as caught:
        releasing.make("1.0.0")
    assert [finding.message for finding in caught.value.findings] == [
        f"there are {found} things of the kind {kind}, but there must be {number}"
        for kind, found, number in (("study", 1, 3), ("place", 0, 1))
    ]
    assert list(releasing.out.iterdir()) == []


def test_as_many_as_there_must_be_are_enough():
    assert list(too_few({"gene": 2}, {"gene": 2})) == []
    assert list(too_few({}, {})) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, r"release\.toml: cannot be read → write \[minimum\]"),
        ("x = ", r"release\.toml: has no table \[minimum\]: Invalid value"),
        ("[other]", r"release\.toml: has no table \[minimum\]"),
        ("[minimum]\nwonder = 1", r"release\.toml: wonder = 1 is no number of a kind"),
        ('[minimum]\ngene = "1"', r"release\.toml: gene = '1' is no number of a kind"),
    ],
)
def test_a_wrong_table_of_minimums_is_said(tmp_path, text, message):
    if text is not None:
        (tmp_path / "release.toml").write_text(text)
    with pytest.raises(ReleaseError, match=message):
        least(tmp_path)
