"""Texts that have both languages, and that readers of either meet no others."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from als_kg.bilingual import Piece, both, pieces
from als_kg.errors import Place, QuerySyntaxError

# What makes the errors that somebody who asks can meet; those of the operator are English.
ROOMS = ("query", "web/endpoint/asking.py", "entity/doubts.py")
NOT_FOR_READERS = ("query/pool/child", "query/pool/keeper.py")
MAKERS = {"error", "refusal", "QueryError", "QueryRefused", "QuerySyntaxError", "NotAcceptable", "Rejected"}


def test_it_is_english_to_everybody_and_has_chinese() -> None:
    text = both("more than {most:,} {what}", "{what}超过 {most:,} 个", most=1000, what=both("marks", "记号"))
    assert text == "more than 1,000 marks"
    assert text.zh == "记号超过 1,000 个"


def test_words_of_others_stay_as_they_are() -> None:
    text = both("it says", "它说", cited="{no} field")
    assert text == "it says: {no} field"
    assert pieces(text, "zh") == (Piece("它说：", "zh"), Piece("{no} field", "en"))
    assert pieces(text, "en") == (Piece("it says: {no} field", "en"),)


def test_what_nobody_translated_is_marked_as_english() -> None:
    assert pieces("odd", "zh") == (Piece("odd", "en"),)
    assert pieces("", "zh") == ()


def test_an_error_crosses_processes_with_both() -> None:
    error = pickle.loads(pickle.dumps(QuerySyntaxError(both("odd", "怪"), 1, 2, both("mend it", "改"))))
    assert (str(error), error.message.zh, error.todo.zh) == ("line 1, column 2: odd → mend it", "怪", "改")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(None, 3, 7), "第 3 行，第 7 列"),
        (Place(None, 3), "第 3 行"),
        (Place("a.rq", 3, 7), "a.rq:3:7"),
    ],
)
def test_a_place_in_chinese(place: Place, text: str) -> None:
    assert place.told("zh") == text
    assert place.told("en") == str(place)


def calls(folder: Path) -> Iterator[tuple[str, ast.Call]]:
    files = [path for room in ROOMS for path in ([folder / room] if room[-3:] == ".py" else (folder / room).rglob("*"))]
    for path in files:
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".py" and not name.startswith(NOT_FOR_READERS):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from ((name, node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_errors_that_a_reader_meets_have_both_languages(repository: Path) -> None:
    found = [(name, node) for name, node in calls(repository / "als_kg") if called(node) in MAKERS]
    assert len(found) > 30
    bare = [
        f"{name}:{node.lineno}"
        for name, node in found
        if any(map(is_text, [*node.args, *(each.value for each in node.keywords)]))
    ]
    assert bare == []


def test_both_languages_have_the_same_fields(repository: Path) -> None:
    for name, node in calls(repository / "als_kg"):
        texts = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
        if called(node) == "both" and len(texts) == 2:
            given = {each.arg for each in node.keywords} - {"cited"}
            assert both(*texts, **dict.fromkeys(given, 0)), f"{name}:{node.lineno}"
            assert [text.count("{") for text in texts] == [texts[0].count("{")] * 2, f"{name}:{node.lineno}"
