"""The real data, built once."""

import pytest

from als_kg.build import Dataset
from als_kg.store.embedded import EmbeddedStore, hold


@pytest.fixture(scope="session")
def dataset(real_dataset: Dataset) -> Dataset:
    real_dataset.require_sound()
    return real_dataset


@pytest.fixture(scope="session")
def store(dataset: Dataset) -> EmbeddedStore:
    return hold(dataset)
