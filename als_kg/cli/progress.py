"""Show on a terminal that something is going on, when it takes a while."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Spin beside a few words on stderr until the block is left; print nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield


Watch = Callable[[int], None]


@contextmanager
def reading() -> Iterator[Callable[[str, int], Watch]]:
    """Draw a bar on stderr for each file that is begun, by its bytes; draw nothing where nobody watches.

    Gives what to call with a name and a size; that gives what to call with each number of bytes read.
    """
    if not sys.stderr.isatty():
        yield lambda _name, _size: lambda _count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:

        def begin(name: str, size: int) -> Watch:
            task = progress.add_task(name, total=size)
            return lambda count: progress.advance(task, count)

        yield begin
