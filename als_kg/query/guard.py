"""Refuse, before the engine sees it, what would harm the process.

The engine (pyoxigraph 0.5.13) parses without a tokeniser and tries one reading after another, which
a rule here is about. Recursion in its parser, planner and evaluator ends the process with a
segmentation fault: in a thread of 2 MiB from about 200 nested sub-selects, 500 nested groups, 500
chained BINDs and 700 joined patterns on. Its planner takes time with at least the third power of the
joined patterns; for a star, the worst shape: 0.04 s for 50, 0.6 s for 100, 2.9 s for 150.
"""

import re

from als_kg.bilingual import both
from als_kg.query.lexer import Kind, Token
from als_kg.query.text import QueryText

MAX_DEPTH = 64
MAX_STEPS = 256
MAX_PATTERNS = 100

_STEPS = both("operators and clauses", "运算符和子句")
_PATTERNS = both("joined patterns", "连接的模式")

_OPENING = frozenset("{([")
_CLOSING = {"}": "{", ")": "(", "]": "["}
# What makes the engine's expressions and clauses one deeper.
_STEP_WORDS = frozenset("AS BIND EXISTS FILTER GRAPH LATERAL MINUS OPTIONAL UNION VALUES".split())
_STEP_MARKS = frozenset({"(", "||", "&&", "+", "-", "*", "/", "|", "^", "!", "<"})
# What stands before or between patterns; in parentheses the comma is between arguments.
_PATTERN_MARKS = frozenset({"{", "[", ".", ";", ","})
# A list of n elements is 2n patterns (first, rest).
_PATTERNS_OF_ELEMENT = 2

# After ":" the engine cannot read "//" as anything but an IRI, so these have one reading only.
_FULL_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_HIDING = re.compile(r"[#()]")


def guard(text: QueryText, tokens: tuple[Token, ...]) -> None:
    """Pass a query that is harmless to parse and plan; raise QueryRefused or QuerySyntaxError.

    Where a query goes is not judged here but in ``services``.
    """
    walk = _Walk(text)
    for token in tokens:
        walk.take(token)
    walk.end()


class _Walk:
    """Walk through the brackets, which must pair and stay shallow, and count what is in them.

    Every query pays for each line of this: hence one pass that looks at each token once.
    """

    __slots__ = ("_awaits_data", "_bracket", "_data_from", "_opened", "_patterns", "_previous", "_steps", "_text")

    def __init__(self, text: QueryText) -> None:
        self._text = text
        self._opened: list[Token] = []
        self._bracket = ""
        self._previous: Token | None = None
        self._awaits_data = False
        self._data_from = 0  # how deep the rows of VALUES are that we are among; 0 elsewhere
        self._steps = self._patterns = 0

    def take(self, token: Token) -> None:
        """Take the next token."""
        kind = token.kind
        if kind is Kind.MARK:
            self._mark(token)
        elif kind is Kind.WORD:
            self._word(token)
        elif not self._data_from:
            if kind is Kind.IRI:
                self._refuse_two_readings(token)
            if self._bracket == "(":
                self._element(token)
        self._previous = token

    def end(self) -> None:
        """See that nothing is left open."""
        if self._opened:
            message = both("this {mark} is never closed", "此 {mark} 没有闭合", mark=self._bracket)
            raise self._text.error(message, self._opened[-1].start)

    def _mark(self, token: Token) -> None:
        mark = token.text
        if not self._data_from:
            self._steps += mark in _STEP_MARKS
            self._patterns += mark in _PATTERN_MARKS and self._bracket != "("
            self._refuse_over(token)
        if mark in _OPENING:
            self._open(token)
        elif mark in _CLOSING:
            self._close(token)

    def _word(self, token: Token) -> None:
        word = token.upper
        if not self._data_from:
            self._steps += word in _STEP_WORDS
            if self._bracket == "(":
                self._element(token)
            self._refuse_over(token)
        if word == "VALUES":
            self._awaits_data = True

    def _element(self, token: Token) -> None:
        """Count an element of a list: of two terms in a row, in parentheses, the second is nothing else."""
        if _starts_term(token) and self._previous is not None and _ends_term(self._previous):
            self._patterns += _PATTERNS_OF_ELEMENT
            self._refuse_over(token)

    def _refuse_over(self, token: Token) -> None:
        if self._steps <= MAX_STEPS and self._patterns <= MAX_PATTERNS:
            return
        over = self._steps > MAX_STEPS
        most, what = (MAX_STEPS, _STEPS) if over else (MAX_PATTERNS, _PATTERNS)
        todo = both(
            "keep it under {most}, for example with VALUES or IN", "请少于 {most} 个，例如用 VALUES 或 IN", most=most
        )
        message = both("more than {most} {what} up to here", "到此处{what}已超过 {most} 个", most=most, what=what)
        raise self._text.refusal(message, token.start, todo)

    def _open(self, token: Token) -> None:
        self._opened.append(token)
        self._bracket = token.text
        if len(self._opened) > MAX_DEPTH:
            todo = both("keep it under {most} levels", "请少于 {most} 层", most=MAX_DEPTH)
            message = both("more than {most} brackets are open here", "此处未闭合的括号超过 {most} 个", most=MAX_DEPTH)
            raise self._text.refusal(message, token.start, todo)
        if self._awaits_data and token.text == "{":
            self._data_from, self._awaits_data = len(self._opened), False

    def _close(self, token: Token) -> None:
        if not self._opened:
            message = both(
                "nothing is open that this {mark} could close", "没有可由此 {mark} 闭合的括号", mark=token.text
            )
            raise self._text.error(message, token.start)
        if self._bracket != _CLOSING[token.text]:
            line, column = self._text.place(self._opened[-1].start)
            message = both(
                "{mark} cannot close the {open} of line {line}, column {column}",
                "{mark} 不能闭合第 {line} 行第 {column} 列的 {open}",
                mark=token.text, open=self._bracket, line=line, column=column,
            )  # fmt: skip
            raise self._text.error(message, token.start)
        self._opened.pop()
        self._bracket = self._opened[-1].text if self._opened else ""
        if len(self._opened) < self._data_from:
            self._data_from = 0

    def _refuse_two_readings(self, token: Token) -> None:
        """Refuse an IRI that the engine could also read as "less than", a comment or brackets."""
        if not _HIDING.search(token.text) or _FULL_IRI.match(token.text):
            return
        after_less = self._previous is not None and self._previous.is_mark("<")
        if after_less or (self._bracket == "(" and _is_operand(self._previous)):
            raise self._text.refusal(
                both("{text} could be an IRI or a comparison", "{text} 可能是 IRI，也可能是比较", text=token.text),
                token.start,
                todo=both(
                    "put a space after <, or write the IRI in full, with its scheme and //",
                    "请在 < 之后加空格，或写出完整的 IRI，包括协议和 //",
                ),
            )  # fmt: skip


def _is_operand(token: Token | None) -> bool:
    """Tell whether an operator could follow."""
    return token is not None and (token.kind is not Kind.MARK or token.text in _CLOSING)


def _starts_term(token: Token) -> bool:
    """Tell whether a token can be an element of a list; two in a row can be nothing else."""
    kind = token.kind
    if kind is Kind.WORD:
        return token.is_word("TRUE", "FALSE")
    return kind is not Kind.MARK and kind is not Kind.LANGUAGE


def _ends_term(token: Token) -> bool:
    return _starts_term(token) or token.kind is Kind.LANGUAGE or token.is_mark(")", "]")
