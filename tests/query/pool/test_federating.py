"""SERVICE goes where the operator lets it, from a pool of its own, and nowhere else."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from als_kg.errors import AlsKgError, QueryError, QueryRefused, UsageError
from als_kg.query import QueryRequest
from als_kg.query.pool import FederatingService, LimitReached, PoolService
from als_kg.query.pool.child.frames import Outcome
from als_kg.query.pool.process import QueryProcess

from .conftest import PATIENT, SMALL, TINY, alive, eventually, in_time, members, tell, whole
from .endpoint import Endpoint
from .test_sandbox import limits_of


@pytest.fixture(scope="module")
def a() -> Iterator[Endpoint]:
    with closing(Endpoint()) as endpoint:
        yield endpoint


@pytest.fixture
def b(a: Endpoint) -> Iterator[Endpoint]:
    with closing(Endpoint()) as endpoint:
        a.target = endpoint.origin
        yield endpoint


@pytest.fixture(scope="module")
def federating(out: Path, a: Endpoint) -> Iterator[FederatingService]:
    with closing(FederatingService(out, PATIENT, (a.origin,))) as service:
        service.status()
        yield service


@pytest.fixture
def impatient(out: Path, a: Endpoint) -> Iterator[FederatingService]:
    with closing(FederatingService(out, replace(SMALL, seconds=2), (a.origin,))) as service:
        service.status()
        yield service


def asking(endpoint: str, more: str = "") -> QueryRequest:
    return QueryRequest(f"SELECT ?x {{ SERVICE <{endpoint}> {{ ?s ?p ?x }} {more} }}", format="csv")


def test_an_allowed_endpoint_answers(federating: FederatingService, a: Endpoint) -> None:
    before = a.touched
    assert federating.answer(asking(a.origin)).body == b"x\r\nfrom afar\r\n"
    assert a.touched == before + 1


def test_other_queries_run_where_there_is_no_network(
    federating: FederatingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(federating._outgoing, "answer_asked", None)
    assert federating.answer(TINY).body
    eventually(lambda: federating._keeper.live().free == SMALL.size)
    for pid in members(federating):
        assert limits_of(pid)["Max open files"] == "0"


OTHERS = {
    "both": "SERVICE <{a}> {{ ?s ?p ?x }} SERVICE <{b}> {{ ?s ?p ?x }}",
    "other": "SERVICE <{b}> {{ ?s ?p ?x }}",
    "inside": "SERVICE <{a}> {{ SERVICE <{b}> {{ ?s ?p ?x }} }}",
    "silent": "SERVICE SILENT <{b}> {{ ?s ?p ?x }}",
    "variable": "VALUES ?e {{ <{b}> }} SERVICE ?e {{ ?s ?p ?x }}",
    "optional": "?s ?p ?o OPTIONAL {{ SERVICE <{b}> {{ ?s ?p ?x }} }}",
    "exists": "SERVICE <{a}> {{}} FILTER EXISTS {{ {{ SELECT * {{ SERVICE <{b}> {{ ?s ?p ?x }} }} }} }}",
}


@pytest.mark.parametrize("pattern", OTHERS.values(), ids=OTHERS)
def test_a_query_that_names_another_endpoint_goes_nowhere(
    federating: FederatingService, a: Endpoint, b: Endpoint, pattern: str
) -> None:
    before = a.touched
    with pytest.raises(QueryRefused):
        federating.answer(QueryRequest(f"SELECT * {{ {pattern.format(a=a.origin, b=b.origin)} }}"))
    assert (a.touched, b.touched) == (before, 0)


NAMES = {
    "a later prefix": "PREFIX e: <{b}> PREFIX e: <{a}> ASK {{ SERVICE e:x {{}} }}",
    "an earlier base": "BASE <{b}> PREFIX e: <{a}> BASE <{b}y/> ASK {{ SERVICE e: {{}} }}",
    "a base": "BASE <{b}> BASE <{a}y/> ASK {{ SERVICE <../x> {{}} }}",
    "a network path": "BASE <{b}> ASK {{ SERVICE <{path}> {{}} }}",
    "a prefix on a base": "BASE <{a}> PREFIX e: <y/> BASE <{b}> ASK {{ SERVICE e:.. {{}} }}",
    "escapes": "BASE <{b}> PREFIX e: <{a}> ASK {{ SERVICE e:\\@x%40\\/ {{}} }}",
    "a user, later": "ASK {{ SERVICE <{a}?x@{host}/> {{}} }}",
    "a fragment": "ASK {{ SERVICE <{a}#@{host}/> {{}} }}",
    "comments": "ASK {{ SERVICE#<{b}>\n<{a}>#<{b}>\n{{}} }}",
}


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_the_engine_resolves_a_name_as_we_do(
    federating: FederatingService, a: Endpoint, b: Endpoint, text: str
) -> None:
    """Whatever is not refused goes to A."""
    before = a.touched
    written = text.format(a=a.origin, b=b.origin, path=a.origin[5:], host=b.origin[7:-1])
    try:
        assert federating.answer(QueryRequest(written)).form == "ASK"
    except QueryError:
        assert a.touched == before or "\\" in text
    else:
        assert a.touched == before + 1
    assert b.touched == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(federating: FederatingService, a: Endpoint, b: Endpoint, status: int) -> None:
    with pytest.raises(QueryError):
        federating.answer(asking(f"{a.origin}to/{status}"))
    assert b.touched == 0


def test_an_endpoint_that_never_ends_meets_the_time_limit(impatient: FederatingService, a: Endpoint) -> None:
    with in_time(impatient.limits.seconds), pytest.raises(LimitReached, match="time limit"):
        impatient.answer(asking(f"{a.origin}slow"))
    assert impatient.answer(asking(a.origin, "# again\n")).body
    outgoing = impatient._outgoing
    assert outgoing is not None
    eventually(lambda: whole(outgoing))


def test_an_endpoint_that_says_too_much_meets_a_limit(impatient: FederatingService, a: Endpoint) -> None:
    with pytest.raises(LimitReached):
        impatient.answer(asking(f"{a.origin}big"))


def test_without_an_allowed_endpoint_there_is_no_second_pool(out: Path, a: Endpoint) -> None:
    before = a.touched
    with FederatingService(out, SMALL) as service:
        assert service._outgoing is None
        assert service.answer(TINY).body
        with pytest.raises(QueryRefused, match="SERVICE is not answered here"):
            service.answer(asking(a.origin))
        assert service.state().free <= SMALL.size
    assert a.touched == before


def test_closing_ends_both_pools(out: Path, a: Endpoint) -> None:
    with FederatingService(out, PATIENT, (a.origin,)) as service:
        assert service.answer(TINY).body
        assert service.answer(asking(a.origin)).body
        assert service._outgoing is not None
        assert service.state().forked >= service.limits.size
        pids = members(service) | members(service._outgoing)
    assert not any(alive(pid) for pid in pids)


def test_the_list_holds_origins_only(out: Path) -> None:
    with pytest.raises(UsageError, match="not the origin"):
        FederatingService(out, SMALL, ("https://host/sparql",))


REACHING = {
    "service": "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "from": "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "from named": "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "load": "LOAD <{url}>",
    "insert": "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
}
PLACES = ("http://127.0.0.1:{}/", "http://[::1]:{}/", "http://localhost:{}/", "http://0.0.0.0:{}/",
          "http://169.254.169.254/", "http://[fe80::1]/", "http://data.example/", "file:///etc/passwd")  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", REACHING.values(), ids=REACHING)
def test_the_ordinary_service_touches_nobody(pool: PoolService, b: Endpoint, text: str, place: str) -> None:
    try:
        answer = pool.answer(QueryRequest(text.format(url=place.format(b.server_port)), format="json"))
    except AlsKgError:
        assert "FROM" not in text
    else:
        assert b'"bindings":[]' in answer.body
    assert b.touched == 0


def test_a_process_that_goes_out_gets_to_its_ports_only(
    split: Callable[..., QueryProcess], a: Endpoint, b: Endpoint
) -> None:
    """Past the guard: the second wall is the kernel's."""
    if _landlock() < _PORTS_SINCE:
        pytest.skip("this kernel cannot bind a process to ports")
    process = split(ports=(a.server_port,))
    by_name = f"http://localhost:{a.server_port}/"
    for origin, outcome in ((a.origin, Outcome.ANSWERED), (by_name, Outcome.ANSWERED), (b.origin, Outcome.ENGINE)):
        reply = tell(process, asking(origin).text)
        assert reply is not None
        assert reply.outcome is outcome
    assert b.touched == 0


_PORTS_SINCE = 4


def _landlock() -> int:
    import ctypes

    return int(ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1))


def test_a_process_that_goes_out_writes_starts_and_opens_next_to_nothing(split: Callable[..., QueryProcess]) -> None:
    limits = limits_of(split(ports=(443,)).pid)
    assert [limits[name] for name in ("Max file size", "Max core file size", "Max processes")] == ["0"] * 3
    assert int(limits["Max open files"]) < 64
