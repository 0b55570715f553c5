"""Refuse, before the engine sees it, what would harm the process or leave the machine.

The engine (pyoxigraph 0.5.13) parses without a tokeniser and tries one reading after another, which
two rules here are about. It follows SERVICE wherever it points, and recursion in its parser, planner
and evaluator ends the process with a segmentation fault: in a thread of 2 MiB from about 200 nested
sub-selects, 500 nested groups, 500 chained BINDs and 700 joined patterns on. Its planner takes time
with the third power of the joined patterns: 1 s for 100, 10 s for 200.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from als_kg.query.lexer import Kind, Token
from als_kg.query.text import QueryText

MAX_DEPTH = 64
MAX_STEPS = 256
MAX_PATTERNS = 150

_CLOSING = {"}": "{", ")": "(", "]": "["}
_STEP_WORDS = frozenset("AS BIND EXISTS FILTER GRAPH LATERAL MINUS OPTIONAL UNION VALUES".split())
_STEP_MARKS = frozenset({"(", "||", "&&", "+", "-", "*", "/", "|", "^", "!", "<"})
# What stands before or between patterns; in parentheses the comma is between arguments.
_PATTERN_MARKS = frozenset({"{", "[", ".", ";", ","})
# A list of n elements is 2n patterns (first, rest).
_PATTERNS_OF_ELEMENT = 2

# After ":" the engine cannot read "//" as anything but an IRI, so these have one reading only.
_FULL_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_HIDING = re.compile(r"[#()]")
_GLUED_SERVICE = re.compile(r"(?:true|false)*service", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A token where it stands: after which one, in which bracket, and whether among the rows of VALUES."""

    token: Token
    previous: Token | None
    bracket: str
    is_data: bool

    @property
    def follows_operand(self) -> bool:
        """Tell whether an operator could stand here."""
        return self.previous is not None and (self.previous.kind is not Kind.MARK or self.previous.text in _CLOSING)


def guard(text: QueryText, tokens: tuple[Token, ...]) -> None:
    """Pass a query that is harmless to parse and evaluates here; raise QueryRefused or QuerySyntaxError."""
    _refuse_services(text, tokens)
    steps = patterns = 0
    for spot in _spots(text, tokens):
        _refuse_two_readings(text, spot)
        steps += _steps(spot)
        patterns += _patterns(spot)
        _refuse_over(text, spot, steps, MAX_STEPS, "operators and clauses")
        _refuse_over(text, spot, patterns, MAX_PATTERNS, "joined patterns")


def _refuse_over(text: QueryText, spot: Spot, count: int, most: int, what: str) -> None:
    if count > most:
        todo = f"keep it under {most}, for example with VALUES or IN"
        raise text.refusal(f"more than {most} {what} up to here", spot.token.start, todo)


def _refuse_services(text: QueryText, tokens: tuple[Token, ...]) -> None:
    """Refuse SERVICE, also where the engine would find it at the start of a longer word."""
    for token in tokens:
        if token.kind is Kind.WORD and "SERVICE" in token.upper:
            raise text.refusal("SERVICE is not answered here", token.start, todo="ask each endpoint on its own")
        if token.kind is Kind.PREFIXED and _GLUED_SERVICE.match(token.text):
            raise text.refusal(
                f"the engine may read {token.text} as the keyword SERVICE", token.start, todo="rename the prefix"
            )


def _steps(spot: Spot) -> int:
    """Count what makes the engine's expressions and clauses one deeper."""
    return not spot.is_data and (spot.token.is_word(*_STEP_WORDS) or spot.token.is_mark(*_STEP_MARKS))


def _patterns(spot: Spot) -> int:
    """Count the patterns that a token adds to those that the engine joins."""
    if spot.is_data:
        return 0
    if spot.bracket != "(":
        return spot.token.is_mark(*_PATTERN_MARKS)
    return _PATTERNS_OF_ELEMENT * (_starts_term(spot.token) and spot.previous is not None and _ends_term(spot.previous))


def _starts_term(token: Token) -> bool:
    """Tell whether a token can be an element of a list; two in a row can be nothing else."""
    return token.kind not in {Kind.MARK, Kind.WORD, Kind.LANGUAGE} or token.is_word("TRUE", "FALSE")


def _ends_term(token: Token) -> bool:
    return _starts_term(token) or token.kind is Kind.LANGUAGE or token.is_mark(")", "]")


def _spots(text: QueryText, tokens: tuple[Token, ...]) -> Iterator[Spot]:
    """Walk through the brackets; they must pair and stay shallow."""
    opened: list[Token] = []
    previous: Token | None = None
    data_from: int | None = None
    awaits_data = False
    for token in tokens:
        yield Spot(token, previous, opened[-1].text if opened else "", data_from is not None)
        awaits_data = awaits_data or token.is_word("VALUES")
        if token.is_mark(*_CLOSING.values()):
            _open(text, token, opened)
            if awaits_data and token.text == "{":
                data_from, awaits_data = len(opened), False
        elif token.is_mark(*_CLOSING):
            _close(text, token, opened)
            data_from = None if data_from is not None and len(opened) < data_from else data_from
        previous = token
    if opened:
        raise text.error(f"this {opened[-1].text} is never closed", opened[-1].start)


def _open(text: QueryText, token: Token, opened: list[Token]) -> None:
    opened.append(token)
    if len(opened) > MAX_DEPTH:
        todo = f"keep it under {MAX_DEPTH} levels"
        raise text.refusal(f"more than {MAX_DEPTH} brackets are open here", token.start, todo)


def _close(text: QueryText, token: Token, opened: list[Token]) -> None:
    if not opened:
        raise text.error(f"nothing is open that this {token.text} could close", token.start)
    if opened[-1].text != _CLOSING[token.text]:
        line, column = text.place(opened[-1].start)
        message = f"{token.text} cannot close the {opened[-1].text} of line {line}, column {column}"
        raise text.error(message, token.start)
    opened.pop()


def _refuse_two_readings(text: QueryText, spot: Spot) -> None:
    """Refuse an IRI that the engine could also read as "less than", a comment or brackets."""
    token = spot.token
    if token.kind is not Kind.IRI or spot.is_data or _FULL_IRI.match(token.text) or not _HIDING.search(token.text):
        return
    after_less = spot.previous is not None and spot.previous.is_mark("<")
    if after_less or (spot.bracket == "(" and spot.follows_operand):
        raise text.refusal(
            f"{token.text} could be an IRI or a comparison", token.start,
            todo="put a space after <, or write the IRI in full, with its scheme and //",
        )  # fmt: skip
