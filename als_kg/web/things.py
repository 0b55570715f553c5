"""Answer for the IRIs of the data: a page for people, RDF for programs (decision 0011)."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Request, Response, render_template

import als_kg
from als_kg.entity import Entity, Statement, Value, look_up, panel
from als_kg.entity.page import value_of
from als_kg.entity.panels import Row, rows
from als_kg.query import QueryAnswer, QueryRequest
from als_kg.settings import Settings
from als_kg.vocabulary import BASE, VOCAB, expand, shorten
from als_kg.web.addresses import HTML, SUFFIXES, Site, iri_at, split_suffix
from als_kg.web.endpoint.answers import Answers
from als_kg.web.endpoint.incoming import origin_of
from als_kg.web.language import LANGUAGES, PROPERTIES, TEXTS
from als_kg.web.negotiating import negotiated, nothing_at
from als_kg.web.page import language_of
from als_kg.web.reporting import report_link
from als_kg.web.signposts import LICENCE

ONTOLOGY = VOCAB.rstrip("#")
_ABOUT_PAGE = "https://schema.org/AboutPage"
_REPLACED = expand("dcterms:isReplacedBy")


@dataclass(frozen=True)
class Asked:
    """What is asked for: the IRI, how to write it (a suffix), and whether the address said so."""

    iri: str
    suffix: str
    fixed: bool


class Things:
    """Answer for things, codes, terms, graphs, shapes and descriptions."""

    def __init__(self, answers: Answers, settings: Settings) -> None:
        self._answers = answers
        self._settings = settings

    def answer(self, request: Request, path: str) -> Response:
        """Answer for what a path names; raise Rejected (404, 406) or QueryError."""
        stem, suffix = split_suffix(path)
        entity = self._entity(stem)
        if entity is None and suffix:  # the name of a file, say
            entity, suffix = self._entity(path), ""
        if entity is None:
            raise nothing_at(f"/{path}")
        asked = Asked(entity.iri, suffix or negotiated(request), bool(suffix))
        response = self._page(request, entity) if asked.suffix == HTML else self._rdf(request, asked)
        return self._described(request, response, entity, asked)

    def ask(self, request: QueryRequest) -> QueryAnswer:
        """Ask a panel; answers are kept."""
        return self._answers.answer(request)[0].answer

    def _entity(self, path: str) -> Entity | None:
        iri = iri_at(path)
        return None if iri is None else look_up(self.ask, iri)

    def _rdf(self, request: Request, asked: Asked) -> Response:
        name = "vocabulary" if asked.iri.startswith(ONTOLOGY) else "shape" if _is_shape(asked.iri) else "thing"
        wanted = panel(name, "" if name == "vocabulary" else asked.iri, format=asked.suffix)
        entry, hit = self._answers.answer(wanted)
        known, encodings = request.headers.get("If-None-Match", ""), request.headers.get("Accept-Encoding", "")
        sent = entry.send(encodings, known, hit=hit)
        return Response(sent.body, sent.status, list(sent.headers))

    def _page(self, request: Request, entity: Entity) -> Response:
        language = language_of(request)
        shown = Shown(entity, language, self._site(request), self._settings.issues_url, self._release())
        template = "vocabulary.html" if entity.iri.startswith(ONTOLOGY) else "thing.html"
        terms = tuple(_terms(rows(self.ask, "terms"))) if template.startswith("voc") else ()
        text = render_template(
            template, t=TEXTS[language], language=language, languages=LANGUAGES, shown=shown, entity=entity, terms=terms
        )
        return Response(text, mimetype="text/html")

    def _described(self, request: Request, response: Response, entity: Entity, asked: Asked) -> Response:
        """Add status and headers: what it is, how else to have it, how to cite it."""
        site = self._site(request)
        if entity.deprecated and response.status_code == 200:
            response.status_code = 410
        response.headers["Link"] = ", ".join(_links(site, entity, asked))
        if not asked.fixed:
            response.headers["Content-Location"] = site.path(asked.iri, asked.suffix)
        return response

    def _site(self, request: Request) -> Site:
        return Site(origin_of(request.environ, self._settings.public_url))

    def _release(self) -> str:
        return f"als-kg {als_kg.__version__}, dataset {self._answers.service.status().version}"


def _links(site: Site, entity: Entity, asked: Asked) -> Iterator[str]:
    """List the links that tell programs what there is (RFC 8288; Signposting)."""
    for suffix, media_type in SUFFIXES.items():
        if suffix != asked.suffix:
            relation = "alternate" if suffix == HTML else "alternate describedby"
            yield f'<{site.address(asked.iri, suffix)}>; rel="{relation}"; type="{media_type}"'
    yield f'<{site.address(BASE + ".well-known/void")}>; rel="describedby"'
    yield f'<{LICENCE}>; rel="license"'
    yield f'<{entity.iri}>; rel="cite-as"'
    yield f'<{site.address(BASE + "dataset/als-kg")}>; rel="collection"'
    for kind in (*entity.types, *((_ABOUT_PAGE,) if asked.suffix == HTML else ())):
        yield f'<{kind}>; rel="type"'
    if entity.deprecated:
        yield from (f'<{iri}>; rel="{_REPLACED}"' for iri in entity.replaced_by)


def _is_shape(iri: str) -> bool:
    return iri.startswith(f"{BASE}shape/")


class Shown:
    """An entity in the words of a reader's language, with the links of this server."""

    def __init__(self, entity: Entity, language: str, site: Site, form: str, release: str) -> None:
        self._entity = entity
        self._language = language
        self._site = site
        self._form = form
        self.release = release

    def name(self, iri: str) -> str:
        """Name anything that stands on the page."""
        known = PROPERTIES.get(shorten(iri))
        return known[self._language] if known else self._entity.name(iri, self._language)

    def href(self, iri: str) -> str:
        """Lead to an IRI in the language of the reader."""
        path = self._site.path(iri)
        if not path.startswith("/"):
            return path
        local, hash_, fragment = path.partition("#")
        return f"{local}?lang={self._language}{hash_}{fragment}"

    def file(self, suffix: str) -> str:
        """Lead to another way to write this."""
        return self._site.path(self._entity.iri, suffix)

    def passage(self, iri: str) -> str:
        """Name a passage by document and number."""
        return iri.removeprefix(f"{BASE}passage/")

    def report(self, statement: Statement) -> str:
        """Lead to the form for reporting an error in a statement."""
        return report_link(self._form, statement, self.release)

    def grouped(self, statements: tuple[Statement, ...]) -> list[tuple[str, list[Statement]]]:
        """Put statements of one property together, in order of its name."""
        found: dict[str, list[Statement]] = {}
        for each in statements:
            found.setdefault(each.predicate, []).append(each)
        return sorted(found.items(), key=lambda item: self.name(item[0]).casefold())

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ways to write it, but for this page."""
        return tuple(suffix for suffix in SUFFIXES if suffix != HTML)

    @property
    def media_types(self) -> dict[str, str]:
        """The media type of each suffix."""
        return dict(SUFFIXES)


@dataclass(frozen=True)
class Term:
    """A class or property: texts by property and language, links by property."""

    iri: str
    values: dict[str, list[Value]]

    @property
    def fragment(self) -> str:
        """What stands behind the ``#``."""
        return self.iri.removeprefix(VOCAB)

    def text(self, name: str, language: str) -> str:
        """Take a text in a language, else in another."""
        values = self.values.get(name, [])
        fitting = [value.text for value in values if value.language.startswith(language)]
        return (fitting or [value.text for value in values] or [""])[0]

    def links(self, name: str) -> list[str]:
        """Take the IRIs of a property."""
        return [value.iri for value in self.values.get(name, []) if value.iri]


def _terms(found: list[Row]) -> Iterator[Term]:
    terms: dict[str, dict[str, list[Value]]] = {}
    for row in found:
        values = terms.setdefault(value_of(row["term"]).iri, {})
        values.setdefault(shorten(value_of(row["property"]).iri), []).append(value_of(row["value"]))
    return (Term(iri, values) for iri, values in terms.items())
