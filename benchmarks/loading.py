"""Measure `als-kg load` on native RDF beside the engine's own bulk loader: seconds and peak memory of each.

python benchmarks/loading.py [--triples 400000] [--rounds 3]     (about a minute; the ways take turns)
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = "http://example.org/onto/"
GRAPH = f"{EXAMPLE}graph"
PER_TERM = 5

# Each runs alone in a process and prints seconds and the peak of its memory in MiB. The engine starts with
# as much as als-kg does: the dataset's own statements, in a store of its own.
MEASURED = """
import resource, sys, time
from pathlib import Path
{imports}
{before}
started = time.perf_counter()
{work}
taken = time.perf_counter() - started
print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
WAYS = {
    "als-kg load": {
        "imports": "from als_kg.outside import load, unload",
        "before": "out, file = Path(sys.argv[1]), Path(sys.argv[2])",
        "work": f"load(out, [file], graph={GRAPH!r})",
    },
    "engine": {
        "imports": "import pyoxigraph as ox",
        "before": "store = ox.Store(sys.argv[3])",
        "work": f"store.bulk_load(path=sys.argv[2], to_graph=ox.NamedNode({GRAPH!r})); store.flush()",
    },
}


def lines(count: int, blank: bool) -> Iterator[str]:
    """Make an ontology of so many triples; ``blank`` makes every fifth one end at a node without a name."""
    chance = random.Random(7)
    for number in range(count // PER_TERM):
        term = f"<{EXAMPLE}C{number}>"
        parent = f"_:r{number}" if blank else f"<{EXAMPLE}C{chance.randrange(number + 1)}>"
        yield f"{term} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class> .\n"
        yield f'{term} <http://www.w3.org/2000/01/rdf-schema#label> "term {number} of {chance.random()}"@en .\n'
        yield f"{term} <http://www.w3.org/2000/01/rdf-schema#subClassOf> {parent} .\n"
        yield f'{term} <http://purl.obolibrary.org/obo/IAO_0000115> "A term whose number is {chance.random()}." .\n'
        yield f'{term} <http://www.geneontology.org/formats/oboInOwl#hasDbXref> "X:{chance.randrange(10**6)}" .\n'


def measured(way: str, *arguments: object) -> tuple[float, float]:
    """Run one way in a process of its own; give seconds and MiB."""
    code = MEASURED.format(**WAYS[way])
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def compared(folder: Path, file: Path, rounds: int) -> None:
    """Let the ways take turns and print what came of it."""
    taken: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    for number in range(rounds):
        for way in WAYS:
            out = folder / f"{file.name}-{number}"
            taken[way].append(measured(way, built(out), file, folder / f"engine-{file.name}-{number}"))
    for way, times in taken.items():
        seconds, memory = median(each[0] for each in times), max(each[1] for each in times)
        print(f"{file.name:16} {way:12} median {seconds:6.2f} s   peak {memory:6.0f} MiB")
    ratio = median(there[0] / here[0] for here, there in zip(taken["als-kg load"], taken["engine"], strict=True))
    print(f"{file.name:16} {ratio:.2f} x the speed of the engine (median of {rounds} pairs)")


def built(out: Path) -> Path:
    """Build the dataset into a directory that has none."""
    if not out.exists():
        subprocess.run([sys.executable, "-m", "als_kg", "build", "--out", str(out)], cwd=ROOT, check=True, stdout=-3)
    return out


def main() -> None:
    """Measure two files: one without blank nodes, one with many."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--triples", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for blank in (False, True):
            file = Path(name) / ("blank.nt" if blank else "named.nt")
            with file.open("w", encoding="utf-8") as stream:
                stream.writelines(lines(options.triples, blank))
            compared(Path(name), file, options.rounds)
    print(f"load average {', '.join(f'{value:.2f}' for value in os.getloadavg())}")


if __name__ == "__main__":
    main()
