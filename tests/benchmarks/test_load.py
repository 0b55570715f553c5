"""The query shapes, the script for the load generator, and what is read from it."""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from benchmarks.peers.load import read_window, script_for, split
from benchmarks.peers.obtaining import packages_in
from benchmarks.peers.shapes import MARK, TINY, Shape, load_shapes, target
from benchmarks.peers.speaking import rows_in

SHAPES = load_shapes()


def test_there_are_fifteen_shapes() -> None:
    assert len(SHAPES) == 15


@pytest.mark.parametrize("shape", [*SHAPES, TINY], ids=lambda shape: shape.name)
def test_a_shape_is_a_query(shape: Shape) -> None:
    ox.Store().query(shape.numbered(17))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_each_request_of_a_shape_is_another(shape: Shape) -> None:
    assert shape.numbered(1) != shape.numbered(2)
    assert MARK not in shape.numbered(1)


def test_a_shape_without_a_place_for_the_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "01-same.rq").write_text("# Always the same.\nASK {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"01-same\.rq"):
        load_shapes(tmp_path)


def test_parameters_of_the_endpoint_are_kept() -> None:
    assert target("/sparql", "ASK {}") == "/sparql?query=ASK%20%7B%7D"
    assert target("/sparql?a=b", "ASK {}") == "/sparql?a=b&query=ASK%20%7B%7D"


def test_an_address_is_taken_apart() -> None:
    assert split("http://127.0.0.1:80/sparql?a=b") == ("http://127.0.0.1:80", "/sparql?a=b")


def test_the_script_leaves_a_gap_for_the_number() -> None:
    script = script_for("/q", (Shape("a", "", "ASK {} # NUMBER!"), TINY), start=30)
    (targets,) = re.findall(r"^local targets = \{(.*)\}$", script, re.MULTILINE)
    first, second = re.findall(r"\{([^}]*)\}", targets)
    assert first == '"/q?query=ASK%20%7B%7D%20%23%20", "%21"'
    assert second.count('"') == 2
    assert "number, at = 30, 0" in script


def printed(**changes: object) -> str:
    told = {"duration": 2_000_000, "requests": 40, "status": 0, "broken": 0, "times": [[500, 30], [700, 10]]}
    return f"Running 2s test\n{json.dumps(told | changes)}\n"


def test_a_window_is_read() -> None:
    window = read_window(printed(status=4), clients=8)
    assert (window.seconds, window.requests, window.failed) == (2.0, 40, 4)
    assert window.times == {500: 30, 700: 10}


def test_broken_connections_count_as_failed() -> None:
    window = read_window(printed(broken=5), clients=8)
    assert (window.requests, window.failed) == (45, 5)


def test_times_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="41"):
        read_window(printed(times=[[500, 41]]), clients=8)


@pytest.mark.parametrize(
    ("body", "rows"),
    [(b'{"boolean": true}', 1), (b'{"boolean": false}', 0), (b'{"results": {"bindings": [{}, {}]}}', 2)],
)
def test_rows_are_counted(body: bytes, rows: int) -> None:
    assert rows_in(body) == rows


def test_packages_are_those_that_would_be_installed() -> None:
    plan = "Reading…\nInst libpcre3 (2:8.39 Debian)\nInst nginx (1.22 Debian) []\nConf nginx (1.22)\n"
    assert packages_in(plan) == ["libpcre3", "nginx"]
