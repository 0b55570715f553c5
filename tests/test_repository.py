"""The repository keeps its own promises: what the documents say exists, runs and agrees."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest

from als_kg.cli import main
from als_kg.settings import load

SHELL = re.compile(r"```(?:sh|bash|console)\n(.*?)```", re.DOTALL)
OUTER_MAKE = {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL", "SLOW", "PYTEST_ARGS", "PORT"}
CONTENT = ("ontology", "data", "shapes", "queries", "release.toml", "LICENSE-DATA")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs")


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


def texts(repository: Path) -> dict[str, str]:
    """Read every document for people, by its name."""
    places = [repository / name for name in DOCUMENTS]
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.md")))]
    return {str(file.relative_to(repository)): file.read_text(encoding="utf-8") for file in files}


def make(repository: Path, *arguments: str) -> str:
    # Not what an outer make was told: these tests run under `make test`, too.
    environment = {name: value for name, value in os.environ.items() if name not in OUTER_MAKE}
    command = ["make", *arguments]
    found = subprocess.run(command, cwd=repository, env=environment, text=True, capture_output=True, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout


# Commands


def test_the_readme_has_the_two_commands(repository: Path) -> None:
    commands = SHELL.findall((repository / "README.md").read_text(encoding="utf-8"))
    assert "make serve" in "\n".join(commands)
    assert "make test" in "\n".join(commands)


def test_every_make_target_in_the_documents_exists(repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        name
        for text in texts(repository).values()
        for name in re.findall(r"(?:`|^\s*)make ([a-z]+)", text, re.MULTILINE)
    }
    assert {"serve", "test", "check"} <= named <= targets


def test_every_command_in_the_documents_exists_with_its_options(repository: Path) -> None:
    uses = [
        (name, *use)
        for name, text in texts(repository).items()
        for use in re.findall(r"(?:python -m als_kg|als-kg) ([a-z]+)((?: +[^\s`|#]+)*)", text)
    ]
    assert {command for _, command, _ in uses} >= {"serve", "query", "check", "verify"}
    for name, command, rest in uses:
        if command not in main.commands:
            assert not rest.startswith(" -"), f"{name} speaks of als-kg {command}"
            continue
        found = main.commands[command]
        if isinstance(found, click.Group) and (named := re.match(r" +([a-z]+)", rest)):
            found = found.commands[named[1]]
        known = {flag for option in found.params for flag in option.opts}
        wanted = set(re.findall(r"(?<= )--?[a-z][a-z-]*", rest))
        assert wanted <= known | {"--help"}, f"{name}: als-kg {command} has no {wanted - known}"


def test_every_query_file_in_the_documents_exists(repository: Path) -> None:
    named = {file for text in texts(repository).values() for file in re.findall(r"queries/[\w-]+\.rq", text)}
    assert named
    assert [file for file in sorted(named) if not (repository / file).is_file()] == []


def test_every_query_file_in_the_help_exists(repository: Path) -> None:
    helps = [str(command.help) for command in main.commands.values()]
    named = {file for text in helps for file in re.findall(r"(?:queries|data)/[\w/-]+\.\w+", text)}
    assert named
    assert [file for file in sorted(named) if not (repository / file).is_file()] == []


def test_every_command_is_in_the_changelog(repository: Path) -> None:
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if not re.search(rf"\b{name}\b", changelog)] == []


def test_links_lead_somewhere(repository: Path) -> None:
    for name, text in texts(repository).items():
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (repository / name).parent.joinpath(target).exists(), f"{name} links to {target}"


# Make


def test_serve_goes_where_it_is_told(repository: Path) -> None:
    line = make(repository, "--dry-run", "serve", "PORT=8123", "HOST=0.0.0.0")
    assert ".venv/bin/python -m als_kg serve --host 0.0.0.0 --port 8123" in line
    assert "--host 127.0.0.1 --port 8000" in make(repository, "--dry-run", "serve")


def test_ci_runs_the_readmes_test_command(repository: Path) -> None:
    script = (repository / ".ci" / "run").read_text(encoding="utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert re.search(r"make --no-print-directory lint\b", script)
    assert re.search(r"make --no-print-directory lowest\b", script)
    assert "--resolution lowest-direct" in make(repository, "--dry-run", "lowest")
    assert script.rstrip().splitlines()[-1] == "SLOW=1 exec make --no-print-directory test"
    assert re.search(r"\.venv/bin/python -m pytest -n auto --dist worksteal *\n", make(repository, "--dry-run", "test"))
    assert '-m "slow or not slow" -x' in make(repository, "--dry-run", "test", "SLOW=1", "PYTEST_ARGS=-x")


@pytest.mark.parametrize(
    "tool", ["ruff check", "ruff format --check", "mypy", "lint_imports_command", "format --check"]
)
def test_lint_runs_every_linter(repository: Path, tool: str) -> None:
    assert tool in make(repository, "--dry-run", "lint")


# Versions, licences, package data


def test_the_version_is_the_changelogs_newest(repository: Path, project: dict[str, Any]) -> None:
    versions = re.findall(
        r"^## (\d+\.\d+\.\d+)", (repository / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert versions[0] == project["project"]["version"]


def test_the_version_stands_in_one_place(repository: Path, project: dict[str, Any]) -> None:
    version = re.escape(project["project"]["version"])
    sources = [*(repository / "als_kg").rglob("*.py"), repository / "Makefile", repository / "README.md"]
    assert [file for file in sources if re.search(rf"(?<![\d.]){version}(?![\d.])", file.read_text("utf-8"))] == []


def test_licences(repository: Path, project: dict[str, Any]) -> None:
    assert project["project"]["license"] == "MIT AND CC0-1.0"
    assert (repository / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    data = (repository / "LICENSE-DATA").read_text(encoding="utf-8")
    assert "CC0 1.0 Universal" in data
    assert "4. Limitations and Disclaimers." in data


def test_the_wheel_carries_the_content(repository: Path, project: dict[str, Any]) -> None:
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {name: f"als_kg/_content/{name}" for name in CONTENT}
    assert all((repository / name).exists() for name in included)


def test_what_is_built_is_not_tracked(repository: Path) -> None:
    ignored = (repository / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/build/", "/.venv*/", "__pycache__/"} <= set(ignored)


def test_every_setting_of_the_environment_is_in_some_help() -> None:
    helps = "\n".join(
        str(option.help)
        for command in main.commands.values()
        for option in command.params
        if isinstance(option, click.Option)
    )
    for name in ("DATASET", "HOST", "PORT", "WORKERS"):
        assert hasattr(load({}), name.lower())
        assert f"ALS_KG_{name}" in helps


# A checkout that was copied


@pytest.mark.slow
def test_a_copied_checkout_runs_its_own_code(repository: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copytree(repository / "als_kg", copy / "als_kg", ignore=shutil.ignore_patterns("__pycache__"))
    for name in CONTENT:
        (copy / name).symlink_to(repository / name)
    path = copy / "als_kg" / "cli" / "__init__.py"
    text = path.read_text(encoding="utf-8")
    assert text.count("knowledge graph") == 1
    path.write_text(text.replace("knowledge graph", "COPY"), encoding="utf-8")
    command = [sys.executable, "-m", "als_kg"]
    found = subprocess.run([*command, "--help"], cwd=copy, text=True, capture_output=True, check=True)
    assert "COPY" in found.stdout
    built = subprocess.run([*command, "build"], cwd=copy, text=True, capture_output=True, check=False)
    assert built.returncode == 0, built.stderr
    assert (copy / "build" / "current").exists()


def test_the_readme_counts_the_reviews(repository: Path) -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (repository / "data/review").glob("*.trig"))
    told = re.search(r"(\d+) reviews, 42 of them", (repository / "README.md").read_text(encoding="utf-8"))
    assert told
    assert int(told[1]) == len(re.findall(r"\ba als:Review\b", written))
