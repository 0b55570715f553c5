"""What templates ask of a page: links of this server, names in the reader's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from als_kg.documentation.model import page_of
from als_kg.entity import Entity, Statement, Value
from als_kg.entity.dates import DATED
from als_kg.entity.naming import PROPERTIES
from als_kg.entity.questions import asked, content_of, pointing_at, said_to_point_at
from als_kg.vocabulary import ALS, BASE, GRAPHS, VOCAB, code_iri, expand, shorten
from als_kg.web.addresses import HTML, SUFFIXES, Site
from als_kg.web.durations import duration_in
from als_kg.web.language import TEXTS
from als_kg.web.reporting import report_link

_DURATION, _BOOLEAN = expand("xsd:duration"), expand("xsd:boolean")
_TRUE = ("true", "1")
# An annotation of UCUM that stands for a unit: "{score}".
_ANNOTATION = re.compile(r"\{([^{}]+)\}")
# What graphs say in sentences, once in each language; names in another language are worth showing.
_PROSE = (ALS.hedge, ALS.summary, *map(expand, ("als:finding", "als:criterion", "dcterms:description", "rdfs:comment")))


@dataclass(frozen=True)
class Frame:
    """The page about an IRI, in one language: how else to have it, and where its links lead."""

    page: str
    language: str
    site: Site
    release: str

    def href(self, iri: str) -> str:
        """Lead to an IRI in the language of the reader."""
        path = self.site.path(iri)
        if not path.startswith("/"):
            return path
        local, hash_, fragment = path.partition("#")
        return f"{local}?lang={self.language}{hash_}{fragment}"

    def lead(self, iri: str, view: str) -> str:
        """Lead to the page about a thing of ours, and to what a view says about any other."""
        return self.href(page_of(iri)) if iri.startswith(BASE) else self.ask(f"DESCRIBE <{iri}>", view=view)

    def ask(self, text: str, **more: str) -> str:
        """Lead to the answer to a query."""
        return asked(self.site.path(f"{BASE}sparql"), text, lang=self.language, **more)

    def file(self, suffix: str) -> str:
        """Lead to another way to write this."""
        return self.site.path(self.page, suffix)

    @property
    def files(self) -> dict[str, str]:
        """The addresses of the other ways to write it, by suffix."""
        return {suffix: self.file(suffix) for suffix in self.suffixes}

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ways to write it, but for this page."""
        return tuple(suffix for suffix in SUFFIXES if suffix != HTML)

    @property
    def media_types(self) -> dict[str, str]:
        """The media type of each suffix."""
        return dict(SUFFIXES)


@dataclass(frozen=True)
class Shown(Frame):
    """An entity in the words of a reader's language; ``form`` is where errors are reported."""

    entity: Entity
    form: str

    def name(self, iri: str) -> str:
        """Name anything that stands on the page."""
        known = PROPERTIES.get(shorten(iri))
        return known[self.language] if known else self.entity.name(iri, self.language)

    @property
    def kinds(self) -> list[str]:
        """List its classes; of those of several vocabularies that have the same name, one."""
        return list({self.name(iri): iri for iri in reversed(self.entity.types)}.values())[::-1]

    def text(self, value: Value) -> str:
        """Write a value that is no IRI; a length of time and a truth value in words, a unit without its braces."""
        if value.datatype == _DURATION:
            return duration_in(self.language, value.told)
        if value.datatype == _BOOLEAN:
            return TEXTS[self.language]["yes" if value.text in _TRUE else "no"]
        annotation = _ANNOTATION.fullmatch(value.told)
        return self._annotated(annotation[1]) if annotation else value.told

    def _annotated(self, word: str) -> str:
        """Name what a unit counts as the code of its kind of value does, where that stands on the page."""
        return self.entity.names.get(code_iri("valuekind", word), {}).get(self.language, word)

    @property
    def tag(self) -> str:
        """The language tag of the page."""
        return TEXTS[self.language]["tag"]

    @property
    def review_class(self) -> str:
        """The class whose page says what a review is."""
        return f"{VOCAB}Review"

    def passage(self, iri: str) -> str:
        """Name a passage by document and number."""
        return iri.removeprefix(f"{BASE}passage/")

    def in_language(self, texts: Sequence[Value]) -> list[Value]:
        """Take the texts in the reader's language, else all."""
        return [text for text in texts if text.language == TEXTS[self.language]["tag"]] or list(texts)

    def report(self, statement: Statement) -> str:
        """Lead to the form for reporting an error in a statement."""
        return report_link(self.form, statement, self.release)

    def grouped(self, statements: tuple[Statement, ...]) -> list[tuple[str, list[Statement]]]:
        """Put statements of one property together, in order of its name; prose in the reader's language."""
        found: dict[str, list[Statement]] = {}
        for each in statements:
            found.setdefault(each.predicate, []).append(each)
        if found.keys() & set(DATED):  # they show how precise they are
            found.pop(ALS.datePrecision, None)
        found |= {name: self._readable(each) for name, each in found.items() if name in _PROSE}
        return sorted(found.items(), key=lambda item: self.name(item[0]).casefold())

    def _readable(self, statements: list[Statement]) -> list[Statement]:
        """Leave out what a graph says in the reader's language as well."""
        tag = TEXTS[self.language]["tag"]
        said = {graph.iri for each in statements if each.value.language == tag for graph in each.graphs}
        return [
            each
            for each in statements
            if each.value.language in ("", tag) or any(graph.iri not in said for graph in each.graphs)
        ]

    @property
    def all_incoming(self) -> dict[str, str]:
        """Lead to all that points here: in the current view, and with who says so; by the key of a text."""
        iri = self.entity.iri
        return {"all_pointing": self.ask(pointing_at(iri)), "all_said": self.ask(said_to_point_at(iri))}

    @property
    def all_content(self) -> str:
        """Lead to all that a graph says; nothing where the page is not about a graph."""
        iri = self.entity.iri
        return self.ask(content_of(iri)) if iri.startswith(GRAPHS) else ""
