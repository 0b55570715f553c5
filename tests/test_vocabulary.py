import pyoxigraph as ox
import pytest

from als_kg.vocabulary import (
    ALS,
    BASE,
    KINDS,
    PREFIXES,
    SCHEMES,
    VOCAB,
    code_iri,
    graph_for,
    iri_for,
    kind_of,
    language_tag,
    shorten,
)


def terms(path):
    return {quad.subject.value for quad in ox.parse(path=path)}


def test_no_two_prefixes_stand_for_the_same_and_kinds_are_no_schemes():
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert not set(KINDS) & set(SCHEMES)
    assert len(set(KINDS)) == len(KINDS)


def test_prefixes_come_in_the_order_of_output():
    kinds = [prefix for prefix in PREFIXES if prefix in KINDS]
    assert next(iter(PREFIXES)) == "als"
    assert kinds == list(KINDS)
    assert all(PREFIXES[kind] == f"{BASE}{kind}/" for kind in KINDS)


def test_schemes_are_those_of_the_codes_file(repository):
    schemes = [
        quad.subject.value
        for quad in ox.parse(path=repository / "ontology" / "codes.ttl")
        if quad.object == ox.NamedNode(f"{PREFIXES['skos']}ConceptScheme")
    ]
    assert set(schemes) == {code_iri(scheme) for scheme in SCHEMES}


def test_terms_that_code_knows_are_in_the_ontology(repository):
    known = {value for name, value in vars(ALS).items() if not name.startswith("_")}
    assert known <= terms(repository / "ontology" / "als-kg.ttl")


def test_names_are_made_of_words():
    assert iri_for("intervention", "fablexin") == f"{BASE}intervention/fablexin"
    assert code_iri("route", "oral") == f"{BASE}code/route/oral"
    assert code_iri("route") == f"{BASE}code/route"
    assert graph_for("claim", "mini-guide", "1.1-01") == f"{BASE}graph/claim/mini-guide/1.1-01"


@pytest.mark.parametrize("make", [lambda: iri_for("drug", "x"), lambda: code_iri("colour", "x")])
def test_an_unknown_kind_or_scheme_is_refused(make):
    with pytest.raises(ValueError, match="unknown"):
        make()


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        (f"{BASE}gene/sod1", "gene"),
        (f"{BASE}passage/mini-guide/1-01", "passage"),
        (f"{BASE}gene/", None),
        (f"{BASE}gene", None),
        (f"{BASE}code/route/oral", None),
        ("https://example.org/gene/sod1", None),
        (f"{VOCAB}Gene", None),
    ],
)
def test_the_kind_of_a_thing_is_in_its_iri(iri, kind):
    assert kind_of(iri) == kind


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{BASE}gene/sod1", "gene:sod1"),
        (f"{BASE}code/route/oral", "route:oral"),
        (f"{BASE}code/route", "code:route"),
        (f"{VOCAB}Gene", "als:Gene"),
        ("https://example.org/x", "<https://example.org/x>"),
    ],
)
def test_an_iri_is_shortened_with_the_closest_prefix(iri, short):
    assert shorten(iri) == short


@pytest.mark.parametrize(("tag", "usual"), [("zh-hans", "zh-Hans"), ("EN", "en"), ("zh-hant-tw", "zh-Hant-TW")])
def test_language_tags_have_one_case(tag, usual):
    assert language_tag(tag) == usual


def test_nothing_can_change_the_tables():
    with pytest.raises(TypeError):
        PREFIXES["als"] = "x"
