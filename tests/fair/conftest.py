"""A server with the small data set, the real description of the real one, and two releases."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from als_kg.build import assemble, write
from als_kg.describe import version_iri, with_descriptions
from als_kg.query import EmbeddedService
from als_kg.release.describing import describing
from als_kg.release.making import Order, make
from als_kg.settings import load
from als_kg.sources import Content
from als_kg.web import create_app

from .harvest import Harvest


@pytest.fixture(scope="session")
def harvest(mini: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harvest]:
    home = tmp_path_factory.mktemp("fair")
    root = shutil.copytree(mini, home / "content")
    shutil.rmtree(root / "data/dataset")
    shutil.copytree(repository / "data/dataset", root / "data/dataset")
    content = Content(root)
    published = write(with_descriptions(assemble(content), content), home / "dataset", inputs="fair", validated=True)
    out, date = home / "release", datetime(2031, 5, 2, tzinfo=UTC)
    make(Order(published, content, out, "1.0.0"))
    make(Order(published, content, out, "1.1.0", date, describe=describing(content, "1.1.0", date, "1.0.0")))
    settings = load({}, content=root, dataset=home / "dataset", releases=out)
    return Harvest(create_app(EmbeddedService(home / "dataset"), settings).test_client(), version_iri("1.1.0"))
