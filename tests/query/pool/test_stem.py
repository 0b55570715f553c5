"""What query processes are split off from."""

from pathlib import Path

import pytest

from als_kg.build import Published
from als_kg.query.pool.child.stem import Task, _opener, _size_in_memory, _size_of
from als_kg.query.pool.stem import Stem
from als_kg.store.embedded import EmbeddedStore

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


@pytest.mark.parametrize(("spare", "alone"), [(0, ["https://w3id.org/als-kg/graph/current"]), (-1, [])])
def test_the_current_view_is_held_alone_as_well_if_there_is_memory_for_it(
    mini_published: Published, spare: int, alone: list[str]
) -> None:
    view = _size_of(mini_published.manifest.views["current"], mini_published.ntriples("current"))
    dataset = _size_in_memory(mini_published) + view + spare
    store = _opener(Task(str(mini_published.path), parent=0, dataset=dataset, memory=0, result=0))()
    assert isinstance(store, EmbeddedStore)
    assert list(store.alone) == alone
