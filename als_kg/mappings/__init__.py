"""Mappings to outside vocabularies: SSSOM tables and the prefix map, read into statements with file and line.

SSSOM is the Simple Standard for Sharing Ontological Mappings, https://w3id.org/sssom/ (version 1.1).
"""

from als_kg.mappings.form import normalise
from als_kg.mappings.prefixes import PrefixMap, Vocabulary, load_prefixes, read_vocabularies
from als_kg.mappings.rows import MAPPING_PREDICATES, MappingRow, mapping_rows
from als_kg.mappings.statements import read_mappings

__all__ = [
    "MAPPING_PREDICATES",
    "MappingRow",
    "PrefixMap",
    "Vocabulary",
    "load_prefixes",
    "mapping_rows",
    "normalise",
    "read_mappings",
    "read_vocabularies",
]
