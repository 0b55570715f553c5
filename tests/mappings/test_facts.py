"""Every identifier that the checked facts confirm for a thing of ours is mapped, and none comes from elsewhere.

ALS_KG_FACTS names the folder of the facts; without it these tests are skipped. Two tables stand
beside this file: ``entities.tsv`` (which thing of ours a concept of the facts is, where the slug does not
say so) and ``left-out.tsv`` (what is confirmed and yet not mapped, with the reason).
"""

import csv
import os
import re
from functools import cache
from pathlib import Path

import pytest

from als_kg.mappings import MappingRow, mapping_rows
from als_kg.settings import content_root
from als_kg.sources import Content, Role, text_of
from als_kg.sources.content import ONTOLOGY_MAPPINGS, REJECTED_MAPPINGS, stem_of
from als_kg.vocabulary import PREFIXES

VARIABLE = "ALS_KG_FACTS"
HERE = Path(__file__).resolve().parent
CONTENT = Content(content_root())

USABLE = ("confirmed twice", "confirmed", "one source")
KINDS = {
    "disease": "condition", "phenotype": "condition", "gene": "gene", "drug": "intervention", "trial": "study",
    "organisation": "organisation", "citation": "reference", "device": "intervention", "person": "person",
}  # fmt: skip
# Read in ../design/terms.md, section 7, not in the facts.
FROM_TERMS = {("intervention:tofersen", "ncit:c166584")}
# Withheld on purpose: it had no second source.
WITHHELD = "chembl.compound:chembl4297234"

Facts = list[dict[str, str]]


def table(path: Path) -> Facts:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def plain(curie: str) -> str:
    """Spell a CURIE so that two spellings of it are equal: lower case, GARD without leading zeros."""
    prefix, _, identifier = curie.lower().partition(":")
    return f"{prefix}:{identifier.lstrip('0') if prefix == 'gard' else identifier}"


@pytest.fixture(scope="module")
def folder() -> Path:
    name = os.environ.get(VARIABLE)
    if not name:
        pytest.skip(f"{VARIABLE} is not set: it names the folder of the checked facts")
    if not (Path(name) / "identifiers.tsv").is_file():
        pytest.fail(f"{VARIABLE} is set, but {name} has no identifiers.tsv", pytrace=False)
    return Path(name)


@pytest.fixture(scope="module")
def identifiers(folder: Path) -> Facts:
    return table(folder / "identifiers.tsv")


def rows(*, rejected: bool) -> dict[tuple[str, str], MappingRow]:
    """Take the rows by pair."""
    files = [file for file in CONTENT.files(Role.MAPPING) if (stem_of(file.path) == REJECTED_MAPPINGS) is rejected]
    found = (row for file in files for row in mapping_rows(CONTENT, file))
    return {(row.subject, plain(row.object)): row for row in found}


def ours(fact: dict[str, str]) -> str | None:
    """Name the thing of ours that an entity of the facts is, None where the graph has none."""
    if found := stated().get((fact["kind"], fact["entity"])):
        return found
    kind = KINDS.get(fact["kind"])
    name = f"{kind}:{fact['entity'].lower()}"
    return name if kind and f"{PREFIXES[kind]}{fact['entity'].lower()}" in described() else None


@cache
def stated() -> dict[tuple[str, str], str]:
    return {(row["kind"], row["entity"]): row["ours"] for row in table(HERE / "entities.tsv")}


@cache
def described() -> set[str]:
    files = CONTENT.files(Role.ENTITY, Role.DOCUMENT)
    return {text_of(quad.subject) for file in files for quad in CONTENT.read(file).quads}


@cache
def left_out() -> set[tuple[str, str]]:
    return {(row["entity"], plain(row["curie"])) for row in table(HERE / "left-out.tsv")}


def wanted(identifiers: Facts) -> list[tuple[str, dict[str, str]]]:
    """List what must be mapped: usable, no mere relation, of a thing of ours, not left out."""
    usable = [f for f in identifiers if f["check"] in USABLE and f["predicate"] != "relatedMatch"]
    kept = [f for f in usable if (f["entity"], plain(f["curie"])) not in left_out()]
    return [(name, fact) for fact in kept if (name := ours(fact))]


