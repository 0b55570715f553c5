"""Let the dataset describe a release: which files it has, how large they are, how to check them."""

from collections.abc import Mapping
from datetime import datetime

import als_kg
from als_kg.build import Triples, assemble
from als_kg.describe import Edition, descriptions, read_about
from als_kg.release.files import ReleaseFile
from als_kg.release.making import Describe
from als_kg.sources import Content


def describing(content: Content, version: str, issued: datetime | None, previous: str = "") -> Describe:
    """Give what describes a release of the curated files, once its own files are written."""
    dataset, about = assemble(content), read_about(content)

    def describe(files: tuple[ReleaseFile, ...]) -> Mapping[str, Triples]:
        edition = Edition(version, content.digest(), als_kg.__version__, previous, issued, files)
        return descriptions(dataset, about, edition)

    return describe
