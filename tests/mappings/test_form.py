"""The normal form: columns fixed, rows sorted, the head made from both, and the rows say what they said."""

import pytest

from als_kg.errors import SourceError
from als_kg.mappings import mapping_rows, normalise
from als_kg.mappings.prefixes import COLUMNS as PREFIX_COLUMNS
from als_kg.mappings.rows import COLUMNS

from .invented import CLOSED, CONDITIONS, FULL, OPEN, PREFIXES, table

ROWS = (
    FULL | {"subject_id": "condition:mockosis-a10"},
    FULL | {"subject_id": "condition:mockosis-a2", "object_id": "exb:003", "object_label": ""},
    FULL | {"subject_id": "condition:mockosis-a2", "mapping_date": "2031-07-02"},
)


def test_rows_are_sorted_under_a_head_that_follows_from_them(mapped):
    path = mapped.sandbox.root / CONDITIONS
    text = normalise("#title: by hand\n" + table(tuple(reversed(COLUMNS)), *ROWS), path)
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert head == [
        "#curie_map:",
        '#  condition: "https://w3id.org/als-kg/condition/"',
        '#  dc: "http://purl.org/dc/elements/1.1/"',
        '#  EXA: "https://example.org/a/"',
        '#  exb: "https://example.org/b/"',
        '#  rdfs: "http://www.w3.org/2000/01/rdf-schema#"',
        '#  semapv: "https://w3id.org/semapv/vocab/"',
        '#  skos: "http://www.w3.org/2004/02/skos/core#"',
        "#extension_definitions:",
        '#  - slot_name: "comment_zh"',
        '#    property: "http://www.w3.org/2000/01/rdf-schema#comment"',
        '#  - slot_name: "source"',
        '#    property: "http://purl.org/dc/elements/1.1/source"',
        '#license: "https://creativecommons.org/publicdomain/zero/1.0/"',
        '#mapping_set_id: "https://w3id.org/als-kg/graph/mapping/condition"',
        '#mapping_set_title: "als-kg mappings: condition"',
        '#mapping_set_version: "2031-07-02"',
        '#sssom_version: "1.1"',
    ]
    body = text.splitlines()[len(head) :]
    assert body[0] == "\t".join(COLUMNS)
    assert [(line.split("\t")[0], line.split("\t")[4]) for line in body[1:]] == [
        ("condition:mockosis-a2", "EXA:001"),
        ("condition:mockosis-a2", "exb:003"),
        ("condition:mockosis-a10", "EXA:001"),
    ]
    assert normalise(text, path) == text


def test_the_rows_say_what_they_said(mapped):
    mapped.put(CONDITIONS, *ROWS)
    found = mapping_rows(mapped.sandbox.content, mapped.file("condition"))
    wanted = [tuple(row.get(column, "") for column in COLUMNS) for row in ROWS]
    assert sorted(tuple(row[column] for column in COLUMNS) for row in found) == sorted(wanted)


def test_the_prefix_map_is_sorted_by_prefix(mapped):
    path = mapped.sandbox.root / PREFIXES
    text = normalise(table(PREFIX_COLUMNS, CLOSED, OPEN), path)
    assert text == table(PREFIX_COLUMNS, OPEN, CLOSED)


@pytest.mark.parametrize("column", ["subject_id", "predicate_id", "object_id", "mapping_justification"])
def test_a_prefix_that_nobody_knows_has_no_head(mapped, column):
    with pytest.raises(SourceError, match=rf"sssom\.tsv:2: {column} 'exz:1' has no known prefix → correct it, or add"):
        normalise(table(COLUMNS, FULL | {column: "exz:1"}), mapped.sandbox.root / CONDITIONS)
