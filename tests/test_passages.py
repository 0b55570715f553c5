import hashlib

import pytest

from als_kg.errors import SourceError
from als_kg.passages import Outcome, Passage, passages_in, verify
from als_kg.vocabulary import BASE


@pytest.fixture(scope="module")
def article(mini):
    return (mini / "article.txt").read_bytes()


@pytest.fixture(scope="module")
def passages(mini_dataset):
    return passages_in(mini_dataset.view("current"), "mini-guide")


def outcomes(report):
    return [verdict.outcome.value for verdict in report.verdicts]


def shifts(report):
    return [verdict.start - verdict.passage.start for verdict in report.verdicts]


def test_passages_are_read_in_order_with_their_ids(passages):
    assert [passage.id for passage in passages] == ["1-00", "1-01", "1-02", "1-03", "1-04", "2-01"]
    assert passages[0].iri == f"{BASE}passage/mini-guide/1-00"
    assert (passages[0].start, passages[0].end) == (0, 24)


def test_another_document_has_no_passages_here(mini_dataset):
    assert passages_in(mini_dataset.view("current"), "mini") == ()


@pytest.mark.parametrize("predicate", ["oa:end", "als:sha256"])
def test_an_incomplete_passage_is_told(sandbox, predicate):
    name = "data/document/mini-guide.ttl"
    lines = (sandbox.root / name).read_text(encoding="utf-8").splitlines()
    first = next(line for line in lines if line.startswith(f"    {predicate} "))
    sandbox.edit(name, first + "\n", "")
    with pytest.raises(SourceError, match=r"passage/mini-guide/1-00 has not one digest, start and end"):
        passages_in(sandbox.dataset().view("current"), "mini-guide")


def test_the_article_itself_is_exact(article, passages):
    report = verify(article, passages)
    assert outcomes(report) == ["exact"] * 6
    assert (report.bom, report.crlf) == (False, False)


def test_a_byte_order_mark_is_told_and_does_not_count(article, passages):
    report = verify(b"\xef\xbb\xbf" + article, passages)
    assert outcomes(report) == ["exact"] * 6
    assert report.bom


def test_windows_newlines_are_told_and_do_not_count(article, passages):
    report = verify(article.replace(b"\n", b"\r\n"), passages)
    assert outcomes(report) == ["exact"] * 6
    assert report.crlf


def test_windows_newlines_that_the_offsets_were_counted_with_stay():
    text = b"ab\r\ncd"
    passage = Passage("p", "p", 4, 6, hashlib.sha256(b"cd").hexdigest())
    report = verify(text, [passage])
    assert (report.crlf, outcomes(report)) == (True, ["exact"])


def test_a_shifted_copy_is_relocated(article, passages):
    report = verify("菜单\n".encode() * 5 + article, passages)
    assert outcomes(report) == ["relocated"] * 6
    assert shifts(report) == [15] * 6


def test_a_passage_is_found_up_to_the_very_end_and_start_of_a_copy(article, passages):
    report = verify(b"menu\n" + article.rstrip(b"\n"), passages)
    assert shifts(report) == [5] * 6
    passage = Passage("p", "p", 5, 7, hashlib.sha256(b"ab").hexdigest())
    assert verify(b"abcdefgh", [passage]).verdicts[0].start == 0


def test_a_passage_far_away_is_another_text():
    passage = Passage("p", "p", 0, 2, hashlib.sha256(b"ab").hexdigest())
    assert verify(b"-" * 10_000 + b"ab", [passage]).verdicts[0].start == 10_000
    assert outcomes(verify(b"-" * 10_001 + b"ab", [passage])) == ["different"]


def test_a_changed_passage_is_different_and_the_others_are_found(article, passages):
    report = verify(article.replace(b"30 May", b"29 May, a Thursday,"), passages)
    assert outcomes(report) == ["exact", "exact", "different", "relocated", "relocated", "relocated"]
    assert report.having(Outcome.DIFFERENT)[0].start is None
    assert [verdict.start - verdict.passage.start for verdict in report.having(Outcome.RELOCATED)] == [13] * 3


def test_text_that_goes_shifts_the_rest_back(article, passages):
    first_line = article.index(b"\n") + 1
    report = verify(article[first_line:], passages)
    assert outcomes(report) == ["different"] + ["relocated"] * 5
    assert {verdict.start - verdict.passage.start for verdict in report.having(Outcome.RELOCATED)} == {-first_line}


def test_offsets_count_code_points():
    text = "渐冻症😀ALS".encode()
    passage = Passage("p", "p", 4, 7, hashlib.sha256(b"ALS").hexdigest())
    assert outcomes(verify(text, [passage])) == ["exact"]


def test_look_alike_radicals_are_not_normalised_away():
    passage = Passage("p", "p", 0, 1, hashlib.sha256("⽉".encode()).hexdigest())
    assert outcomes(verify("⽉".encode(), [passage])) == ["exact"]
    assert outcomes(verify("月".encode(), [passage])) == ["different"]


def test_of_two_equal_texts_the_nearer_one_is_meant():
    passage = Passage("p", "p", 6, 8, hashlib.sha256(b"xy").hexdigest())
    report = verify(b"xy------xy--", [passage])
    assert report.verdicts[0].start == 8


@pytest.mark.parametrize("copy", [b"", b"x"])
def test_an_empty_copy_differs(passages, copy):
    assert set(outcomes(verify(copy, passages))) == {"different"}


def test_a_copy_in_another_encoding_is_told(passages):
    with pytest.raises(SourceError, match=r"^my\.txt:2: is not UTF-8 → save your copy as UTF-8$"):
        verify("a\n渐".encode("gb18030"), passages, "my.txt")
