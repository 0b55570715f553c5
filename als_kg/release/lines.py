"""Stream canonical N-Quads and N-Triples: sorted, blank nodes named by RDFC-1.0.

Names of blank nodes depend only on the statements that have some, so those alone are held in memory;
all others pass by line for line. SHA-256 of such a file is the RDFC-1.0 hash of what it says.
"""

import heapq
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

# The dataset directory never writes a label of a blank node at another place.
_BLANK = (b"_:", b" _:")


def canonical_lines(path: Path) -> Iterator[bytes]:
    """Read sorted N-Quads or N-Triples as the lines of its canonical form, in code point order."""
    named = _renamed(line for line in _lines(path) if _is_blank(line))
    return heapq.merge((line for line in _lines(path) if not _is_blank(line)), named)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from stream


def _is_blank(line: bytes) -> bool:
    """Tell whether a line names a blank node; a text that looks so costs nothing but its place in memory."""
    return line.startswith(_BLANK[0]) or _BLANK[1] in line


def _renamed(lines: Iterable[bytes]) -> list[bytes]:
    quads = ox.Dataset(ox.parse(b"".join(lines), ox.RdfFormat.N_QUADS))
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return sorted(written.splitlines(keepends=True))
