"""Releases on the server: their list, pages, descriptions and files, and nothing beside them."""

import gc
import gzip
import hashlib
import html
import json
import shlex
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from als_kg.build import Published
from als_kg.query import EmbeddedService, QueryRequest
from als_kg.query.embedded import answer
from als_kg.release.describing import describing
from als_kg.release.making import Order, make
from als_kg.release.reading import open_release
from als_kg.settings import load
from als_kg.sources import Content
from als_kg.vocabulary import BASE, expand
from als_kg.web import create_app
from als_kg.web.downloads import MOST, Downloads
from als_kg.web.endpoint.failing import Rejected
from als_kg.web.releases import Releases

from .test_page import BROWSER, Outline

TURTLE, NT = "text/turtle", "application/n-triples"
V1, V2 = f"{BASE}dataset/als-kg/1.0.0", f"{BASE}dataset/als-kg/1.1.0"


@pytest.fixture(scope="module")
def kept(mini: Path, mini_published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, one after the other."""
    out, content = tmp_path_factory.mktemp("kept"), Content(mini)
    for version, previous, day in (("1.0.0", "", 1), ("1.1.0", "1.0.0", 2)):
        date = datetime(2031, 5, day, tzinfo=UTC)
        describe = describing(content, version, date, previous)
        make(Order(mini_published, content, out, version, date, describe=describe))
    return out


class Buffered(FlaskClient):
    """Reads what is streamed to its end, and closes it."""

    def open(self, *arguments: Any, **given: Any) -> TestResponse:
        return super().open(*arguments, buffered=True, **given)


def client_of(mini: Path, published: Published, releases: Path, **given: object) -> FlaskClient:
    dataset = published.path.parent.parent
    settings = load({}, content=mini, dataset=dataset, releases=releases, **given)
    app = create_app(EmbeddedService(dataset), settings)
    app.test_client_class = Buffered
    return app.test_client()


@pytest.fixture(scope="module")
def client(mini: Path, mini_published: Published, kept: Path) -> FlaskClient:
    return client_of(mini, mini_published, kept)


def page(client: FlaskClient, path: str, language: str = "en") -> TestResponse:
    response = client.get(path, headers={"Accept": BROWSER, "Accept-Language": language})
    assert (response.status_code, response.mimetype) == (200, "text/html")
    Outline(response.text)
    return response


def triples_of(response: TestResponse) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(response.data, format=ox.RdfFormat.from_media_type(response.mimetype))}


def objects(response: TestResponse, predicate: str) -> set[str]:
    return {triple.object.value for triple in triples_of(response) if triple.predicate.value == expand(predicate)}


@pytest.mark.parametrize(("language", "word"), [("en", "Releases"), ("zh", "发布版本")])
def test_the_list_names_every_release_the_latest_first(client: FlaskClient, language: str, word: str) -> None:
    text = page(client, "/release/", language).text
    assert f"<h1>{word}</h1>" in text
    assert 0 < text.index(f'href="/release/1.1.0/?lang={language}"') < text.index(f'"/release/1.0.0/?lang={language}"')


def test_programs_get_the_list_as_rdf(client: FlaskClient) -> None:
    response = client.get("/release/", headers={"Accept": TURTLE})
    assert response.mimetype == TURTLE
    assert objects(response, "dcat:hasVersion") == {V1, V2}
    assert objects(response, "dcat:landingPage") == {f"{BASE}release/1.0.0/", f"{BASE}release/1.1.0/"}
    again = client.get("/release/", headers={"Accept": TURTLE, "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_address_without_a_slash_leads_there(client: FlaskClient) -> None:
    response = client.get("/release")
    assert (response.status_code, response.headers["Location"]) == (308, "/release/")
    assert client.get("/release/1.0.0").headers["Location"].endswith("/release/1.0.0/")


@pytest.mark.parametrize("folder", ["none", "empty"])
def test_a_server_without_releases_says_so(folder: str, mini: Path, mini_published: Published, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    bare = client_of(mini, mini_published, tmp_path / folder)
    assert "No release is kept" in page(bare, "/release/").text
    assert "没有存放" in page(bare, "/release/", "zh").text
    for language in ("en", "zh"):
        told = page(bare, "/release/", language).text
        assert f'href="/dataset/als-kg?lang={language}"' in told
        assert "<code>als-kg release</code>" in told
    assert bare.get("/release/1.0.0/").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["inventors (2031). mini, version 1.1.0 [data set].", "How to cite it", "view current", "2031-05-02"]),
        ("zh", ["虚构者（2031）。迷你，版本 1.1.0［数据集］。", "如何引用", "视图 current", "2031-05-02"]),
    ],
)
@pytest.mark.parametrize("path", ["/release/1.1.0/", "/dataset/als-kg/1.1.0"])
def test_a_release_has_a_page(client: FlaskClient, path: str, language: str, words: list[str]) -> None:
    text = page(client, path, language).text
    assert all(word in text for word in words)
    assert f'<dd class="iri">{V2}</dd>' in text
    assert f'href="/release/1.0.0/?lang={language}"' in text
    assert "url = {https://w3id.org/als-kg/dataset/als-kg/1.1.0}" in text


def test_the_page_tells_every_file_with_its_size_and_digest(client: FlaskClient, kept: Path) -> None:
    text = page(client, "/release/1.1.0/").text
    links = {link["href"] for link in Outline(text).all("a")}
    files = [path for path in (kept / "1.1.0").rglob("*") if path.is_file()]
    assert len(files) > 40
    for path in files:
        name = path.relative_to(kept / "1.1.0").as_posix()
        assert f"/release/1.1.0/{name}" in links
        if not name.endswith(".gz"):
            assert hashlib.sha256(path.read_bytes()).hexdigest() in text
        assert f"{path.stat().st_size:,}" in text


@pytest.mark.parametrize("path", ["/release/1.1.0/", "/dataset/als-kg/1.1.0"])
@pytest.mark.parametrize("accept", [TURTLE, NT, "application/rdf+xml", "application/ld+json"])
def test_a_release_describes_itself_in_every_format(client: FlaskClient, path: str, accept: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, accept)
    told = triples_of(client.get("/release/1.1.0/dcat.ttl")) | triples_of(client.get("/release/1.1.0/prov.ttl"))
    assert triples_of(response) == told
    suffix = response.headers["Content-Location"].rpartition(".")[2]
    assert response.headers["Content-Location"] == f"/dataset/als-kg/1.1.0.{suffix}"
    assert triples_of(client.get(f"/dataset/als-kg/1.1.0.{suffix}")) == told


def test_the_addresses_in_the_description_are_those_of_the_files(client: FlaskClient) -> None:
    described = client.get("/dataset/als-kg/1.0.0.nt")
    addresses = objects(described, "dcat:downloadURL")
    assert len(addresses) > 30
    sizes = {t.subject: int(t.object.value) for t in triples_of(described) if t.predicate.value.endswith("#byteSize")}
    for triple in triples_of(described):
        if triple.predicate.value == expand("dcat:downloadURL"):
            response = client.get("/" + triple.object.value.removeprefix(BASE))
            assert (response.status_code, len(response.data)) == (200, sizes[triple.subject])
    assert objects(described, "dcat:landingPage") >= {f"{BASE}release/1.0.0/"}


def test_a_version_that_is_not_kept_is_what_the_dataset_says_of_it(client: FlaskClient) -> None:
    assert client.get("/dataset/als-kg/9.9.9").status_code == 404
    assert client.get("/release/9.9.9/").status_code == 404
    assert "没有内容" in client.get("/release/9.9.9/").text


def test_a_file_is_sent_as_it_is(client: FlaskClient, kept: Path) -> None:
    response = client.get("/release/1.0.0/als-kg.ttl")
    body = (kept / "1.0.0/als-kg.ttl").read_bytes()
    assert (response.status_code, response.data) == (200, body)
    assert response.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert response.headers["ETag"] == f'"{hashlib.sha256(body).hexdigest()}"'
    assert response.headers["Content-Length"] == str(len(body))
    assert {"public", "immutable"} <= set(response.headers["Cache-Control"].split(", "))
    assert '<http://localhost/release/1.0.0/>; rel="collection"' in response.headers["Link"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("als-kg.nt", NT), ("als-kg-full.nq", "application/n-quads"), ("als-kg-full.trig", "application/trig"),
        ("als-kg.jsonld", "application/ld+json"), ("als-kg.rdf", "application/rdf+xml"),
        ("als-kg.ttl.gz", "application/gzip"), ("manifest.json", "application/json"), ("NOTES.md", "text/markdown"),
        ("SHA256SUMS", "text/plain"), ("table/intervention.csv", "text/csv"),
    ],
)  # fmt: skip
def test_a_file_has_its_media_type(client: FlaskClient, name: str, media_type: str) -> None:
    response = client.get(f"/release/1.0.0/{name}")
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Content-Encoding" not in response.headers


def test_a_packed_twin_is_sent_to_who_takes_it(client: FlaskClient, kept: Path) -> None:
    plain = client.get("/release/1.0.0/als-kg.ttl", headers={"Accept-Encoding": "gzip;q=0, br"})
    packed = client.get("/release/1.0.0/als-kg.ttl", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.data == (kept / "1.0.0/als-kg.ttl.gz").read_bytes()
    assert gzip.decompress(packed.data) == plain.data
    assert packed.mimetype == plain.mimetype == TURTLE
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in plain.headers
    assert all("Accept-Encoding" in response.headers["Vary"] for response in (plain, packed))
    alone = client.get("/release/1.0.0/context.jsonld", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in alone.headers


def test_validators_and_ranges(client: FlaskClient, kept: Path) -> None:
    path, body = "/release/1.0.0/als-kg.nt", (kept / "1.0.0/als-kg.nt").read_bytes()
    whole = client.head(path)
    assert (whole.status_code, whole.data, whole.headers["Accept-Ranges"]) == (200, b"", "bytes")
    assert client.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    part = client.get(path, headers={"Range": "bytes=10-99"})
    assert (part.status_code, part.data) == (206, body[10:100])
    assert part.headers["Content-Range"] == f"bytes 10-99/{len(body)}"
    rest = client.get(path, headers={"Range": f"bytes={len(body) - 5}-", "If-Range": whole.headers["ETag"]})
    assert (rest.status_code, rest.data) == (206, body[-5:])
    other = client.get(path, headers={"Range": "bytes=0-4", "If-Range": '"another"'})
    assert (other.status_code, other.data) == (200, body)
    assert client.get(path, headers={"Range": f"bytes={len(body)}-"}).status_code == 416
    packed = client.get(path, headers={"Range": "bytes=0-1", "Accept-Encoding": "gzip"})
    assert (packed.status_code, packed.data, packed.headers["Content-Encoding"]) == (206, b"\x1f\x8b", "gzip")


@pytest.fixture(scope="module")
def tampered(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the releases with what should not be there; ``secret`` lies beside it."""
    tmp_path = tmp_path_factory.mktemp("tampered")
    out = shutil.copytree(kept, tmp_path / "out")
    (tmp_path / "secret").write_text("hidden words", encoding="utf-8")
    (out / "1.0.0/unlisted.txt").write_text("hidden words", encoding="utf-8")
    (out / "1.0.0/als-kg-codes.ttl").unlink()
    (out / "1.0.0/als-kg-codes.ttl").symlink_to(tmp_path / "secret")
    shutil.move(out / "1.0.0/table", tmp_path / "table")
    (out / "1.0.0/table").symlink_to(tmp_path / "table")
    (out / "1.0.0/als-kg.ttl").write_text("hidden words", encoding="utf-8")
    shutil.move(out / "1.1.0", tmp_path / "elsewhere")
    (out / "1.1.0").symlink_to(tmp_path / "elsewhere")
    (out / "1.2.0").mkdir()
    (out / "1.2.0/manifest.json").write_text("{}", encoding="utf-8")
    (out / "1.2.0/SHA256SUMS").write_text("", encoding="utf-8")
    return out


@pytest.mark.parametrize(
    "path",
    [
        "/release/1.0.0/../../secret", "/release/1.0.0/%2e%2e/%2e%2e/secret", "/release/../secret",
        "/release/%2e%2e/",
        "/release/1.0.0//etc/passwd", "/release/1.0.0/unlisted.txt", "/release/1.0.0/als-kg-codes.ttl",
        "/release/1.0.0/table/intervention.csv", "/release/1.0.0/table/", "/release/1.1.0/als-kg.ttl",
        "/release/1.1.0/",
        "/release/1.0.0/als-kg.ttl", "/release/1.0.0/als-kg.nt/", "/release/1.0.0/%00",
    ],
)  # fmt: skip
def test_nothing_beside_the_files_of_a_release_can_be_had(
    tampered: Path, mini: Path, mini_published: Published, path: str
) -> None:
    response = client_of(mini, mini_published, tampered).get(path, headers={"Accept-Encoding": "gzip"})
    assert "hidden words" not in response.text
    assert response.status_code == 404


def test_a_broken_release_hides_no_other_and_the_log_says_so(
    tampered: Path, mini: Path, mini_published: Published, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(mini, mini_published, tampered)
    text = page(client, "/release/").text
    assert "/release/1.0.0/" in text
    assert "/release/1.2.0/" not in text
    assert "no manifest of a release" in caplog.text
    caplog.clear()
    broken = client.get("/release/1.2.0/")
    assert (broken.status_code, str(tampered) in broken.text) == (500, False)
    assert "no manifest of a release" in caplog.text
    assert client.get("/release/1.0.0/als-kg.nt").status_code == 200


def test_a_release_that_is_made_while_the_server_runs_is_there_at_once(
    kept: Path, mini: Path, mini_published: Published, tmp_path: Path
) -> None:
    client = client_of(mini, mini_published, tmp_path / "out")
    assert client.get("/release/1.0.0/").status_code == 404
    shutil.copytree(kept / "1.0.0", tmp_path / "out/1.0.0")
    assert client.get("/release/1.0.0/").status_code == 200


def test_links_are_signposts(client: FlaskClient) -> None:
    response = client.get("/release/1.1.0/", headers={"Accept": BROWSER})
    link = response.headers["Link"]
    for part in (
        f'<{V2}>; rel="cite-as"',
        '<http://localhost/dataset/als-kg/1.1.0.ttl>; rel="describedby"; type="text/turtle"',
        '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"',
        '<https://schema.org/Dataset>; rel="type"',
        '<https://w3id.org/als-kg/agent/inventors>; rel="author"',
        '<http://localhost/release/1.1.0/als-kg.ttl>; rel="item"; type="text/turtle"',
        '<http://localhost/dataset/als-kg/1.0.0>; rel="predecessor-version"',
        '<http://localhost/release/1.1.0/linkset.json>; rel="linkset"; type="application/linkset+json"',
    ):
        assert part in link
    assert len(link) < 4_000
    linkset = client.get("/release/1.1.0/linkset.json")
    assert linkset.mimetype == "application/linkset+json"
    (links,) = json.loads(linkset.data)["linkset"]
    manifest = json.loads(client.get("/release/1.1.0/manifest.json").data)
    assert {item["href"].removeprefix("http://localhost/release/1.1.0/") for item in links["item"]} == {
        file["name"] for file in manifest["files"]
    }


def test_so_many_files_are_sent_at_once(mini: Path, kept: Path) -> None:
    app, path = Flask("test"), "/release/1.0.0/als-kg.nt"
    releases = Releases(load({}, content=mini, releases=kept), Downloads(2))
    with app.test_request_context(path):
        first, second = (releases.file(request, "1.0.0", "als-kg.nt") for _ in range(2))
        with pytest.raises(Rejected, match="too many files") as refused:
            releases.file(request, "1.0.0", "als-kg.nt")
        assert (refused.value.status, dict(refused.value.headers)) == (503, {"Retry-After": "10"})
        for _ in range(2):
            first.close()
        releases.file(request, "1.0.0", "als-kg.nt").close()
        third = releases.file(request, "1.0.0", "als-kg.nt")
        with pytest.raises(Rejected):
            releases.file(request, "1.0.0", "als-kg.nt")
        second.close()
        third.close()
        forgotten = releases.file(request, "1.0.0", "als-kg.nt")
        next(iter(forgotten.response)), forgotten.response._blocks.close()
        del forgotten
        gc.collect()
        for _ in range(2):
            releases.file(request, "1.0.0", "als-kg.nt").close()


def test_addresses_are_those_of_the_public(mini: Path, mini_published: Published, kept: Path) -> None:
    client = client_of(mini, mini_published, kept, public_url="https://kg.example.org/als")
    text = page(client, "/release/1.0.0/").text
    assert 'href="/als/release/1.0.0/als-kg.ttl"' in text
    assert "https://kg.example.org/als/release/1.0.0/" in text


def test_an_older_release_can_be_asked_with_what_its_page_says(client: FlaskClient, tmp_path: Path) -> None:
    """What curl would fetch is enough for `als-kg query --release`, and is checked against the digests."""
    text = next(line for line in commands(page(client, "/release/1.0.0/").text) if line.startswith("curl"))
    address = shlex.split(text)[2]
    base, _, names = address.rstrip("}").partition("{")
    for name in names.split(","):
        (tmp_path / name).write_bytes(client.get(base.removeprefix("http://localhost") + name).data)
    store = open_release(tmp_path)
    found = answer(store, QueryRequest("ASK { <https://w3id.org/als-kg/intervention/fablexin> ?p ?o }"))
    assert b"true" in found.body


def commands(text: str) -> list[str]:
    return html.unescape(text).split("<pre")[-1].splitlines()


@pytest.mark.slow
def test_a_real_server_sends_files_and_gives_places_back(
    kept: Path, mini: Path, mini_published: Published, serve_at: Callable[..., Any]
) -> None:
    """Clients that go away in the middle hold nothing: after more of them than there are places, files are sent."""
    (kept.parent / "large").mkdir()
    large = shutil.copytree(kept / "1.0.0", kept.parent / "large" / "1.0.0")
    body = b"0123456789abcdef" * (1 << 20)
    told = json.loads((large / "manifest.json").read_text(encoding="utf-8"))
    (file,) = [each for each in told["files"] if each["name"] == "als-kg-full.nq"]
    file["size"] = len(body)
    (large / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    (large / "als-kg-full.nq").write_bytes(body)
    running = serve_at(mini_published.path.parent.parent, mini, ALS_KG_RELEASES=str(large.parent))
    url = f"{running.url}/release/1.0.0/als-kg-full.nq"
    identity = {"Accept-Encoding": "identity"}
    assert httpx.get(url, headers=identity, timeout=30).content == body
    assert httpx.get(url, headers=identity | {"Range": "bytes=16-31"}).content == body[:16]
    with ExitStack() as stack:
        gone = [stack.enter_context(httpx.stream("GET", url, headers=identity, timeout=30)) for _ in range(MOST)]
        assert {response.status_code for response in gone} == {200}
        assert httpx.get(url, headers=identity).status_code == 503
        assert running.ask("ASK {}").status_code == 200
    deadline = time.monotonic() + 20
    while httpx.get(url, headers=identity, timeout=30).status_code == 503:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert httpx.get(url, headers=identity, timeout=30).content == body
