"""Every IRI answers: formats, headers, pages in both languages, and what is not there or no more."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from als_kg import describe
from als_kg.build import Dataset, write
from als_kg.entity import Entity, Value
from als_kg.query import EmbeddedService
from als_kg.query.pool import Limits, PoolService
from als_kg.settings import load
from als_kg.sources import Content
from als_kg.vocabulary import BASE, XSD, graph_for
from als_kg.web import create_app
from als_kg.web.addresses import Site
from als_kg.web.language import TEXTS
from als_kg.web.shown import Shown

from .test_page import BROWSER, Outline

FABLEXIN = "/intervention/fablexin"
TURTLE, RDFXML, JSONLD, NT = "text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"
FORMATS = {"ttl": TURTLE, "nt": NT, "jsonld": JSONLD, "rdf": RDFXML}
THINGS = [FABLEXIN, "/code/action/knockdown", "/vocab", "/passage/mini-guide/1-01", "/dataset/als-kg"]
UNKNOWN = ["/intervention/unheard-of", "/nothing", "/intervention/%3Cb%3E", "/intervention/x.ttl"]
OLD = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix gene: <https://w3id.org/als-kg/gene/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
gene:zyx-old skos:prefLabel "ZYX-old"@en ; owl:deprecated true ; dcterms:isReplacedBy gene:zyx1 .
"""

HOPE = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix intervention: <https://w3id.org/als-kg/intervention/> .
@prefix result: <https://w3id.org/als-kg/result/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
result:hope a als:Result ; skos:prefLabel "hope"@en, "希望"@zh-Hans ; als:concerns intervention:fablexin ;
    als:hedge "may"@en, "可能"@zh-Hans .
intervention:fablexin als:hasRoute <https://w3id.org/als-kg/code/route/oral> .
"""
HOPE_SAID = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix claim: <https://w3id.org/als-kg/graph/claim/mini-guide/> .
@prefix p: <https://w3id.org/als-kg/passage/mini-guide/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
claim:9-01 prov:wasDerivedFrom p:9-01 ; als:hedge "perhaps"@en, "或许"@zh-Hans ;
    als:summary "There may be hope."@en, "或有希望。"@zh-Hans .
"""


