"""Run the benchmark: ``python -m benchmarks.peers``."""

import json
import os
import platform
import shlex
import shutil
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from als_kg.build import assemble
from als_kg.errors import AlsKgError

from .graphs import enlarged, publish
from .load import Generator
from .measuring import Bench, measure
from .obtaining import Tools
from .plan import ARTICLE, FULL, PHASES, QUICK, Effort, Phase, chosen
from .report import Run, Surroundings, markdown, plain
from .running import UnavailableError
from .servers import PEERS
from .source import copied


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report there, and JSON beside it.")
@click.option("--quick", is_flag=True, help="Short windows and a large graph of 0.1M triples: a try, no figures.")
@click.option("--triples", type=int, help="Size of the large graph.  [default: 900000; quick: 100000]")
@click.option("--phase", "names", multiple=True, type=click.Choice(PHASES), help="Only this (repeatable).")
@click.option("--server", "servers", multiple=True, type=click.Choice([peer.name for peer in PEERS]), help="Only this.")
@click.option("--workers", type=int, default=2, show_default=True, help="Workers of each server that lets one choose.")
@click.option("--server-cpus", default="", help="Processors of the servers, as 0,1.  [default: all]")
@click.option("--load-cpus", default="", help="Processors of the generator.  [default: all]")
@click.option("--serve", "extra", default="", help="More options for als-kg serve, in one word.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("build/peers"), show_default=True)
def main(
    output: Path | None, quick: bool, triples: int | None, names: tuple[str, ...], servers: tuple[str, ...],
    workers: int, server_cpus: str, load_cpus: str, extra: str, folder: Path,
) -> None:  # fmt: skip
    """Measure als-kg beside native oxigraph, rdflib-endpoint, Virtuoso and nginx."""
    signal.signal(signal.SIGTERM, _interrupted)  # so that servers are stopped then, too
    effort = QUICK if quick else FULL
    effort = replace(effort, triples=triples or effort.triples)
    folder = folder.resolve()
    try:
        bench = _bench(folder, effort, workers, shlex.split(extra), _processors(server_cpus), _processors(load_cpus))
        run = _run(bench, chosen(names, servers), folder / "run")
    except (UnavailableError, AlsKgError) as error:
        raise click.ClickException(str(error)) from error
    _write(run, output)


def _bench(
    folder: Path, effort: Effort, workers: int, extra: list[str], servers: frozenset[int], load: frozenset[int]
) -> Bench:
    folder.mkdir(parents=True, exist_ok=True)
    tools = Tools(folder)
    generator = Generator(tools.debian("wrk"), load, os.environ | tools.environment, folder)
    return Bench(tools, generator, servers, workers, tuple(extra), effort, partial(click.echo, err=True))


def _run(bench: Bench, phases: Sequence[Phase], folder: Path) -> Run:
    """Measure one graph after the other, in a folder that is emptied first."""
    before, started = os.getloadavg(), datetime.now(UTC)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source = copied(folder / "source")
    small = assemble(source.content)
    measured, sizes = {}, {}
    for name in dict.fromkeys(phase.graph for phase in phases):
        home = folder / name
        bench.tell(f"{name}: writing the graph")
        dataset = small if name == ARTICLE else enlarged(small, bench.effort.triples)
        graph = publish(name, dataset, source, home / "dataset")
        sizes[name] = graph.triples
        measured[name] = measure(bench, graph, [phase for phase in phases if phase.graph == name], home)
    seconds = (datetime.now(UTC) - started).total_seconds()
    around = Surroundings(
        f"{started:%Y-%m-%d %H:%M} UTC", _machine(), platform.python_version(), before, os.getloadavg(),
        sorted(bench.processors), sorted(bench.generator.processors), _told(bench.effort, seconds),
    )  # fmt: skip
    return Run(around, phases, sizes, measured)


def _told(effort: Effort, seconds: float) -> str:
    windows = f"{effort.rounds} rounds of {effort.seconds} s per server after {effort.warm_up} s of warm-up"
    return f"{'Quick try: ' if effort.rounds < FULL.rounds else ''}{windows}, {seconds:.0f} s in all"


def _write(run: Run, output: Path | None) -> None:
    text = markdown(run)
    click.echo(text)
    if output:
        output.with_suffix(".md").write_text(text, encoding="utf-8")
        output.with_suffix(".json").write_text(json.dumps(plain(run), indent=2) + "\n", encoding="utf-8")


def _processors(text: str) -> frozenset[int]:
    mine = frozenset(os.sched_getaffinity(0))
    try:
        chosen = frozenset(int(number) for number in text.split(",") if number) or mine
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a list of processors, as 0,1") from error
    if not chosen <= mine:
        raise click.BadParameter(f"there are only the processors {sorted(mine)}")
    return chosen


def _machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} × {models[0] if models else 'an unknown processor'}"


def _interrupted(*_: object) -> NoReturn:
    sys.exit(143)


if __name__ == "__main__":
    main()
