"""Split a SPARQL query into tokens (SPARQL 1.1, 19.8), strictly.

Whatever the grammar has no token for is an error here: a lexer that guesses could be made to see a
string or a comment where the engine sees code. Strings take the grammar's own escapes and no others
for the same reason.
"""

import re
from enum import Enum
from functools import cache
from typing import NamedTuple

from als_kg.bilingual import both
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


class Token(NamedTuple):
    """One token; ``start`` is an offset into the decoded text.

    A tuple, as a query has hundreds and a frozen dataclass takes three times as long to make.
    """

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
# In characters. Without a bound, each word of "a.a.a.a" would be tried as the start of a prefix as long as
# the rest of the text: 33 s for 100,000 characters, in the web worker. What is longer is no token at all.
_LONGEST_NAME = 64
_PREFIX = rf"(?:[{_BASE}](?:[{_NAME}.]{{0,{_LONGEST_NAME - 2}}}[{_NAME}])?)?:"
_TOO_LONG = rf"[{_NAME}.]{{{_LONGEST_NAME + 1}}}"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_BASE}_:0-9]|{_ESCAPED})(?:(?:[{_NAME}.:]|{_ESCAPED})*(?:[{_NAME}:]|{_ESCAPED}))?"
_ECHAR = r"\\[tbnrf\\\"']"


def _string(quote: str) -> str:
    """Write the pattern of strings with one kind of quote: in threes, or one by one within a line."""
    long = rf"{quote * 3}(?:{quote}{{0,2}}(?:[^{quote}\\]|{_ECHAR}))*{quote * 3}"
    return rf"{long}|{quote}(?!{quote * 2})(?:[^{quote}\\\r\n]|{_ECHAR})*{quote}"


# Longer forms stand before the shorter ones that they start with. No pattern has a group of its own.
_TOKENS = (
    (Kind.VARIABLE, rf"[?$][{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*"),
    (Kind.BLANK, rf"_:[{_BASE}_0-9](?:[{_NAME}.]*[{_NAME}])?"),
    (Kind.PREFIXED, rf"{_PREFIX}(?:{_LOCAL})?"),
    (Kind.WORD, rf"(?!{_TOO_LONG})[A-Za-z_][A-Za-z0-9_]*"),
    (Kind.IRI, r"<[^\x00-\x20<>\"{}|^`\\]*>"),
    (Kind.STRING, "|".join(map(_string, "'\""))),
    (Kind.LANGUAGE, r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    (Kind.NUMBER, r"(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"),
    # No "<<": before an IRI the first "<" may be an operator of its own.
    (Kind.MARK, r"\^\^|&&|\|\||!=|<=|>=|[{}()\[\],.;*/|^+\-!=<>?~]"),
    (None, r"\#[^\r\n]*"),
)  # fmt: skip
_NAMED = re.compile(_TOO_LONG)
_new = tuple.__new__  # for Token: half the time of its own, which is a function in Python
_KINDS = (None, *(kind for kind, _ in _TOKENS))
_SPACE = r"[ \t\r\n]*"
_PATTERNS = dict(_TOKENS)
_BETWEEN = rf"(?:[ \t\r\n]|{_PATTERNS.pop(None)})*+"
_CONSTANTS = f"{_PATTERNS.pop(Kind.STRING)}|{_PATTERNS.pop(Kind.NUMBER)}"
# The tokens of nearly every query, in half the time: what is short, plain ASCII, and followed by nothing that the
# patterns above would go on with (those then decide).
_USUAL = "|".join((
    rf"[?$][A-Za-z0-9_]++(?![{_NAME}])",
    rf"[A-Za-z][A-Za-z0-9]{{0,40}}+(?::[A-Za-z][A-Za-z0-9_]*+(?![{_NAME}.:%\\])|(?![{_NAME}.:]))",
    r"[{}()\[\];,]",
    _PATTERNS[Kind.IRI],
))  # fmt: skip
_END = "\0"


@cache
def compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the patterns of a token and of a shape.

    That takes a tenth of a second, which processes that read no query need not spend.
    """
    token = re.compile(_SPACE + "(?:" + "|".join(f"({pattern})" for _, pattern in _TOKENS) + ")")
    # What is no token takes all that is left with it, the end mark too, so that nothing is passed over.
    others = "|".join((*_PATTERNS.values(), r"[\s\S]+"))
    return token, re.compile(rf"{_BETWEEN}(?:({_USUAL}|(?!{_CONSTANTS})(?:{others}))|{_CONSTANTS})")


def shape(text: QueryText) -> tuple[str, ...] | None:
    """Give the texts of all tokens, strings and numbers as empty ones; None where ``tokenise`` raises.

    Queries of one shape differ in strings, numbers, comments and white space only. This takes a small part of the
    time of ``tokenise``, as it runs without Python.
    """
    *tokens, end = compiled()[1].findall(f"{text.decoded}\n{_END}")
    return tuple(tokens) if end == _END else None


def tokenise(text: QueryText) -> tuple[Token, ...]:
    """Read all tokens; QuerySyntaxError points at the first thing that is none."""
    tokens: list[Token] = []
    end = 0
    for match in iter(compiled()[0].scanner(text.decoded).match, None):  # type: ignore[attr-defined]
        group = match.lastindex
        if kind := _KINDS[group]:
            tokens.append(_new(Token, (kind, match[group], match.start(group))))
        end = match.end()
    rest = text.decoded[end:].lstrip(" \t\r\n")
    if rest:
        raise _no_token(text, len(text.decoded) - len(rest))
    return tuple(tokens)


def _no_token(text: QueryText, position: int) -> Exception:
    character = text.decoded[position]
    if character in "'\"":
        return text.error(
            both("this string does not end, or has an unknown escape", "此字符串没有结束，或含有未知的转义"),
            position,
            todo=both(
                "close it with {mark}; a backslash goes only before {letters}",
                "请以 {mark} 结束；反斜杠只能用在 {letters} 之前",
                mark=character,
                letters="t b n r f \\ \" '",
            ),
        )
    if _NAMED.match(text.decoded, position):
        message = both("this name has more than {most} characters", "此名称超过 {most} 个字符", most=_LONGEST_NAME)
        return text.error(message, position)
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return text.error(both("unexpected character {shown}", "意外的字符 {shown}", shown=shown), position)
