"""What holds for every command: help, exit codes, faults in one line, quick to start."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from als_kg.build import Published
from als_kg.cli import main

Run = Callable[..., Result]
HEAVY = ("flask", "granian", "pyoxigraph", "pyshacl", "rdflib", "rich")


def python(repository: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(command, cwd=repository, text=True, capture_output=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("name", main.commands)
def test_help_has_an_example(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"als-kg {name}" in result.output.split("Usage:")[1].split("\n\n", 1)[1]


@pytest.mark.parametrize("name", main.commands)
def test_every_option_is_explained(name: str) -> None:
    options = [option for option in main.commands[name].params if isinstance(option, click.Option)]
    assert all(option.help for option in options)


def test_commands_come_in_the_order_of_use(run: Run) -> None:
    output = run("--help").output
    places = [output.index(f"\n  {name} ") for name in ("build", "format", "check", "verify", "query", "serve")]
    assert places == sorted(places)
    assert "..." not in output.split("Commands:")[1], "a first line is too long for the list"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["qurey"], "Did you mean 'query'?"),
        (["query", "--veiw", "x"], "Did you mean '--view'?"),
        (["query", "--format", "cvs", "-e", "ASK {}"], "Did you mean 'csv'?"),
        (["export", "--format", "tutle"], "Did you mean 'turtle'?"),
        (["serve", "--port", "x"], "'x' is not a valid integer"),
        (["serve", "--port", "70000"], "port is '70000' → give a whole number from 0 to 65535"),
        (["verify"], "Missing option '--article'"),
    ],
)
def test_wrong_use_is_2_and_says_what_was_meant(run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_missing_dataset_is_2_in_one_line(run: Run, tmp_path: Path) -> None:
    for arguments in (["query", "-e", "ASK {}"], ["export"], ["stats"]):
        result = run(*arguments, "--dataset", tmp_path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"{tmp_path}: holds no dataset → run: als-kg build\n"


def test_help_imports_nothing_heavy(repository: Path) -> None:
    code = f"import sys, als_kg.cli; print([name for name in {HEAVY} if name in sys.modules])"
    assert python(repository, "-c", code).stdout == "[]\n"


def test_as_a_module_and_warning_free(repository: Path) -> None:
    found = python(repository, "-m", "als_kg", "query", "--help")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("Usage: als-kg query")


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "--format", "ntriples"],
        ["query", "--format", "tsv", "-e", "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 50000"],
        ["query", "-e", "SELECT * { ?s ?p ?o }"],
        ["stats"],
    ],
    ids=["export", "tsv", "table", "stats"],
)
def test_a_closed_pipe_is_quiet(repository: Path, mini_published: Published, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "als_kg", *arguments, "--dataset", str(mini_published.path.parent.parent)]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141
