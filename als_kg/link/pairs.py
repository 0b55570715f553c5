"""Our mappings: what they join, and in which row of which file they are written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Place
from als_kg.outside.curies import expand
from als_kg.outside.tables import Table, read_table
from als_kg.store import Store
from als_kg.vocabulary import PREFIXES, graph_for

EXACT = f"{PREFIXES['skos']}exactMatch"
MATCHES = tuple(f"{PREFIXES['skos']}{name}Match" for name in ("exact", "close", "broad", "narrow", "related"))
_FOLDER = Path("data", "mapping")
_REJECTED = "rejected.sssom.tsv"
_COLUMNS = ("subject_id", "predicate_id", "object_id")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Mapped:
    """One mapping of the dataset, by IRIs."""

    subject: str
    predicate: str
    target: str


def mappings(store: Store) -> tuple[Mapped, ...]:
    """List the mappings of a dataset in order; rejected ones are in no graph as such."""
    graphs = (graph for graph in store.graphs() if graph.startswith(graph_for("mapping", "")))
    found = {
        Mapped(triple.subject.value, triple.predicate.value, triple.object.value)
        for graph in graphs
        for triple in store.triples(graph)
        if triple.predicate.value in MATCHES
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode)
    }
    return tuple(sorted(found, key=lambda each: (each.subject, each.target, each.predicate)))


@dataclass(frozen=True)
class Rows:
    """The rows of ``data/mapping/*.sssom.tsv`` below the content's root; raises SourceError when one is wrong."""

    root: Path

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Every prefix that one of the files declares."""
        declared = dict(PREFIXES)
        for path in self._paths:
            declared |= self._table(path).prefixes
        return declared

    def place(self, mapped: Mapped) -> Place | None:
        """Say where a mapping is written; None if no file has it."""
        return self._places.get((mapped.subject, mapped.target))

    @cached_property
    def rejected(self) -> frozenset[Pair]:
        """The pairs that somebody judged wrong; nobody proposes them again."""
        path = self.root / _FOLDER / _REJECTED
        return frozenset(pair for pair, _ in self._pairs([path] if path.exists() else []))

    @cached_property
    def _places(self) -> Mapping[Pair, Place]:
        return dict(self._pairs(path for path in self._paths if path.name != _REJECTED))

    @cached_property
    def _paths(self) -> tuple[Path, ...]:
        return tuple(sorted((self.root / _FOLDER).glob("*.sssom.tsv")))

    def _pairs(self, paths: Iterable[Path]) -> Iterator[tuple[Pair, Place]]:
        for path in paths:
            table = self._table(path)
            for row in table.rows:
                subject, target = (
                    expand(row[column], {**PREFIXES, **table.prefixes}).value for column in ("subject_id", "object_id")
                )
                yield (subject, target), table.place(row)

    def _table(self, path: Path) -> Table:
        return read_table(path, path.relative_to(self.root).as_posix(), _COLUMNS)
