"""Cut Turtle and TriG into tokens: parsers give no positions, and comments are lost on them.

Follows the grammar of Turtle 1.1 (section 6.5) and TriG 1.1, loosely: it runs on files that the
real parser has accepted, or to tell where a file breaks a rule of ours.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What a token is."""

    SPACE = "space"
    COMMENT = "comment"
    IRI = "iri"
    STRING = "string"
    BLANK = "blank"
    NAME = "name"
    AT = "at"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text and the offset where it starts."""

    kind: Kind
    text: str
    start: int


_ESCAPED = r"""\\[_~.\-!$&'()*+,;=/?#@%]"""
_LOCAL = rf"(?:[\w:\-\u00B7\u203F\u2040]|%[0-9A-Fa-f]{{2}}|{_ESCAPED})"
_LABEL = r"[\w\-\u00B7\u203F\u2040]"

# In this order: the first that fits wins, so long quotes stand before short ones.
_PATTERNS = (
    (Kind.SPACE, r"[ \t\r\n]+"),
    (Kind.COMMENT, r"#[^\r\n]*"),
    (Kind.IRI, r"<[^\x00-\x20<>\"{}|^`]*>"),
    (Kind.STRING, r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""'),
    (Kind.STRING, r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''"),
    (Kind.STRING, r'"(?:[^"\\\r\n]|\\.)*"'),
    (Kind.STRING, r"'(?:[^'\\\r\n]|\\.)*'"),
    (Kind.BLANK, rf"_:{_LABEL}(?:(?:{_LABEL}|\.)*{_LABEL})?"),
    (Kind.NAME, rf"(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:(?:{_LOCAL}|\.)*{_LOCAL})?"),
    (Kind.AT, r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
    (Kind.NUMBER, r"[+-]?(?:[0-9]+\.?[0-9]*[eE][+-]?[0-9]+|[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+)"),
    (Kind.WORD, r"[A-Za-z]+"),
    (Kind.MARK, r"\^\^|[;,.{}\[\]()]"),
    (Kind.OTHER, r"."),
)
_GROUPS = tuple(kind for kind, _ in _PATTERNS)
_TOKEN = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS), re.DOTALL)

SILENT = frozenset({Kind.SPACE, Kind.COMMENT})


def tokens(text: str) -> Iterator[Token]:
    """Cut the whole text; joined again, the tokens give the text."""
    for match in _TOKEN.finditer(text):
        yield Token(_GROUPS[(match.lastindex or 1) - 1], match.group(), match.start())


@dataclass(frozen=True)
class Lines:
    """Turn offsets of a text into line and column, both from 1."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0] + [match.end() for match in re.finditer("\n", self.text)]

    def line(self, offset: int) -> int:
        """Count the line that holds an offset."""
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """Count the column of an offset within its line."""
        return offset - self._starts[self.line(offset) - 1] + 1
