"""The real slices, where ALS_KG_ONTOLOGIES names their folder: each is loaded, but for the one that is broken."""

import os
import re
from pathlib import Path

import pytest

from als_kg.errors import SourceError

from .conftest import ONTO, Desk

VARIABLE = "ALS_KG_ONTOLOGIES"
pytestmark = pytest.mark.slow


@pytest.fixture
def slices() -> Path:
    if not os.environ.get(VARIABLE):
        pytest.skip(f"{VARIABLE} names no folder with slices of outside ontologies")
    folder = Path(os.environ[VARIABLE])
    assert folder.is_dir(), f"{VARIABLE} names {folder}, which is no folder"
    return folder


def test_all_that_is_sound_can_be_loaded_at_once(desk: Desk, slices: Path) -> None:
    named = [path for path in sorted(slices.iterdir()) if re.search(r"\.(obo|ofn|owl|ttl|sssom\.tsv)$", path.name)]
    loaded = desk.load(*(path for path in named if path.name != "eco.obo"))
    desk.load(slices / "hp-zh.babelon.tsv", graph=ONTO)
    assert len(loaded) == len(named) - 1 == len(desk.store.outside()) - 1
    assert min(each.triples for each in loaded) > 1_000


def test_the_one_that_breaks_the_grammar_is_told_with_its_line(desk: Desk, slices: Path) -> None:
    before = desk.listing()
    with pytest.raises(
        SourceError, match=r"eco\.obo:\d+:\d+: breaks the OBO grammar: expected QuotedString → "
    ) as told:
        desk.load(slices / "DO_rare_slim.obo", slices / "eco.obo")
    assert told.value.place is not None
    line = (slices / "eco.obo").read_text(encoding="utf-8").splitlines()[(told.value.place.line or 0) - 1]
    assert "[UniProt:Vishal Joshi, " in line
    assert desk.listing() == before
