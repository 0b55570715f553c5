import pytest

from als_kg.sources.lexer import Kind, Lines, tokens


def kinds(text):
    return [(token.kind.value, token.text) for token in tokens(text) if token.kind is not Kind.SPACE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# to the end\n<a>", [("comment", "# to the end"), ("iri", "<a>")]),
        ("<http://e/#frag>", [("iri", "<http://e/#frag>")]),
        ('"a # b"', [("string", '"a # b"')]),
        ('"a \\" b" .', [("string", '"a \\" b"'), ("mark", ".")]),
        ("'it'", [("string", "'it'")]),
        ('"""a "b" ""c""" .', [("string", '"""a "b" ""c"""'), ("mark", ".")]),
        ("'''a\n'b' # c''' ;", [("string", "'''a\n'b' # c'''"), ("mark", ";")]),
        ('"" ""', [("string", '""'), ("string", '""')]),
        ("p:1.1-02.", [("name", "p:1.1-02"), ("mark", ".")]),
        ("a.b:c.d .", [("name", "a.b:c.d"), ("mark", ".")]),
        (":local", [("name", ":local")]),
        ("e:a\\,b,", [("name", "e:a\\,b"), ("mark", ",")]),
        ("e:%20a", [("name", "e:%20a")]),
        ("药:名", [("name", "药:名")]),
        ("e: a", [("name", "e:"), ("word", "a")]),
        ("_:b.1 .", [("blank", "_:b.1"), ("mark", ".")]),
        ("1.", [("number", "1"), ("mark", ".")]),
        ("1.5.", [("number", "1.5"), ("mark", ".")]),
        ("-.5e3", [("number", "-.5e3")]),
        ("1.e3", [("number", "1.e3")]),
        ('"x"@zh-Hans', [("string", '"x"'), ("at", "@zh-Hans")]),
        ('"1"^^xsd:date', [("string", '"1"'), ("mark", "^^"), ("name", "xsd:date")]),
        ("true a", [("word", "true"), ("word", "a")]),
        ("g:x{}", [("name", "g:x"), ("mark", "{"), ("mark", "}")]),
        ("[ ] ( )", [("mark", "["), ("mark", "]"), ("mark", "("), ("mark", ")")]),
    ],
)
def test_text_is_cut_as_the_grammar_says(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize("text", ['"open', "'''open", "<a b>", "\\ | ^", "é\u2028\t\r\n", ""])
def test_nothing_is_lost_whatever_the_text(text):
    assert "".join(token.text for token in tokens(text)) == text


def test_lexing_a_long_text_takes_time_in_proportion():
    text = "p:" + "a." * 50_000 + " " + '"' * 50_000
    assert "".join(token.text for token in tokens(text)) == text


def test_lines_and_columns_count_from_one():
    lines = Lines("ab\n渐c\n")
    assert [(lines.line(offset), lines.column(offset)) for offset in (0, 2, 3, 4, 6)] == [
        (1, 1), (1, 3), (2, 1), (2, 2), (3, 1),
    ]  # fmt: skip
