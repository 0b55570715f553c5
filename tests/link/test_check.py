"""Each fault of a mapping is found, at its row, and a sound one is not."""

from collections.abc import Callable

import pytest

from als_kg.link import Case, check

FILE = "data/mapping/condition.sssom.tsv"


def told(case: Case) -> list[str]:
    return [str(finding) for finding in check(case.store, case.rows)]


def test_sound_mappings_have_no_findings(bench: Callable[..., Case]) -> None:
    assert told(bench("condition:mockosis exactMatch HP:1", "condition:mockosis-a exactMatch HP:2")) == []


@pytest.mark.parametrize(
    ("severity", "row", "said"),
    [
        ("warning", "mockosis exactMatch HP:77", "is not in <http://e/hp> → correct it, unless that is only a slice"),
        ("error", "mockosis closeMatch HP:4", "is obsolete → the ontology names instead: HP:1, HP:2"),
        ("warning", "mockosis exactMatch HP:5", "is called 'Purple hair' → see whether they are the same"),
        ("error", "mockosis-a1 exactMatch HP:3", "is not below obo:HP_0000118 → map to"),
    ],
    ids=["missing", "obsolete", "name", "branch"],
)
def test_a_fault_is_found_where_it_is_written(bench: Callable[..., Case], severity: str, row: str, said: str) -> None:
    subject, predicate, target = row.split()
    (line,) = told(bench("condition:mockosis-a exactMatch HP:2", f"condition:{row}"))
    target = target.replace(":", "_")
    who = f"condition:{subject} skos:{predicate} obo:{target}"
    assert line.startswith(f"{FILE}:8 {severity} {who}: the target {said}")


def test_a_far_name_or_another_branch_is_no_fault_of_a_loose_match(bench: Callable[..., Case]) -> None:
    assert told(bench("condition:mockosis relatedMatch HP:5", "condition:mockosis-a1 closeMatch HP:3")) == []


def test_genes_may_be_outside_the_branch_of_conditions(bench: Callable[..., Case]) -> None:
    assert not [line for line in told(bench("gene:zyx1 exactMatch HP:3")) if "below" in line]


def test_two_of_ours_on_one_target(bench: Callable[..., Case]) -> None:
    case = bench("condition:mockosis exactMatch HP:2", "condition:mockosis-a exactMatch HP:2")
    (line,) = [line for line in told(case) if "already" in line]
    assert line.startswith(f"{FILE}:8 warning condition:mockosis-a skos:exactMatch ")
    assert "condition:mockosis is exactly the same already" in line


def test_findings_speak_chinese_too(bench: Callable[..., Case]) -> None:
    case = bench("condition:mockosis exactMatch HP:4")
    assert all(finding.message_zh and finding.focus for finding in check(case.store, case.rows))
