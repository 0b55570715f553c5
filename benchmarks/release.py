"""Measure what a release costs, in time and peak memory, at the size of the article and above.

    python benchmarks/release.py                     # the article, and 100,000 triples
    python benchmarks/release.py --triples 900000 --whole 0

Each figure is of a process of its own. ``lines`` writes the N-Quads and N-Triples alone (canonical form,
digest, gzip twin, read back); ``whole`` makes a release with every format. Peak memory is the resident
set at its largest; the first row is a process that only imports.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peers.graphs import enlarged
from rich.console import Console
from rich.table import Table

from als_kg.build import assemble, open_current, write
from als_kg.release.contents import Contents
from als_kg.release.files import Folder
from als_kg.release.making import Order, make
from als_kg.settings import content_root
from als_kg.sources import Content

REPOSITORY = Path(__file__).resolve().parent.parent


def main() -> None:
    """Build the datasets, measure, print the table."""
    parser = argparse.ArgumentParser(description="Measure what a release costs.")
    parser.add_argument("--triples", type=int, default=100_000, help="size of the larger dataset (default 100,000)")
    parser.add_argument("--whole", type=int, choices=(0, 1), default=1, help="0: leave out the whole large release")
    parser.add_argument("--step", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        print(json.dumps(_measured(chosen.step[0], Path(chosen.step[1]), chosen.triples)))
    else:
        _print(chosen.triples, bool(chosen.whole))


def _print(triples: int, whole: bool) -> None:
    table = Table("dataset", "what", "seconds", "peak MiB", title="what a release costs")
    with tempfile.TemporaryDirectory() as folder:
        for name, least in (("article", 0), (f"{triples:,} triples", triples)):
            home = Path(folder) / str(least)
            _step("build", home, least)
            for what in ("import", "lines", *(("whole",) if whole or not least else ())):
                seconds, peak = _step(what, home, least)
                table.add_row(name, what, f"{seconds:.1f}", f"{peak:,.0f}")
    Console().print(table)


def _step(what: str, home: Path, triples: int) -> tuple[float, float]:
    command = [sys.executable, __file__, "--triples", str(triples), "--step", what, str(home)]
    found = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    seconds, peak = json.loads(found.stdout)
    return seconds, peak


def _measured(what: str, home: Path, triples: int) -> tuple[float, float]:
    start = time.perf_counter()
    _STEPS[what](home, triples)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _build(home: Path, triples: int) -> None:
    dataset = assemble(Content(content_root()))
    write(enlarged(dataset, triples) if triples else dataset, home)


def _nothing(_: Path, __: int) -> None:
    """Do nothing: what is left is what the imports cost."""


def _lines(home: Path, _: int) -> None:
    published = open_current(home)
    out = home / "lines"
    out.mkdir(exist_ok=True)
    Contents(published, Content(content_root())).write_lines(Folder(out))


def _whole(home: Path, _: int) -> None:
    make(Order(open_current(home), Content(content_root()), home / "release", "1.0.0"))


_STEPS = {"build": _build, "import": _nothing, "lines": _lines, "whole": _whole}

if __name__ == "__main__":
    main()
