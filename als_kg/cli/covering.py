"""Show how much of each document has become claims."""

from dataclasses import asdict
from typing import Any

from als_kg.build import open_current
from als_kg.coverage import coverage
from als_kg.settings import Settings
from als_kg.store.embedded import open_store
from als_kg.vocabulary import shorten

_COUNTS = ("passages", "stating", "claim_graphs", "statements")


def covered(settings: Settings) -> dict[str, Any]:
    """Count per section, and in all; ``uncovered`` lists the stating passages without claims."""
    store = open_store(open_current(settings.dataset))
    sections = [asdict(section) | {"section": shorten(section.section)} for section in coverage(store)]
    return {
        "version": store.version,
        "sections": sections,
        "total": {name: sum(section[name] for section in sections) for name in _COUNTS},
        "uncovered": [shorten(passage) for section in sections for passage in section["uncovered"]],
    }


def print_coverage(counts: dict[str, Any]) -> None:
    """Print a row per section, the totals, and the passages that say something yet have no claims."""
    from rich import box
    from rich.table import Table

    from als_kg.cli.console import make_console

    table = Table("section", box=box.SIMPLE_HEAD, show_edge=False, show_footer=True)
    table.columns[0].footer = "in all"
    for name in _COUNTS:
        table.add_column(name.replace("_", " "), f"{counts['total'][name]:,}", justify="right")
    for section in counts["sections"]:
        table.add_row(section["title"], *(f"{section[name]:,}" for name in _COUNTS))
    console = make_console()
    console.print(table)
    missing = ", ".join(counts["uncovered"])
    console.print(f"factual passages without claims: {missing or 'none'}", highlight=False)
