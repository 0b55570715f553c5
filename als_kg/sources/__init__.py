"""Curated files: which there are, what they say, and on which line."""

from als_kg.sources.content import Content, ContentFile, Role, digest_of
from als_kg.sources.positions import Positions, find_positions, positions_of
from als_kg.sources.reader import SourceFile, display_name, parse_text, read, read_text, text_of
from als_kg.sources.sparql import syntax_complaint

__all__ = [
    "Content",
    "ContentFile",
    "Positions",
    "Role",
    "SourceFile",
    "digest_of",
    "display_name",
    "find_positions",
    "parse_text",
    "positions_of",
    "read",
    "read_text",
    "syntax_complaint",
    "text_of",
]
