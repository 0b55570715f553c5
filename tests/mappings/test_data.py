"""The real mapping tables: valid SSSOM, and one prefix map with the Bioregistry."""

import pytest

from als_kg.check.foundations import JUSTIFICATIONS
from als_kg.mappings import load_prefixes, mapping_rows
from als_kg.mappings.prefixes import COLUMNS
from als_kg.mappings.table import read_table
from als_kg.settings import content_root
from als_kg.sources import Content, Role

CONTENT = Content(content_root())
FILES = CONTENT.files(Role.MAPPING)
MAP = CONTENT.root / "data" / "mapping" / "prefixes.tsv"
VOCABULARIES = read_table(MAP.read_text(encoding="utf-8"), MAP.name, COLUMNS).rows

# What the Bioregistry does not name a licence for.
UNNAMED = "no licence named"
# Its page is a third party's: link to none (facts, prefixes.tsv).
NO_PAGE = ("icd11.code",)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.name)
def test_a_mapping_file_is_valid_sssom(file):
    import sssom_pydantic

    mappings, converter, found = sssom_pydantic.read(file.path)
    rows = mapping_rows(CONTENT, file)
    assert [(m.subject.curie, m.predicate.curie, m.object.curie) for m in mappings] == [
        (row.subject, row.predicate, row.object) for row in rows
    ]
    assert str(found.id) == file.graph
    assert str(found.license) == "https://creativecommons.org/publicdomain/zero/1.0/"
    prefixes = load_prefixes(CONTENT)
    for mapping in mappings:
        for curie in (mapping.subject.curie, mapping.object.curie):
            assert converter.expand(curie, strict=True) == prefixes.iri(curie)


def test_justifications_are_the_matching_processes_of_semapv():
    from curies.vocabulary import matching_processes

    assert {process.curie for process in matching_processes} == JUSTIFICATIONS


@pytest.mark.parametrize("row", VOCABULARIES, ids=lambda row: row["prefix"])
def test_a_vocabulary_agrees_with_the_bioregistry(row):
    import bioregistry  # two seconds, which no process should pay that runs other tests

    known = bioregistry.get_resource(row["prefix"].lower())
    assert known is not None
    assert row["prefix"] == (known.get_preferred_prefix() or known.prefix)
    assert row["pattern"] == (known.get_pattern() or r"^\S+$")
    assert row["page"] == ("" if known.prefix in NO_PAGE else known.get_uri_format())
    assert row["licence"] == (known.get_license() or UNNAMED)
    own = known.get_rdf_uri_format()
    assert row["iri"] in ((own,) if own else (known.get_uri_format(), f"https://bioregistry.io/{known.prefix}:$1"))


def test_every_vocabulary_is_linked():
    """The map holds what is used: a row that nobody needs would only grow old."""
    rows = [row for file in FILES for row in mapping_rows(CONTENT, file)]
    used = {curie.partition(":")[0] for row in rows for curie in (row.subject, row.object)}
    assert {row["prefix"] for row in VOCABULARIES} == {
        prefix for prefix in used if prefix in load_prefixes(CONTENT).vocabularies
    }


@pytest.mark.parametrize("prefix", ["omim", "omim.ps", "snomedct", "drugbank", "loinc", "umls", "isni"])
def test_protected_vocabularies_have_no_labels_here(prefix):
    (row,) = (row for row in VOCABULARIES if row["prefix"] == prefix)
    assert row["labels"] == "not copied"
