"""Where tables are printed; imported only by what prints one, as rich takes its time."""

import sys

from rich.console import Console


class PipeConsole(Console):
    """A console that leaves a closed pipe to the one place that knows what to do about it."""

    def on_broken_pipe(self) -> None:
        """Say so to the caller, where rich would end the program itself."""
        raise BrokenPipeError


def make_console() -> Console:
    """Make a console on standard output; nobody reads a pipe or a file by the width of a terminal."""
    return PipeConsole(width=None if sys.stdout.isatty() else 10_000)
