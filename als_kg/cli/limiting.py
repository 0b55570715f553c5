"""End this process when a query takes too long.

Nothing in the engine can be told to stop (oxigraph #1926), and nothing else lives in a command's process; so
it needs no query process beside it, as the server does, and starts no slower for having a limit.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

import click

from als_kg.cli.failing import WRONG_USE
from als_kg.query.pool import LimitReached, Limits


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Say so and end the process if what is done here takes longer."""
    timer = Timer(seconds, _end, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(seconds: float) -> None:
    """End at once: the engine, which runs without the interpreter's lock, would not notice an exception."""
    click.echo(str(LimitReached("seconds", Limits(seconds=seconds))), err=True)
    os._exit(WRONG_USE)
