"""What is measured: phases, and what issue 4 wants of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .servers import ALS_KG, NGINX, OXIGRAPH, RDFLIB, VIRTUOSO
from .shapes import TINY, Shape, load_shapes

ARTICLE, LARGE = "article", "large"
PHASES = ("cached", "mix", "large", "crowd")
_EVERYBODY = (ALS_KG, OXIGRAPH, RDFLIB, VIRTUOSO, NGINX)
# rdflib parses the large graph for 20 s and answers 15 shapes in 1 s: the run would take long for a known end.
_LARGE = (ALS_KG, OXIGRAPH, VIRTUOSO, NGINX)


@dataclass(frozen=True)
class Phase:
    """One kind of load on one graph; nginx has the same requests, and answers each with one file.

    ``stretch`` makes windows longer where answers are slow: those that a window cuts off are not in its times.
    """

    name: str
    title: str
    graph: str
    shapes: Sequence[Shape]
    clients: int
    servers: Sequence[str]
    stretch: int = 1


@dataclass(frozen=True)
class Goal:
    """How als-kg should stand to a peer: at least ``least`` times its rate, or ``p99`` at most its p99."""

    phase: str
    peer: str
    least: float = 0.0
    p99: bool = False


@dataclass(frozen=True)
class Effort:
    """How long a run may take: ``rounds`` windows of ``seconds`` per server and phase, after a warm-up."""

    rounds: int
    seconds: int
    warm_up: int
    triples: int
    stretched: bool = True

    def seconds_of(self, phase: Phase) -> int:
        """Say how long a window of a phase is."""
        return self.seconds * (phase.stretch if self.stretched else 1)


FULL = Effort(rounds=4, seconds=2, warm_up=1, triples=900_000)
QUICK = Effort(rounds=2, seconds=1, warm_up=1, triples=100_000, stretched=False)


def phases() -> tuple[Phase, ...]:
    """List all phases, those of one graph together."""
    mix = load_shapes()
    return (
        Phase("cached", "One cached query, article graph, 8 clients", ARTICLE, (TINY,), 8, _EVERYBODY),
        Phase("mix", f"Uncached mix of {len(mix)} shapes, article graph, 8 clients", ARTICLE, mix, 8, _EVERYBODY),
        Phase("large", f"Uncached mix of {len(mix)} shapes, large graph, 8 clients", LARGE, mix, 8, _LARGE, 2),
        Phase("crowd", f"Uncached mix of {len(mix)} shapes, large graph, 32 clients", LARGE, mix, 32, _LARGE[:-1], 2),
    )


def chosen(names: Sequence[str], servers: Sequence[str]) -> tuple[Phase, ...]:
    """Take the phases and servers of these names; nothing named is everything."""
    return tuple(
        replace(phase, servers=tuple(name for name in phase.servers if not servers or name in servers))
        for phase in phases()
        if not names or phase.name in names
    )


# Issue 4, "How good".
GOALS = (
    Goal("cached", OXIGRAPH, 1.1),
    Goal("cached", NGINX, 0.45),
    Goal("mix", OXIGRAPH, 0.5),
    Goal("mix", VIRTUOSO, 5),
    Goal("mix", RDFLIB, 12),
    Goal("large", OXIGRAPH, 0.9),
    Goal("crowd", OXIGRAPH, p99=True),
)
