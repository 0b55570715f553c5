from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from als_kg.build import Published, write
from als_kg.release.making import Order, Release, make
from als_kg.sources import Content


@pytest.fixture(scope="session")
def mini_release(mini: Path, mini_published: Published, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make(Order(mini_published, Content(mini), tmp_path_factory.mktemp("releases"), "1.0.0"))


@dataclass(frozen=True)
class Releasing:
    """Make releases of a copy of the mini data set that a test changes in between."""

    sandbox: Any
    home: Path

    @property
    def out(self) -> Path:
        return self.home / "release"

    def make(self, version: str, **more: Any) -> Release:
        published = write(self.sandbox.dataset(), self.home / "dataset", validated=True)
        return make(Order(published, self.sandbox.content, **({"out": self.out, "version": version} | more)))


@pytest.fixture
def releasing(sandbox: Any, tmp_path: Path) -> Releasing:
    return Releasing(sandbox, tmp_path)
