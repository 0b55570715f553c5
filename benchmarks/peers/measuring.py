"""Measure: all servers of a graph run at once, and each round loads one after the other.

So what else the machine does falls on all of them, and a ratio compares seconds that follow each other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from .figures import Window
from .graphs import Graph, expected_rows
from .load import Generator
from .obtaining import Tools
from .plan import Effort, Phase
from .running import HOST, UnavailableError, free_port, last_words, running
from .servers import ALS_KG, NGINX, PEERS, Peer, Site, setting_of
from .shapes import TINY, load_shapes
from .speaking import agreeing, ask, await_port, require_count, time_alone

# Numbers of requests of one window; more than any server answers in it.
_APART = 10_000_000

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Server:
    """A server that runs and has the data: name, address, and what readers want to know of it."""

    name: str
    url: str
    version: str
    setting: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """What a run of one graph gave.

    Windows by phase and server; by server and shape the milliseconds of one client alone; the
    servers, and why others are missing.
    """

    windows: Mapping[str, Mapping[str, Sequence[Window]]] = field(default_factory=dict)
    alone: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    servers: Sequence[Server] = ()
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bench:
    """The machine's side of a run: tools, generator, processors and workers of every server."""

    tools: Tools
    generator: Generator
    processors: frozenset[int]
    workers: int
    extra: tuple[str, ...]
    effort: Effort
    tell: Tell

    def site(self, graph: Graph, peer: Peer, folder: Path) -> Site:
        """Make a place for a server."""
        home = folder / peer.name
        home.mkdir(parents=True)
        return Site(self.tools, graph, home, free_port(), self.workers, self.processors, self.extra)


def measure(bench: Bench, graph: Graph, phases: Sequence[Phase], folder: Path) -> Measured:
    """Start all servers of a graph, load them phase by phase, stop them."""
    wanted = {name for phase in phases for name in phase.servers}
    shapes = load_shapes()
    rows = expected_rows(graph, shapes)
    missing: dict[str, str] = {}
    servers: list[Server] = []
    with ExitStack() as stack:
        for peer in (peer for peer in PEERS if peer.name in wanted):
            bench.tell(f"{graph.name}: starting {peer.name}")
            try:
                servers.append(_started(stack, bench, peer, bench.site(graph, peer, folder)))
            except UnavailableError as error:
                missing[peer.name] = str(error)
        _fill(servers, folder)
        servers = [_judged(server, rows) for server in servers]
        numbers = count(1)
        windows = {phase.name: _loaded(bench, phase, servers, numbers) for phase in phases}
        alone = _alone([server for server in servers if server.name != NGINX])
    return Measured(windows, alone, servers, missing)


def _started(stack: ExitStack, bench: Bench, peer: Peer, site: Site) -> Server:
    command = peer.prepare(site)
    server = Server(peer.name, f"http://{HOST}:{site.port}{peer.path}", peer.version(site), setting_of(peer, site))
    process = stack.enter_context(running(command, bench.processors))
    try:
        await_port(site.port, process)
        if peer.name != NGINX:
            require_count(server.url, site.graph.triples)
    except UnavailableError as error:
        raise UnavailableError(f"{error} ({last_words(site.folder)})") from error
    return server


def _fill(servers: Sequence[Server], folder: Path) -> None:
    """Give nginx the bytes of als-kg's answer to serve as a file."""
    urls = {server.name: server.url for server in servers}
    if ALS_KG in urls and NGINX in urls:
        (folder / NGINX / "sparql").write_bytes(ask(urls[ALS_KG], TINY.text))


def _judged(server: Server, rows: Mapping[str, int]) -> Server:
    """Note which shapes a server answers otherwise than the engine."""
    if server.name == NGINX:
        return server
    shapes = load_shapes()
    right = agreeing(server.url, shapes, rows)
    return replace(server, wrong=tuple(shape.name for shape in shapes if shape.name not in right))


def _alone(servers: Sequence[Server]) -> Mapping[str, Mapping[str, float]]:
    """Time each shape without any other load, server after server; numbers are below those of all windows."""
    times: dict[str, dict[str, float]] = {server.name: {} for server in servers}
    for shape in load_shapes():
        texts = [shape.numbered(number) for number in range(1, 8)]
        for server in servers:
            times[server.name][shape.name] = time_alone(server.url, texts)
    return times


def _loaded(
    bench: Bench, phase: Phase, servers: Sequence[Server], numbers: Iterator[int]
) -> Mapping[str, Sequence[Window]]:
    """Load each server once per round, after a warm-up that is not counted."""
    chosen = [server for server in servers if server.name in phase.servers]
    windows: dict[str, list[Window]] = {server.name: [] for server in chosen}
    for number in range(bench.effort.rounds + 1):
        bench.tell(f"{phase.title}: {f'round {number}' if number else 'warm-up'}")
        for server in chosen:
            window = bench.generator.window(
                server.url, phase.shapes, clients=phase.clients, start=next(numbers) * _APART,
                seconds=bench.effort.seconds_of(phase) if number else bench.effort.warm_up,
            )  # fmt: skip
            if number:
                windows[server.name].append(window)
    return windows
