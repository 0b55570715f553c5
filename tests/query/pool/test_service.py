import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from als_kg.errors import DatasetError, QueryError, QueryRefused, QuerySyntaxError, UsageError
from als_kg.formats import FORMATS
from als_kg.query import EmbeddedService, NotAcceptable, QueryRequest
from als_kg.query.pool import Limits, PoolService
from als_kg.query.pool.crew import Crew
from als_kg.vocabulary import graph_for

from .conftest import SMALL, TINY, alive, eventually, members, whole

ALL = "SELECT * WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
TEXTS = {
    "select": ALL,
    "ask": TINY.text,
    "construct": "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }",
    "describe": "DESCRIBE ?s WHERE { ?s a ?o } ORDER BY ?s LIMIT 3",
    "graphs": GRAPHS,
}
FAMILIES = {"select": "results", "ask": "results", "graphs": "results", "construct": "graph", "describe": "graph"}
CASES = [
    pytest.param(text, entry.name, id=f"{name}-{entry.name}")
    for name, text in TEXTS.items()
    for entry in FORMATS
    if entry.family == FAMILIES[name]
]
CURRENT, ARTICLE = graph_for("current"), graph_for("article")
DATASETS = {
    "a view": QueryRequest(ALL, view="article"),
    "one default graph": QueryRequest(ALL, default_graphs=(ARTICLE,)),
    "two default graphs": QueryRequest(ALL, default_graphs=(CURRENT, ARTICLE)),
    "no default graph": QueryRequest(GRAPHS, named_graphs=(graph_for("ontology"),)),
    "a bound value": QueryRequest(
        "SELECT ?g ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?p ?o", bindings=(("g", graph_for("entity/gene")),)
    ),
    "FROM": QueryRequest(f"SELECT * FROM <{ARTICLE}> WHERE {{ ?s ?p ?o }} ORDER BY ?s ?p ?o"),
}


@pytest.fixture(scope="module")
def embedded(out: Path) -> EmbeddedService:
    return EmbeddedService(out)


def same(pool: PoolService, embedded: EmbeddedService, request: QueryRequest) -> None:
    one, other = pool.answer(request), embedded.answer(request)
    assert (one.body, one.media_type, one.form, one.version) == (
        other.body, other.media_type, other.form, other.version,
    )  # fmt: skip


@pytest.mark.parametrize(("text", "name"), CASES)
def test_an_answer_is_the_same_as_from_this_process(
    pool: PoolService, embedded: EmbeddedService, text: str, name: str
) -> None:
    same(pool, embedded, QueryRequest(text, format=name))


@pytest.mark.parametrize("request_", DATASETS.values(), ids=DATASETS)
def test_a_dataset_is_the_same_as_in_this_process(
    pool: PoolService, embedded: EmbeddedService, request_: QueryRequest
) -> None:
    same(pool, embedded, request_)


ERRORS = {
    "syntax": (QueryRequest("SELECT * WHERE { ?s ?p }"), QuerySyntaxError, "line 1, column 24"),
    "update": (QueryRequest("DROP ALL"), QueryRefused, "DROP is an update"),
    "view": (QueryRequest("ASK {}", view="artikel"), UsageError, "did you mean article"),
    "named view": (QueryRequest("ASK {}", named_graphs=(CURRENT,)), QueryRefused, "is a view"),
    "format": (QueryRequest("ASK {}", format="turtle"), NotAcceptable, "turtle"),
    "graph name": (QueryRequest("ASK {}", default_graphs=("no IRI",)), QueryError, "not an IRI"),
    "surrogate": (QueryRequest('ASK { ?s ?p "\ud800" }'), QuerySyntaxError, "surrogate"),
}  # fmt: skip


@pytest.mark.parametrize(("request_", "kind", "words"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_told_as_by_this_process(
    pool: PoolService, request_: QueryRequest, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words) as caught:
        pool.answer(request_)
    assert type(caught.value) is kind
    eventually(lambda: whole(pool))


def test_the_status_tells_what_is_live(pool: PoolService, embedded: EmbeddedService) -> None:
    assert pool.status() == embedded.status()


def test_many_threads_each_get_their_own_answer(pool: PoolService) -> None:
    def ask(number: int) -> bool:
        return f'"{number}"'.encode() in pool.answer(QueryRequest(f"SELECT ({number} AS ?n) {{}}", format="json")).body

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(400)))
    eventually(lambda: whole(pool))


def test_without_a_dataset_there_is_an_error_and_with_one_an_answer(tmp_path: Path, out: Path) -> None:
    with PoolService(tmp_path, SMALL) as service:
        with pytest.raises(DatasetError, match="no dataset"):
            service.answer(TINY)
        with pytest.raises(DatasetError, match="no dataset"):
            service.status()
        (tmp_path / "current").symlink_to((out / "current").resolve())
        for _ in range(500):
            try:
                assert service.answer(TINY).body
                break
            except DatasetError:
                threading.Event().wait(0.01)
        else:
            pytest.fail("the dataset that came was not taken")


def test_a_large_dataset_is_read_from_its_directory(out: Path, embedded: EmbeddedService) -> None:
    with PoolService(out, Limits(dataset_mib=0, processes=1, slow=1)) as service:
        same(service, embedded, QueryRequest(ALL))
        same(service, embedded, QueryRequest(GRAPHS))
        pid = members(service).pop()
        assert any("/store/" in str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir())


def test_closing_ends_every_process_and_takes_no_more_requests(out: Path) -> None:
    with PoolService(out, SMALL) as service:
        service.status()
        pids = members(service)
        assert pids
    assert not any(alive(pid) for pid in pids)
    with pytest.raises(QueryError, match="too many queries"):
        service.answer(TINY)
    assert not service._keeper._thread.is_alive()


def test_a_request_that_meets_a_version_on_its_way_out_takes_the_next(
    pool: PoolService, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = pool._keeper.live()
    leaving = Crew(live.published)
    leaving.retire()
    crews = iter([leaving])
    monkeypatch.setattr(pool._keeper, "live", lambda: next(crews, live))
    assert pool.answer(TINY).body
