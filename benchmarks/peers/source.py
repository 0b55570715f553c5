"""A copy of als-kg as it is at the start: a file that somebody changes during the run changes nothing."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import als_kg
from als_kg.settings import content_root
from als_kg.sources import Content

from .running import Command, finish

_PACKAGE = Path(als_kg.__file__).resolve().parent
_CONTENT = ("ontology", "data", "shapes", "queries")
_DIGEST = (
    "from als_kg import build, settings, sources as s; print(build.inputs_digest(s.Content(settings.content_root())))"
)


@dataclass(frozen=True)
class Source:
    """A folder to run als-kg from, with its content; ``inputs`` is what its datasets must say they are made of."""

    folder: Path
    inputs: str

    @property
    def content(self) -> Content:
        """The curated files."""
        packaged = self.folder / "als_kg" / "_content"
        return Content(packaged if packaged.is_dir() else self.folder)

    @property
    def code(self) -> str:
        """Name the code: the start of the digest of its files."""
        return self.inputs.split("-")[1][:8]


def copied(folder: Path) -> Source:
    """Copy the program and the curated files into a folder, and let the copy say its digest."""
    shutil.copytree(_PACKAGE, folder / "als_kg", ignore=shutil.ignore_patterns("__pycache__"))
    if not content_root().is_relative_to(_PACKAGE):
        for name in _CONTENT:
            shutil.copytree(content_root() / name, folder / name)
    printed = finish(Command([sys.executable, "-c", _DIGEST], folder, {"PYTHONPATH": str(folder)}))
    return Source(folder, printed.split()[-1])
