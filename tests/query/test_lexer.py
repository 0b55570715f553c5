import random
import time

import pytest

from als_kg.errors import QuerySyntaxError
from als_kg.query.lexer import Kind, shape, tokenise
from als_kg.query.text import QueryText


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.text) for token in tokenise(QueryText(text))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<http://a/b#c>", Kind.IRI),
        ("<>", Kind.IRI),
        ("als:Drug", Kind.PREFIXED),
        (":", Kind.PREFIXED),
        ("a.b:c.d", Kind.PREFIXED),
        (r"ex:a\#b%20c", Kind.PREFIXED),
        ("药:托夫生", Kind.PREFIXED),
        ("ex:1:2", Kind.PREFIXED),
        ("_:b1.x", Kind.BLANK),
        ("?x", Kind.VARIABLE),
        ("$名", Kind.VARIABLE),
        (r"'it\'s'", Kind.STRING),
        ('"#<>{}"', Kind.STRING),
        ("'''a'b''c\n'''", Kind.STRING),
        ('"""" """', Kind.STRING),
        ("''", Kind.STRING),
        ("@zh-Hans", Kind.LANGUAGE),
        ("12", Kind.NUMBER),
        (".5", Kind.NUMBER),
        ("1.5e-3", Kind.NUMBER),
        ("1.e3", Kind.NUMBER),
        ("SeLeCt", Kind.WORD),
        ("GROUP_CONCAT", Kind.WORD),
        ("^^", Kind.MARK),
        ("<=", Kind.MARK),
    ],
)
def test_one_token(text: str, kind: Kind) -> None:
    assert kinds(text) == [(kind, text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("?a<?b && ?c>?d", ["?a", "<", "?b", "&&", "?c", ">", "?d"]),
        ("ex:a. ex:b.", ["ex:a", ".", "ex:b", "."]),
        ("ex:p?", ["ex:p", "?"]),
        ("1.", ["1", "."]),
        ("?a<<b>", ["?a", "<", "<b>"]),
        ("{?s a 'x'}# ' <\n.", ["{", "?s", "a", "'x'", "}", "."]),
        ("''''''", ["''''''"]),
        ("1#2\r3#4\n5", ["1", "3", "5"]),
        ("COUNT(*)", ["COUNT", "(", "*", ")"]),
        ("'a'@en,'b'^^ex:t", ["'a'", "@en", ",", "'b'", "^^", "ex:t"]),
    ],
)
def test_tokens_in_a_row(text: str, parts: list[str]) -> None:
    assert [token.text for token in tokenise(QueryText(text))] == parts


def test_keywords_without_case() -> None:
    (token,) = tokenise(QueryText("oPtIoNaL"))
    assert token.is_word("OPTIONAL", "UNION")
    assert not token.is_mark("OPTIONAL")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("ASK { ?s ?p 'abc }", (1, 13), "string does not end"),
        ("ASK {\n 'a\nb' }", (2, 2), "string does not end"),
        ('ASK { """x" }', (1, 7), "string does not end"),
        (r"ASK { '\q' }", (1, 7), "string does not end"),
        ("ASK { ?s ?p ` }", (1, 13), "unexpected character `"),
        ("ASK { ?s\u00a0?p ?o }", (1, 9), r"unexpected character U\+00A0"),
        ("ASK { ex:%4 }", (1, 10), "unexpected character %"),
    ],
)
def test_what_is_no_token(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        tokenise(QueryText(text))
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("a." * 40_000, (1, 1)), ("?s ?p true." + "a" * 65, (1, 7)),
        ("\u00e9" * 65 + ":a", (1, 1)), ("a" * 65 + ":b", (1, 1)),
    ],
    ids=["dots", "a word", "letters", "a prefix"],
)  # fmt: skip
def test_a_name_too_long_is_an_error_at_once(written: str, place: tuple[int, int]) -> None:
    started = time.process_time()
    with pytest.raises(QuerySyntaxError, match="more than 64 characters") as caught:
        tokenise(QueryText(written))
    assert (caught.value.line, caught.value.column) == place
    assert time.process_time() - started < 0.5


def test_the_longest_prefix_is_read_whole() -> None:
    (token,) = tokenise(QueryText("a" * 64 + ":" + "b" * 99))
    assert token.kind is Kind.PREFIXED


def test_local_names_and_variables_may_be_long() -> None:
    assert [len(token.text) for token in tokenise(QueryText("p:" + "a." * 500 + "a ?" + "b" * 500))] == [1003, 501]


# What has two sides: quotes, escapes, comments, names that are too long or just go on, the mark of the end itself.
PIECES = (
    "SELECT", "?x", "$y", "<http://a/b#c>", "<", "<=", ">", "als:a", r"als:a\#b", "_:b", "_", "a" * 70, "1.5e3", ".5",
    "@en", '"', "'", '"""', "'''", "\\", r"\"", r"\n", r"\q", "#", "\n", "\r", " ", "{", "(", ";", "||", "&", "\0", "é",
    "药", "?", "a", "b1", ":", ".", "-", "_1", "%41", r"\-", "7", "a" * 41, "als:", "·", "[", ",",
)  # fmt: skip


def shape_by_tokens(text: QueryText) -> tuple[str, ...] | None:
    try:
        return tuple("" if token.kind in {Kind.STRING, Kind.NUMBER} else token.text for token in tokenise(text))
    except QuerySyntaxError:
        return None


@pytest.mark.parametrize("seed", range(20))
def test_a_shape_is_the_tokens_without_their_strings_and_numbers(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(500):
        text = QueryText("".join(draw.choices(PIECES, k=draw.randint(0, 12))))
        assert shape(text) == shape_by_tokens(text), text.decoded


def test_queries_of_one_shape_differ_in_constants_comments_and_space_only() -> None:
    one = shape(QueryText('ASK { ?s ?p "a#{" } # 1'))
    assert one == shape(QueryText("ASK\n{?s#}\n?p\n'''b''' }"))
    assert one == ("ASK", "{", "?s", "?p", "", "}")
    assert one == shape(QueryText("ASK { ?s ?p 1 }")) == shape(QueryText("ASK { ?s ?p .5e3 }"))
    assert one != shape(QueryText("ASK { ?s ?p -1 }"))
