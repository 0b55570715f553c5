"""build, check, format and verify on a copy of the mini data set."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from als_kg.errors import Finding, Place, Severity

Run = Callable[..., Result]
WRONG = Finding(Severity.ERROR, "is wrong", Place("data/x.ttl", 3), "mend it", "有误", "http://x", "rule-x")
TABLES = Path(__file__).resolve().parents[1] / "check" / "mini" / "data" / "mapping"
ODD = Finding(Severity.WARNING, "is odd", Place("data/y.ttl", 4), "look at it")


def test_build_makes_a_validated_dataset_live(curating: Any) -> None:
    result = curating.run("build")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"version {curating.live}: ")
    manifest = json.loads((curating.out / "current" / "manifest.json").read_text())
    assert manifest["validated"] is True
    assert manifest["inputs"]


def test_out_says_where(curating: Any, tmp_path: Path) -> None:
    assert curating.run("build", "--out", tmp_path / "other").exit_code == 0
    assert (tmp_path / "other" / "current").exists()
    assert curating.live is None


def test_warnings_are_told_and_do_not_stop(curating: Any) -> None:
    curating.findings = [ODD]
    result = curating.run("build")
    assert (result.exit_code, result.stderr) == (0, "data/y.ttl:4 warning is odd → look at it\n")


def test_findings_stop_a_build_and_leave_all_as_it_was(curating: Any) -> None:
    curating.run("build")
    before = curating.live
    curating.sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX-1"@en')
    curating.findings = [WRONG, ODD]
    result = curating.run("build")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "data/x.ttl:3 error is wrong → mend it\n"
    assert curating.live == before


def test_a_file_that_cannot_be_read_stops_a_build(curating: Any) -> None:
    curating.sandbox.edit("data/entity/gene.ttl", "a als:Gene ;", "a als:Gene ;;; [")
    result = curating.run("build")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith("data/entity/gene.ttl:")
    assert curating.live is None


def test_check_tells_every_finding(curating: Any) -> None:
    curating.findings = [ODD, WRONG]
    result = curating.run("check")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [str(ODD), str(WRONG)]
    assert result.stderr == "1 error, 1 warning\n"
    assert curating.live is None, "check writes nothing"


@pytest.mark.parametrize(("findings", "summary"), [([], "no findings\n"), ([ODD, ODD], "2 warnings\n")])
def test_check_without_errors_is_clean(curating: Any, findings: list[Finding], summary: str) -> None:
    curating.findings = findings
    result = curating.run("check")
    assert (result.exit_code, result.stderr) == (0, summary)


def test_check_as_json(curating: Any) -> None:
    curating.findings = [WRONG]
    result = curating.run("check", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert json.loads(result.stdout) == [
        {
            "severity": "error",
            "file": "data/x.ttl",
            "line": 3,
            "column": None,
            "message": {"en": "is wrong", "zh-Hans": "有误"},
            "todo": "mend it",
            "focus": "http://x",
            "rule": "rule-x",
        }
    ]


def test_check_tells_of_a_file_that_cannot_be_read_as_of_any_finding(curating: Any) -> None:
    curating.sandbox.edit("data/entity/gene.ttl", "gene:zyx1", "unknown:zyx1")
    result = curating.run("check", "--json")
    (finding,) = json.loads(result.stdout)
    assert (result.exit_code, finding["file"], finding["line"]) == (1, "data/entity/gene.ttl", 6)


def test_format_rewrites_what_is_not_in_form(curating: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(curating.sandbox.root)
    curating.run("format")
    path = curating.sandbox.root / "data" / "entity" / "gene.ttl"
    formed = path.read_text(encoding="utf-8")
    path.write_text(formed.replace("    a als:Gene", "  a   als:Gene"), encoding="utf-8")
    checked = curating.run("format", "--check")
    name = Path("data", "entity", "gene.ttl")
    assert (checked.exit_code, checked.stdout) == (
        1,
        f"{name} error is not in normal form → run: als-kg format {name}\n",
    )
    assert path.read_text(encoding="utf-8") != formed
    assert curating.run("format", name).stdout == f"{name} rewritten\n"
    assert path.read_text(encoding="utf-8") == formed
    assert curating.run("format", "--check").exit_code == 0


def test_format_covers_the_tables_of_mappings(curating: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(curating.sandbox.root)
    for name in ("prefixes.tsv", "condition.sssom.tsv"):
        shutil.copy(TABLES / name, curating.sandbox.write(f"data/mapping/{name}", ""))
    path = curating.sandbox.root / "data" / "mapping" / "condition.sssom.tsv"
    formed = path.read_text(encoding="utf-8")
    lines = formed.splitlines(keepends=True)
    path.write_text("".join([*lines[:-2], lines[-1], lines[-2]]), encoding="utf-8")
    checked = curating.run("format", "--check")
    name = Path("data", "mapping", "condition.sssom.tsv")
    assert f"{name} error is not in normal form → run: als-kg format {name}\n" in checked.stdout
    assert curating.run("format", name).stdout == f"{name} rewritten\n"
    assert path.read_text(encoding="utf-8") == formed


def test_format_refuses_what_it_cannot_read(curating: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("<a> <b> ")
    result = curating.run("format", path)
    assert (result.exit_code, path.read_text()) == (1, "<a> <b> ")
    assert result.stderr.startswith(f"{path}:1")


def test_verify(curating: Any, mini: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    shutil.copy(mini / "article.txt", copy)
    result = curating.run("verify", "--article", copy)
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert line.endswith(" exact")

    text = copy.read_text(encoding="utf-8")
    copy.write_text("A menu.\n" + text, encoding="utf-8-sig", newline="\n")
    result = curating.run("verify", "--article", copy)
    assert result.exit_code == 0
    assert result.stdout.startswith("the copy has a byte order mark")
    assert " relocated from " in result.stdout

    copy.write_text(text[:-40] + "x" * 40, encoding="utf-8")
    result = curating.run("verify", "--article", copy)
    assert result.exit_code == 1
    assert " different\n" in result.stdout


def test_verify_names_the_documents_there_are(curating: Any, mini: Path) -> None:
    result = curating.run("verify", "--article", mini / "article.txt", "--document", "x")
    assert result.exit_code == 2
    assert result.stderr == "no document is called 'x' → use --document with one of: mini-guide\n"
