"""Turn tables into statements: plain mappings and labels (SSSOM), labels with the status of each (Babelon)."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import SourceError
from als_kg.outside.curies import expand
from als_kg.outside.streams import Watch
from als_kg.outside.tables import Row, Table, read_table
from als_kg.vocabulary import PREFIXES, RDF, RDFS

_SSSOM = "https://w3id.org/sssom/"
_BABELON = "https://w3id.org/babelon/"
_TYPE, _LABEL = ox.NamedNode(RDF.type), ox.NamedNode(RDFS.label)
_NOTHING = f"{_SSSOM}NoTermFound"
_UNTRANSLATED = "NOT_TRANSLATED"
# From the head of a set to what is said of it.
_OF_SET = {
    "license": ox.NamedNode(f"{PREFIXES['dcterms']}license"),
    "mapping_set_version": ox.NamedNode(f"{PREFIXES['owl']}versionInfo"),
}

Triples = Iterator[ox.Triple]


def mappings(path: Path, name: str, watch: Watch) -> Triples:
    """Read an SSSOM table: a plain triple per row that is not negated, and the labels that the row gives."""
    table = read_table(path, name, ("subject_id", "predicate_id", "object_id"), watch)
    yield from _of_set(table)
    for row in table.rows:
        subject, predicate, target = (
            _iri(table, row, column) for column in ("subject_id", "predicate_id", "object_id")
        )
        if row["predicate_modifier"] or _NOTHING in {subject.value, target.value}:
            continue
        yield ox.Triple(subject, predicate, target)
        for node, column in ((subject, "subject_label"), (target, "object_label")):
            if row[column]:
                yield ox.Triple(node, _LABEL, ox.Literal(row[column]))


def translations(path: Path, name: str, watch: Watch) -> Triples:
    """Read a Babelon table: each translation in its language as the file tags it, its source, and its status.

    The status stands on an ``owl:Axiom`` about the statement, as annotations of OWL do.
    """
    table = read_table(path, name, ("subject_id", "predicate_id", "translation_language", "translation_value"), watch)
    for row in table.rows:
        if not row["translation_value"] or row["translation_status"] == _UNTRANSLATED:
            continue
        subject, predicate = _iri(table, row, "subject_id"), _iri(table, row, "predicate_id")
        said = ox.Triple(subject, predicate, _text(table, row, "translation_value", "translation_language"))
        yield said
        if row["source_value"] and row["source_language"]:
            yield ox.Triple(subject, predicate, _text(table, row, "source_value", "source_language"))
        if row["translation_status"]:
            yield from _annotated(said, f"{_BABELON}translation_status", row["translation_status"], row.line)


CONVERTERS: Mapping[str, Callable[[Path, str, Watch], Triples]] = {"sssom": mappings, "babelon": translations}


def _of_set(table: Table) -> Triples:
    """Say of a set what its head says; the set is what an ontology is to other files: it names the graph."""
    if iri := table.head.get("mapping_set_id"):
        mapping_set = _named(iri, table)
        yield ox.Triple(mapping_set, _TYPE, ox.NamedNode(f"{_SSSOM}MappingSet"))
        for key, predicate in _OF_SET.items():
            if value := table.head.get(key):
                yield ox.Triple(mapping_set, predicate, ox.Literal(value))


def _named(iri: str, table: Table) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise SourceError(f"mapping_set_id is {iri!r}, no IRI", table.place(Row({}, 1)), "write it in full") from error


def _iri(table: Table, row: Row, column: str) -> ox.NamedNode:
    try:
        return expand(row[column], table.prefixes, obo="curie_map" not in table.head)
    except ValueError as error:
        todo = "declare the prefix in the table's curie_map" if ":" in row[column] else "write a CURIE"
        raise SourceError(f"{column} is {row[column]!r}, which names nothing", table.place(row), todo) from error


def _text(table: Table, row: Row, column: str, language: str) -> ox.Literal:
    try:
        return ox.Literal(row[column], language=row[language])
    except ValueError as error:
        message = f"{language} is {row[language]!r}, which is no language tag"
        raise SourceError(message, table.place(row), "write one of BCP 47, such as zh") from error


def _annotated(said: ox.Triple, predicate: str, value: str, line: int) -> Triples:
    axiom = ox.BlankNode(f"row{line}")
    about = {
        "annotatedSource": said.subject,
        "annotatedProperty": said.predicate,
        "annotatedTarget": said.object,
    }
    yield ox.Triple(axiom, _TYPE, ox.NamedNode(f"{PREFIXES['owl']}Axiom"))
    for key, term in about.items():
        yield ox.Triple(axiom, ox.NamedNode(PREFIXES["owl"] + key), term)
    yield ox.Triple(axiom, ox.NamedNode(predicate), ox.Literal(value))
