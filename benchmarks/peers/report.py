"""Say what was measured: Markdown for people, JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .figures import Figures, Window, figures, ratio
from .measuring import Measured
from .plan import GOALS, Goal, Phase
from .servers import ALS_KG, NGINX, OXIGRAPH

_Windows = Mapping[str, Sequence[Window]]
_MET = {True: "yes", False: "**no**", None: "?"}


@dataclass(frozen=True)
class Surroundings:
    """Where and when: a run without these says nothing."""

    when: str
    machine: str
    python: str
    load_before: tuple[float, float, float]
    load_after: tuple[float, float, float]
    server_processors: Sequence[int]
    generator_processors: Sequence[int]
    effort: str


@dataclass(frozen=True)
class Run:
    """A whole run: the phases, and what was measured by the name of the graph."""

    surroundings: Surroundings
    phases: Sequence[Phase]
    triples: Mapping[str, int]
    measured: Mapping[str, Measured]

    def windows(self, phase: str) -> _Windows:
        """Take the windows of a phase, by server; empty when it was not measured."""
        found = (measured.windows[phase] for measured in self.measured.values() if phase in measured.windows)
        return next(found, {})


def markdown(run: Run) -> str:
    """Write the report for people."""
    parts = [_head(run), _goals(run), *(_phase(run, phase) for phase in run.phases)]
    parts += [_alone(graph, measured) for graph, measured in run.measured.items()]
    parts.append(_servers(run))
    return "\n\n".join(parts) + "\n"


def plain(run: Run) -> dict[str, Any]:
    """Give the report for programs: what the Markdown says, and the rate of every round."""
    return {
        "surroundings": asdict(run.surroundings),
        "triples": dict(run.triples),
        "goals": [_judgement(run, goal) for goal in goals_of(run)],
        "phases": {phase.name: _numbers(run.windows(phase.name), phase) for phase in run.phases},
        "alone": {graph: measured.alone for graph, measured in run.measured.items()},
        "servers": {
            graph: {"running": [asdict(server) for server in measured.servers], "missing": dict(measured.missing)}
            for graph, measured in run.measured.items()
        },
    }


def goals_of(run: Run) -> list[Goal]:
    """List the goals of the phases of a run."""
    names = {phase.name for phase in run.phases}
    return [goal for goal in GOALS if goal.phase in names]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table; all columns but the first are figures, to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _head(run: Run) -> str:
    around = run.surroundings
    sizes = ", ".join(f"{name} {count:,}" for name, count in run.triples.items())
    said = (
        f"{around.machine}; Python {around.python}; load average {_load(around.load_before)} before, "
        f"{_load(around.load_after)} after. Servers on processors {_list(around.server_processors)}, generator (wrk, "
        f"one thread, keep-alive) on {_list(around.generator_processors)}. {around.effort}. Triples: {sizes}. "
        "Rates: median of the rounds; ratios: median of the ratios of each round; times: over all rounds."
    )
    return f"# als-kg and its peers, {around.when}\n\n{said}"


def _goals(run: Run) -> str:
    rows = [
        [said["goal"], said["wanted"], _short(said["got"], "not measured"), _MET[said["met"]]]
        for said in (_judgement(run, goal) for goal in goals_of(run))
    ]
    return "## What issue 4 wants\n\n" + table(["als-kg against", "wanted", "measured", "met"], rows)


def _judgement(run: Run, goal: Goal) -> dict[str, Any]:
    windows = run.windows(goal.phase)
    ours, theirs = windows.get(ALS_KG), windows.get(goal.peer)
    got = None
    if ours and theirs:
        got = figures(ours).p99 / figures(theirs).p99 if goal.p99 else ratio(ours, theirs)
    met = None if got is None else got <= 1 if goal.p99 else got >= goal.least
    what, wanted = ("p99", "at most 1 ×") if goal.p99 else ("requests/s", f"at least {goal.least:g} ×")
    return {"goal": f"{goal.peer}, {goal.phase}, {what}", "wanted": wanted, "got": got, "met": met}


def _phase(run: Run, phase: Phase) -> str:
    windows = run.windows(phase.name)
    missing = run.measured[phase.graph].missing
    rows = [_row(name, windows) for name in phase.servers if name in windows]
    rows += [[name, "—", "—", "—", "—", "—", "—"] for name in phase.servers if name in missing]
    head = ["", "requests/s", "p50 ms", "p99 ms", "failed", "× oxigraph", "× nginx"]
    notes = [f"{name} is missing: {missing[name]}" for name in phase.servers if name in missing]
    if len(phase.shapes) > 1 and NGINX in windows:
        notes.append("nginx answers each of these requests with one small file: the generator's own ceiling.")
    return "\n\n".join([f"## {phase.title} (`{phase.name}`)", table(head, rows), *notes])


def _alone(graph: str, measured: Measured) -> str:
    servers = list(measured.alone)
    shapes = list(measured.alone[servers[0]]) if servers else []
    rows = [[shape, *(f"{measured.alone[server][shape]:.2f}" for server in servers)] for shape in shapes]
    return f"## Each shape alone, one client, {graph} graph, median ms\n\n" + table(["", *servers], rows)


def _row(name: str, windows: _Windows) -> list[str]:
    told = figures(windows[name])
    shown = [_short(_ratio(windows, name, other), "—") for other in (OXIGRAPH, NGINX)]
    return [name, f"{told.rate:,.0f}", f"{told.p50:.2f}", f"{told.p99:.2f}", f"{told.failed:.1%}", *shown]


def _ratio(windows: _Windows, ours: str, theirs: str) -> float | None:
    return ratio(windows[ours], windows[theirs]) if theirs in windows else None


def _servers(run: Run) -> str:
    rows = [row for graph, measured in run.measured.items() for row in _server_rows(graph, measured)]
    head = "| server | graph | version | workers | answers with other rows than the engine |"
    return "\n".join(["## The servers\n", head, f"|{' --- |' * 5}", *rows])


def _server_rows(graph: str, measured: Measured) -> Iterator[str]:
    for server in measured.servers:
        wrong = ", ".join(server.wrong) or ("does not evaluate" if server.name == NGINX else "none")
        yield f"| {server.name} | {graph} | {server.version} | {server.setting} | {wrong} |"
    for name, reason in measured.missing.items():
        yield f"| {name} | {graph} | — | not measured: {reason} | — |"


def _numbers(windows: _Windows, phase: Phase) -> dict[str, Any]:
    told: dict[str, Figures] = {name: figures(found) for name, found in windows.items()}
    return {
        "title": phase.title,
        "clients": phase.clients,
        "servers": {
            name: {
                **asdict(told[name]),
                "rates": [window.rate for window in windows[name]],
                "to_oxigraph": _ratio(windows, name, OXIGRAPH),
                "to_nginx": _ratio(windows, name, NGINX),
            }
            for name in windows
        },
    }


def _short(value: float | None, instead: str) -> str:
    return instead if value is None else f"{value:.2f}"


def _load(average: tuple[float, float, float]) -> str:
    return " ".join(f"{value:.2f}" for value in average)


def _list(processors: Sequence[int]) -> str:
    return ",".join(str(number) for number in processors)
