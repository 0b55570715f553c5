"""Time the commands that people wait for, as they do: a new process each time, from start to end.

    .venv/bin/python benchmarks/cli.py --runs 7

Prints the median, the fastest and the slowest of several runs in milliseconds. ``serve`` is timed from
its start to the last byte of the first answer, after a first start that built the dataset. Python keeps
its bytecode, as it does for people, even where PYTHONDONTWRITEBYTECODE is set.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

REPOSITORY = Path(__file__).resolve().parent.parent
KEPT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
QUERY = "query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


def main() -> None:
    """Run every measurement and print the table."""
    parser = argparse.ArgumentParser(description="Time the commands of als-kg.")
    parser.add_argument("--runs", type=int, default=5, help="how often to run each (default 5)")
    runs: int = parser.parse_args().runs
    table = Table("what", "median ms", "fastest", "slowest", title=f"als-kg, {os.cpu_count()} cores, {runs} runs")
    with tempfile.TemporaryDirectory() as folder:
        command("build", "--out", folder)
        for name, measure in measurements(folder).items():
            times = sorted(measure() for _ in range(runs))
            table.add_row(name, *(f"{seconds * 1000:,.0f}" for seconds in (median(times), times[0], times[-1])))
    Console().print(table)


def measurements(folder: str) -> dict[str, Callable[[], float]]:
    """Name what is measured; each function gives seconds."""
    return {
        "--help": lambda: command("--help"),
        "build (with every check)": lambda: command("build", "--out", folder),
        "check": lambda: command("check"),
        "query (one ASK)": lambda: command("query", "--dataset", folder, "-e", "ASK { ?s ?p ?o }"),
        "export (Turtle, current view)": lambda: command("export", "--dataset", folder),
        "serve, warm, to the first answer": lambda: first_answer(folder),
    }


def command(*arguments: str) -> float:
    """Time one command, which must succeed."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "als_kg", *arguments], cwd=REPOSITORY, env=KEPT, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def first_answer(folder: str) -> float:
    """Time a start of the server up to its first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    arguments = [sys.executable, "-m", "als_kg", "serve", "--dataset", folder, "--port", str(port)]
    with subprocess.Popen(arguments, cwd=REPOSITORY, env=KEPT, stdout=subprocess.DEVNULL) as server:
        wait_for(f"http://127.0.0.1:{port}/sparql?{QUERY}", server)
        seconds = time.perf_counter() - start
        server.terminate()
    return seconds


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Ask every ten milliseconds until an answer comes."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                response.read()
                return
        except urllib.error.URLError:
            time.sleep(0.01)
    raise SystemExit("the server ended before it answered")


if __name__ == "__main__":
    main()
