"""Split a SPARQL query into tokens (SPARQL 1.1, 19.8), strictly.

Whatever the grammar has no token for is an error here: a lexer that guesses could be made to see a
string or a comment where the engine sees code. Strings take the grammar's own escapes and no others
for the same reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from als_kg.query.text import QueryText


class Kind(Enum):
    """What a token is; ``WORD`` is a keyword or a built-in function, ``MARK`` an operator or bracket."""

    IRI = "iri"
    STRING = "string"
    PREFIXED = "prefixed"
    BLANK = "blank"
    VARIABLE = "variable"
    LANGUAGE = "language"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``start`` is an offset into the decoded text."""

    kind: Kind
    text: str
    start: int

    @property
    def upper(self) -> str:
        """The text as keywords are compared: ASCII without case."""
        return self.text.upper()

    def is_word(self, *words: str) -> bool:
        """Tell whether it is one of these keywords (given in capitals)."""
        return self.kind is Kind.WORD and self.upper in words

    def is_mark(self, *marks: str) -> bool:
        """Tell whether it is one of these operators or brackets."""
        return self.kind is Kind.MARK and self.text in marks


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = rf"{_BASE}_0-9\-\u00b7\u0300-\u036f\u203f-\u2040"
_PREFIX = rf"(?:[{_BASE}](?:[{_NAME}.]*[{_NAME}])?)?:"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_BASE}_:0-9]|{_ESCAPED})(?:(?:[{_NAME}.:]|{_ESCAPED})*(?:[{_NAME}:]|{_ESCAPED}))?"
_ECHAR = r"\\[tbnrf\\\"']"


def _string(quote: str) -> str:
    """Write the pattern of strings with one kind of quote: in threes, or one by one within a line."""
    long = rf"{quote * 3}(?:{quote}{{0,2}}(?:[^{quote}\\]|{_ECHAR}))*{quote * 3}"
    return rf"{long}|{quote}(?!{quote * 2})(?:[^{quote}\\\r\n]|{_ECHAR})*{quote}"


# Longer forms stand before the shorter ones that they start with.
_TOKENS = (
    ("skip", r"[ \t\r\n]+|\#[^\r\n]*"),
    (Kind.IRI.name, r"<[^\x00-\x20<>\"{}|^`\\]*>"),
    (Kind.STRING.name, "|".join(map(_string, "'\""))),
    (Kind.BLANK.name, rf"_:[{_BASE}_0-9](?:[{_NAME}.]*[{_NAME}])?"),
    (Kind.PREFIXED.name, rf"{_PREFIX}(?:{_LOCAL})?"),
    (Kind.VARIABLE.name, rf"[?$][{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*"),
    (Kind.LANGUAGE.name, r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    (Kind.NUMBER.name, r"(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"),
    (Kind.WORD.name, r"[A-Za-z_][A-Za-z0-9_]*"),
    # No "<<": before an IRI the first "<" may be an operator of its own.
    (Kind.MARK.name, r"\^\^|&&|\|\||!=|<=|>=|[{}()\[\],.;*/|^+\-!=<>?~]"),
)  # fmt: skip
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _TOKENS))


def tokenise(text: QueryText) -> tuple[Token, ...]:
    """Read all tokens; QuerySyntaxError points at the first thing that is none."""
    return tuple(_tokens(text))


def _tokens(text: QueryText) -> Iterator[Token]:
    source, position = text.decoded, 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _no_token(text, position)
        if match.lastgroup != "skip":
            yield Token(Kind[str(match.lastgroup)], match[0], position)
        position = match.end()


def _no_token(text: QueryText, position: int) -> Exception:
    character = text.decoded[position]
    if character in "'\"":
        return text.error(
            "this string does not end, or has an unknown escape",
            position,
            todo=f"close it with {character}; a backslash goes only before t b n r f \\ \" '",
        )
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return text.error(f"unexpected character {shown}", position)
