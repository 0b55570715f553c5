"""Lengths of time in words."""

import pytest

from als_kg.entity import Entity, Value
from als_kg.vocabulary import expand
from als_kg.web.addresses import Site
from als_kg.web.durations import duration_in
from als_kg.web.shown import Shown


@pytest.mark.parametrize(
    ("written", "english", "chinese"),
    [
        ("P168D", "168 days", "168 天"),
        ("P1Y", "1 year", "1 年"),
        ("P1Y6M", "1 year 6 months", "1 年 6 个月"),
        ("PT3H", "3 hours", "3 小时"),
        ("PT1H30M", "1 hour 30 minutes", "1 小时 30 分钟"),
        ("P0D", "0 days", "0 天"),
        ("P6M", "6 months", "6 个月"),
        ("-P1D", "-P1D", "-P1D"),
        ("PT1.5S", "PT1.5S", "PT1.5S"),
        ("P", "P", "P"),
        ("half a year", "half a year", "half a year"),
    ],
)
def test_a_length_of_time_in_words(written: str, english: str, chinese: str) -> None:
    assert (duration_in("en", written), duration_in("zh", written)) == (english, chinese)


def test_a_page_writes_lengths_of_time_in_words_and_other_texts_as_they_are() -> None:
    entity = Entity("http://a", {}, (), {}, (), ())
    shown = Shown("http://a", "zh", Site(""), "", entity, "")
    assert shown.text(Value("P168D", datatype=expand("xsd:duration"))) == "168 天"
    assert shown.text(Value("P168D")) == "P168D"
    assert shown.text(Value("2024-05-01", datatype=expand("xsd:date"), precision="month")) == "2024-05"
