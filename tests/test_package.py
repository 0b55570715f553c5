"""What pip installs, used where no checkout is: an empty folder."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import httpx
import pytest

from als_kg.sources import Content

pytestmark = pytest.mark.slow

FOLDERS = ("ontology", "data", "shapes", "queries")
QUESTION = "queries/interventions-that-lower-sod1.rq"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from the sdist, as for a release."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", out, repository]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone: what it depends on is what the tests run with."""
    target = tmp_path_factory.mktemp("installed")
    (wheel,) = built.glob("*.whl")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, wheel]
    subprocess.run(command, check=True)
    return target


def als_kg(installed: Path, *words: str, **options: object) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ALS_KG_")}
    environment |= {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "als_kg", *words]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, **options)  # type: ignore[call-overload]


def test_the_wheel_carries_all_that_is_curated(built: Path, repository: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        carried = {name.removeprefix("als_kg/_content/") for name in names if name.startswith("als_kg/_content/")}
    curated = {path.relative_to(repository).as_posix() for path in Content(repository).everything()}
    # What a release is held to and what its data may be used for go with it.
    assert carried == curated | {"release.toml", "LICENSE-DATA"}
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE", "LICENSE-DATA"}


def test_the_sdist_carries_what_a_build_and_a_test_run_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        tops = {Path(name).parts[1] for name in archive.getnames() if len(Path(name).parts) > 1}
    assert {
        "pyproject.toml",
        "README.md",
        "CITATION.cff",
        "CHANGELOG.md",
        "Makefile",
        "als_kg",
        "tests",
        *FOLDERS,
    } <= tops
    assert not {".venv", "build", "dist"} & tops


def test_it_builds_and_answers_in_an_empty_folder(installed: Path, tmp_path: Path, repository: Path) -> None:
    with als_kg(installed, "build", cwd=tmp_path) as build:
        assert build.wait(timeout=120) == 0
    assert (tmp_path / "build" / "current").is_dir()
    question = repository / QUESTION
    with als_kg(installed, "query", "--format", "csv", str(question), cwd=tmp_path) as query:
        answer, _ = query.communicate(timeout=60)
    assert "RAG-17" in answer
    assert "tofersen" in answer


def test_it_serves_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    server = als_kg(installed, "serve", "--port", "0", cwd=tmp_path, stderr=subprocess.STDOUT)
    try:
        address = next(match[0] for line in server.stdout or () if (match := ADDRESS.search(line)))
        page = httpx.get(f"{address}/sparql", headers={"Accept": "text/html"}, timeout=30)
        assert page.status_code == 200
        asked = httpx.get(f"{address}/sparql", params={"query": "ASK { ?s ?p ?o }", "format": "json"}, timeout=30)
        assert asked.json()["boolean"] is True
    finally:
        server.terminate()
        server.communicate(timeout=30)
