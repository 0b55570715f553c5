"""A query's text: codepoint escapes decoded, every place still told as the writer sees it."""

import re
from bisect import bisect_right

from als_kg.bilingual import both
from als_kg.errors import Place, QueryRefused, QuerySyntaxError

# In characters. The longest query of ours has 2,000; the engine's planner slows down long before this.
MAX_LENGTH = 100_000

# A backslash that is itself escaped starts no escape, so pairs are consumed whole.
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class QueryText:
    r"""Hold the decoded text and find line and column in the text as written.

    ``\uXXXX`` and ``\UXXXXXXXX`` are decoded before anything is read (SPARQL 1.1, 19.2). The engine
    would decode them inside strings and IRIs only, so it is given the decoded text.
    """

    def __init__(self, written: str) -> None:
        if len(written) > MAX_LENGTH:
            raise QueryRefused(
                both("the query has {count:,} characters", "查询有 {count:,} 个字符", count=len(written)),
                todo=both("keep it under {most:,} characters", "请少于 {most:,} 个字符", most=MAX_LENGTH),
            )
        self._written = written
        self._shifts: list[tuple[int, int]] = [(0, 0)]
        self.decoded = self._decode()

    def place(self, offset: int) -> tuple[int, int]:
        """Tell line and column, counted from 1 in code points, of an offset into the decoded text."""
        start, shift = self._shifts[bisect_right(self._shifts, (offset, len(self._written))) - 1]
        return self._written_place(offset + shift if offset >= start else offset)

    def offset(self, line: int, column: int) -> int:
        """Turn a line and column of the decoded text, as the engine counts them, into an offset."""
        lines = self.decoded.split("\n")
        ahead = sum(len(each) + 1 for each in lines[: line - 1])
        return min(ahead + column - 1, len(self.decoded))

    def error(self, message: str, offset: int, todo: str = "") -> QuerySyntaxError:
        """Make a syntax error that points at an offset of the decoded text."""
        return QuerySyntaxError(message, *self.place(offset), todo=todo)

    def refusal(self, message: str, offset: int, todo: str = "") -> QueryRefused:
        """Make a refusal that points at an offset of the decoded text."""
        return QueryRefused(message, Place(None, *self.place(offset)), todo)

    def _decode(self) -> str:
        if "\\" not in self._written:
            return self._written
        parts: list[str] = []
        end = length = 0
        for match in _ESCAPE.finditer(self._written):
            if match.lastindex is None:
                continue
            parts += [self._written[end : match.start()], self._character(match)]
            length += match.start() - end + 1
            end = match.end()
            self._shifts.append((length, end - length))
        return "".join([*parts, self._written[end:]])

    def _character(self, match: re.Match[str]) -> str:
        code = int(match[match.lastindex or 0], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            message = both("{escape} is not a character", "{escape} 不是字符", escape=match[0])
            raise QuerySyntaxError(message, *self._written_place(match.start()))
        return chr(code)

    def _written_place(self, original: int) -> tuple[int, int]:
        before = self._written[:original]
        return before.count("\n") + 1, original - (before.rfind("\n") + 1) + 1
