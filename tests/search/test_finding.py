"""Who is found by what, and in which order."""

import pytest

from als_kg.search import MOST_WORDS, Found, Index, Item, find

BASE = "https://w3id.org/als-kg/"


def item(path: str, en: str, zh: str = "", **more: object) -> Item:
    return Item(BASE + path, path.partition("/")[0], {"en": en, "zh": zh or en}, **more)  # type: ignore[arg-type]


DRUG = item(
    "intervention/fablexin", "fablexin", "虚构生", others=("Fablosa", "FX 067"),
    identifiers=("chembl.compound:CHEMBL3833346", "cas:2088232-70-4"), texts=("Lowers a protein.",),
)  # fmt: skip
STUDY = item(
    "study/valiant", "VALIANT", "英勇研究", identifiers=("clinicaltrials:NCT02623699",), facts=(DRUG.iri, "phase 3"),
)  # fmt: skip
TITLED = item(
    "reference/a", "fablexin", addresses=("https://doi.org/10.1000/x.1",),
    identifiers=("doi:10.1000/x.1", "pubmed:40506548"),
)  # fmt: skip
ABOUT = item("reference/b", "Fablexin in mockosis, first results")
EVENT = item("event/approval", "approval of fablexin", "批准虚构生上市")
MENTION = item("organisation/labs", "Silent Labs", texts=("Makes fablexin in Atlantis.",))
CONDITION = item("condition/zyx1-mock", "ZYX1-mockosis", "ZYX1型拟病")
ITEMS = (TITLED, ABOUT, MENTION, EVENT, CONDITION, STUDY, DRUG)
INDEX = Index(ITEMS, {each.iri: each.names for each in ITEMS})


def ask(text: str, language: str = "en") -> Found:
    return find(INDEX, text, language)


def found(text: str) -> list[Item]:
    return [hit.item for hit in ask(text).hits]


def test_the_thing_itself_comes_first_then_what_is_named_after_it_then_what_mentions_it() -> None:
    assert found("fablexin") == [DRUG, TITLED, STUDY, EVENT, ABOUT, MENTION]


@pytest.mark.parametrize("text", ["results mockosis", "mockosis RESULTS", "fablex first mock"])
def test_all_words_must_fit_in_any_order(text: str) -> None:
    assert found(text) == [ABOUT]
    assert found(f"{text} approval") == []


@pytest.mark.parametrize("text", ["FX067", "fx-067", "ＦＸ 067", "fablosa", "虚构"])
def test_other_spellings(text: str) -> None:
    assert found(text)[0] is DRUG


@pytest.mark.parametrize("text", ["ZYX1 mockosis", "zyx1mockosis", "ZYX-1-Mockosis", "mockosis zyx1"])
def test_hyphens_and_spaces(text: str) -> None:
    assert found(text)[0] is CONDITION


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("NCT02623699", STUDY), ("ＮＣＴ０2623699", STUDY), ("CHEMBL3833346", DRUG), ("CAS 2088232-70-4", DRUG),
        ("10.1000/X.1", TITLED), ("doi:10.1000/x.1", TITLED), ("https://doi.org/10.1000/x.1/", TITLED),
        ("PMID: 40506548", TITLED), ("40506548", TITLED),
    ],
)  # fmt: skip
def test_identifiers_lead_to_the_thing(text: str, wanted: Item) -> None:
    assert found(text) == [wanted]


def test_a_record_that_is_close_comes_after_the_thing_itself() -> None:
    gene, protein = (
        item("gene/a", "ABC1", close=("uniprot:P1",)),
        item("protein/a", "ABC1 protein", identifiers=("uniprot:P1",)),
    )
    index = Index((gene, protein), {})
    for text in ("P1", "uniprot P1", "uniprot:P1"):
        assert [hit.item for hit in find(index, text, "en").hits] == [protein, gene]


def test_an_address_fits_whole_only() -> None:
    assert found("https") == []


def test_a_part_inside_a_word_is_no_part() -> None:
    assert found("blexin") == []
    assert found("osis") == []


def test_facts_are_searched_with_names() -> None:
    assert found("fablexin phase 3") == [STUDY]
    assert found("phase 3 fablosa") == [STUDY]  # by another name of what it tests


def test_a_hit_tells_by_which_other_name_it_was_found() -> None:
    assert [hit.matched for hit in ask("fablosa").hits] == ["Fablosa", ""]  # the study tells what it tests
    assert [hit.matched for hit in ask("NCT02623699").hits] == ["clinicaltrials:NCT02623699"]
    assert ask("fablexin").hits[0].matched == ""


@pytest.mark.parametrize(("typed", "meant"), [("fablexon", "fablexin"), ("虚购生", "虚构生"), ("FABLOSSA", "Fablosa")])
def test_a_slip_is_answered_with_what_was_meant(typed: str, meant: str) -> None:
    assert ask(typed).suggestions == (meant,)


def test_words_that_fit_alone_are_offered() -> None:
    assert ask("valiant labs").suggestions == ("valiant", "labs")
    assert ask("fablexon aproval").suggestions[0] == "fablexin approval"


def test_nothing_is_near_and_nothing_is_asked() -> None:
    assert ask("qqqqqqqq") == Found("qqqqqqqq", ())
    assert ask(" – ").hits == ()


def test_too_many_words_are_not_read() -> None:
    words = ["fablexin", *(letter * 3 for letter in "abcdefghijklmnop")][:MOST_WORDS]
    assert found(" ".join(["fablexin"] + ["approval"] * 30)) == [EVENT]
    assert found(" ".join(words)) == []
    assert ask(" ".join(["qqq" + letter for letter in "abcdefghijklmnopqrst"] + ["fablexin"])).suggestions == ()


def test_a_name_that_is_a_word_for_identifiers_is_found_all_the_same() -> None:
    register = item("organisation/ctis", "CTIS")
    assert [hit.item for hit in find(Index((register,), {}), "ctis", "en").hits] == [register]
