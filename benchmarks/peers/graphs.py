"""The graphs to serve: the article's, and a large one made of it; for all servers from the same triples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from als_kg.build import Dataset, write
from als_kg.vocabulary import CURRENT, graph_for

from .running import UnavailableError
from .scaling import scaled
from .shapes import Shape
from .source import Source


@dataclass(frozen=True)
class Graph:
    """A graph on disk: als-kg's dataset directory, and the same triples as N-Triples for the others.

    ``source`` is the als-kg that serves it.
    """

    name: str
    triples: int
    dataset: Path
    ntriples: Path
    source: Source


def enlarged(dataset: Dataset, least: int) -> Dataset:
    """Make a dataset whose current view has at least ``least`` triples, each also in one named graph."""
    triples = frozenset(scaled(dataset.view(CURRENT), least))
    views = {**dataset.views, CURRENT: triples}
    return Dataset(graphs={graph_for("entity", "copies"): triples}, views=views, stated=views)


def publish(name: str, dataset: Dataset, source: Source, folder: Path) -> Graph:
    """Write a dataset where ``als-kg serve`` takes it as it is.

    It is called validated: the large graph would take minutes to judge, and data are not what is
    measured here. The directory is the benchmark's own.
    """
    published = write(dataset, folder, inputs=source.inputs, validated=True)
    return Graph(name, len(dataset.view(CURRENT)), folder, published.ntriples(CURRENT), source)


def expected_rows(graph: Graph, shapes: Sequence[Shape]) -> Mapping[str, int]:
    """Count the rows of each shape's answer with the engine itself; raises UnavailableError if one has none."""
    store = ox.Store()
    store.bulk_load(path=str(graph.ntriples), format=ox.RdfFormat.N_TRIPLES)
    rows = {shape.name: _rows(store, shape) for shape in shapes}
    if empty := [name for name, count in rows.items() if not count]:
        raise UnavailableError(
            f"no answer in the graph {graph.name}: {', '.join(empty)}; the data changed, mend shapes/"
        )
    return rows


def _rows(store: ox.Store, shape: Shape) -> int:
    found = store.query(shape.numbered(0))
    return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else int(bool(found))
