"""Fixtures that all tests share: the frozen invented data set, and copies of it to break."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from als_kg.build import Dataset, Published, assemble, write
from als_kg.sources import Content
from als_kg.store.embedded import EmbeddedStore, hold

REPOSITORY = Path(__file__).resolve().parent.parent
MINI = REPOSITORY / "tests" / "data" / "mini"


@dataclass(frozen=True)
class Sandbox:
    """A copy of the mini data set that a test may change."""

    root: Path

    @property
    def content(self) -> Content:
        return Content(self.root)

    def dataset(self) -> Dataset:
        return assemble(self.content)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that must be there exactly once."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def line(self, name: str, text: str, nth: int = 1) -> int:
        """Find the line, from 1, that holds a text for the nth time."""
        lines = (self.root / name).read_text(encoding="utf-8").splitlines()
        return [number for number, line in enumerate(lines, 1) if text in line][nth - 1]


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def mini() -> Path:
    return MINI


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    root = tmp_path / "content"
    shutil.copytree(MINI, root)
    return Sandbox(root)


@pytest.fixture(scope="session")
def mini_dataset() -> Dataset:
    return assemble(Content(MINI))


@pytest.fixture(scope="session")
def real_dataset() -> Dataset:
    """The real data, without what it says of itself."""
    return assemble(Content(REPOSITORY))


@pytest.fixture(scope="session")
def mini_published(mini_dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return write(mini_dataset, tmp_path_factory.mktemp("dataset"), inputs="mini", validated=True)


@pytest.fixture(scope="session")
def mini_store(mini_dataset: Dataset) -> EmbeddedStore:
    return hold(mini_dataset)
