"""The page for people: in both languages, without scripts, safe against what the data and the query say."""

import re
import shutil
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from als_kg.build import Published
from als_kg.errors import QueryError
from als_kg.examples import PERSONAS
from als_kg.query import EmbeddedService
from als_kg.settings import load
from als_kg.web import create_app
from als_kg.web.language import LANGUAGES, TEXTS

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
LABELS = "SELECT ?s ?label ?none { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } ORDER BY ?label LIMIT 3"


class Outline(HTMLParser):
    """Collect what a screen reader needs to find, and whether tags pair."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert not self.opened

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def open_page(client: FlaskClient, path: str = "/sparql", language: str = "en", **query: str) -> TestResponse:
    return client.get(path, query_string=query, headers={"Accept": BROWSER, "Accept-Language": language})


@pytest.mark.parametrize("path", ["/", "/sparql"])
@pytest.mark.parametrize(
    ("prefers", "tag"), [("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"), ("de,en;q=0.5", "en"), ("fr", "en")]
)
def test_the_page_speaks_the_readers_language(client: FlaskClient, path: str, prefers: str, tag: str) -> None:
    response = open_page(client, path, prefers)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert f'<html lang="{tag}">' in response.text
    assert {"Accept", "Accept-Language"} <= set(response.headers["Vary"].split(", "))


def test_the_address_overrules_the_browser(client: FlaskClient) -> None:
    assert '<html lang="zh-Hans">' in open_page(client, "/", "en", lang="zh").text
    assert '<html lang="zh-Hans">' in open_page(client, "/", "zh", lang="xx").text


def test_both_languages_say_the_same_things() -> None:
    assert set(TEXTS) == set(LANGUAGES)
    assert len({frozenset(texts) for texts in TEXTS.values()}) == 1
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())


def test_the_page_is_whole_and_labelled(client: FlaskClient) -> None:
    page = Outline(open_page(client, "/").text)
    find, ask = page.all("form")
    assert find == {"action": "/search", "method": "get", "role": "search"}
    assert ask == {"action": "/sparql", "method": "get"}
    (textarea,) = page.all("textarea")
    assert {"text", textarea["id"]} <= {label.get("for") for label in page.all("label")}
    assert len(page.all("label")) == 2 + len(page.all("select"))
    assert page.all("main")
    assert page.all("h1")
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all("meta")


def test_nothing_comes_from_elsewhere(client: FlaskClient) -> None:
    response = open_page(client, "/")
    page = Outline(response.text)
    assert [script for script in page.all("script") if script != {"type": "application/ld+json"}] == []
    assert [link["href"] for link in page.all("link")] == ["/static/page.css"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    with client.get("/static/page.css") as style:
        assert style.mimetype == "text/css"


def test_counts_views_formats_and_licence(client: FlaskClient, mini_published: Published) -> None:
    text = open_page(client, "/").text
    manifest = mini_published.manifest
    for name, count in manifest.views.items():
        assert f"{name}: {count:,} triples" in text
        assert f'<option value="{name}"' in text
    assert f"{len(manifest.graphs)} named graphs" in text
    assert manifest.version in text
    assert "CC0" in text
    assert '<option value="csv">' in text


def test_examples_lead_to_their_answer(client: FlaskClient) -> None:
    page = open_page(client, "/", "zh").text
    assert "降低某基因的干预手段" in page
    assert 'href="/sparql?example=lowering&amp;lang=zh#answer"' in page
    answered = open_page(client, example="lowering").text
    assert '<h2 id="answer">' in answered
    assert "<strong>Which interventions lower ZYX1?</strong>" in answered
    assert 'href="/sparql?example=lowering&amp;lang=zh#answer" lang="zh"' in answered
    assert ">fablexin</a>" in answered
    assert "?mechanism als:actsOn gene:zyx1" in re.findall("<textarea.*?</textarea>", answered, re.DOTALL)[0]
    assert 'lang=en#answer" aria-current="true"' in answered
    assert '<option value="article" selected>' in open_page(client, example="wonder").text
    assert "Which interventions lower ZYX1?" not in open_page(client, example="lowering", query="ASK {}").text


def test_an_example_that_needs_more_than_is_here_fills_the_form(
    mini: Path, mini_published: Published, tmp_path: Path
) -> None:
    shutil.copytree(mini / "queries", tmp_path / "queries")
    lines = {"far": "# federated: true", "lacking": "# needs: hpo.obo http://example.org/hpo"}
    for slug, line in lines.items():
        (tmp_path / f"queries/{slug}.rq").write_text(f"{line}\n{(mini / 'queries/wonder.rq').read_text()}")
    dataset = mini_published.path.parent.parent
    client = create_app(EmbeddedService(dataset), load({}, content=tmp_path, dataset=dataset)).test_client()
    page = open_page(client, "/").text
    assert "/sparql?example=wonder" in page
    for slug in lines:
        assert f'href="/?example={slug}&amp;lang=en"' in page
        assert 'id="answer"' not in open_page(client, example=slug).text


def test_examples_fill_the_form(client: FlaskClient) -> None:
    filled = open_page(client, "/", example="wonder").text
    assert "ASK { ?result a als:Result }" in filled
    assert '<option value="article" selected>' in filled
    assert open_page(client, "/", example="unknown").status_code == 200


def test_questions_stand_under_who_asks_them(client: FlaskClient) -> None:
    text = open_page(client, "/", "zh").text
    groups = dict(re.findall(r"<summary><h3>(.*?)</h3>(.*?)</details>", text, re.DOTALL))
    assert {title: re.findall(r"example=(\w+)", body) for title, body in groups.items()} == {
        TEXTS["zh"]["asked_by researcher"]: ["lowering"],
        TEXTS["zh"]["asked_by "]: ["wonder"],
    }
    opened = re.compile(r"<details( open)?>\s*<summary><h3>")
    assert opened.findall(text) == ["", ""]
    assert opened.findall(open_page(client, "/", example="wonder").text) == ["", " open"]


def test_every_persona_has_a_heading() -> None:
    assert all(f"asked_by {persona}" in TEXTS[language] for persona in PERSONAS for language in LANGUAGES)


def test_a_table(client: FlaskClient) -> None:
    text = open_page(client, query=LABELS).text
    Outline(text)
    assert '<th scope="col">label</th>' in text
    assert "<p>3 rows</p>" in text
    assert "unbound" in text
    assert "<small>en</small>" in text


def test_a_thing_leads_to_its_page_and_what_is_not_ours_to_what_is_said_of_it(client: FlaskClient) -> None:
    values = "<https://w3id.org/als-kg/gene/zyx1> <https://w3id.org/als-kg/vocab#Drug> <http://example.org/x>"
    text = open_page(client, query=f"SELECT ?iri {{ VALUES ?iri {{ {values} }} }}", view="article").text
    assert 'href="/gene/zyx1?lang=en" title="gene:zyx1"' in text
    assert 'href="/vocab/Drug?lang=en"' in text
    assert "query=DESCRIBE+%3Chttp%3A%2F%2Fexample.org%2Fx%3E&amp;lang=en&amp;view=article" in text


def test_the_page_leads_to_search_vocabulary_dataset_and_releases(client: FlaskClient) -> None:
    text = open_page(client, "/", "zh").text
    assert 'action="/search"' in text
    for path in ("vocab", "dataset/als-kg", "release/"):
        assert f'href="/{path}?lang=zh"' in text


def test_a_boolean_a_graph_and_nothing(client: FlaskClient) -> None:
    assert '<td data-label="answer">true</td>' in open_page(client, query="ASK {}").text
    described = open_page(client, query="DESCRIBE <https://w3id.org/als-kg/gene/zyx1>").text
    assert "&#34;ZYX1&#34;@en" in described
    assert "nothing in the data fits" in open_page(client, query="SELECT * { ?s <http://no> ?o }").text


def test_a_long_table_is_cut_and_says_so(client: FlaskClient) -> None:
    query = "SELECT ?a ?b { VALUES ?a { " + "1 " * 40 + "} VALUES ?b { " + "2 " * 40 + "} }"
    text = open_page(client, query=query).text
    assert "The first 1000 of 1600 rows" in text
    assert text.count("<tr>") == 1001


def test_the_chosen_view_is_asked_and_stays_chosen(client: FlaskClient) -> None:
    text = open_page(client, query="ASK { ?s ?p ?o }", view="article", lang="en").text
    assert '<option value="article" selected>' in text


@pytest.mark.parametrize(
    ("language", "view", "told", "other", "leads"),
    [
        ("en", "current", "From the current state", "article", "ask only what “mini guide” says instead"),
        ("en", "article", "From what “mini guide” says, and nothing later", "current", "ask the current state instead"),
        ("zh", "current", "据当前状态", "article", "改问《迷你指南》所述"),
        ("zh", "article", "仅据《迷你指南》所述，不含其后的信息", "current", "改问当前状态"),
    ],
)
def test_an_answer_says_which_view_it_came_from_and_leads_to_the_other(
    client: FlaskClient, language: str, view: str, told: str, other: str, leads: str
) -> None:
    text = open_page(client, query=LABELS, view=view, lang=language).text
    (line,) = re.findall(r'<p class="viewed">(.*?)</p>', text, re.DOTALL)
    said, _, link = line.partition(" · ")
    assert said == told
    (found,) = re.findall(r'<a href="([^"]*)">([^<]*)</a>', link)
    assert found[1] == leads
    followed = client.get(unescape(found[0]), headers={"Accept": BROWSER}).text
    assert f'<option value="{other}" selected>' in followed
    assert LABELS in unescape(followed)
    assert f'<html lang="{TEXTS[language]["tag"]}">' in followed


@pytest.mark.parametrize(
    "more",
    [
        {"query": "ASK FROM <https://w3id.org/als-kg/graph/article> { ?s ?p ?o }"},
        {"query": "ASK { ?s ?p ?o }", "default-graph-uri": "https://w3id.org/als-kg/graph/article"},
        {},
    ],
    ids=["FROM", "protocol", "nothing asked"],
)
def test_no_view_is_named_where_none_was_asked(client: FlaskClient, more: dict[str, str]) -> None:
    assert 'class="viewed"' in open_page(client, query="ASK { ?s ?p ?o }").text
    assert 'class="viewed"' not in open_page(client, **more).text


def test_a_fault_is_shown_where_the_query_stays(client: FlaskClient) -> None:
    response = open_page(client, query="SELECT * {\n ?s ?p }")
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert "line 2, column 8: this is not SPARQL at }" in response.text
    assert "SELECT * {\n ?s ?p }</textarea>" in response.text


def test_an_unknown_view_is_a_fault_too(client: FlaskClient) -> None:
    response = open_page(client, query="ASK {}", view="curent")
    assert (response.status_code, "did you mean current?" in response.text) == (400, True)


def test_what_is_written_is_never_markup(client: FlaskClient) -> None:
    query = "SELECT ('</textarea><script>x</script>' AS ?x) (<http://x/\"><b>> AS ?y) {}"
    text = open_page(client, query=query).text
    assert "<script" not in text
    text = open_page(client, query="SELECT ('<script>x</script>' AS ?x) {}").text
    assert "<script" not in text
    assert "&lt;script&gt;x&lt;/script&gt;</td>" in text


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        ("text/csv, text/html;q=0.9", False),
        ("text/html;q=0", False),
        ("application/xhtml+xml, application/xml;q=0.9, text/html;q=0.8", True),
        ("application/sparql-results+json, text/html", True),
    ],
)
def test_who_gets_the_page(client: FlaskClient, accept: str, is_page: bool) -> None:
    response = client.get("/sparql", query_string={"query": "SELECT * {}"}, headers={"Accept": accept})
    assert (response.mimetype == "text/html") is is_page


def test_a_browser_that_asks_for_a_format_gets_it(client: FlaskClient) -> None:
    assert open_page(client, query="ASK {}", format="csv").mimetype == "text/csv"


THINGS = """SELECT ?x { VALUES ?x {
  <https://w3id.org/als-kg/intervention/fablexin> <https://w3id.org/als-kg/vocab#Drug>
  <http://www.w3.org/2000/01/rdf-schema#comment> <https://w3id.org/als-kg/graph/void> } }"""


@pytest.mark.parametrize(
    ("language", "drug", "term", "comment"), [("en", "fablexin", "drug", "note"), ("zh", "虚构生", "药物", "注释")]
)
def test_what_has_a_name_stands_by_it_in_the_readers_language(
    client: FlaskClient, language: str, drug: str, term: str, comment: str
) -> None:
    text = open_page(client, language=language, query=THINGS).text
    assert f'href="/intervention/fablexin?lang={language}" title="intervention:fablexin">{drug}</a>' in text
    assert f'title="als:Drug">{term}</a>' in text
    assert f'title="rdfs:comment">{comment}</a>' in text
    assert 'title="https://w3id.org/als-kg/graph/void">graph:void</a>' in text


def test_identifiers_stand_where_names_cannot_be_had(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(*_: object) -> None:
        raise QueryError("too slow")

    monkeypatch.setattr("als_kg.web.page.ask_names", limited)
    response = open_page(client, query=THINGS)
    assert (response.status_code, ">intervention:fablexin</a>" in response.text) == (200, True)


def test_programs_get_identifiers_and_no_further_query(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("als_kg.web.page.ask_names", lambda *_: asked.append(1) or {})
    told = client.get("/sparql", query_string={"query": THINGS, "format": "csv"}).text
    assert "https://w3id.org/als-kg/intervention/fablexin" in told
    assert not asked
    open_page(client, query=THINGS)
    assert asked


@pytest.mark.parametrize(
    ("written", "en", "zh"),
    [
        ('"2025-10-01"^^xsd:date', "2025-10-01", "2025-10-01"),
        ('"http://x/"^^xsd:anyURI', "http://x/", "http://x/"),
        ("7", "7", "7"),
        ("1.5", "1.5", "1.5"),
        ('"2025"^^xsd:gYear', "2025", "2025"),
        ('"P1Y6M"^^xsd:duration', "1 year 6 months", "1 年 6 个月"),
        ("false", "no", "否"),
        ('"x"^^xsd:token', "x <small>xsd:token</small>", "x <small>xsd:token</small>"),
    ],
)
def test_values_are_said_without_what_they_show_themselves(client: FlaskClient, written: str, en: str, zh: str) -> None:
    query = f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT ({written} AS ?x) {{}}"
    for language, said in (("en", en), ("zh", zh)):
        assert f'<td data-label="x">{said}</td>' in open_page(client, language=language, query=query).text


def test_formats_stand_under_what_they_hold(client: FlaskClient) -> None:
    groups = re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', open_page(client, "/", "zh").text, re.DOTALL)
    assert {label: re.findall('value="(.*?)"', body) for label, body in groups} == {
        TEXTS["zh"]["as_table"]: ["json", "xml", "csv", "tsv"],
        TEXTS["zh"]["as_graph"]: ["turtle", "ntriples", "jsonld", "rdfxml", "trig", "nquads"],
    }


@pytest.mark.parametrize(
    ("query", "format_", "status", "words"),
    [
        (THINGS, "turtle", 406, "格式 &#39;turtle&#39; 不适用于 SELECT 的结果"),
        ("SELECT * { ?s ?p }", "csv", 400, "第 1 行"),
    ],
)
def test_who_cannot_have_a_file_stays_on_the_page(
    client: FlaskClient, query: str, format_: str, status: int, words: str
) -> None:
    sent = {"query": query, "format": format_, "view": "article"}
    response = open_page(client, language="zh", **sent)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert words in response.text
    assert "</textarea>" in response.text
    assert query.splitlines()[-1] in response.text.replace("&lt;", "<").replace("&gt;", ">")
    assert '<option value="article" selected>' in response.text
    told = client.get("/sparql", query_string=sent)
    assert (told.status_code, told.mimetype) == (status, "text/plain")