def triples_of(text: str) -> frozenset[ox.Triple]:
    return frozenset(quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def out(mini: Path, mini_dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    old = triples_of(OLD)
    gene, documents = graph_for("entity", "gene"), graph_for("documents")
    graphs = {
        **mini_dataset.graphs,
        gene: mini_dataset.graphs[gene] | old,
        graph_for("claim", "mini-guide", "9-01"): triples_of(HOPE),
        documents: mini_dataset.graphs[documents] | triples_of(HOPE_SAID),
    }
    views = {name: triples | old | triples_of(HOPE_SAID) for name, triples in mini_dataset.views.items()}
    dataset = describe.with_descriptions(Dataset(graphs, views, mini_dataset.stated), Content(mini))
    path = tmp_path_factory.mktemp("things")
    write(dataset, path)
    return path


def client_of(out: Path, mini: Path, **given: object) -> FlaskClient:
    return create_app(EmbeddedService(out), load({}, content=mini, dataset=out, **given)).test_client()


@pytest.fixture(scope="module")
def things(out: Path, mini: Path) -> FlaskClient:
    return client_of(out, mini)


def parsed(body: bytes, media_type: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(body, format=ox.RdfFormat.from_media_type(media_type))}


def page(client: FlaskClient, path: str, language: str = "en"):
    return client.get(path, headers={"Accept": BROWSER, "Accept-Language": language})


@pytest.mark.parametrize("path", THINGS)
def test_every_format_by_accept_and_by_suffix_says_the_same(things: FlaskClient, path: str) -> None:
    answers = []
    for suffix, media_type in FORMATS.items():
        by_accept = things.get(path, headers={"Accept": media_type})
        by_suffix = things.get(f"{path}.{suffix}", headers={"Accept": "text/html"})
        assert by_accept.status_code == by_suffix.status_code == 200
        assert by_accept.mimetype == by_suffix.mimetype == media_type
        assert by_accept.headers["Content-Location"] == f"{path}.{suffix}"
        assert "Content-Location" not in by_suffix.headers
        answers += [parsed(response.data, media_type) for response in (by_accept, by_suffix)]
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


def test_programs_get_turtle_and_browsers_a_page(things: FlaskClient) -> None:
    assert things.get(FABLEXIN, headers={"Accept": "*/*"}).mimetype == TURTLE
    assert things.get(FABLEXIN).mimetype == TURTLE
    assert page(things, FABLEXIN).mimetype == "text/html"
    assert things.get(f"{FABLEXIN}.html", headers={"Accept": TURTLE}).mimetype == "text/html"


@pytest.mark.parametrize(
    "path",
    [
        FABLEXIN, "/gene/zyx1", "/code/action", "/code/action/knockdown", "/passage/mini-guide/1-01", "/review/route",
        "/document/mini-guide", "/graph/claim/mini-guide/1-01", "/graph/void", "/graph/current", "/dataset/als-kg",
        "/catalogue/als-kg", "/prefix/als", "/partition/current/class/als-Drug", "/statement/approval-date-day",
        "/vocab",
    ],
)  # fmt: skip
def test_every_kind_of_iri_answers_both(things: FlaskClient, path: str) -> None:
    assert things.get(path, headers={"Accept": TURTLE}).status_code == 200
    response = page(things, path)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    Outline(response.text)


def test_the_iris_stay_whatever_the_server_is_called(out: Path, mini: Path) -> None:
    elsewhere = client_of(out, mini, public_url="https://kg.example.org/als")
    triples = parsed(elsewhere.get(FABLEXIN, headers={"Accept": NT}).data, NT)
    assert {triple.subject.value for triple in triples if triple.predicate.value.endswith("#codeName")} == {
        BASE + FABLEXIN[1:]
    }
    response = page(elsewhere, FABLEXIN)
    assert 'href="/als/code/route/intrathecal?lang=en"' in response.text
    assert "<https://kg.example.org/als/intervention/fablexin.ttl>" in response.headers["Link"]


def test_links_tell_what_else_there_is(things: FlaskClient) -> None:
    link = things.get(FABLEXIN, headers={"Accept": TURTLE}).headers["Link"]
    for part in (
        '<http://localhost/intervention/fablexin.jsonld>; rel="alternate describedby"; type="application/ld+json"',
        '<http://localhost/intervention/fablexin.html>; rel="alternate"; type="text/html"',
        '<http://localhost/.well-known/void>; rel="describedby"',
        '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"',
        '<https://w3id.org/als-kg/intervention/fablexin>; rel="cite-as"',
        '<https://w3id.org/als-kg/vocab#Drug>; rel="type"',
    ):
        assert part in link
    assert "fablexin.ttl>" not in link


def test_caches_are_told(things: FlaskClient) -> None:
    first = things.get(FABLEXIN, headers={"Accept": TURTLE})
    assert "Accept" in first.headers["Vary"].split(", ")
    again = things.get(FABLEXIN, headers={"Accept": TURTLE, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert {"Accept", "Accept-Language"} <= set(page(things, FABLEXIN).headers["Vary"].split(", "))


def test_head(things: FlaskClient) -> None:
    response = things.head(FABLEXIN, headers={"Accept": TURTLE})
    assert (response.status_code, response.data) == (200, b"")
    assert "cite-as" in response.headers["Link"]


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_not_there_is_told_in_both_languages(things: FlaskClient, path: str) -> None:
    response = things.get(path)
    assert response.status_code == 404
    assert "nothing is known" in response.text
    assert "没有内容" in response.text


def test_what_cannot_be_written_is_told_with_what_can(things: FlaskClient) -> None:
    response = things.get(FABLEXIN, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "无法" in response.text
    assert all(media_type in response.text for media_type in FORMATS.values())


@pytest.mark.parametrize("accept", [TURTLE, BROWSER])
def test_what_is_no_longer_used_is_gone_and_names_its_heir(things: FlaskClient, accept: str) -> None:
    response = things.get("/gene/zyx-old", headers={"Accept": accept})
    assert response.status_code == 410
    assert (
        '<https://w3id.org/als-kg/gene/zyx1>; rel="http://purl.org/dc/terms/isReplacedBy"' in response.headers["Link"]
    )
    assert "zyx1" in response.text


def test_a_terms_fragment_is_on_the_page_of_the_ontology(things: FlaskClient) -> None:
    outline = Outline(page(things, "/vocab").text)
    assert "Drug" in [attributes.get("id") for _, attributes in outline.found]


def test_the_well_known_address(things: FlaskClient) -> None:
    response = things.get("/.well-known/void")
    assert (response.status_code, response.headers["Location"]) == (302, "/graph/void")
    assert parsed(things.get("/graph/void.nt").data, NT) == parsed(things.get("/graph/void").data, TURTLE)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["fablexin", "What is said", "Report an error"]), ("zh", ["虚构生", "陈述", "报告错误"])],
)
def test_the_page_in_both_languages(things: FlaskClient, language: str, words: list[str]) -> None:
    text = page(things, FABLEXIN, language).text
    outline = Outline(text)
    assert all(word in text for word in words)
    assert len(outline.all("h1")) == 1
    assert [link["href"] for link in outline.all("link") if link["rel"] == "alternate"] == [
        f"{FABLEXIN}.{s}" for s in FORMATS
    ]
    assert not outline.all("script")


@pytest.mark.parametrize(("language", "agency"), [("en", "Board of Fables"), ("zh", "寓言局")])
def test_a_drug_tells_first_where_it_stands_today(things: FlaskClient, language: str, agency: str) -> None:
    text = page(things, FABLEXIN, language).text
    standing = text[text.index('id="standing"') : text.index("</section>", text.index('id="standing"'))]
    assert '<time datetime="2031-05-22">2031-05-22</time>' in standing
    assert "2031-05-30" not in standing, "the day that a review takes back"
    assert agency in standing
    assert 'href="/study/dawn' in standing
    assert 'id="standing"' not in page(things, "/gene/zyx1", language).text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_the_dataset_tells_what_it_is_and_how_to_cite_it(things: FlaskClient, language: str) -> None:
    said = parsed(things.get("/dataset/als-kg.nt").data, NT)
    tag = TEXTS[language]["tag"].lower()
    told = {
        triple.predicate.value.rpartition("/")[2]: triple.object.value
        for triple in said
        if isinstance(triple.object, ox.Literal) and (triple.object.language or "").lower() == tag
    }
    text = page(things, "/dataset/als-kg", language).text
    assert f"<h1>{told['title']}</h1>" in text
    first = text[text.index('id="dataset"') : text.index('id="said"')]
    assert told["description"] in first
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in first
    assert f'href="/release/?lang={language}"' in first
    assert f"{told['title']}" in first[first.index(TEXTS[language]["how_to_cite"]) :]
    assert 'id="dataset"' not in page(things, FABLEXIN, language).text


def test_what_a_review_takes_back_stands_beside(things: FlaskClient) -> None:
    text = page(things, "/event/fablexin-approval").text
    assert "The board says 22 May." in text
    assert text.count('class="taken"') == 2


@pytest.mark.parametrize(("language", "note"), [("en", "The board says 22 May."), ("zh", "寓言局记为5月22日。")])
def test_a_drug_tells_what_reviews_say_of_its_approval(things: FlaskClient, language: str, note: str) -> None:
    around = page(things, FABLEXIN, language).text.partition('id="around"')[2]
    assert around.index(f'href="/event/fablexin-approval?lang={language}"') < around.index(note)


@pytest.mark.parametrize(
    ("language", "own", "of_passage", "other"), [("en", "may", "perhaps", "可能"), ("zh", "可能", "或许", "may")]
)
def test_a_hedge_stands_with_what_it_holds_back(
    things: FlaskClient, language: str, own: str, of_passage: str, other: str
) -> None:
    texts, tag = TEXTS[language], TEXTS[language]["tag"]
    said, _, passages = page(things, FABLEXIN, language).text.partition('id="passages"')
    assert said.count(f'{texts["hedge"]}: <q lang="{tag}">{own}</q>') == 1, "at the result that is hedged"
    assert f">{own}<" not in said[: said.index('id="incoming"')], "not at what the drug is called"
    assert of_passage not in said
    assert f'{texts["wording"]} <q lang="{tag}">{of_passage}</q>' in passages
    hedged = page(things, "/result/hope", language).text
    assert f'<span lang="{tag}">{own}</span>' in hedged
    assert f">{other}<" not in hedged
    assert of_passage in page(things, "/passage/mini-guide/9-01", language).text


def test_each_statement_can_be_reported(out: Path, mini: Path) -> None:
    client = client_of(out, mini, issues_url="https://tracker.example/new?project=x")
    outline = Outline(page(client, FABLEXIN).text)
    links = [str(each["href"]) for each in outline.all("a") if each.get("class") == "report"]
    assert all(link.startswith("https://tracker.example/new?project=x&template=data-error.yml") for link in links)
    fields = [parse_qs(urlsplit(link).query) for link in links]
    (code,) = [each for each in fields if "codeName" in each["statement"][0]]
    assert code["statement"] == [f'<{BASE}intervention/fablexin> <{BASE}vocab#codeName> "FBX-1" .']
    assert code["source"] == [f"<{graph_for('claim', 'mini-guide', '1-01')}>\n<{BASE}passage/mini-guide/1-01>"]
    assert code["labels"] == ["data,triage"]
    assert "dataset " in code["release"][0]
    assert code["statement"][0] in code["body"][0]


def test_the_form_knows_what_the_link_fills_in(repository: Path) -> None:
    form = (repository / ".github/ISSUE_TEMPLATE/data-error.yml").read_text(encoding="utf-8")
    for field in ("statement", "source", "release"):
        assert f"    id: {field}\n" in form
    assert 'labels: ["data", "triage"]' in form


def test_search_engines_find_the_dataset_on_the_home_page(things: FlaskClient) -> None:
    text = page(things, "/").text
    assert '<script type="application/ld+json">' in text
    assert '"@type": "Dataset"' in text


def test_query_processes_answer_for_pages(out: Path, mini: Path) -> None:
    with PoolService(out, Limits(processes=1, slow=1, spares=0, seconds=60)) as pool:
        client = create_app(pool, load({}, content=mini, dataset=out)).test_client()
        assert page(client, FABLEXIN).status_code == 200
        assert parsed(client.get(f"{FABLEXIN}.ttl").data, TURTLE)


@pytest.mark.parametrize(
    ("language", "name"), [("en", "route and developer of fablexin"), ("zh", "虚构生的途径与研发方")]
)
def test_a_statement_of_a_review_leads_to_it_by_name(things: FlaskClient, language: str, name: str) -> None:
    text = page(things, FABLEXIN, language).text
    speakers = text[text.index('id="said"') :]
    assert f'<a href="/review/route?lang={language}">{name}</a>' in speakers
    assert "/graph/review/route" not in speakers


@pytest.mark.parametrize(("language", "confidence"), [("en", "confidence"), ("zh", "置信度")])
def test_a_review_says_what_its_confidence_is_and_what_a_review_is(
    things: FlaskClient, language: str, confidence: str
) -> None:
    text = page(things, FABLEXIN, language).text
    reviews = text[text.index('id="reviews"') : text.index("</section>", text.index('id="reviews"'))]
    assert f'href="/vocab/Review?lang={language}"' in reviews
    assert f"{confidence}\n" in reviews


def test_how_precise_a_date_is_has_no_row_beside_the_date(things: FlaskClient) -> None:
    assert "datePrecision" not in page(things, "/event/fablexin-approval").text
    assert "2031-05-22" in page(things, "/event/fablexin-approval").text


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (Value("{score}"), "score", "分值"),
        (Value("{channel}"), "channel", "channel"),
        (Value("mg/{dose}"), "mg/{dose}", "mg/{dose}"),
        (Value("true", datatype=XSD.boolean), "yes", "是"),
        (Value("false", datatype=XSD.boolean), "no", "否"),
        (Value("true"), "true", "true"),
    ],
)
def test_values_in_the_readers_words(value: Value, en: str, zh: str) -> None:
    entity = Entity(BASE, {f"{BASE}code/valuekind/score": {"en": "score", "zh": "分值"}}, (), {}, (), ())
    said = [Shown(BASE, language, Site(""), "", entity, "").text(value) for language in ("en", "zh")]
    assert said == [en, zh]


def test_a_language_is_named_only_where_it_is_not_that_of_the_page(things: FlaskClient) -> None:
    assert "<small>zh-Hans</small>" in page(things, FABLEXIN, "en").text
    assert "<small>zh-Hans</small>" not in page(things, FABLEXIN, "zh").text
