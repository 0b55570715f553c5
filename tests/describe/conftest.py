from datetime import UTC, datetime
from pathlib import Path

import pytest

from als_kg import describe
from als_kg.build import Dataset, Triples
from als_kg.describe import About, Edition, File
from als_kg.sources import Content

FILES = (
    File("mini.ttl", "text/turtle", 1234, "0123456789abcdef" * 4, {"en": "current view", "zh": "当前视图"}),
    File("mini.csv.gz", "text/csv", 99, "f" * 64, {"en": "a table", "zh": "表格"}, packed="application/gzip"),
)


@pytest.fixture(scope="session")
def about(mini: Path) -> About:
    return describe.read_about(Content(mini))


@pytest.fixture(scope="session")
def edition() -> Edition:
    return Edition("2.0.0", "ab" * 32, "0.0.9", "1.9.0", datetime(2031, 5, 30, 12, tzinfo=UTC), FILES)


@pytest.fixture(scope="session")
def described(mini_dataset: Dataset, about: About, edition: Edition) -> dict[str, Triples]:
    return dict(describe.descriptions(mini_dataset, about, edition))
