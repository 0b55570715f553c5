"""The large graph."""

from collections import Counter
from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset
from als_kg.vocabulary import BASE, CURRENT, RDF
from benchmarks.peers.scaling import copies_for, is_thing, scaled

LEAST = 20_000


@pytest.fixture(scope="module")
def small(mini_dataset: Dataset) -> frozenset[ox.Triple]:
    return mini_dataset.view(CURRENT)


@pytest.fixture(scope="module")
def large(small: frozenset[ox.Triple]) -> list[ox.Triple]:
    return list(scaled(small, LEAST))


def test_it_is_as_large_as_asked_and_not_much_larger(small: frozenset[ox.Triple], large: list[ox.Triple]) -> None:
    assert LEAST <= len(large) < LEAST + len(small)


def test_no_triple_is_there_twice(large: list[ox.Triple]) -> None:
    assert len(set(large)) == len(large)


def test_it_holds_the_small_one(small: frozenset[ox.Triple], large: list[ox.Triple]) -> None:
    assert small <= set(large)


def test_it_is_the_same_each_time(small: frozenset[ox.Triple], large: list[ox.Triple]) -> None:
    assert list(scaled(sorted(small, key=str, reverse=True), LEAST)) == large


def test_the_vocabulary_is_the_same(small: frozenset[ox.Triple], large: list[ox.Triple]) -> None:
    assert {triple.predicate for triple in large} == {triple.predicate for triple in small}
    kinds = [{triple.object for triple in graph if triple.predicate.value == RDF.type} for graph in (small, large)]
    assert kinds[0] == kinds[1]


def test_all_copies_of_a_thing_have_its_properties(small: frozenset[ox.Triple], large: list[ox.Triple]) -> None:
    thing = next(triple.subject for triple in sorted(small, key=str) if is_thing(triple.subject))
    found = Counter(t.predicate for t in large if t.subject == ox.NamedNode(f"{thing.value}-1"))
    assert found == Counter(t.predicate for t in small if t.subject == thing)


def test_every_copy_has_names_of_its_own(small: frozenset[ox.Triple], large: list[ox.Triple]) -> None:
    names = Counter(t.object for t in large if isinstance(t.object, ox.Literal) and t.object.language)
    once = {t.object for t in small if is_thing(t.subject)} & names.keys()
    assert once
    assert all(names[name] <= sum(t.object == name for t in small) for name in once)


def test_some_links_lead_to_another_copy(large: list[ox.Triple]) -> None:
    links = [t for t in large if is_thing(t.subject) and is_thing(t.object) and t.subject.value.endswith("-1")]
    crossing = [t for t in links if not t.object.value.endswith("-1")]
    assert 0 < len(crossing) < len(links) / 2


def missing(graph: Iterable[ox.Triple]) -> set[str]:
    subjects = {triple.subject for triple in graph}
    return {t.object.value for t in graph if is_thing(t.object) and t.object not in subjects}


def test_no_link_leads_nowhere_that_did_not_before(small: frozenset[ox.Triple], large: list[ox.Triple]) -> None:
    before = missing(small)  # descriptors of retracted statements, which no view holds
    assert {name for name in missing(large) if name.rpartition("-")[0] not in before} == before


@pytest.mark.parametrize(("least", "copies"), [(0, 0), (10, 0), (11, 1), (14, 1), (15, 2), (18, 2)])
def test_copies_are_no_more_than_needed(least: int, copies: int) -> None:
    assert copies_for(original=10, things=4, least=least) == copies


@pytest.mark.parametrize("name", ["gene/sod1", "graph/claim/doc/1-01"])
def test_things_are_copied(name: str) -> None:
    assert is_thing(ox.NamedNode(BASE + name))


@pytest.mark.parametrize("name", ["code/route/oral", "vocab#Gene", "gene/", "graph/current"])
def test_nothing_else_is_copied(name: str) -> None:
    assert not is_thing(ox.NamedNode(BASE + name))
