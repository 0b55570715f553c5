"""Speak to a server once: is it there, has it all the data, does it answer what the engine answers."""

import json
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from statistics import median
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from .load import split
from .running import HOST, UnavailableError
from .shapes import ACCEPT, Shape, target

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# To open a store, or for rdflib to parse a large file.
_START = 120


def ask(url: str, text: str, seconds: float = 60) -> bytes:
    """Send one query and give the body of the answer; raises UnavailableError for anything but 200."""
    origin, path = split(url)
    request = Request(origin + target(path, text), headers={"Accept": ACCEPT})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=seconds) as response:
            body: bytes = response.read()
            return body
    except HTTPError as error:
        raise UnavailableError(f"answers {error.code}") from error
    except (URLError, HTTPException, OSError) as error:
        raise UnavailableError(f"does not answer: {error}") from error


def rows_in(body: bytes) -> int:
    """Count the rows of a JSON answer; an ASK has one if it is true."""
    found = json.loads(body)
    return int(found["boolean"]) if "boolean" in found else len(found["results"]["bindings"])


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server listens; raises UnavailableError when it ends or takes too long."""
    limit = time.monotonic() + _START
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise UnavailableError(f"ended with code {process.returncode} while starting")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise UnavailableError(f"did not listen within {_START} s")


def require_count(url: str, triples: int) -> None:
    """Raise UnavailableError unless a server counts so many triples (it may need a moment after it listens)."""
    found = json.loads(ask(url, _COUNT, _START))["results"]["bindings"][0]["n"]["value"]
    if int(found) != triples:
        raise UnavailableError(f"serves {found} triples, not {triples}")


def agreeing(url: str, shapes: Sequence[Shape], rows: Mapping[str, int]) -> tuple[str, ...]:
    """Name the shapes that a server answers with as many rows as the engine."""
    return tuple(shape.name for shape in shapes if _agrees(url, shape, rows[shape.name]))


def time_alone(url: str, texts: Sequence[str]) -> float:
    """Give the median milliseconds of queries one after the other on one connection."""
    origin, path = split(url)
    connection, taken = HTTPConnection(origin.removeprefix("http://"), timeout=60), []
    with closing(connection):
        for text in texts:
            started = time.perf_counter()
            connection.request("GET", target(path, text), headers={"Accept": ACCEPT})
            connection.getresponse().read()
            taken.append((time.perf_counter() - started) * 1000)
    return median(taken)


def _agrees(url: str, shape: Shape, rows: int) -> bool:
    try:
        return rows_in(ask(url, shape.numbered(0))) == rows
    except (UnavailableError, ValueError, KeyError):
        return False
