"""What is kept: hits equal misses to the byte, versions never mix, memory is bounded."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from als_kg.query import QueryAnswer, QueryRequest, Status
from als_kg.query.reading import read
from als_kg.settings import load
from als_kg.web import create_app
from als_kg.web.endpoint.answers import Answers
from als_kg.web.endpoint.entry import Entry, is_known, takes_gzip
from als_kg.web.endpoint.kept import Kept, Key
from als_kg.web.endpoint.outgoing import Outgoing, Written, written

LONG = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 50"
SHORT = "ASK { ?s ?p ?o }"


class Counting:
    """A service that says which version answered and how often it was asked."""

    def __init__(self) -> None:
        self.live = "one"
        self.asked: list[QueryRequest] = []
        self.size = 10

    def answer(self, request: QueryRequest) -> QueryAnswer:
        self.asked.append(request)
        media_type = "text/csv" if request.format == "csv" else "application/sparql-results+json"
        body, lasting = self.live.encode() + b"." * self.size, read(request).lasting
        return QueryAnswer(body, media_type, "SELECT", self.live, lasting=lasting)

    def version(self) -> str:
        return self.live

    def status(self) -> Status:
        return Status(self.live, {"current": 1}, {})


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def counted(counting: Counting, mini: Path) -> FlaskClient:
    return create_app(counting, load({}, content=mini)).test_client()


def ask(client: FlaskClient, query: str = "SELECT * {}", **headers: str) -> TestResponse:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", query_string={"query": query}, headers=names)


def test_a_hit_asks_nobody_and_is_the_miss_to_the_byte(counted: FlaskClient, counting: Counting) -> None:
    miss, hit = ask(counted), ask(counted)
    assert len(counting.asked) == 1
    assert (hit.data, list(hit.headers)) == (miss.data, list(miss.headers))


def test_who_asks_again_to_the_letter_gets_the_same_unread(
    counted: FlaskClient, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    miss, hit = ask(counted), ask(counted)
    with monkeypatch.context() as unread:
        unread.setattr("als_kg.web.endpoint.sparql.asked_by", lambda _: pytest.fail("it was read"))
        again = ask(counted)
    assert (again.data, list(again.headers)) == (miss.data, list(miss.headers)) == (hit.data, list(hit.headers))
    head = counted.head("/sparql", query_string={"query": "SELECT * {}"})
    assert (head.data, head.headers["Content-Length"]) == (b"", miss.headers["Content-Length"])
    assert ask(counted, If_None_Match=miss.headers["ETag"]).status_code == 304
    assert ask(counted, Accept="text/html").mimetype == "text/html"
    assert len(counting.asked) == 2, "the page asks for itself"


def test_the_ways_to_ask_share_what_is_kept(counted: FlaskClient, counting: Counting) -> None:
    ask(counted)
    counted.post("/sparql", data={"query": "SELECT * {}"})
    counted.post("/sparql", data="SELECT * {}", content_type="application/sparql-query")
    ask(counted, Accept="application/json, text/html;q=0.1")
    assert len(counting.asked) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"query": "SELECT *  {}"},
        {"query": "SELECT * {}", "view": "article"},
        {"query": "SELECT * {}", "default-graph-uri": "http://a"},
        {"query": "SELECT * {}", "named-graph-uri": "http://a"},
        {"query": "SELECT * {}", "format": "csv"},
    ],
)
def test_whatever_changes_the_answer_is_in_the_key(
    counted: FlaskClient, counting: Counting, other: dict[str, str]
) -> None:
    ask(counted)
    counted.get("/sparql", query_string=other)
    assert len(counting.asked) == 2


def test_a_new_version_is_never_answered_from_the_old(counted: FlaskClient, counting: Counting) -> None:
    old = [ask(counted) for _ in range(3)][-1]
    counting.live = "two"
    new = ask(counted, If_None_Match=old.headers["ETag"])
    assert (new.status_code, new.data[:3]) == (200, b"two")
    assert new.headers["ETag"] != old.headers["ETag"]
    assert [ask(counted).data[:3] for _ in range(3)] == [b"two"] * 3


@pytest.mark.parametrize("function", ["NOW()", "now ()", "RAND()", "UUID()", "STRUUID()", "\\u004eOW()"])
def test_what_differs_each_time_is_not_kept(counted: FlaskClient, counting: Counting, function: str) -> None:
    for _ in range(2):
        response = ask(counted, f"SELECT ({function} AS ?x) {{}}")
    assert (len(counting.asked), response.headers["Cache-Control"]) == (2, "no-store")
    assert "ETag" not in response.headers


@pytest.mark.parametrize("query", ['SELECT ("now()" AS ?now) {} # RAND()', "SELECT * { ?now <http://a/uuid#now> 1 }"])
def test_what_only_looks_so_is_kept(counted: FlaskClient, counting: Counting, query: str) -> None:
    for _ in range(2):
        ask(counted, query)
    assert len(counting.asked) == 1


def test_errors_are_not_kept(client: FlaskClient) -> None:
    response = ask(client, "SELECT")
    assert (response.status_code, response.headers["Cache-Control"]) == (400, "no-store")
    assert "ETag" not in response.headers


def test_a_kept_query_still_has_to_fit_what_is_accepted(client: FlaskClient) -> None:
    assert ask(client, LONG).status_code == 200
    assert ask(client, LONG, Accept="image/png").status_code == 406


def test_who_knows_the_answer_is_told_so(client: FlaskClient) -> None:
    first = ask(client, SHORT)
    again = ask(client, SHORT, If_None_Match=f'"x", W/{first.headers["ETag"]}')
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, no-cache"
    assert "Content-Length" not in again.headers
    assert ask(client, SHORT, If_None_Match='"x"').status_code == 200


def test_long_answers_are_packed_for_who_takes_it(client: FlaskClient) -> None:
    plain, packed = ask(client, LONG), ask(client, LONG, Accept_Encoding="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.data[4:8] == bytes(4), "the time is no part of it: workers give the same bytes"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert ask(client, LONG, Accept_Encoding="gzip").data == packed.data
    assert "Content-Encoding" not in ask(client, SHORT, Accept_Encoding="gzip").headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    known = ask(client, LONG, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])
    assert known.status_code == 304


@pytest.mark.parametrize(
    ("header", "takes"),
    [("", False), ("gzip", True), ("GZIP;q=0.5", True), ("gzip;q=0", False), ("*", True), ("*, gzip;q=0", False),
     ("br", False), ("identity", False), ("x" * 300 + ", gzip", False)],
)  # fmt: skip
def test_who_takes_gzip(header: str, takes: bool) -> None:
    assert takes_gzip(header) is takes


@pytest.mark.parametrize(
    ("known", "is_so"), [("*", True), ('"a"', True), ('W/"a"', True), ('"b" ,"a"', True), ('"ab"', False), ("a", False)]
)
def test_which_tags_are_known(known: str, is_so: bool) -> None:
    assert is_known('"a"', known) is is_so


def test_memory_is_bounded_and_the_oldest_goes_first(counting: Counting) -> None:
    counting.size = 3_000
    answers = Answers(counting, 100_000)
    for number in range(100):
        answers.answer(QueryRequest("SELECT * {}"))
        answers.answer(QueryRequest(f"SELECT * {{}} # {number}"))
        assert 0 < answers.held <= 100_000
    assert [each.text for each in counting.asked].count("SELECT * {}") == 1
    assert answers.answer(QueryRequest("SELECT * {} # 0"))[1] is False
    assert answers.answer(QueryRequest("SELECT * {} # 99"))[1] is True


def test_ways_to_ask_count_and_go_with_their_answer() -> None:
    kept = Kept(100_000)
    first, version = [_key(number) for number in (0, 1)], "one"
    for number in range(200):
        kept.put(_key(number), "SELECT", _entry())
        for accept in ("*/*", "text/csv", "application/json"):
            kept.remember((f"query={number}", accept, ""), _key(number), _answer())
        assert 0 < kept.held <= 100_000
    assert kept.recall(("query=199", "text/csv", ""), version) is not None
    assert kept.recall(("query=199", "text/csv", ""), "two") is None
    assert kept.recall(("query=199", "text/csv", "gzip"), version) is None
    assert kept.recall(("query=0", "*/*", ""), version) is None
    assert kept.find(first[0], lambda _: "text/csv") is None
    free = Kept(100_000)
    free.remember(("query=0", "", ""), first[0], _answer())
    assert (free.held, free.recall(("query=0", "", ""), version)) == (0, None), "its answer is gone"


def test_an_answer_of_an_older_version_that_comes_late_takes_no_way_for_good() -> None:
    kept, way = Kept(100_000), ("query=0", "", "")
    for version in ("two", "one", "two"):
        key: Key = (version, *_key(0)[1:])
        kept.put(key, "SELECT", _entry())
        kept.remember(way, key, _answer())
    assert kept.recall(way, "two") is not None


def test_the_ways_to_ask_one_query_are_bounded() -> None:
    kept = Kept(100_000)
    kept.put(_key(0), "SELECT", _entry())
    before = kept.held
    for number in range(1000):
        kept.remember(("query=0", f"text/{number}", ""), _key(0), _answer())
    assert kept.held - before < 10_000
    assert kept.find(_key(0), lambda _: "text/csv") is not None


def _key(number: int) -> Key:
    return "one", f"ASK {{}} # {number}", (), (), "current", ()


def _answer() -> Written:
    return written(Outgoing(200, (), b""))


def _entry() -> Entry:
    return Entry(QueryAnswer(b"x", "text/csv", "SELECT", "one"), "ASK {}")


def test_one_answer_does_not_drive_out_the_rest(counting: Counting) -> None:
    answers = Answers(counting, 100_000)
    answers.answer(QueryRequest("SELECT * {}"))
    counting.size = 20_000
    answers.answer(QueryRequest("ASK {}"))
    assert answers.answer(QueryRequest("ASK {}"))[1] is False
    assert answers.answer(QueryRequest("SELECT * {}"))[1] is True
