import gzip
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from als_kg.build import Published, open_current
from als_kg.build.manifest import Loaded
from als_kg.outside import load, unload
from als_kg.store.embedded import EmbeddedStore, open_store

ONTO = "http://example.org/onto"


@dataclass(frozen=True)
class Desk:
    """A dataset directory with the mini data set, and a folder to write files into."""

    out: Path
    files: Path

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.files / name
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    def load(self, *paths: Path, **options: Any) -> tuple[Loaded, ...]:
        return load(self.out, paths, **options)

    def unload(self, *graphs: str) -> None:
        unload(self.out, graphs)

    @property
    def live(self) -> Published:
        return open_current(self.out)

    @property
    def store(self) -> EmbeddedStore:
        return open_store(self.live)

    def texts(self, graph: str) -> set[Sequence[str]]:
        """List the statements of a graph by their text."""
        return {tuple(term.value for term in triple) for triple in self.store.triples(graph)}

    def listing(self) -> list[str]:
        """List everything below the directory."""
        return sorted(str(path.relative_to(self.out)) for path in self.out.rglob("*"))


@pytest.fixture
def desk(tmp_path: Path, mini_published: Published) -> Desk:
    files = tmp_path / "files"
    files.mkdir()
    # A copy: to write it anew takes longer than most of the tests.
    shutil.copytree(mini_published.path.parents[1], tmp_path / "out", symlinks=True)
    return Desk(tmp_path / "out", files)
