"""Judge mappings against what is loaded from outside, and propose new ones for a person to judge."""

from als_kg.link.check import Case, check
from als_kg.link.pairs import Rows
from als_kg.link.suggest import suggest
from als_kg.link.writing import sssom

__all__ = ["Case", "Rows", "check", "sssom", "suggest"]
