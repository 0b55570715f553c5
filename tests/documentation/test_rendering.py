"""Documentation as HTML: one language per page, every link leads somewhere, nothing comes from elsewhere."""

import re
from html.parser import HTMLParser

import pytest

from als_kg.documentation import Guide, rendering
from als_kg.documentation.rendering import document
from als_kg.vocabulary import BASE, VOCAB

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENDPOINT = f"{BASE}sparql"


class Reader(HTMLParser):
    """Collect tags, and the text with the language that each piece is in."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str | None]] = []
        self.texts: list[tuple[str | None, str]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            language = dict(attrs).get("lang") or (self.open[-1][1] if self.open else None)
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((self.open[-1][1], data))

    def values(self, attribute: str) -> list[str]:
        return [str(found[attribute]) for _, found in self.tags if attribute in found]


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request, vocabulary) -> tuple[str, Reader, str]:
    files = {f"{BASE}vocab": {"als-kg-ontology.ttl": "als-kg-ontology.ttl"}}
    text = document(vocabulary, request.param, "1.2.3", files, ENDPOINT)
    return request.param, Reader(text), text


def entry(guide: Guide, name: str) -> str:
    return str(rendering.term_page(guide, guide.vocabulary.terms[VOCAB + name]))


def test_the_file_stands_alone(page):
    _, reader, _ = page
    assert not [tag for tag, _ in reader.tags if tag in ("link", "script", "img")]
    assert not reader.values("src")
    assert ("main", {}) in reader.tags


def test_every_link_inside_the_file_leads_somewhere(page):
    _, reader, _ = page
    ids = reader.values("id")
    assert len(ids) == len(set(ids))
    inside = {link[1:] for link in reader.values("href") if link.startswith("#")}
    assert {"Drug", "code/route/intrathecal", "shape/mechanism-target"} <= inside
    assert inside <= set(ids)


def test_a_page_is_in_one_language(page):
    language, reader, _ = page
    (html,) = [found for tag, found in reader.tags if tag == "html"]
    assert html["lang"] == {"en": "en", "zh": "zh-Hans"}[language]
    if language == "en":
        assert not [text for tongue, text in reader.texts if tongue == "en" and CHINESE.search(text)]
    assert [text for tongue, text in reader.texts if tongue == "zh-Hans" and CHINESE.search(text)]


def test_the_file_is_always_the_same(page, vocabulary):
    language, _, text = page
    files = {f"{BASE}vocab": {"als-kg-ontology.ttl": "als-kg-ontology.ttl"}}
    assert document(vocabulary, language, "1.2.3", files, ENDPOINT) == text
    assert "1.2.3" in text
    assert 'href="als-kg-ontology.ttl"' in text


def test_a_class_tells_its_place_properties_rules_and_use(guide):
    text = entry(guide, "Mechanism")
    Reader(text)
    for part in (
        "An invented mechanism.", f"<code>{VOCAB}Mechanism</code>", 'lang="zh-Hans">机制<', "actsOn", "exactly 1",
        "warning: no target", "No other property than", "in the current view", "/ask?PREFIX", "For example",
    ):  # fmt: skip
        assert part in text, part


def test_what_a_class_inherits_is_told_apart(guide):
    text = entry(guide, "AntisenseOligonucleotide")
    assert re.search(r"Narrower than</dt><dd><a href=\"[^\"]*#Drug\".*#Intervention\"", text)
    assert "Rules from intervention" in text
    assert "close to" in entry(guide, "Drug")
    assert "shape:common-code" in entry(guide, "Drug")  # it holds for what has a property of drugs
    assert "http://outside.example/page/1" in entry(guide, "Drug")


def test_a_property_tells_signature_inverse_and_where_it_may_stand(guide):
    text = entry(guide, "actsOn")
    assert "Property that leads to a thing" in text
    assert "at most one value" in text
    assert f'Inverse</dt><dd><a href="{VOCAB}actedOnBy"' in text
    assert f'Allowed for</dt><dd><a href="{VOCAB}Mechanism"' in entry(guide, "codeName")
    assert "shape:common-code" in entry(guide, "codeName")
    gone = entry(guide, "actedOnBy")
    assert f'Inverse</dt><dd><a href="{VOCAB}actsOn"' in gone
    assert "no longer in use" in gone
    assert f'In its place: <a href="{VOCAB}actsOn"' in gone


def test_a_code_tells_its_list_and_neighbours(guide):
    terms = guide.vocabulary.terms
    text = str(rendering.code_part(guide, terms[f"{BASE}code/route/intrathecal"]))
    assert f'In the code list</dt><dd><a href="{BASE}code/route"' in text
    assert f'Broader</dt><dd><a href="{BASE}code/route/oral"' in text
    assert f'Narrower</dt><dd><a href="{BASE}code/route/intrathecal"' in str(
        rendering.code_part(guide, terms[f"{BASE}code/route/oral"])
    )
    assert "statements in the current view that point at it: 1" in text


def test_lists_of_everything(guide):
    overview = str(rendering.overview(guide, {"ttl": "/vocab.ttl"}))
    ids = Reader(overview).values("id")
    assert len(ids) == len(set(ids))
    for term in guide.vocabulary.of_kind("class", "object", "datatype", "annotation"):
        assert term.iri.removeprefix(VOCAB) in ids
    assert 'href="/vocab.ttl"' in overview
    shapes = str(rendering.shapes_page(guide, {}))
    for shape in guide.vocabulary.shapes:
        assert f'href="{shape}"' in shapes
    assert "Rules for several kinds" in shapes


def test_where_nobody_counted_nothing_is_said(vocabulary):
    bare = Guide(type(vocabulary)({}, vocabulary.terms, {}), "en", str, str)
    assert "current view" not in entry(bare, "Drug")


def test_what_the_data_say_is_never_markup(vocabulary):
    drug = vocabulary.terms[f"{VOCAB}Drug"]
    evil = type(drug)(**{**vars(drug), "definition": {"en": "<script>x</script>"}})
    text = entry(Guide(type(vocabulary)({}, {drug.iri: evil}, {}), "en", str, str), "Drug")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
