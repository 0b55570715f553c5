"""The cells of an answer as a person reads them: what has a name by its name, plain values without their datatype."""

from collections.abc import Iterable
from dataclasses import dataclass

from als_kg.entity.called import Names, name_in
from als_kg.entity.naming import PROPERTIES
from als_kg.query.table import Cell, Table
from als_kg.vocabulary import shorten
from als_kg.web.durations import duration_in
from als_kg.web.language import TEXTS

_DURATION, _BOOLEAN = "xsd:duration", "xsd:boolean"
# Datatypes that a reader sees from the value itself.
_PLAIN = frozenset(
    f"xsd:{name}"
    for name in ("anyURI", "boolean", "date", "decimal", "duration", "gYear", "gYearMonth", "integer", "string")
)
_TRUTH = {"true": "yes", "false": "no"}


@dataclass(frozen=True)
class Told:
    """A cell in one language; ``title`` holds the identifier of what stands there by its name."""

    text: str
    iri: str = ""
    title: str = ""
    note: str = ""


def told(table: Table, names: Names, language: str) -> list[list[Told]]:
    """Tell the rows of a table in a language (en, zh)."""
    return [[_told(cell, names, language) for cell in row] for row in table.rows]


def iris_in(table: Table) -> Iterable[str]:
    """List what has an IRI in a table, each once, in the order of the rows."""
    return dict.fromkeys(cell.iri for row in table.rows for cell in row if cell.iri)


def _told(cell: Cell, names: Names, language: str) -> Told:
    if cell.iri:
        name = _name(cell.iri, names, language)
        return Told(name, cell.iri, cell.text) if name else Told(cell.text, cell.iri, cell.iri)
    return Told(_text(cell, language), note="" if cell.note in _PLAIN else cell.note)


def _name(iri: str, names: Names, language: str) -> str:
    """Name something in a language, else in another; empty where it has no name."""
    return name_in(language, PROPERTIES.get(shorten(iri)) or names.get(iri, {}))


def _text(cell: Cell, language: str) -> str:
    if cell.note == _BOOLEAN and cell.text in _TRUTH:
        return TEXTS[language][_TRUTH[cell.text]]
    return duration_in(language, cell.text) if cell.note == _DURATION else cell.text
