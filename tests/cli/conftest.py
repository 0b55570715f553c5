from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from als_kg import check
from als_kg.build import Published
from als_kg.cli import main
from als_kg.errors import Finding

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as a user does; an exception that is not of our family fails the test."""
    for name in ("ALS_KG_DATASET", "ALS_KG_CONTENT", "ALS_KG_HOST", "ALS_KG_PORT", "ALS_KG_WORKERS"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: object, **options: Any) -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(main, words, prog_name="als-kg", catch_exceptions=False, **options)

    return invoke


@pytest.fixture
def asking(run: Run, mini_published: Published, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command that reads a dataset, on the mini data set."""
    monkeypatch.setenv("ALS_KG_DATASET", str(mini_published.path.parent.parent))
    return run


class Curating:
    """Run commands on a copy of the mini data set, with checks that say what a test wants to hear."""

    def __init__(self, run: Run, sandbox: Any, out: Path) -> None:
        self.run, self.sandbox, self.out = run, sandbox, out
        self.findings: Iterable[Finding] = ()
        self.judged = 0

    @property
    def live(self) -> str | None:
        link = self.out / "current"
        return link.resolve().name if link.exists() else None

    def judge(self, *_: object) -> list[Finding]:
        self.judged += 1
        return list(self.findings)


@pytest.fixture
def curating(run: Run, sandbox: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Curating:
    made = Curating(run, sandbox, tmp_path / "out")
    monkeypatch.setenv("ALS_KG_CONTENT", str(sandbox.root))
    monkeypatch.setenv("ALS_KG_DATASET", str(made.out))
    monkeypatch.setattr(check, "run", made.judge)
    return made
