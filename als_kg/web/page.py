"""The one page: a query, where to ask it, what came of it; works without scripts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyoxigraph as ox
from flask import Request, render_template

from als_kg import examples, formats
from als_kg.bilingual import Piece, pieces
from als_kg.describe import schema_org
from als_kg.entity import panel
from als_kg.entity.called import Names, ask_names
from als_kg.entity.doubts import doubts
from als_kg.entity.kinds import Kind, kinds
from als_kg.errors import AlsKgError, Finding, QueryError
from als_kg.examples import Example
from als_kg.query import QueryAnswer, QueryRequest
from als_kg.query.table import Table, table_of
from als_kg.query.words import RESULT_FORMS, nearest
from als_kg.settings import Settings
from als_kg.vocabulary import BASE
from als_kg.web.addresses import Site
from als_kg.web.cells import iris_in, told
from als_kg.web.endpoint.answers import Answers
from als_kg.web.endpoint.failing import joined, pieces_of
from als_kg.web.endpoint.incoming import origin_of
from als_kg.web.language import LANGUAGES, TEXTS
from als_kg.web.shown import Frame
from als_kg.web.viewed import viewed

_ROWS_SHOWN = 1_000
# The formats of the form by the kind of answer that they can hold.
_FORMATS = {
    "as_table": tuple(entry.name for entry in formats.of_family("results")),
    "as_graph": tuple(dict.fromkeys(e.name for kind in ("graph", "dataset") for e in formats.of_family(kind))),
}
_START = """\
PREFIX als: <https://w3id.org/als-kg/vocab#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?thing ?name WHERE {
  ?thing a als:Intervention ; skos:prefLabel ?name .
}
ORDER BY ?thing
LIMIT 50
"""


@dataclass(frozen=True)
class Shown:
    """An answer as the page shows it: a table with its full number of rows, or a text; and what is doubtful of it.

    ``names`` are those of what has an IRI in the table.
    """

    table: Table | None = None
    count: int = 0
    text: str = ""
    doubts: tuple[Finding, ...] = ()
    names: Names = field(default_factory=dict)


class Page:
    """Render the page; the examples are read once."""

    def __init__(self, answers: Answers, settings: Settings) -> None:
        self._answers = answers
        self._service = answers.service
        self._settings = settings
        self._examples: Mapping[str, Example] = {
            example.slug: example for example in examples.load(settings.content / "queries")
        }

    def answer(self, asked: QueryRequest) -> Shown:
        """Ask in a form that the page can show: a table, or Turtle."""
        shown = _shown(self._service.answer(replace(asked, accept="", format="")))
        return replace(shown, doubts=self._doubts(asked), names=self._names(shown.table))

    def example(self, request: Request) -> QueryRequest | None:
        """Ask the example that an address names; None where it names none that can be answered here."""
        example = self._examples.get(request.args.get("example", ""))
        return QueryRequest(example.text, view=example.view) if example and self._is_answered(example) else None

    def _is_answered(self, example: Example) -> bool:
        """Tell whether an example needs no other endpoint and no file that is not loaded."""
        return not example.federated and self._service.status().outside.keys() >= {each.graph for each in example.needs}

    def _names(self, table: Table | None) -> Names:
        """Find the names of what a table shows; none where that takes more than a query may take."""
        try:
            return ask_names(self._service.answer, iris_in(table)) if table else {}
        except QueryError:
            return {}

    def _doubts(self, asked: QueryRequest) -> tuple[Finding, ...]:
        """Find names that nothing has; none where that takes more than a query may take."""
        try:
            return doubts(self._ask, self._service.status(), asked)
        except QueryError:
            return ()

    def _kinds(self) -> tuple[Kind, ...]:
        """Count the things of each kind; none where that takes more than a query may take."""
        try:
            return kinds(self._ask)
        except QueryError:
            return ()

    def _ask(self, request: QueryRequest) -> QueryAnswer:
        """Ask a panel; answers are kept."""
        return self._answers.answer(request)[0].answer

    def _described(self) -> dict[str, Any] | None:
        """Say in schema.org's words what is served, for search engines; None where the dataset has no description."""
        found = self._service.answer(panel("dataset", format="ntriples"))
        triples = [quad.triple for quad in ox.parse(found.body, format=ox.RdfFormat.N_TRIPLES)]
        return schema_org(triples) if triples else None

    def show(
        self, request: Request, asked: QueryRequest | None = None, shown: Shown | None = None,
        error: AlsKgError | None = None,
    ) -> str:  # fmt: skip
        """Render the page in the language of the reader."""
        language = language_of(request)
        frame = Frame(BASE, language, Site(origin_of(request.environ, self._settings.public_url)), release="")
        example = self._examples.get(request.args.get("example", ""))
        return render_template(
            "sparql.html",
            t=TEXTS[language],
            language=language,
            languages=LANGUAGES,
            text=_text(asked, example) or _typed(request) or _START,
            view=asked.view if asked else example.view if example else request.args.get("view", QueryRequest.view),
            status=self._service.status(),
            formats=_FORMATS,
            examples=_by_persona(self._examples.values(), language),
            answered={each.slug for each in self._examples.values() if self._is_answered(each)},
            chosen=example,
            shown=shown,
            rows=told(shown.table, shown.names, language) if shown and shown.table else [],
            viewed=viewed(self._ask, self._service.status().views, asked, language) if shown else None,
            error=pieces_of(error, language) if error else (),
            doubts=[(_told(each, language), each.focus) for each in shown.doubts] if shown else [],
            kinds=self._kinds(),
            lead=frame.lead,
            ask=frame.ask,
            words="",
            dataset=self._described() if request.path == "/" else None,
        )


def _told(doubt: Finding, language: str) -> tuple[Piece, ...]:
    where = (Piece(doubt.place.told(language), language),) if doubt.place else ()
    return joined(where, pieces(doubt.message, language), pieces(doubt.todo, language), language)


def _by_persona(found: Iterable[Example], language: str) -> dict[str, list[Example]]:
    """Put questions together by who asks them, in order of title; the key of those that anybody asks is empty."""
    ordered = sorted(found, key=lambda example: example.title[language].casefold())
    groups = {who: [example for example in ordered if example.persona == who] for who in (*examples.PERSONAS, "")}
    return {who: group for who, group in groups.items() if group}


def _text(asked: QueryRequest | None, example: Example | None) -> str:
    if asked:
        return asked.text
    return example.text if example else ""


def _typed(request: Request) -> str:
    """Find the query in a request that could not be read: what somebody typed must not be lost."""
    return next((text for name, text in request.args.items() if nearest(name, ["query"], cutoff=0.75)), "")


def language_of(request: Request) -> str:
    """Take the language that the address names, else the one that the browser prefers."""
    named = request.values.get("lang", "")
    return named if named in LANGUAGES else request.accept_languages.best_match(LANGUAGES, default="en") or "en"


def _shown(answer: QueryAnswer) -> Shown:
    if answer.form not in RESULT_FORMS:
        return Shown(text=answer.body.decode())
    table = table_of(answer)
    return Shown(Table(table.columns, table.rows[:_ROWS_SHOWN]), len(table.rows))
