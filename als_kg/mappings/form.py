"""Write mapping tables in their one normal form: fixed columns, sorted rows, and a head that follows from both.

The head is the metadata of SSSOM; nothing in it is written by hand, so nothing in it can be wrong.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from als_kg.errors import Place, SourceError
from als_kg.layout import natural
from als_kg.mappings import prefixes as prefix_map
from als_kg.mappings import rows as mapping
from als_kg.mappings.prefixes import PrefixMap, vocabularies_in
from als_kg.mappings.table import Row, read_table
from als_kg.sources.content import stem_of
from als_kg.vocabulary import PREFIXES, graph_for

SET_FIELDS = MappingProxyType({"license": "https://creativecommons.org/publicdomain/zero/1.0/", "sssom_version": "1.1"})

_MAPPINGS = graph_for("mapping", "")
_CURIES = ("subject_id", "predicate_id", "object_id", "mapping_justification")


def normalise(text: str, path: Path) -> str:
    """Write a table of ``data/mapping/`` in normal form; idempotent, and the rows say what they said.

    The prefix map is the file ``prefixes.tsv`` beside it. Raises SourceError with the line of what
    is no row, or of a prefix that the map does not have.
    """
    if path.name == "prefixes.tsv":
        rows = read_table(text, path.as_posix(), prefix_map.COLUMNS).rows
        return _written((), prefix_map.COLUMNS, sorted(rows, key=lambda row: row["prefix"].lower()))
    rows = read_table(text, path.as_posix(), mapping.COLUMNS).rows
    found = PrefixMap({vocabulary.prefix: vocabulary for vocabulary in vocabularies_in(path.with_name("prefixes.tsv"))})
    ordered = sorted(rows, key=lambda row: (natural(row["subject_id"]), natural(row["object_id"])))
    return _written(_head(ordered, found, path), mapping.COLUMNS, ordered)


def set_title(graph: str) -> str:
    """Name a mapping set after its graph: the kind of what is mapped."""
    return f"als-kg mappings: {graph.removeprefix(_MAPPINGS)}"


def set_version(rows: Iterable[Row]) -> str:
    """Date a mapping set: the day of its latest row."""
    return max((row["mapping_date"] for row in rows), default="")


def _head(rows: list[Row], found: PrefixMap, path: Path) -> Iterator[str]:
    graph = graph_for("mapping", stem_of(path))
    yield "curie_map:"
    for prefix in sorted(_used(rows, found, path), key=lambda prefix: (prefix.lower(), prefix)):
        yield f'  {prefix}: "{found.start(prefix)}"'
    yield "extension_definitions:"
    for slot, property_ in sorted(mapping.EXTENSIONS.items()):
        yield f'  - slot_name: "{slot}"'
        yield f'    property: "{property_}"'
    fields = {"mapping_set_id": graph, "mapping_set_title": set_title(graph), "mapping_set_version": set_version(rows)}
    for name, value in sorted((fields | dict(SET_FIELDS)).items()):
        yield f'{name}: "{value}"'


def _used(rows: Iterable[Row], found: PrefixMap, path: Path) -> set[str]:
    """Collect the prefixes in use; ``rdfs`` and ``dc`` write the extension columns."""
    used = {"dc", "rdfs"}
    for row in rows:
        for column in _CURIES:
            if not found.knows(row[column]):
                place = Place(path.as_posix(), row.line)
                todo = f"correct it, or add its vocabulary to {path.with_name('prefixes.tsv').as_posix()}"
                raise SourceError(f"{column} {row[column]!r} has no known prefix", place, todo)
            used.add(row[column].partition(":")[0])
    return used & {*found.vocabularies, *PREFIXES}


def _written(head: Iterable[str], columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    lines = [f"#{line}" for line in head]
    lines.append("\t".join(columns))
    lines += ("\t".join(row[column].strip() for column in columns) for row in rows)
    return "\n".join(lines) + "\n"
