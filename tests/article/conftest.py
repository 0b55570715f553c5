"""The real data, built once."""

from pathlib import Path

import pytest

from als_kg.build import Dataset, assemble
from als_kg.sources import Content
from als_kg.store.embedded import EmbeddedStore, hold


@pytest.fixture(scope="session")
def dataset(repository: Path) -> Dataset:
    dataset = assemble(Content(repository))
    dataset.require_sound()
    return dataset


@pytest.fixture(scope="session")
def store(dataset: Dataset) -> EmbeddedStore:
    return hold(dataset)
