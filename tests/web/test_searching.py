"""The search as a person meets it: in both languages, with its text kept, in pages, with a way on."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from als_kg.build import Published
from als_kg.query import EmbeddedService, QueryAnswer, QueryRequest
from als_kg.search import MOST_CHARACTERS
from als_kg.settings import Settings
from als_kg.web import create_app
from als_kg.web.language import TEXTS

from .test_page import BROWSER, Outline


def search(client: FlaskClient, language: str = "en", **query: str) -> TestResponse:
    return client.get("/search", query_string={"lang": language} | query, headers={"Accept": BROWSER})


def hits(response: TestResponse) -> list[str]:
    return re.findall(r'<li>\s*<a href="([^"]+)"', response.text)


@pytest.mark.parametrize(("language", "kind", "other"), [("en", "antisense", "虚构生"), ("zh", "反义", "fablexin")])
def test_a_hit_shows_its_names_its_kind_and_what_it_is(
    client: FlaskClient, language: str, kind: str, other: str
) -> None:
    response = search(client, language, text=" FABLEXIN ")
    assert (response.status_code, response.mimetype) == (200, "text/html")
    Outline(response.text)
    assert hits(response)[0] == f"/intervention/fablexin?lang={language}"
    first = response.text.split("<li>")[1]
    assert kind in first
    assert f">{other}</span>" in first
    assert ("intrathecal" if language == "en" else "鞘内") in first


def test_the_box_keeps_its_text_and_so_does_the_other_language(client: FlaskClient) -> None:
    page = Outline(search(client, text='fablexin & "x"').text)
    (box,) = (each for each in page.all("input") if each.get("name") == "text")
    assert box["value"] == 'fablexin & "x"'
    (chinese,) = (each["href"] for each in page.all("a") if each.get("lang") == "zh")
    assert parse_qs(urlsplit(chinese or "").query) == {"text": ['fablexin & "x"'], "lang": ["zh"]}


@pytest.mark.parametrize("text", ["", "   ", "　"])
@pytest.mark.parametrize(("language", "hint"), [("en", "For example"), ("zh", "例如")])
def test_an_empty_search_shows_how_to_search(client: FlaskClient, language: str, hint: str, text: str) -> None:
    response = search(client, language, text=text)
    assert response.status_code == 200
    assert hint in response.text
    assert 'class="hits"' not in response.text
    Outline(response.text)


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing fits"), ("zh", "没有与")])
def test_what_is_not_found_is_said_with_what_was_meant(client: FlaskClient, language: str, words: str) -> None:
    response = search(client, language, text="fablexon")
    assert words in response.text
    assert f'href="/search?text=fablexin&amp;lang={language}"' in response.text
    assert TEXTS[language]["search_scope"] in response.text
    assert TEXTS[language]["search_scope"] not in search(client, language, text="fablexin").text


def test_a_long_text_is_refused(client: FlaskClient) -> None:
    response = search(client, text="a" * (MOST_CHARACTERS + 1))
    assert (response.status_code, 'role="alert"' in response.text) == (400, True)
    assert search(client, text="a" * MOST_CHARACTERS).status_code == 200


def test_many_hits_come_in_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("als_kg.web.searching.MOST_SHOWN", 2)
    first, second = search(client, text="mockosis"), search(client, text="mockosis", page="2")
    assert len(hits(first)) == 2
    assert not set(hits(first)) & set(hits(second))
    assert 'page=2" rel="next nofollow"' in first.text
    assert 'page=1" rel="prev nofollow"' in second.text
    assert re.search(r"3–\d of \d+ found", second.text)


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "9" * 40, "7"])
def test_a_page_that_is_not_there_is_the_nearest(client: FlaskClient, page: str) -> None:
    assert hits(search(client, text="fablexin", page=page)) == hits(search(client, text="fablexin"))


def test_a_query_leads_on(client: FlaskClient) -> None:
    page = Outline(search(client, text="fablexin").text)
    (query,) = (each["href"] for each in page.all("a") if (each["href"] or "").startswith("/sparql?"))
    assert "fablexate" not in (found := client.get(query or "", headers={"Accept": BROWSER}).text)
    assert "fablexin" in found


def test_what_is_searched_for_is_never_markup(client: FlaskClient) -> None:
    for text in ("<script>x", '"><script>x', "{{ 7 * 7 }}", "{0}"):
        response = search(client, text=text)
        assert response.status_code == 200
        assert "<script" not in response.text
        assert "49" not in response.text


class Counting(EmbeddedService):
    """A service that counts what it is asked."""

    asked = 0

    def answer(self, request: QueryRequest) -> QueryAnswer:
        self.asked += 1
        return super().answer(request)


def test_a_version_is_read_once(mini: Path, mini_published: Published) -> None:
    out = mini_published.path.parent.parent
    service = Counting(out)
    client = create_app(service, Settings(content=mini, dataset=out)).test_client()
    for text in ("", "fablexin", "mockosis", "nothing at all", "x" * 999):
        search(client, text=text)
    assert service.asked == 1


def test_a_dataset_that_is_gone_is_a_fault_and_the_box_still_opens(bare: FlaskClient) -> None:
    assert search(bare).status_code == 200
    assert search(bare, text="fablexin").status_code >= 500
