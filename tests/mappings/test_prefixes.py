"""The prefix map expands CURIEs, finds pages, reads IRIs back, and refuses what is no vocabulary."""

import pytest

from als_kg.build import assemble
from als_kg.errors import SourceError
from als_kg.mappings import load_prefixes
from als_kg.mappings.prefixes import COLUMNS
from als_kg.vocabulary import PREFIXES as OURS
from als_kg.vocabulary import graph_for

from .invented import CLOSED, OPEN, PREFIXES, table


def test_a_curie_has_an_iri_and_a_page(mapped):
    found = load_prefixes(mapped.sandbox.content)
    assert found.iri("EXA:001") == "https://example.org/a/001"
    assert found.page("EXA:001") == "https://example.org/page?id=001&lang=en"
    assert found.page("exb:001") == ""
    assert found.iri("condition:mockosis") == f"{OURS['condition']}mockosis"
    assert [found.knows(curie) for curie in ("EXA:001", "gene:x", "exa:001", "EXA", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_an_iri_is_read_back_only_where_it_fits(mapped):
    found = load_prefixes(mapped.sandbox.content)
    assert found.curie("https://example.org/b/012") == "exb:012"
    assert found.curie("https://example.org/b/12") is None
    assert found.curie("https://example.org/c/012") is None


def test_the_longest_start_wins(mapped):
    wide = OPEN | {"pattern": r"^\w+$"}
    mapped.sandbox.write(PREFIXES, table(COLUMNS, wide, wide | {"prefix": "exc", "iri": "https://example.org/a/PS$1"}))
    assert load_prefixes(mapped.sandbox.content).curie("https://example.org/a/PS001") == "exc:001"


def test_without_a_map_only_our_prefixes_are_known(sandbox):
    assert not load_prefixes(sandbox.content).vocabularies


def test_each_vocabulary_is_described_with_its_terms_of_use(mapped):
    graph = assemble(mapped.sandbox.content).graphs[graph_for("mapping", "prefixes")]
    said = {
        (t.predicate.value.rpartition("/")[2].rpartition("#")[2], str(t.object))
        for t in graph
        if "exb" in str(t.subject)
    }
    assert ("rights", '"its own: not for copying"@en') in said
    assert ("rights", '"its own：不得复制"@zh-hans') in said
    assert ("labelsCopied", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>') in said
    assert ("preferredNamespaceUri", '"https://example.org/b/"') in said


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prefix": "EXA"}, r":3: the prefix EXA is taken → keep one of the two"),
        ({"prefix": "gene"}, r":3: the prefix gene is taken"),
        ({"labels": "maybe"}, r":3: labels are 'maybe' → write copied or not copied"),
        ({"terms": ""}, r":3: the cell terms is empty → fill it in"),
        ({"pattern": "(["}, r":3: the pattern is no regular expression"),
    ],
)
def test_what_is_no_vocabulary_is_refused_with_its_line(mapped, change, message):
    mapped.sandbox.write(PREFIXES, table(COLUMNS, OPEN, CLOSED | change))
    with pytest.raises(SourceError, match=f"^{PREFIXES}{message}"):
        load_prefixes(mapped.sandbox.content)


def test_a_prefix_of_ours_may_be_in_the_map_where_both_mean_the_same(mapped):
    mapped.sandbox.write(PREFIXES, table(COLUMNS, OPEN | {"prefix": "org", "iri": f"{OURS['org']}$1"}))
    assert load_prefixes(mapped.sandbox.content).iri("org:Role") == f"{OURS['org']}Role"
