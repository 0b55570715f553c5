"""Measure the endpoint over HTTP: answers from memory, and evaluated ones; needs wrk (Debian: apt install wrk).

python benchmarks/endpoint.py [DATASET]     (default: build; takes about half a minute)
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from given import dataset

SERVE = """
from als_kg.settings import load
from als_kg.web.server import serve
serve(load(port=0), lambda settings: print(settings.url, flush=True))
"""
SECONDS = 5
CONCURRENCY = 8
TINY = "ASK { ?s ?p ?o }"
SCRIPT = """
local paths = { %s }
local at = math.random(#paths)
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
"""


@contextmanager
def serving(dataset: Path, **environment: str) -> Iterator[str]:
    """Start a server with two workers; give its address."""
    given = {"ALS_KG_DATASET": str(dataset), "ALS_KG_WORKERS": "2"} | environment
    process = subprocess.Popen([sys.executable, "-c", SERVE], env=os.environ | given, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        wait_for(f"{url}/readyz")
        yield url
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str) -> None:
    """Ask until there is an answer."""
    for _ in range(100):
        with suppress(OSError), urllib.request.urlopen(url, timeout=30):
            return
        time.sleep(0.1)
    sys.exit(f"{url} does not answer")


def paths(queries: list[str]) -> list[str]:
    """Address queries."""
    return [f"/sparql?query={quote(query)}" for query in queries]


def measured(name: str, url: str, asked: list[str]) -> None:
    """Ask everything once, then for some seconds, and print requests per second and latencies."""
    for path in asked:
        with urllib.request.urlopen(url + path, timeout=30) as response:
            assert response.status == 200
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % ",".join(f"[==[{path}]==]" for path in asked))
        script.flush()
        command = ["wrk", "-t1", f"-c{CONCURRENCY}", f"-d{SECONDS}s", "--latency", "-s", script.name, url]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, last = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"99%\s+(\S+)", told)
    assert rate, told
    assert last, told
    failed = "" if "Non-2xx" not in told else "   SOME ANSWERS FAILED"
    print(f"{name:48} {float(rate[1]):10,.0f} requests/s   p99 {last[1]:>9}{failed}")


def main(dataset: Path) -> None:
    """Run everything."""
    if shutil.which("wrk") is None:
        sys.exit("this needs wrk: apt install wrk")
    folder = Path(__file__).parent.parent / "queries"
    questions = paths([path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq"))])
    tiny = paths([TINY])
    with serving(dataset) as url:
        measured("tiny query, from memory", url, tiny)
        measured(f"{len(questions)} published questions, from memory", url, questions)
    with serving(dataset, ALS_KG_CACHE_SIZE="0") as url:
        measured("tiny query, evaluated", url, tiny)
        measured(f"{len(questions)} published questions, evaluated", url, questions)
        measured("the cheaper half of them, evaluated", url, quick(url, questions))


def quick(url: str, asked: list[str]) -> list[str]:
    """Keep the half that is answered soonest."""
    taken = []
    for path in asked:
        started = time.perf_counter()
        with urllib.request.urlopen(url + path, timeout=30) as response:
            response.read()
        taken.append((time.perf_counter() - started, path))
    return [path for _, path in sorted(taken)[: len(taken) // 2]]


if __name__ == "__main__":
    main(dataset())
