"""Read query files: a head of comments, a SPARQL text, and the expected answer beside it.

The head is lines of ``# key: value``; ``docs`` of a query stand in its file and nowhere else.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from als_kg.errors import Place, SourceError
from als_kg.sources import display_name, read_text
from als_kg.vocabulary import CURRENT

_HEAD_LINE = re.compile(r"^#\s*([a-z][a-z-]*):\s*(.*?)\s*$")
_NEEDED = ("title", "title-zh", "question", "question-zh")

# Who asks a question, told by a keyword of its head; in the order of the home page.
PERSONAS = ("clinician", "patient organisation", "researcher", "developer", "data scientist", "curator")

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Expected:
    """What a query must answer: rows of prefixed names and plain text (None: unbound), or a boolean."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None


@dataclass(frozen=True)
class Need:
    """An outside file that has to be loaded before a question can be answered, and the graph it fills."""

    file: str
    graph: str


@dataclass(frozen=True)
class Example:
    """A published question; ``title`` and ``question`` have the keys ``en`` and ``zh``.

    ``needs`` lists what has to be loaded from outside; a ``federated`` question asks other endpoints
    and has no expected answer.
    """

    slug: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    keywords: tuple[str, ...]
    view: str
    text: str
    expected: Expected | None
    ordered: bool
    path: Path
    sections: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    federated: bool = False

    @property
    def persona(self) -> str:
        """Who asks it: the last keyword that is one of PERSONAS, nothing where none is."""
        return next((word for word in reversed(self.keywords) if word in PERSONAS), "")


def load(folder: Path) -> tuple[Example, ...]:
    """Read every ``*.rq`` of a folder in order of name; raises SourceError with file and line."""
    return tuple(load_one(path, folder.parent) for path in sorted(folder.glob("*.rq")))


def load_one(path: Path, root: Path | None = None) -> Example:
    """Read one query file and, where it exists, the expected answer beside it."""
    text = read_text(path, root)
    head = read_head(text)
    _need(head, path, root)
    answer = path.with_suffix(".json")
    expected, ordered = _read_expected(answer, root) if answer.exists() else (None, False)
    return Example(
        slug=path.stem,
        title={"en": head["title"], "zh": head["title-zh"]},
        question={"en": head["question"], "zh": head["question-zh"]},
        keywords=tuple(word.strip() for word in head.get("keywords", "").split(",") if word.strip()),
        view=head.get("view", CURRENT),
        text=text,
        expected=expected,
        ordered=ordered,
        path=path,
        sections=tuple(head.get("section", "").split()),
        needs=read_needs(head, display_name(path, root)),
        federated=head.get("federated") == "true",
    )


def read_needs(head: Mapping[str, str], name: str) -> tuple[Need, ...]:
    """Read pairs of file and graph off the head of the file that is called so; raises SourceError."""
    words = head.get("needs", "").split()
    if len(words) % 2:
        todo = "write # needs: FILE GRAPH [FILE GRAPH …]"
        raise SourceError("# needs: names a file without its graph", Place(name, 1), todo)
    return tuple(Need(file, graph) for file, graph in zip(words[::2], words[1::2], strict=True))


def read_head(text: str) -> dict[str, str]:
    """Read the ``# key: value`` lines that open a text, up to its first line without ``#``."""
    head: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if match := _HEAD_LINE.match(line):
            head[match.group(1)] = match.group(2)
    return head


def _need(head: Mapping[str, str], path: Path, root: Path | None) -> None:
    missing = [f"# {key}:" for key in _NEEDED if not head.get(key)]
    if missing:
        place = Place(display_name(path, root), 1)
        raise SourceError(f"the head has no {', '.join(missing)}", place, "add the lines above the query")


def _read_expected(path: Path, root: Path | None) -> tuple[Expected, bool]:
    name = display_name(path, root)
    try:
        found = json.loads(read_text(path, root))
        return _expected(found), bool(found.get("ordered", False))
    except json.JSONDecodeError as error:
        raise SourceError(error.msg, Place(name, error.lineno, error.colno), "correct the JSON") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        todo = 'write {"columns": […], "rows": [[…]]} or {"boolean": true}'
        raise SourceError("is not an expected answer", Place(name), todo) from error


def _expected(found: dict[str, object]) -> Expected:
    if isinstance(found.get("boolean"), bool):
        return Expected(boolean=bool(found["boolean"]))
    columns, rows = found["columns"], found["rows"]
    if not isinstance(columns, list) or not isinstance(rows, list):
        raise TypeError("columns and rows are lists")
    table = tuple(tuple(_cell(cell) for cell in row) for row in rows)
    if any(len(row) != len(columns) for row in table):
        raise ValueError("a row with more or fewer cells than columns")
    return Expected(tuple(str(column) for column in columns), table)


def _cell(cell: object) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    raise TypeError("cells are strings")
