import pytest

from als_kg.errors import QueryRefused, QuerySyntaxError
from als_kg.query.text import MAX_LENGTH, QueryText


@pytest.mark.parametrize(
    ("written", "decoded"),
    [
        ("ASK {}", "ASK {}"),
        (r"S\u0045LECT", "SELECT"),
        (r"'\U0001F9E0'", "'🧠'"),
        (r"'C:\\u0041'", r"'C:\\u0041'"),
        (r"'\\\u0041'", r"'\\A'"),
        (r"'\n\u00e9\u4e2d'", r"'\né中'"),
        (r"'\u12'", r"'\u12'"),
    ],
)
def test_codepoint_escapes(written: str, decoded: str) -> None:
    assert QueryText(written).decoded == decoded


def test_places_are_those_of_the_text_as_written() -> None:
    text = QueryText("ASK {\n  ?x \\u003Cp> 中\\u0020y\n}")
    decoded = text.decoded
    assert text.place(decoded.index("?x")) == (2, 3)
    assert text.place(decoded.index("<p>")) == (2, 6)
    assert text.place(decoded.index("p>")) == (2, 12)
    assert text.place(decoded.index("中")) == (2, 15)
    assert text.place(decoded.index("y")) == (2, 22)
    assert text.place(decoded.index("}")) == (3, 1)


def test_the_engines_line_and_column_lead_back() -> None:
    text = QueryText("ASK {\n \\u003Cp> x }")
    assert text.offset(2, 6) == text.decoded.index("x")
    assert text.offset(9, 9) == len(text.decoded)


@pytest.mark.parametrize("escape", [r"\uD800", r"\U00110000"])
def test_no_character(escape: str) -> None:
    with pytest.raises(QuerySyntaxError, match="is not a character") as caught:
        QueryText(f"ASK\n '{escape}'")
    assert (caught.value.line, caught.value.column) == (2, 3)


def test_length_is_bounded() -> None:
    QueryText("x" * MAX_LENGTH)
    with pytest.raises(QueryRefused, match="100,001 characters"):
        QueryText("x" * (MAX_LENGTH + 1))
