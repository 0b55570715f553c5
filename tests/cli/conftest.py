from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from als_kg import check
from als_kg.build import Published
from als_kg.cli import main
from als_kg.errors import Finding
from tests.conftest import Sandbox  # type: ignore[import-not-found]

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as a user does; an exception that is not ours fails the test."""
    for name in ("ALS_KG_DATASET", "ALS_KG_CONTENT", "ALS_KG_HOST", "ALS_KG_PORT", "ALS_KG_WORKERS"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: str, **options: object) -> Result:
        return CliRunner().invoke(main, arguments, prog_name="als-kg", catch_exceptions=False, **options)  # type: ignore[arg-type]

    return invoke
