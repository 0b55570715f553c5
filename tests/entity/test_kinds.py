"""The kinds there are, what is of a kind, and what is near."""

from functools import partial

import pytest

from als_kg.entity import kinds
from als_kg.entity.panels import Ask
from als_kg.query.embedded import answer
from als_kg.store.embedded import EmbeddedStore
from als_kg.vocabulary import BASE


@pytest.fixture
def ask(mini_store: EmbeddedStore) -> Ask:
    return partial(answer, mini_store)


def test_kinds_are_counted_and_named_by_the_ontology(ask: Ask) -> None:
    found = {kind.word: kind for kind in kinds.kinds(ask)}
    assert (found["intervention"].count, found["gene"].count) == (4, 1)
    assert found["gene"].name("en") == "gene"
    assert found["gene"].name("zh") == "基因"
    assert "statement" not in found or found["statement"].count


def test_a_list_has_everything_with_its_names(ask: Ask) -> None:
    listing = kinds.listed(ask, f"{BASE}intervention/")
    assert [iri.rpartition("/")[2] for iri in listing.iris] == ["bystander", "fablexate", "fablexin", "murivec"]
    assert listing.names[f"{BASE}intervention/fablexin"]["zh"] == "虚构生"
    assert not listing.more


def test_a_list_leaves_out_what_the_current_view_took_back(ask: Ask) -> None:
    assert kinds.is_known(ask, f"{BASE}result/dawn-wonder")
    assert f"{BASE}result/dawn-wonder" not in kinds.listed(ask, f"{BASE}result/").iris


def test_a_long_list_says_so(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "MOST_LISTED", 2)
    listing = kinds.listed(ask, f"{BASE}intervention/")
    assert (len(listing.iris), listing.more) == (2, True)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("intervention/fablexan", "intervention/fablexin"),
        ("intervention/Fablexin", "intervention/fablexin"),
        ("intervention/FABLEXIN", "intervention/fablexin"),
        ("interventoin/fablexin", "intervention/fablexin"),
        ("code/action/knockdwn", "code/action/knockdown"),
        ("code/actoin/knockdown", "code/action/knockdown"),
        ("vocab#hasRouts", "vocab#hasRoute"),
    ],
)
def test_what_is_near(ask: Ask, path: str, near: str) -> None:
    assert kinds.meant_by(ask, BASE + path)[0] == BASE + near


@pytest.mark.parametrize("path", ["intervention/qqq", "nothing/at-all", "nothing", ""])
def test_what_is_near_to_nothing(ask: Ask, path: str) -> None:
    assert kinds.meant_by(ask, BASE + path) == []
