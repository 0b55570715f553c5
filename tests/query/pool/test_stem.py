"""What query processes are split off from."""

from pathlib import Path

import pytest

from als_kg.build import Published
from als_kg.query.pool.stem import Stem

from .conftest import SMALL

HUGE_PAGES = Path("/sys/kernel/mm/transparent_hugepage/enabled")


@pytest.mark.skipif(
    not HUGE_PAGES.exists() or "[never]" in HUGE_PAGES.read_text(), reason="this kernel has no huge pages"
)
def test_the_data_are_in_huge_pages_so_that_a_fork_is_quick(mini_published: Published) -> None:
    stem = Stem(mini_published, SMALL)
    try:
        assert "fault" not in stem.hear()
        lines = Path(f"/proc/{stem.pid}/smaps_rollup").read_text().splitlines()
        (huge,) = [int(line.split()[1]) for line in lines if line.startswith("AnonHugePages:")]
        assert huge > 0
    finally:
        stem.end()
