"""Read the rows of an SSSOM table; what a row means is in ``statements``, whether it may stand in ``als_kg.check``."""

from dataclasses import dataclass

from als_kg.errors import Place
from als_kg.mappings.prefixes import slug_of
from als_kg.mappings.table import Row, read_table
from als_kg.sources import Content, ContentFile, display_name, read_text
from als_kg.vocabulary import PREFIXES

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_cardinality", "mapping_justification", "author_label", "mapping_tool", "source", "mapping_date",
    "confidence", "comment", "comment_zh",
)  # fmt: skip
# Columns that SSSOM does not have, and the property that each stands for (SSSOM 1.1, extension slots).
EXTENSIONS = {"source": f"{PREFIXES['dc']}source", "comment_zh": f"{PREFIXES['rdfs']}comment"}
MAPPING_PREDICATES = tuple(f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related"))
NOT = "Not"


@dataclass(frozen=True)
class MappingRow:
    """One row of a mapping table, and where it stands."""

    row: Row
    file: str

    @property
    def place(self) -> Place:
        """Say where the row stands."""
        return Place(self.file, self.row.line)

    @property
    def subject(self) -> str:
        """Give the CURIE of what is mapped."""
        return self.row["subject_id"]

    @property
    def predicate(self) -> str:
        """Give the CURIE of the relation."""
        return self.row["predicate_id"]

    @property
    def object(self) -> str:
        """Give the CURIE of the outside record."""
        return self.row["object_id"]

    @property
    def is_rejected(self) -> bool:
        """Tell whether the row says that the two are not so related."""
        return self.row["predicate_modifier"] == NOT

    @property
    def slug(self) -> str:
        """Make the slug of the record: a pair has one, whatever the predicate."""
        return f"{slug_of(_told_apart(self.subject))}-{slug_of(self.object)}"

    def __getitem__(self, column: str) -> str:
        return self.row[column]


def _told_apart(curie: str) -> str:
    """Tell a class from a property of the same name: only the case of their first letter differs."""
    prefix, _, name = curie.partition(":")
    return f"{prefix} {'class' if name[:1].isupper() else 'property'} {name}" if prefix == "als" else curie


def mapping_rows(content: Content, file: ContentFile) -> tuple[MappingRow, ...]:
    """Read the rows of one mapping file; raises SourceError for what is no such table."""
    name = display_name(file.path, content.root)
    table = read_table(read_text(file.path, content.root), name, COLUMNS)
    return tuple(MappingRow(row, name) for row in table.rows)
