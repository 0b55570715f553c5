"""Print an answer: as it was written, or as a table for people."""

import sys

from als_kg.query import QueryAnswer
from als_kg.query.table import Table, table_of


def print_answer(answer: QueryAnswer, as_table: bool) -> None:
    """Print an answer; a table is for SELECT and ASK only, whose answer is then in JSON."""
    if as_table and answer.form in {"SELECT", "ASK"}:
        _print_table(table_of(answer))
        return
    body = answer.body if answer.body.endswith(b"\n") else answer.body + b"\n"
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


def _print_table(table: Table) -> None:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    from als_kg.cli.console import make_console

    shown = RichTable(*table.columns, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in table.rows:
        shown.add_row(*(Text(cell.text, overflow="fold") for cell in row))
    console = make_console()
    console.print(shown)
    console.print(f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}", style="dim", highlight=False)
