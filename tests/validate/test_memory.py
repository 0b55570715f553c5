"""The graph that pySHACL reads answers as rdflib's own does, and gives rise to the same findings."""

from itertools import product

import pytest
from rdflib import RDF, Literal, URIRef

from als_kg.sources import Content, Role
from als_kg.terms import rdflib_graph
from als_kg.validate import read_shapes, validate, views
from als_kg.validate.memory import Statements, judged_graph

UNKNOWN = URIRef("https://example.org/nothing")


@pytest.fixture(scope="module")
def view(mini_dataset):
    return mini_dataset.stated["current"]


@pytest.fixture(scope="module")
def ours(view):
    return judged_graph(view, {})


@pytest.fixture(scope="module")
def theirs(view):
    return rdflib_graph(view)


def patterns(graph):
    """Ask for each of some triples by every choice of its parts, and for what is nowhere."""
    asked = {(UNKNOWN, RDF.type, None), (None, UNKNOWN, None), (None, RDF.type, UNKNOWN), (None, None, UNKNOWN)}
    for triple in sorted(graph)[::25]:
        asked |= {
            tuple(term if kept else None for term, kept in zip(triple, choice, strict=True))
            for choice in product((True, False), repeat=3)
        }
    return asked


def test_every_pattern_has_the_same_answers(ours, theirs):
    asked = patterns(theirs)
    assert len(asked) > 100
    for pattern in asked:
        assert sorted(ours.triples(pattern)) == sorted(theirs.triples(pattern)), pattern


def test_it_counts_as_rdflib_does(ours, theirs):
    assert len(ours) == len(theirs) > 0


def test_a_triple_added_twice_is_one_triple():
    store = Statements()
    for _ in range(2):
        store.add((UNKNOWN, RDF.type, Literal("x")))
    assert len(store) == len(list(store.triples((None, None, None)))) == 1


def test_nothing_can_be_taken_away(ours):
    with pytest.raises(TypeError, match="never changed"):
        ours.remove((None, None, None))


def test_the_findings_are_the_same(repository, view, monkeypatch):
    """By the real shapes, of an invented view that lost two statements of three: there is much to find."""
    content = Content(repository)
    shapes = read_shapes(frozenset(q.triple for file in content.files(Role.SHAPES) for q in content.read(file).quads))
    broken = frozenset(sorted(view, key=str)[::3])
    found = [str(finding) for finding in validate(broken, shapes)]
    monkeypatch.setattr(views, "judged_graph", lambda triples, _: rdflib_graph(triples))
    assert found == [str(finding) for finding in validate(broken, shapes)]
    assert len(found) > 50
