"""The page of the search: a box that keeps its text, hits a page at a time, a way on where nothing fits."""

from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlencode

from flask import Request, Response, render_template, url_for

from als_kg.documentation.model import page_of
from als_kg.entity.called import name_in
from als_kg.entity.naming import PROPERTIES
from als_kg.entity.questions import asked, named_like
from als_kg.query import QueryService
from als_kg.search import MOST_CHARACTERS, Found, Hit, Index, find, read_index
from als_kg.search.reading import request as index_request
from als_kg.settings import Settings
from als_kg.vocabulary import BASE, shorten
from als_kg.web.addresses import Site
from als_kg.web.endpoint.incoming import origin_of
from als_kg.web.language import LANGUAGES, TEXTS
from als_kg.web.page import language_of
from als_kg.web.shown import Frame

MOST_SHOWN = 50
# How many facts tell a hit from its like on one line.
_FACTS = 4
_EXAMPLES = {
    "en": ("tofersen", "SOD1 ALS", "phase 3", "NCT04745299", "brain-computer interface", "Biogen"),
    "zh": ("托夫生", "脑机接口", "SOD1", "NCT04745299", "干细胞", "樊东升"),
}


@dataclass(frozen=True)
class Line:
    """A hit as the page shows it; ``other`` is its name in the other language, where that differs."""

    href: str
    name: str
    other: str
    kind: str
    about: str
    matched: str


class Searching:
    """Answer searches; the index is made once per version of the dataset."""

    def __init__(self, service: QueryService, settings: Settings) -> None:
        self._service = service
        self._settings = settings
        self._lock = Lock()
        self._held: tuple[str, Index] | None = None

    def answer(self, request: Request) -> Response:
        """Show the page; raise QueryError or DatasetError where the index cannot be made."""
        language = language_of(request)
        text = " ".join(request.args.get("text", "").split())
        if len(text) > MOST_CHARACTERS:
            return _page(language, text[:MOST_CHARACTERS], 400, too_long=MOST_CHARACTERS)
        if not text:
            return _page(language, text, examples=_EXAMPLES[language])
        index = self._index()
        return self._shown(request, language, index, find(index, text, language))

    def _shown(self, request: Request, language: str, index: Index, found: Found) -> Response:
        site = Site(origin_of(request.environ, self._settings.public_url))
        frame = Frame(BASE, language, site, release="")
        first = (_number(request, len(found.hits)) - 1) * MOST_SHOWN
        lines = [_line(hit, index, frame) for hit in found.hits[first : first + MOST_SHOWN]]
        query = asked(url_for("sparql.sparql"), named_like(found.text), lang=language)
        return _page(language, found.text, found=found, lines=lines, first=first, query=query, most=MOST_SHOWN)

    def _index(self) -> Index:
        """Give the index of the live version; the first search of a version makes it, others wait for that."""
        held, version = self._held, self._service.version()
        if held and held[0] == version:
            return held[1]
        with self._lock:
            held = self._held
            if held and held[0] == version:
                return held[1]
            answer = self._service.answer(index_request())
            index = read_index(answer)
            self._held = (answer.version, index)
            return index


def _page(language: str, text: str, status: int = 200, **given: object) -> Response:
    body = render_template(
        "found.html", t=TEXTS[language], language=language, languages=LANGUAGES, words=text,
        kept=f"{urlencode({'text': text})}&" if text else "", **given,
    )  # fmt: skip
    return Response(body, status, mimetype="text/html")


def _number(request: Request, hits: int) -> int:
    """Read which page is asked for: the nearest that there is."""
    asked_for = request.args.get("page", "")
    last = max(1, -(-hits // MOST_SHOWN))
    return (
        min(max(1, int(asked_for)), last) if asked_for.isascii() and asked_for.isdigit() and len(asked_for) < 9 else 1
    )


def _line(hit: Hit, index: Index, frame: Frame) -> Line:
    item, language = hit.item, frame.language
    name = name_in(language, item.names)
    other = next((other for key, other in item.names.items() if key != language and other != name), "")
    facts = list(dict.fromkeys(index.name(fact, language) or fact for fact in item.facts))
    about = " · ".join([fact for fact in facts if fact not in (name, other)][:_FACTS])
    kinds = list(dict.fromkeys(filter(None, (_kind(each, index, language) for each in item.classes))))
    return Line(frame.href(page_of(item.iri)), name, other, ", ".join(kinds), about, hit.matched)


def _kind(iri: str, index: Index, language: str) -> str:
    """Name a class, of ours or of others."""
    known = PROPERTIES.get(shorten(iri))
    return known[language] if known else index.name(iri, language)