def test_every_confirmed_identifier_of_a_thing_of_ours_is_mapped(identifiers):
    mapped = rows(rejected=False)
    pairs = wanted(identifiers)
    assert len(pairs) > 200
    assert [(name, fact["curie"]) for name, fact in pairs if (name, plain(fact["curie"])) not in mapped] == []


def test_a_predicate_that_is_not_that_of_the_facts_says_why(identifiers):
    mapped = rows(rejected=False)
    for name, fact in wanted(identifiers):
        row = mapped[name, plain(fact["curie"])]
        assert row.predicate == f"skos:{fact['predicate']}" or row["comment"], row.place


def test_what_rests_on_one_source_is_less_sure_and_names_it(identifiers):
    mapped = rows(rejected=False)
    pairs = wanted(identifiers)
    sources = {(name, plain(fact["curie"]), fact["source"]) for name, fact in pairs}
    for name, fact in pairs:
        row = mapped[name, plain(fact["curie"])]
        assert (name, plain(fact["curie"]), row["source"]) in sources, row.place
        if fact["check"] == "one source":
            assert float(row["confidence"]) < 0.8, row.place


def test_what_is_left_out_is_confirmed_and_not_mapped(identifiers):
    confirmed = {(fact["entity"], plain(fact["curie"])): fact for fact in identifiers if fact["check"] in USABLE}
    assert left_out() <= confirmed.keys()
    mapped = {curie for _, curie in rows(rejected=False)}
    assert not mapped & {curie for _, curie in left_out()}


def test_no_identifier_comes_from_elsewhere(folder, identifiers):
    usable = {plain(fact["curie"]) for fact in identifiers if fact["check"] in USABLE}
    verified = [fact["value"] for fact in table(folder / "facts.tsv") if fact["status"] == "verified"]
    for file in CONTENT.files(Role.MAPPING):
        if stem_of(file.path) in (ONTOLOGY_MAPPINGS, REJECTED_MAPPINGS):
            continue
        for row in mapping_rows(CONTENT, file):
            bare = re.compile(rf"(?<!\w){re.escape(row.object.partition(':')[2])}(?!\w)")
            known = plain(row.object) in usable or any(bare.search(value) for value in verified)
            assert known or (row.subject, plain(row.object)) in FROM_TERMS, row.place


def test_the_wrong_and_the_doubtful_are_never_accepted_and_the_wrong_are_rejected(identifiers):
    accepted, rejected = rows(rejected=False), rows(rejected=True)
    for fact in identifiers:
        if fact["check"] in ("wrong", "doubtful") and (name := ours(fact)):
            pair = (name, plain(fact["curie"]))
            assert pair not in accepted
            assert fact["check"] == "doubtful" or pair in rejected, pair
    assert WITHHELD not in {curie for _, curie in accepted}


def test_aligned_terms_are_in_the_ontologies_at_hand(folder):
    slices = {"CTO": "cto.owl", "ECO": "eco.obo", "biolink": "biolink_model.owl.ttl"}
    ontologies = folder.parent / "ontologies"
    if not ontologies.is_dir():
        pytest.skip(f"no slices of ontologies beside {folder}")
    texts = {prefix: (ontologies / name).read_text(encoding="utf-8") for prefix, name in slices.items()}
    (file,) = (file for file in CONTENT.files(Role.MAPPING) if stem_of(file.path) == ONTOLOGY_MAPPINGS)
    for row in mapping_rows(CONTENT, file):
        prefix, _, identifier = row.object.partition(":")
        label = row["object_label"]
        written = {
            "CTO": (f"CTO_{identifier}<", f">{label}<"),
            "ECO": (f"id: ECO:{identifier}\n", f"\nname: {label}\n"),
            "biolink": (f"\nbiolink:{identifier} a ", f'rdfs:label "{label}"'),
        }
        if prefix in texts:
            assert all(text in texts[prefix] for text in written[prefix]), row.place
