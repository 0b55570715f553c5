"""The one family of errors and findings: what is wrong, where, what to do.

AlsKgError
├ SourceError         a curated file cannot be read
├ BuildError          the files contradict each other; carries findings
├ DatasetError        a dataset directory is missing or broken
├ QueryError
│ ├ QuerySyntaxError  carries line and column of the query
│ └ QueryRefused      well-formed, but not allowed
├ ReleaseError        a release cannot be made, or is not what it says
└ UsageError          a wrong option or setting
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How bad a finding is; only errors stop a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Place:
    """Where something is: a file, or a text without a file; lines and columns count from 1."""

    file: str | None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        if self.file is None:
            named = (("line", self.line), ("column", self.column))
            return ", ".join(f"{name} {number}" for name, number in named if number is not None)
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def told(self, language: str) -> str:
        """Say it in a language, ``en`` or ``zh``."""
        if language != "zh" or self.file is not None:
            return str(self)
        named = (("第 {} 行", self.line), ("第 {} 列", self.column))
        return "，".join(name.format(number) for name, number in named if number is not None)


@dataclass(frozen=True)
class Finding:
    """One thing that a check found; ``focus`` is the IRI it is about, ``rule`` what found it."""

    severity: Severity
    message: str
    place: Place | None = None
    todo: str = ""
    message_zh: str = ""
    focus: str = ""
    rule: str = ""

    def __str__(self) -> str:
        where = str(self.place) if self.place else ""
        return _joined(f"{where} {self.severity} {self.message}".strip(), self.todo)


def failures(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings that stop a build."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


class AlsKgError(Exception):
    """Say what is wrong, where, and what to do; the root of the family."""

    def __init__(self, message: str, place: Place | None = None, todo: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.todo = todo

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross from one process to another whole, whatever the constructor takes."""
        return _restored, (type(self), vars(self))

    def __str__(self) -> str:
        where = str(self.place) if self.place else ""
        return _joined(f"{where}: {self.message}" if where else self.message, self.todo)


class SourceError(AlsKgError):
    """A curated file cannot be read as what it should be."""


class BuildError(AlsKgError):
    """The files are readable but do not add up; one line per finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class DatasetError(AlsKgError):
    """A dataset directory is missing, incomplete or not ours."""


class ReleaseError(AlsKgError):
    """A release cannot be made or read: a file, a name or a number is not as it must be."""


class QueryError(AlsKgError):
    """A query cannot be answered."""


class QuerySyntaxError(QueryError):
    """The text is not SPARQL; ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None, todo: str = "") -> None:
        place = None if line is None else Place(None, line, column)
        super().__init__(message, place, todo)
        self.line = line
        self.column = column


class QueryRefused(QueryError):  # noqa: N818  a refusal, not a mistake
    """The query is well-formed, but this service does not run it."""


class UsageError(AlsKgError):
    """An option, argument or setting is wrong."""


def _restored(kind: type[AlsKgError], state: dict[str, Any]) -> AlsKgError:
    error = kind.__new__(kind)
    vars(error).update(state)
    return error


def _joined(text: str, todo: str) -> str:
    return f"{text} → {todo}" if todo else text
