from typing import Any

import pytest

from als_kg.mappings.prefixes import COLUMNS

from .invented import CLOSED, OPEN, PREFIXES, Mapped, table


@pytest.fixture
def mapped(sandbox: Any) -> Mapped:
    sandbox.write(PREFIXES, table(COLUMNS, OPEN, CLOSED))
    return Mapped(sandbox)
