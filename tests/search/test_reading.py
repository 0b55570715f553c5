"""The index as it is read from a dataset: the small invented one, and the real one for identifiers."""

import pytest

from als_kg.query.embedded import answer
from als_kg.search import Index, find, read_index
from als_kg.search.reading import index_of, request
from als_kg.store.embedded import EmbeddedStore
from als_kg.vocabulary import BASE, PREFIXES, VOCAB


@pytest.fixture(scope="module")
def index(mini_store: EmbeddedStore) -> Index:
    return read_index(answer(mini_store, request()))


def test_a_thing_is_read_with_its_names_kind_and_facts(index: Index) -> None:
    hit = find(index, "fablexin", "en").hits[0].item
    assert (hit.iri, hit.kind) == (f"{BASE}intervention/fablexin", "intervention")
    assert hit.names == {"en": "fablexin", "zh": "虚构生"}
    assert hit.classes == (f"{VOCAB}AntisenseOligonucleotide",)  # and not what follows: drug, intervention
    assert f"{BASE}code/route/intrathecal" in hit.facts
    assert index.name(hit.facts[0], "zh")


def test_what_speaks_of_everything_is_no_thing(index: Index) -> None:
    found = {item.iri for item, _ in index.entries}
    assert f"{VOCAB}Drug" in found
    assert not found & {VOCAB.rstrip("#"), f"{BASE}code"}


def row(subject: str, name: str, value: str, language: str = "") -> dict[str, dict[str, str]]:
    prefix, _, local = name.partition(":")
    term = {"type": "uri" if value.startswith("http") else "literal", "value": value}
    tag = {"xml:lang": language} if language else {}
    return {
        "subject": {"type": "uri", "value": subject},
        "property": {"type": "uri", "value": PREFIXES[prefix] + local},
        "value": term | tag,
    }


def test_what_outside_records_say_leads_to_the_thing_that_is_mapped_to_them() -> None:
    thing, record, broader = f"{BASE}study/a", "https://bioregistry.io/clinicaltrials:NCT1", "http://out.example/b"
    index = index_of(
        [
            row(thing, "skos:prefLabel", "trial A", "en"), row(thing, "skos:exactMatch", record),
            row(record, "dcterms:identifier", "clinicaltrials:NCT1"), row(record, "schema:url", "https://x.example/NCT1"),
            row(record, "rdfs:label", "A trial as registered"), row(thing, "skos:broadMatch", broader),
            row(broader, "dcterms:identifier", "x:77"),
        ]
    )  # fmt: skip
    ((item, _),) = index.entries
    assert item.identifiers == ("clinicaltrials:NCT1",)
    assert item.facts == ("NCT1",)
    assert item.addresses == ("https://x.example/NCT1",)
    ranks = {text: [hit.rank for hit in find(index, text, "en").hits] for text in ("NCT1", "registered", "x:77")}
    assert ranks == {"NCT1": [0], "registered": [4], "x:77": [4]}


@pytest.mark.parametrize(("precision", "told"), [("month", "2031-05"), ("year", "2031"), ("day", "2031-05-01")])
def test_a_date_is_told_as_precisely_as_its_thing_says(precision: str, told: str) -> None:
    thing = f"{BASE}event/a"
    found = [
        row(thing, "skos:prefLabel", "approval", "en"), row(thing, "als:date", "2031-05-01"),
        row(thing, "als:datePrecision", f"{BASE}code/precision/{precision}"),
    ]  # fmt: skip
    assert find(index_of(found), "approval", "en").hits[0].item.facts == (told,)
