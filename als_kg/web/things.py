"""Answer for the IRIs of the data: a page for people, RDF for programs (decision 0011)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Request, Response, render_template

import als_kg
from als_kg.entity import Entity, look_up, panel
from als_kg.query import QueryAnswer, QueryRequest
from als_kg.settings import Settings
from als_kg.vocabulary import BASE, expand
from als_kg.web.about_data import about_data
from als_kg.web.addresses import HTML, SUFFIXES, Site, iri_at, split_suffix
from als_kg.web.documented import Documented, Subject
from als_kg.web.endpoint.answers import Answers
from als_kg.web.endpoint.incoming import origin_of
from als_kg.web.language import LANGUAGES, TEXTS
from als_kg.web.listed import PANEL, Entry, Lists
from als_kg.web.negotiating import Missing, negotiated
from als_kg.web.page import language_of
from als_kg.web.shown import Frame, Shown
from als_kg.web.signposts import LICENCE

_ABOUT_PAGE = "https://schema.org/AboutPage"
_REPLACED = expand("dcterms:isReplacedBy")
# The panels that are about one IRI.
_BOUND = ("thing", "shape", PANEL)
# Pages and endpoints that no IRI names.
_ADDRESSES = ("sparql", "data", "search", "healthz", "readyz", "metrics")


@dataclass(frozen=True)
class Asked:
    """What is asked for, how to write it (a suffix), and whether the address said so.

    ``entity`` is what is said of it; None on the pages of the documentation, which need it not.
    """

    subject: Subject
    entity: Entity | None
    suffix: str
    fixed: bool


class Things:
    """Answer for things, codes, terms, graphs, shapes and descriptions."""

    def __init__(self, answers: Answers, settings: Settings) -> None:
        self._answers = answers
        self._settings = settings
        self._documented = Documented(self.ask)
        self._lists = Lists(self.ask)

    def answer(self, request: Request, path: str) -> Response:
        """Answer for what a path names; raise Missing, Rejected (406) or QueryError."""
        stem, suffix = split_suffix(path)
        found = self._find(stem)
        if found is None and suffix:  # the name of a file, say
            found, suffix = self._find(path), ""
        if found is None:
            return self._instead(request, path, stem)
        asked = Asked(*found, suffix or negotiated(request), bool(suffix))
        response = (
            self._page(request, asked) if asked.suffix == HTML else self._rdf(request, asked.subject, asked.suffix)
        )
        return self._described(request, response, asked)

    def near(self, request: Request, error: Missing) -> list[Entry]:
        """Name what was probably meant by an address, in the language of the reader."""
        frame = Frame(BASE, language_of(request), self._site(request), release="")
        return self._lists.near(error.near, frame)

    def ask(self, request: QueryRequest) -> QueryAnswer:
        """Ask a panel; answers are kept."""
        return self._answers.answer(request)[0].answer

    def _find(self, path: str) -> tuple[Subject, Entity | None] | None:
        iri = iri_at(path)
        if iri is None:
            return None
        if subject := self._documented.find(iri, self._version()) or self._lists.find(iri):
            return subject, None
        entity = look_up(self.ask, iri)
        return None if entity is None else (_subject(entity), entity)

    def _instead(self, request: Request, path: str, stem: str) -> Response:
        """Lead to the address without a slash at its end where there is something; else raise Missing."""
        bare = path.rstrip("/")
        if bare != path and (bare in _ADDRESSES or self._find(bare)):
            return moved(self._site(request).path(BASE + bare), request)
        iri = iri_at(stem)
        raise Missing(f"/{path}", self._lists.meant(iri) if iri else ())

    def _rdf(self, request: Request, subject: Subject, suffix: str) -> Response:
        wanted = panel(subject.panel, subject.iri if subject.panel in _BOUND else "", format=suffix)
        entry, hit = self._answers.answer(wanted)
        known, encodings = request.headers.get("If-None-Match", ""), request.headers.get("Accept-Encoding", "")
        sent = entry.send(encodings, known, hit=hit)
        return Response(sent.body, sent.status, list(sent.headers))

    def _page(self, request: Request, asked: Asked) -> Response:
        language = language_of(request)
        frame = Frame(asked.subject.page, language, self._site(request), self._release())
        told = self._documentation(asked.subject, frame) if asked.entity is None else self._thing(asked.entity, frame)
        text = render_template(told.template, t=TEXTS[language], language=language, languages=LANGUAGES, **told.given)
        return Response(text, mimetype="text/html")

    def _documentation(self, subject: Subject, frame: Frame) -> "_Told":
        if subject.panel == PANEL:
            return _Told("list.html", {"shown": frame, **self._lists.told(subject, frame)})
        version = self._version()
        title = self._documented.title(subject, frame, version)
        body = self._documented.body(subject, frame, version)
        return _Told("documentation.html", {"shown": frame, "title": title, "body": body})

    def _thing(self, entity: Entity, frame: Frame) -> "_Told":
        shown = Shown(**vars(frame), entity=entity, form=self._settings.issues_url)
        code = self._documented.term(entity.iri, self._version())
        about = self._documented.about_code(code, frame, self._version()) if code else ""
        return _Told("thing.html", {"shown": shown, "entity": entity, "about": about, "data": about_data(shown)})

    def _described(self, request: Request, response: Response, asked: Asked) -> Response:
        """Add status and headers: what it is, how else to have it, how to cite it."""
        site, subject = self._site(request), asked.subject
        if subject.deprecated and response.status_code == 200:
            response.status_code = 410
        response.headers["Link"] = ", ".join(_links(site, subject, asked.suffix))
        if not asked.fixed:
            response.headers["Content-Location"] = site.path(subject.page, asked.suffix)
        return response

    def _site(self, request: Request) -> Site:
        return Site(origin_of(request.environ, self._settings.public_url))

    def _version(self) -> str:
        return self._answers.service.version()

    def _release(self) -> str:
        return f"als-kg {als_kg.__version__}, dataset {self._version()}"


@dataclass(frozen=True)
class _Told:
    """A template, and what it is given."""

    template: str
    given: Mapping[str, object]


def moved(address: str, request: Request) -> Response:
    """Lead to another address for good, by the same method and with the same parameters."""
    query = request.query_string.decode("ascii", "replace")
    return Response(status=308, headers={"Location": f"{address}?{query}" if query else address})


def _subject(entity: Entity) -> Subject:
    return Subject(entity.iri, entity.iri, "thing", entity.types, entity.deprecated, entity.replaced_by)


def _links(site: Site, subject: Subject, written: str) -> Iterator[str]:
    """List the links that tell programs what there is (RFC 8288; Signposting)."""
    for suffix, media_type in SUFFIXES.items():
        if suffix != written:
            relation = "alternate" if suffix == HTML else "alternate describedby"
            yield f'<{site.address(subject.page, suffix)}>; rel="{relation}"; type="{media_type}"'
    yield f'<{site.address(BASE + ".well-known/void")}>; rel="describedby"'
    yield f'<{LICENCE}>; rel="license"'
    yield f'<{subject.iri}>; rel="cite-as"'
    yield f'<{site.address(BASE + "dataset/als-kg")}>; rel="collection"'
    for kind in (*subject.types, *((_ABOUT_PAGE,) if written == HTML else ())):
        yield f'<{kind}>; rel="type"'
    if subject.deprecated:
        yield from (f'<{iri}>; rel="{_REPLACED}"' for iri in subject.replaced_by)
