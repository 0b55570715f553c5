"""The article itself, for who has a copy: every passage is found in it, and none of its sentences here.

ALS_KG_ARTICLE names the copy; without it these tests are skipped.
"""

import hashlib
import os
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from als_kg.build import Dataset
from als_kg.passages import Outcome, passages_in, verify
from als_kg.sources import text_of
from als_kg.vocabulary import ALS, PREFIXES, SKOS, VOCAB, iri_for

from .tables import DOCUMENT

VARIABLE = "ALS_KG_ARTICLE"
PASSAGES = 141

# So many characters in a row are a sentence, not a phrase.
RUN = 22
# What follows is a list of addresses and titles.
REFERENCES = "参考资料"
# What the data states as names, titles, dates in the source's words, and sentences that a device decoded.
NAMING = (
    *(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, ALS.dateText),
    *(f"{VOCAB}codeName", f"{VOCAB}brandName", f"{VOCAB}utterance", f"{PREFIXES['dcterms']}title"),
)


def copy_of_the_article(variables: Mapping[str, str]) -> bytes:
    """Read the copy that the environment names; without one skip, with one that cannot be read fail."""
    name = variables.get(VARIABLE)
    if not name:
        pytest.skip(f"{VARIABLE} is not set: it names your copy of the article")
    try:
        return Path(name).read_bytes()
    except OSError as error:
        reason = error.strerror
    pytest.fail(f"{VARIABLE} is set, but {name} cannot be read: {reason}", pytrace=False)


@pytest.fixture(scope="module")
def article() -> bytes:
    return copy_of_the_article(os.environ)


def plain(text: str) -> str:
    """Write look-alike characters as the usual ones, and leave out all space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def windows(text: str) -> Iterator[str]:
    return (text[start : start + RUN] for start in range(len(text) - RUN + 1))


def runs(text: str, names: Iterable[str] = ()) -> frozenset[str]:
    """List the runs of a text, but for those within names."""
    return frozenset(windows(plain(text))).difference(*(windows(plain(name)) for name in names))


def copied(text: str, known: frozenset[str]) -> str | None:
    """Find the first of the known runs in a text of any spacing."""
    return next((window for window in windows(plain(text)) if window in known), None)


def files(repository: Path) -> list[Path]:
    """List the files of the repository: tracked, and not yet tracked but not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=repository, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: no telling which files are its own")
    found = (repository / os.fsdecode(name) for name in listed.split(b"\0") if name)
    return [path for path in found if path.is_file()]


def read_text(path: Path) -> str:
    """Read a text file; what is no UTF-8 has no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def names_in(dataset: Dataset) -> set[str]:
    return {
        text_of(triple.object)
        for triples in dataset.graphs.values()
        for triple in triples
        if triple.predicate.value in NAMING
    }


def test_every_passage_is_exactly_where_the_data_says(article: bytes, dataset: Dataset) -> None:
    passages = passages_in(dataset.view("article"), DOCUMENT)
    report = verify(article, passages)
    assert len(report.having(Outcome.EXACT)) == len(report.verdicts) == PASSAGES
    assert not report.bom
    assert not report.crlf


def test_the_whole_article_is_the_one_that_was_read(article: bytes, dataset: Dataset) -> None:
    document = iri_for("document", DOCUMENT)
    stated = [
        text_of(triple.object)
        for triple in dataset.view("article")
        if text_of(triple.subject) == document and triple.predicate.value == ALS.sha256
    ]
    assert stated == [hashlib.sha256(article).hexdigest()]


def test_no_sentence_of_the_article_is_in_the_repository(article: bytes, dataset: Dataset, repository: Path) -> None:
    body, _, references = article.decode("utf-8").partition(REFERENCES)
    assert references, "the article has no list of references"
    known = runs(body, names_in(dataset))
    assert len(known) > PASSAGES
    mine = files(repository)
    assert Path(__file__).resolve() in mine
    found = {str(path.relative_to(repository)): copied(read_text(path), known) for path in mine}
    assert {name: run for name, run in found.items() if run} == {}


# Of the tests themselves, on an invented article

INVENTED = "从前有一位好奇的国王，他派人去寻找世界上最后一只会唱歌的蓝色甲虫，找了整整七年。"


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        (INVENTED[5 : 5 + RUN], True),
        (INVENTED[5 : 4 + RUN], False),
        (f"他说：{INVENTED[5 : 5 + RUN]}。", True),
        (" ".join(INVENTED[5 : 5 + RUN]), True),
        ("\n".join(INVENTED[5 : 5 + RUN]), True),
        (INVENTED[5 : 5 + RUN].replace("一", "\N{KANGXI RADICAL ONE}"), True),
        (INVENTED[5:15] + "啊" + INVENTED[15 : 15 + RUN - 1], False),
    ],
    ids=["a run", "a shorter one", "within more", "spaced", "broken", "look-alikes", "interrupted"],
)
def test_a_run_is_found(text: str, shared: bool) -> None:
    assert (copied(text, runs(INVENTED)) is not None) is shared


def test_a_name_is_no_copy() -> None:
    name = INVENTED[: RUN + 2]
    assert copied(name, runs(INVENTED))
    assert copied(name, runs(INVENTED, [name])) is None
    assert copied(INVENTED[: RUN + 3], runs(INVENTED, [name]))


def test_without_a_copy_the_tests_are_skipped_and_say_why() -> None:
    for variables in ({}, {VARIABLE: ""}):
        with pytest.raises(pytest.skip.Exception, match=VARIABLE):
            copy_of_the_article(variables)


def test_a_copy_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    for name in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(pytest.fail.Exception, match="cannot be read"):
            copy_of_the_article({VARIABLE: str(name)})


def test_a_copy_is_read_as_it_is(tmp_path: Path) -> None:
    copy = tmp_path / "article.txt"
    copy.write_bytes(b"\xef\xbb\xbf1\r\n")
    assert copy_of_the_article({VARIABLE: str(copy)}) == b"\xef\xbb\xbf1\r\n"
