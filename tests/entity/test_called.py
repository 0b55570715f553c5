"""Names of whatever an answer shows."""

from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from als_kg.entity import called
from als_kg.entity.called import ask_names
from als_kg.query import QueryAnswer, QueryRequest
from als_kg.query.embedded import answer
from als_kg.store.embedded import EmbeddedStore
from als_kg.vocabulary import BASE, SKOS, expand

FABLEXIN = f"{BASE}intervention/fablexin"
MURIVEC = f"{BASE}intervention/murivec"


class Asking:
    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self.texts: list[str] = []

    def names(self, iris: Iterable[str]) -> called.Names:
        return ask_names(self, iris)

    def __call__(self, request: QueryRequest) -> QueryAnswer:
        self.texts.append(request.text)
        return answer(self._store, request)


def test_names_by_language_with_one_query(mini_store: EmbeddedStore) -> None:
    asking = Asking(mini_store)
    assert asking.names([FABLEXIN, MURIVEC, "http://example.org/x"]) == {
        FABLEXIN: {"en": "fablexin", "zh": "虚构生"},
        MURIVEC: {"en": "murivec", "zh": "鼠载体"},
    }
    assert len(asking.texts) == 1


def test_nothing_is_asked_of_what_no_query_can_name(mini_store: EmbeddedStore) -> None:
    asking = Asking(mini_store)
    assert asking.names(["http://x/> } DROP ALL #", "http://x/a b", ""]) == {}
    assert asking.texts == []


@pytest.mark.parametrize(("limit", "value"), [("_MOST_NAMED", 1), ("_MOST_CHARACTERS", len(FABLEXIN) + 10)])
def test_only_the_first_are_asked_for(
    mini_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(called, limit, value)
    assert set(Asking(mini_store).names([FABLEXIN, MURIVEC])) == {FABLEXIN}


def test_the_preferred_name_comes_before_a_title() -> None:
    store = ox.Store()
    store.load(
        f"""<{FABLEXIN}> <{expand("dcterms:title")}> "aardvark"@en ; <{SKOS.prefLabel}> "zebra"@en .""".encode(),
        format=ox.RdfFormat.TURTLE,
    )

    def ask(request: QueryRequest) -> QueryAnswer:
        body = store.query(request.text).serialize(format=ox.QueryResultsFormat.JSON)
        return QueryAnswer(body, "application/sparql-results+json", "SELECT", "")

    assert ask_names(ask, [FABLEXIN]) == {FABLEXIN: {"en": "zebra"}}
