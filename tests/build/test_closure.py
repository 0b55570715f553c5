import pyoxigraph as ox
import pytest

from als_kg.build import close, load_rules
from als_kg.errors import SourceError
from als_kg.sources import Content
from als_kg.vocabulary import BASE, VOCAB

HEAD = f"""@prefix als: <{VOCAB}> . @prefix e: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
COMMENT = "# title: A\n# title-zh: 甲\n# comment: B.\n# comment-zh: 乙。\n"


def triples(text):
    return frozenset(quad.triple for quad in ox.parse(HEAD + text, ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def rules(repository):
    return load_rules(Content(repository))


def inferred(rules, text):
    stated = triples(text)
    closure = close(stated, rules)
    assert closure.triples - stated == frozenset().union(*closure.inferred.values())
    return {name: found for name, found in closure.inferred.items() if found}


def test_the_six_rules_are_there_with_titles_in_both_languages(rules):
    assert [rule.name for rule in rules] == ["inverse", "subclass", "subproperty", "symmetric", "target", "transitive"]
    assert all(set(rule.title) == set(rule.comment) == {"en", "zh"} for rule in rules)


@pytest.mark.parametrize(
    ("rule", "stated", "expected"),
    [
        (
            "subclass",
            "als:C rdfs:subClassOf als:B . als:B rdfs:subClassOf als:A . e:x a als:C .",
            "e:x a als:B, als:A .",
        ),
        ("subclass", "als:B rdfs:subClassOf skos:Concept . e:x a als:B .", ""),
        ("subclass", "e:B rdfs:subClassOf als:A . e:x a e:B .", ""),
        (
            "subproperty",
            "als:lead rdfs:subPropertyOf als:site . als:site rdfs:subPropertyOf als:place . e:x als:lead e:y .",
            "e:x als:site e:y ; als:place e:y .",
        ),
        (
            "subproperty",
            'als:code rdfs:subPropertyOf skos:altLabel . e:x als:code "X-1"@en .',
            'e:x skos:altLabel "X-1"@en .',
        ),
        ("subproperty", "skos:a rdfs:subPropertyOf als:b . e:x skos:a e:y .", ""),
        ("inverse", "als:p owl:inverseOf als:q . e:x als:p e:y .", "e:y als:q e:x ."),
        ("inverse", "als:p owl:inverseOf als:q . e:x als:q e:y .", "e:y als:p e:x ."),
        ("inverse", 'als:p owl:inverseOf als:q . e:x als:p "text" .', ""),
        ("inverse", "skos:p owl:inverseOf als:q . e:x als:q e:y .", ""),
        ("symmetric", "als:p a owl:SymmetricProperty . e:x als:p e:y .", "e:y als:p e:x ."),
        ("symmetric", 'als:p a owl:SymmetricProperty . e:x als:p "text" .', ""),
        ("symmetric", "skos:p a owl:SymmetricProperty . e:x skos:p e:y .", ""),
        (
            "transitive",
            "als:p a owl:TransitiveProperty . e:a als:p e:b . e:b als:p e:c . e:c als:p e:d .",
            "e:a als:p e:c, e:d . e:b als:p e:d .",
        ),
        ("transitive", "skos:p a owl:TransitiveProperty . e:a skos:p e:b . e:b skos:p e:c .", ""),
        ("transitive", "e:a als:p e:b . e:b als:p e:c .", ""),
        (
            "target",
            "e:drug als:hasMechanism e:m . e:m als:actsOn e:gene, e:protein .",
            "e:drug als:hasTarget e:gene, e:protein .",
        ),
        ("target", "e:drug als:hasMechanism e:m .", ""),
    ],
)
def test_a_rule_infers_this_and_nothing_else(rules, rule, stated, expected):
    found = triples(expected)
    assert inferred(rules, stated) == ({rule: found} if found else {})


def test_rules_feed_each_other(rules):
    text = """als:lead rdfs:subPropertyOf als:site . als:site owl:inverseOf als:hosts .
    als:hosts rdfs:subPropertyOf als:runs . e:x als:lead e:y ."""
    assert inferred(rules, text) == {
        "subproperty": triples("e:x als:site e:y . e:y als:runs e:x ."),
        "inverse": triples("e:y als:hosts e:x . e:x als:site e:y ."),
    }


def test_blank_nodes_that_are_stated_may_be_connected(rules):
    stated = triples("als:lead rdfs:subPropertyOf als:site . e:x als:lead _:b .")
    assert len(close(stated, rules).inferred["subproperty"]) == 1


def test_what_is_stated_is_not_inferred_again(rules):
    assert inferred(rules, "als:B rdfs:subClassOf als:A . e:x a als:B, als:A .") == {}


def test_a_statement_with_two_reasons_is_in_both_graphs(rules):
    text = """als:p owl:inverseOf als:q ; rdfs:subPropertyOf als:r . als:r owl:inverseOf als:r .
    e:x als:p e:y . e:y als:p e:x ."""
    found = inferred(rules, text)
    assert triples("e:x als:r e:y . e:y als:r e:x .") <= found["subproperty"]
    assert triples("e:x als:r e:y . e:y als:r e:x .") <= found["inverse"]


def test_the_order_of_rules_does_not_matter(rules, mini_dataset):
    stated = mini_dataset.stated["current"]
    forwards, backwards = close(stated, rules), close(stated, tuple(reversed(rules)))
    assert forwards.triples == backwards.triples
    assert dict(forwards.inferred) == dict(backwards.inferred)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            COMMENT + "CONSTRUCT { ?s ?p }\nWHERE { ?s ?p ?o }",
            r"^ontology/rules/x\.rq:5:\d+: expected one of [^\n]{,120} … → correct the",
        ),
        (
            COMMENT + "SELECT * { ?s ?p ?o }",
            r"^ontology/rules/x\.rq: a rule is not a CONSTRUCT query → write CONSTRUCT",
        ),
        (
            "# title: A\nCONSTRUCT WHERE { ?s ?p ?o }",
            r"^ontology/rules/x\.rq:1: the head has no # title-zh:, # comment:",
        ),
        (
            COMMENT + "CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }",
            r"^ontology/rules/x\.rq: the rule makes blank nodes → let it only connect what exists",
        ),
        (
            COMMENT + 'CONSTRUCT { ?new ?p ?o } WHERE { ?s ?p ?o BIND (IRI(CONCAT(STR(?s), "x")) AS ?new) }',
            r"^ontology/rules: the rules still find something new after \d+ rounds → a rule makes new terms",
        ),
    ],
)
def test_a_broken_rule_is_told(sandbox, text, message):
    for path in (sandbox.root / "ontology/rules").iterdir():
        path.unlink()
    sandbox.write("ontology/rules/x.rq", text)
    with pytest.raises(SourceError, match=message):
        close(triples("e:x a als:B ."), load_rules(sandbox.content))


def test_the_real_rules_and_those_of_the_mini_data_are_the_same(repository, mini):
    for path in (repository / "ontology/rules").glob("*.rq"):
        assert (mini / "ontology/rules" / path.name).read_bytes() == path.read_bytes()


def test_inferred_graphs_unite_what_the_views_infer(mini_dataset):
    graph = mini_dataset.graphs[f"{BASE}graph/inferred/inverse"]
    only_current = "<https://w3id.org/als-kg/organisation/silent-labs>"
    assert any(str(triple.subject) == only_current for triple in graph)
    for name, view in mini_dataset.views.items():
        stated = mini_dataset.stated[name]
        inferred = frozenset().union(
            *(t for g, t in mini_dataset.graphs.items() if g.startswith(f"{BASE}graph/inferred/"))
        )
        assert view - stated <= inferred
