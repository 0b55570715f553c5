"""The curation guide is followed to the letter: a guide that nothing tests rots."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from als_kg.cli import main
from als_kg.vocabulary import BASE, GRAPHS, PREFIXES

GUIDE = "docs/curation.md"
CLAIMS = "data/claim/als-guide-2025/02-brain-computer-interfaces.trig"
PASSAGE = "als-guide-2025/2.1-04"


@pytest.fixture
def root(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(repository / folder, tmp_path / folder)
    monkeypatch.setenv("ALS_KG_CONTENT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(repository: Path, language: str) -> list[str]:
    text = (repository / GUIDE).read_text(encoding="utf-8")
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    return [block.replace("\\\n", " ") for block in found]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), prog_name="als-kg", catch_exceptions=False)


def commands(repository: Path) -> list[list[str]]:
    """List the words after ``als_kg`` of every command in the guide."""
    lines = (line for block in blocks(repository, "sh") for line in block.splitlines())
    return [shlex.split(line.partition("-m als_kg ")[2]) for line in lines if "-m als_kg " in line]


def declared(text: str) -> str:
    """Declare the prefixes that a snippet uses, as the error messages would have the curator do."""
    own = {"claim": f"{GRAPHS}claim/als-guide-2025/", "p": f"{BASE}passage/als-guide-2025/"}
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, **own}.items() if f"{name}:" in text)


@pytest.mark.slow
def test_the_trial_of_the_guide_is_valid_after_its_steps(root: Path, repository: Path) -> None:
    new, *rest = [words for words in commands(repository) if words]
    assert new[0] == "new"
    assert PASSAGE in new
    assert run(*new).exit_code == 0
    assert "a study tests nothing" in run("check").stdout, "what is missing is named"

    claims = next(block for block in blocks(repository, "turtle") if "als:tests" in block)
    path = root / CLAIMS
    path.write_text(declared(claims) + path.read_text(encoding="utf-8").lstrip("#") + claims, encoding="utf-8")
    assert [words[0] for words in rest] == ["format", "check"]
    for words in rest:
        result = run(*words)
        assert result.exit_code == 0, result.output
    assert "study:example-ph2" in path.read_text(encoding="utf-8")


def test_the_guide_names_the_prefix_that_is_missing(root: Path, repository: Path) -> None:
    claims = next(block for block in blocks(repository, "turtle") if "als:tests" in block)
    path = root / CLAIMS
    text = path.read_text(encoding="utf-8")
    path.write_text(text + claims, encoding="utf-8")
    result = run("check")
    named = re.search(r"does not have yet \(`(\w+):` here\)", (repository / GUIDE).read_text(encoding="utf-8"))
    assert named
    assert f"@prefix {named[1]}: <{PREFIXES[named[1]]}> ." in result.output


def test_what_the_guide_says_of_the_graph_is_what_the_command_writes(root: Path, repository: Path) -> None:
    described = next(block for block in blocks(repository, "turtle") if "als:ClaimGraph" in block)
    path = root / CLAIMS
    text = path.read_text(encoding="utf-8")
    start = text.index("    claim:2.1-04\n        a als:ClaimGraph")
    path.write_text(text[:start] + text[text.index(" .\n", start) + 3 :], encoding="utf-8")
    fresh = run("new", "study", "other", "--en", "other", "--zh", "其他", "--passage", PASSAGE)
    assert "claims already" not in fresh.output
    again = run("new", "study", "more", "--en", "more", "--zh", "更多", "--passage", PASSAGE)
    told = re.search(rf"{re.escape(CLAIMS)}:(\d+) the passage has claims already", again.output)
    assert told
    assert path.read_text(encoding="utf-8").splitlines()[int(told[1]) - 1] == "    claim:2.1-04"
    written = path.read_text(encoding="utf-8")
    start = written.index("    claim:2.1-04\n        a als:ClaimGraph")
    entry = written[start : written.index(" .\n", start)]
    for line in entry.splitlines():
        assert line.strip(" ;") in described, line


def test_the_reviews_that_the_guide_points_at_are_there(repository: Path) -> None:
    text = (repository / GUIDE).read_text(encoding="utf-8")
    named = set(re.findall(r"`(review:[\w-]+)`", text))
    reviews = "".join(path.read_text(encoding="utf-8") for path in (repository / "data/review").glob("*.trig"))
    assert named
    assert not [name for name in named if f"{name}\n" not in reviews]
