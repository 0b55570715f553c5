"""The tables of facts beside this file, tab-separated, with a head line.

    facts/<NN-section>.tsv   what the article says: found in the article view, and in the passage's own graph
    false.tsv                what it does not say, though a hasty reader might think so: not found

Columns:

    passage   id of the passage
    fact      one atomic fact, in English
    subject   a name
    path      steps joined by /, each a name of a property or ^ and one, which is walked backwards
    value     a name, "a text" of whatever language or datatype, a number (compared by value), or * for anything

A name is a prefixed name as als-kg writes it: ``passage:als-guide-2025/1.1-01`` is one too.
Wording of our own (summaries, findings, descriptions) is no value: it may be reworded, * says that it is there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from als_kg.build import view_iri
from als_kg.store import Store
from als_kg.vocabulary import PREFIXES, graph_for

HERE = Path(__file__).resolve().parent
FACTS = tuple(sorted((HERE / "facts").glob("*.tsv")))
FALSE = HERE / "false.tsv"

DOCUMENT = "als-guide-2025"
COLUMNS = ("passage", "fact", "subject", "path", "value")
ARTICLE = (view_iri("article"),)
CLAIMS = graph_for("claim", "")

_NAME = re.compile(r"[A-Za-z]+:[\w./-]*\w")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TEXT = re.compile(r'"[^"\\]+"')


@dataclass(frozen=True)
class Line:
    """One line of a table; ``at`` tells where it stands."""

    at: str
    passage: str
    fact: str
    subject: str
    path: str
    value: str

    def __str__(self) -> str:
        return f"{self.at}: {self.passage}: {self.fact}: {self.subject} {self.path} {self.value}"

    @property
    def steps(self) -> list[str]:
        return self.path.split("/")

    @property
    def names(self) -> list[str]:
        """List every name in the line: subject, properties, and the value if it is one."""
        return [self.subject, *(step.removeprefix("^") for step in self.steps)] + [self.value] * is_name(self.value)

    def holds(self, store: Store, view: str = "article") -> bool:
        """Tell whether the fact is in a view."""
        walked = "/".join("^" * step.startswith("^") + iri(step.removeprefix("^")) for step in self.steps)
        return bool(
            store.query(
                f"ASK {{ {iri(self.subject)} {walked} ?value {self._filter} }}", default_graphs=[view_iri(view)]
            )
        )

    def graphs(self, store: Store) -> set[str]:
        """List the graphs that state the last step."""
        *before, last = self.steps
        start, found = iri(self.subject), ""
        for number, step in enumerate(before):
            found, start = f"{found} {_pattern(start, step, f'?node{number}')} .", f"?node{number}"
        where = f"{found} GRAPH ?graph {{ {_pattern(start, last, '?value')} }} {self._filter}"
        answer = store.query(f"SELECT DISTINCT ?graph WHERE {{ {where} }}", default_graphs=ARTICLE)
        assert isinstance(answer, ox.QuerySolutions)
        return {row["graph"].value for row in answer}

    def is_of_its_passage(self, store: Store) -> bool:
        """Tell whether the passage's own claims state it, or no claims do: then it is a name, a code or inferred.

        An entry of the list of references has no claims: what it says stands in the documents graph.
        """
        own, found = graph_for("claim", DOCUMENT, self.passage), self.graphs(store)
        claims = {graph for graph in found if graph.startswith(CLAIMS)}
        return own in claims if claims and own in store.graphs() else bool(found - claims)

    @property
    def _filter(self) -> str:
        if self.value == "*":
            return ""
        if _TEXT.fullmatch(self.value):
            return f"FILTER (STR(?value) = {self.value})"
        return f"FILTER (?value = {iri(self.value) if is_name(self.value) else self.value})"


def read(path: Path) -> list[Line]:
    """Read a table; raises ValueError for a line that is out of form."""
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    if tuple(head.split("\t")) != COLUMNS:
        raise ValueError(f"{path.name}:1: the columns are {' '.join(COLUMNS)}")
    return [_line(f"{path.name}:{number}", row) for number, row in enumerate(rows, 2)]


def is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and text.partition(":")[0] in PREFIXES


def iri(name: str) -> str:
    """Write a prefixed name as SPARQL takes any IRI."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def told(lines: Iterable[Line]) -> str:
    return "".join(f"\n  {line}" for line in lines)


def _line(at: str, row: str) -> Line:
    cells = row.split("\t")
    if len(cells) != len(COLUMNS) or not all(cell == cell.strip() and cell for cell in cells):
        raise ValueError(f"{at}: not {len(COLUMNS)} cells without space around them")
    line = Line(at, *cells)
    value = line.value
    if not (is_name(value) or value == "*" or _NUMBER.fullmatch(value) or _TEXT.fullmatch(value)):
        raise ValueError(f'{at}: {value} is no name, "text", number or *')
    if unknown := [name for name in line.names if not is_name(name)]:
        raise ValueError(f"{at}: {unknown[0]} is no name")
    return line


def _pattern(start: str, step: str, end: str) -> str:
    name = iri(step.removeprefix("^"))
    return f"{end} {name} {start}" if step.startswith("^") else f"{start} {name} {end}"
