"""What is read of an ontology: hierarchy, signatures, mappings, use."""

from als_kg.documentation.model import anchor_of, page_of, term_at
from als_kg.vocabulary import BASE, VOCAB


def names(iris):
    return [iri.removeprefix(VOCAB) for iri in iris]


def test_ancestors_come_nearest_first(vocabulary):
    assert names(vocabulary.ancestors(f"{VOCAB}AntisenseOligonucleotide")) == ["Drug", "Intervention"]
    assert f"{VOCAB}Drug" in vocabulary.children(f"{VOCAB}Intervention")


def test_a_circle_of_classes_ends(vocabulary):
    term = vocabulary.terms[f"{VOCAB}Drug"]
    one, other = (type(term)(**{**vars(term), "iri": a, "links": {**term.links, "rdfs:subClassOf": (b,)}})
                  for a, b in (("x:1", "x:2"), ("x:2", "x:1")))  # fmt: skip
    circle = type(vocabulary)({}, {"x:1": one, "x:2": other}, {})
    assert circle.ancestors("x:1") == ["x:2"]


def test_terms_have_kinds_texts_and_mappings(vocabulary):
    drug = vocabulary.terms[f"{VOCAB}Drug"]
    assert (drug.kind, drug.label["en"], drug.label["zh"]) == ("class", "drug", "药物")
    assert [(each.relation, each.curie, each.page) for each in drug.alignments] == [
        ("closeMatch", "X:1", "http://outside.example/page/1")
    ]
    assert drug.other_names == (("remedy", "en"),)
    assert vocabulary.terms[f"{BASE}code/route/intrathecal"].kind == "code"
    assert vocabulary.terms[f"{VOCAB}actedOnBy"].deprecated
    assert not [iri for iri in vocabulary.terms if not iri.startswith(BASE)]


def test_use_is_counted_in_the_view(vocabulary, mini_store):
    for name, pattern in (
        ("Drug", "?s a als:Drug"), ("codeName", "?s als:codeName ?o"), ("Place", "?s a als:Place"),
        ("Class", "?s a als:Class"),
    ):  # fmt: skip
        query = f"PREFIX als: <{VOCAB}> SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
        (row,) = mini_store.query(query)
        assert vocabulary.usage.count(f"{VOCAB}{name}") == int(row["n"].value)
    assert vocabulary.usage.count(f"{VOCAB}Drug") > 0


def test_the_example_is_the_first_thing(vocabulary, mini_store):
    rows = list(mini_store.query(f"SELECT ?s {{ ?s <{VOCAB}actsOn> ?o }}"))
    assert len(rows) > 1
    assert vocabulary.usage.examples[f"{VOCAB}actsOn"].subject == min(row["s"].value for row in rows)
    example = vocabulary.usage.examples[f"{VOCAB}codeName"]
    assert example.subject.startswith(f"{BASE}intervention/")
    assert example.names[example.subject]["en"]
    assert not example.is_link


def test_addresses_of_pages_and_places():
    assert page_of(f"{VOCAB}Drug") == f"{BASE}vocab/Drug"
    assert term_at(f"{BASE}vocab/Drug") == f"{VOCAB}Drug"
    assert page_of(f"{BASE}code/route") == term_at(f"{BASE}code/route") == f"{BASE}code/route"
    assert (anchor_of(f"{VOCAB}Drug"), anchor_of(f"{BASE}shape/x-y")) == ("Drug", "shape/x-y")
