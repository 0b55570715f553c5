"""A small invented mapping set beside the mini data set."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from als_kg.mappings import normalise
from als_kg.mappings.rows import COLUMNS
from als_kg.sources import ContentFile, Role

PREFIXES = "data/mapping/prefixes.tsv"
CONDITIONS = "data/mapping/condition.sssom.tsv"
REJECTED = "data/mapping/rejected.sssom.tsv"

FULL = {
    "subject_id": "condition:mockosis",
    "subject_label": "mockosis",
    "predicate_id": "skos:exactMatch",
    "object_id": "EXA:001",
    "object_label": "mock disease",
    "mapping_justification": "semapv:ManualMappingCuration",
    "author_label": "Doe, J.",
    "source": "an invented list",
    "mapping_date": "2031-06-01",
    "confidence": "0.9",
}
OPEN = {
    "prefix": "EXA", "name": "vocabulary A", "name_zh": "词表甲", "pattern": r"^\d{3}$", "iri": "https://example.org/a/$1",
    "page": "https://example.org/page?id=$1&lang=en", "labels": "copied", "licence": "CC0-1.0", "terms": "free to use",
    "terms_zh": "可自由使用",
}  # fmt: skip
CLOSED = OPEN | {
    "prefix": "exb", "name": "vocabulary B", "iri": "https://example.org/b/$1", "page": "", "labels": "not copied",
    "licence": "its own", "terms": "not for copying", "terms_zh": "不得复制",
}  # fmt: skip


def table(columns: tuple[str, ...], *rows: dict[str, str]) -> str:
    lines = [columns, *(tuple(row.get(column, "") for column in columns) for row in rows)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


@dataclass(frozen=True)
class Mapped:
    """The sandbox with a prefix map; ``put`` writes mapping rows, in normal form."""

    sandbox: Any

    def put(self, name: str, *rows: dict[str, str]) -> Path:
        path = self.sandbox.root / name
        text = normalise(table(COLUMNS, *(FULL | row for row in rows)), path)
        return self.sandbox.write(name, text)

    def file(self, stem: str) -> ContentFile:
        (found,) = (f for f in self.sandbox.content.files(Role.MAPPING) if f.graph.endswith(f"/{stem}"))
        return found
