import pytest

from als_kg.formats import FORMATS, by_name, choose, of_family


@pytest.mark.parametrize(
    ("accept", "family", "name"),
    [
        ("", "results", "json"),
        ("*/*", "results", "json"),
        ("*/*", "graph", "turtle"),
        ("text/csv", "results", "csv"),
        ("application/json", "results", "json"),
        ("text/*", "results", "csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", "results", "xml"),
        ("application/sparql-results+xml, */*;q=0.1", "results", "xml"),
        ("text/csv, */*", "results", "csv"),
        ("*/*, text/csv", "results", "csv"),
        ("text/csv, text/tab-separated-values", "results", "csv"),
        ("text/tab-separated-values, text/csv", "results", "tsv"),
        ("application/sparql-results+json;q=0, */*", "results", "xml"),
        ("application/json;q=0, */*", "results", "json"),
        ("TEXT/CSV ; Q=1", "results", "csv"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "results", "json"),
        ("application/n-triples", "graph", "ntriples"),
        ("application/ld+json", "dataset", "jsonld"),
        ("application/n-quads", "dataset", "nquads"),
    ],
)
def test_the_wanted_format_is_chosen(accept, family, name):
    assert choose(accept, family).name == name


@pytest.mark.parametrize(
    "accept",
    ["text/html", "image/*", "text/csv;q=0", "*/*;q=0", "text/csv;q=none", "text/csv;q=2", "text/csv;q=nan"],
)
def test_nothing_is_chosen_where_nothing_will_do(accept):
    assert choose(accept, "results") is None


def test_an_excluded_type_is_not_let_in_by_a_wider_range():
    assert choose("text/csv;q=0, text/*", "results").name != "csv"


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: f"{entry.name}-{entry.family}")
def test_a_format_is_found_by_all_its_names(entry):
    for name in (entry.name, entry.extension, f".{entry.extension}", entry.media_type.upper()):
        assert by_name(name, entry.family) == entry


def test_an_unknown_name_gives_none():
    assert by_name("excel") is None
    assert by_name("csv", "graph") is None


def test_media_types_are_those_of_the_engine():
    for entry in FORMATS:
        assert entry.engine.media_type.partition(";")[0] == entry.media_type
        assert entry.engine.file_extension == entry.extension


def test_each_family_has_a_default():
    assert [of_family(family)[0].name for family in ("results", "graph", "dataset")] == ["json", "turtle", "trig"]
