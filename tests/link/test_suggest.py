"""Candidates are found by name in both languages, and nobody is asked twice."""

from collections.abc import Callable

import pytest

from als_kg.errors import UsageError
from als_kg.link import Case, sssom, suggest
from als_kg.link.names import plain
from als_kg.link.suggest import Index, Name
from als_kg.vocabulary import RDFS

GRAPH = "http://e/hp"


def pairs(case: Case) -> list[tuple[str, str, str, float]]:
    found = suggest(case, ["condition"], [GRAPH])
    return [
        (each.subject.rpartition("/")[2], each.predicate.rpartition("#")[2], each.target.rpartition("/")[2], each.score)
        for each in found
    ]


def test_names_and_synonyms_in_both_languages(bench: Callable[..., Case]) -> None:
    assert pairs(bench()) == [
        ("mockosis-a", "exactMatch", "HP_2", 1.0),
        ("mockosis-a1", "exactMatch", "HP_3", 1.0),
        ("mockosis", "closeMatch", "HP_1", 0.94),
    ]


def test_what_is_mapped_gets_no_more(bench: Callable[..., Case]) -> None:
    found = pairs(bench("condition:mockosis-a exactMatch HP:2", "condition:mockosis-a1 closeMatch HP:3"))
    assert [(subject, target) for subject, _, target, _ in found] == [("mockosis", "HP_1")]
    assert "mockosis-a" not in {subject for subject, *_ in pairs(bench("condition:mockosis-a exactMatch HP:5"))}


def test_type_1_is_not_nearly_type_4() -> None:
    index = Index(
        [
            Name("http://e/4", RDFS.label, "lateral sclerosis type 4"),
            Name("http://e/1", RDFS.label, "Type 1 sclerosis, latral"),
        ]
    )
    assert [name.thing for name, _ in index.like("lateral sclerosis type 1")] == ["http://e/1"]
    assert list(index.like("type")) == []


def test_what_was_rejected_is_not_proposed_again(bench: Callable[..., Case]) -> None:
    case = bench(rejected=("condition:mockosis-a exactMatch HP:2",))
    assert "mockosis-a" not in {subject for subject, *_ in pairs(case)}
    assert case.mapped == ()


def test_candidates_are_an_sssom_table_that_says_nobody_judged_them(bench: Callable[..., Case]) -> None:
    case = bench()
    text = sssom(suggest(case, ["condition"], [GRAPH]), case.rows.prefixes)
    head, _, rows = text.partition("subject_id")
    assert '#  HP: "http://purl.obolibrary.org/obo/HP_"\n' in head
    row = (
        "condition:mockosis-a1", "mockosis type A1", "skos:exactMatch", "HP:3", "Mockosis type A1",
        "semapv:LexicalMatching", "als-kg link suggest", "1.00", "skos:prefLabel", "rdfs:label",
        "unreviewed: proposed by name alone",
    )  # fmt: skip
    assert "\t".join(row) in rows.splitlines()


@pytest.mark.parametrize(
    ("one", "other"),
    [("ＡＬＳ", "als"), ("⽉", "月"), ("Ataxia-telangiectasia", "ataxia  telangiectasia"), ("straße", "STRASSE")],
)
def test_what_looks_the_same_is_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_comparing_names_needs_a_library(bench: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rapidfuzz.process", None)
    with pytest.raises(UsageError, match=r"needs the library rapidfuzz → run: pip install 'als-kg\[outside\]'"):
        pairs(bench())
