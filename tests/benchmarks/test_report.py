"""The report."""

import json

import pytest

from benchmarks.peers.figures import Window
from benchmarks.peers.measuring import Measured, Server
from benchmarks.peers.plan import GOALS, PHASES, chosen, phases
from benchmarks.peers.report import Run, Surroundings, markdown, plain

RATES = {"als-kg": 60, "oxigraph": 100, "nginx": 1000}
AROUND = Surroundings("today", "1 × abacus", "3", (0.5, 0, 0), (1, 0, 0), (0, 1), (1,), "2 rounds")


def windows(rate: int) -> list[Window]:
    return [Window(1.0, rate, 0, {100_000 // rate: rate})] * 2


@pytest.fixture
def run() -> Run:
    loads = {"mix": {name: windows(rate) for name, rate in RATES.items()}}
    servers = [Server("oxigraph", "http://127.0.0.1", "0.5", "its threads", wrong=("07-chain",))]
    measured = Measured(loads, {"oxigraph": {"07-chain": 0.25}}, servers, {"Virtuoso": "no such package"})
    return Run(AROUND, chosen(["mix"], []), {"article": 10}, {"article": measured})


def test_phases_have_the_names_that_one_can_choose() -> None:
    assert tuple(phase.name for phase in phases()) == PHASES
    assert {goal.phase for goal in GOALS} <= set(PHASES)


def test_servers_can_be_chosen() -> None:
    assert [phase.servers for phase in chosen(["mix"], ["nginx", "als-kg"])] == [("als-kg", "nginx")]


def test_ratios_are_to_oxigraph_and_nginx(run: Run) -> None:
    assert "| als-kg | 60 | 1.67 | 1.67 | 0.0% | 0.60 | 0.06 |" in markdown(run)


def test_goals_are_judged(run: Run) -> None:
    assert "| oxigraph, mix, requests/s | at least 0.5 × | 0.60 | yes |" in markdown(run)
    assert "| Virtuoso, mix, requests/s | at least 5 × | not measured | ? |" in markdown(run)


def test_a_missing_peer_is_told_with_its_reason(run: Run) -> None:
    assert "Virtuoso is missing: no such package" in markdown(run)
    assert "| Virtuoso | — |" in markdown(run)


def test_wrong_answers_are_told(run: Run) -> None:
    assert "| oxigraph | article | 0.5 | its threads | 07-chain |" in markdown(run)


def test_shapes_are_told_one_by_one(run: Run) -> None:
    assert "| 07-chain | 0.25 |" in markdown(run)


def test_the_load_of_the_machine_is_told(run: Run) -> None:
    assert "load average 0.50 0.00 0.00 before, 1.00 0.00 0.00 after" in markdown(run)


def test_programs_get_every_round(run: Run) -> None:
    told = json.loads(json.dumps(plain(run)))
    assert told["phases"]["mix"]["servers"]["als-kg"]["rates"] == [60, 60]
    assert [goal["met"] for goal in told["goals"]] == [True, None, None]
