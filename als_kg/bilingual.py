"""A text for readers that has both languages with it: English as the text itself, Chinese beside it.

Whoever makes an error writes both in one place; whoever shows it takes the language of the reader. To
programs, logs and the command line it is a plain ``str``.
"""

from dataclasses import dataclass
from typing import Any

_COLON = {"en": ": ", "zh": "："}


class Both(str):
    """English; ``zh`` says the same in Chinese; ``cited`` are English words of others at its end."""

    __slots__ = ("cited", "zh")
    zh: str
    cited: str


@dataclass(frozen=True)
class Piece:
    """A part of a text in one language, ``en`` or ``zh``."""

    text: str
    language: str


def both(en: str, zh: str, cited: str = "", **values: Any) -> Both:
    """Write a text in both languages; ``values`` fill the fields of both, each in its language."""
    made = Both(_ending(en.format(**values), cited, "en"))
    made.zh = zh.format(**{name: in_language(value, "zh") for name, value in values.items()})
    made.cited = cited
    return made


def in_language(value: Any, language: str) -> Any:
    """Take a text in a language where it has that; anything else as it is."""
    return _ending(value.zh, value.cited, "zh") if language == "zh" and isinstance(value, Both) else value


def pieces(text: str, language: str) -> tuple[Piece, ...]:
    """Take a text apart by language: what nobody has translated stays English, and says so."""
    if language == "en" or not isinstance(text, Both):
        return (Piece(text, "en"),) if text else ()
    ending = (Piece(text.cited, "en"),) if text.cited else ()
    return Piece(text.zh + (_COLON["zh"] if ending else ""), "zh"), *ending


def _ending(text: str, cited: str, language: str) -> str:
    return f"{text}{_COLON[language]}{cited}" if cited else text
