"""Count what a dataset holds."""

from collections import Counter
from typing import Any

from als_kg.build import open_current, view_iri
from als_kg.release.gates import things_per_kind
from als_kg.settings import Settings
from als_kg.store import Store
from als_kg.store.embedded import open_store
from als_kg.vocabulary import CURRENT, SKOS, shorten


def counted(settings: Settings) -> dict[str, Any]:
    """Count triples per view and graph, and in the current view things per kind and names per language."""
    store = open_store(open_current(settings.dataset))
    return {
        "version": store.version,
        "views": dict(store.views()),
        "graphs": {shorten(iri): count for iri, count in sorted(store.graphs().items())},
        "outside": dict(sorted(store.outside().items())),
        "kinds": things_per_kind(store.triples(view_iri(CURRENT))),
        "labels": _labels(store),
    }


def _labels(store: Store) -> dict[str, dict[str, int]]:
    """Count names by property, then by language tag."""
    counts: dict[str, Counter[str]] = {shorten(iri): Counter() for iri in (SKOS.prefLabel, SKOS.altLabel)}
    for triple in store.triples(view_iri(CURRENT)):
        name = shorten(triple.predicate.value)
        language = getattr(triple.object, "language", None)
        if name in counts and language:
            counts[name][language] += 1
    return {name: dict(sorted(languages.items())) for name, languages in counts.items()}


def print_counts(counts: dict[str, Any]) -> None:
    """Print the counts as tables; graphs by their first two segments, else they would be hundreds."""
    labels = {f"{name} @{tag}": count for name, tags in counts["labels"].items() for tag, count in tags.items()}
    _print_table("views (triples)", counts["views"])
    _print_table("graphs (triples)", _by_segment(counts["graphs"]))
    if counts["outside"]:
        _print_table("loaded from outside (triples)", counts["outside"])
    _print_table("kinds (things in the current view)", counts["kinds"])
    _print_table("names (in the current view)", labels)


def _by_segment(graphs: dict[str, int]) -> dict[str, int]:
    groups: Counter[str] = Counter()
    for name, count in graphs.items():
        first, *rest = name.split("/")
        groups[f"{first}/{rest[0]}" if rest else first] += count
    return dict(groups)


def _print_table(title: str, counts: dict[str, int]) -> None:
    from rich import box
    from rich.table import Table

    from als_kg.cli.console import make_console

    table = Table(box=box.SIMPLE, show_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in counts.items():
        table.add_row(name, f"{count:,}")
    console = make_console()
    console.print(title, style="bold", highlight=False)
    console.print(table, "")
