"""What is typed and what is written come to one form."""

import pytest

from als_kg.search.normalising import closed, folded, pieced, words


@pytest.mark.parametrize(
    "written", ["SOD1-ALS", "SOD1 ALS", "sod1–als", "ＳＯＤ１　ＡＬＳ", "SOD-1/ALS", "sod1als"],
)  # fmt: skip
def test_width_case_hyphens_and_spaces_make_no_difference(written: str) -> None:
    assert pieced(written) == " sod 1 als "
    assert closed(written) == "sod1als"


def test_chinese_is_read_character_by_character() -> None:
    assert pieced("SOD1基因") == " sod 1 基 因 "
    assert closed("⽉") == closed("月")  # a radical that only looks like the character


def test_accents_and_greek_letters() -> None:
    assert folded("Ménière") == "meniere"
    assert closed("TGF-β") == closed("TGF beta") == closed("tgf-Β")


def test_words_stand_once_and_what_has_no_letters_is_none() -> None:
    assert words("SOD1  als sod1 – !") == [" sod 1 ", " als "]
    assert words(" … ") == []
