"""stats --coverage on the mini data set."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from als_kg import coverage
from als_kg.build import Published
from als_kg.store.embedded import EmbeddedStore

Run = Callable[..., Result]


def test_coverage_as_json(asking: Run, mini_published: Published, mini_store: EmbeddedStore) -> None:
    result = asking("stats", "--coverage", "--json")
    assert result.exit_code == 0
    counts = json.loads(result.stdout)
    sections = coverage.coverage(mini_store)
    assert counts["version"] == mini_published.manifest.version
    assert [section["section"] for section in counts["sections"]] == ["section:mini-guide/1", "section:mini-guide/2"]
    assert [section["statements"] for section in counts["sections"]] == [each.statements for each in sections]
    assert counts["total"] == {
        "passages": 6,
        "stating": 4,
        "claim_graphs": 5,
        "statements": sum(each.statements for each in sections),
    }
    assert counts["uncovered"] == []


def test_coverage_for_people(asking: Run, mini_store: EmbeddedStore) -> None:
    result = asking("stats", "--coverage")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    first, second = (str(each.statements) for each in coverage.coverage(mini_store))
    assert ["Fablexin", "5", "3", "4", first] in lines
    assert ["Murivec", "1", "1", "1", second] in lines
    assert any(line[:5] == ["in", "all", "6", "4", "5"] for line in lines)
    assert result.stdout.splitlines()[-1] == "factual passages without claims: none"


def test_passages_without_claims_are_told(asking: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    gap = coverage.SectionCoverage(
        "https://w3id.org/als-kg/section/mini-guide/1",
        "Fablexin",
        passages=2,
        stating=2,
        claim_graphs=0,
        statements=0,
        uncovered=tuple(f"https://w3id.org/als-kg/passage/mini-guide/1-0{number}" for number in (1, 2)),
    )
    monkeypatch.setattr("als_kg.cli.covering.coverage", lambda _: (gap,))
    last = asking("stats", "--coverage").stdout.splitlines()[-1]
    assert last == "factual passages without claims: passage:mini-guide/1-01, passage:mini-guide/1-02"
    found = json.loads(asking("stats", "--coverage", "--json").stdout)["uncovered"]
    assert found == ["passage:mini-guide/1-01", "passage:mini-guide/1-02"]
