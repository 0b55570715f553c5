from pathlib import Path

import pytest
from flask.testing import FlaskClient

from als_kg.build import Published
from als_kg.query import EmbeddedService
from als_kg.settings import load
from als_kg.web import create_app


@pytest.fixture(scope="session")
def client(mini: Path, mini_published: Published) -> FlaskClient:
    dataset = mini_published.path.parent.parent
    return create_app(EmbeddedService(dataset), load({}, content=mini, dataset=dataset)).test_client()


@pytest.fixture
def bare(mini: Path, tmp_path: Path) -> FlaskClient:
    """A server whose dataset is gone."""
    return create_app(EmbeddedService(tmp_path), load({}, content=mini, dataset=tmp_path)).test_client()
