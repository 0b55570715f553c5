"""Evaluate one request and write its answer, whole, within the result limit."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox

from als_kg import formats
from als_kg.errors import QuerySyntaxError
from als_kg.formats import Format
from als_kg.query.pool.child.frames import Outcome
from als_kg.query.writing import write
from als_kg.store import NOTHING, Answer, Store

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

ALL_GRAPHS = b"*"

# One per way to answer, and one that fails.
_REHEARSED = (
    (b"SELECT ?s WHERE { VALUES ?s { 1 } }", b"json results"),
    (b"CONSTRUCT { <als:a> a <als:b> } WHERE {}", b"turtle graph"),
    (b"SELECT", b"json results"),
)


class ResultTooLarge(Exception):  # noqa: N818  named after the limit
    """The answer has more bytes than it may."""


class BoundedBuffer(BytesIO):
    """Take what the engine writes, up to a number of bytes; the engine stops where this raises."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, piece: "Buffer") -> int:
        """Keep a piece, or raise ResultTooLarge."""
        written = super().write(piece)
        if self.tell() > self._most:
            raise ResultTooLarge
        return written


def answer(store: Store, request: Sequence[bytes], most: int) -> tuple[Outcome, list[bytes]]:
    """Answer a request of five parts with an outcome and the parts that go with it.

    Whatever happens in the engine becomes an outcome, its panics too.
    """
    try:
        return Outcome.ANSWERED, _evaluated(store, request, most)
    except QuerySyntaxError as error:
        return Outcome.SYNTAX, [error.message.encode(), b"%d" % (error.line or 0), b"%d" % (error.column or 0)]
    except ResultTooLarge:
        return Outcome.RESULT_LIMIT, []
    except MemoryError:
        return Outcome.MEMORY_LIMIT, []
    except (OSError, RuntimeError, ValueError) as error:
        return Outcome.ENGINE, [str(error).encode(errors="replace")]
    except BaseException as error:  # noqa: BLE001  a panic of the engine is no Exception
        return Outcome.FAULT, [f"{type(error).__name__}: {error}".encode(errors="replace")]


def rehearse(store: Store) -> None:
    """Have everything loaded that is loaded on first use: a process that is confined reads no file."""
    for text, wanted in _REHEARSED:
        answer(store, (text, wanted, b"", b"", b""), 1 << 20)


def _evaluated(store: Store, request: Sequence[bytes], most: int) -> list[bytes]:
    text, wanted, defaults, named, bound = request
    found = store.query(
        text.decode(),
        default_graphs=_names(defaults),
        named_graphs=None if named == ALL_GRAPHS else _names(named),
        bindings=dict(pair.split(" ", 1) for pair in _names(bound)) if bound else NOTHING,
    )
    return _written(found, _format(wanted), most)


def _names(part: bytes) -> list[str]:
    return part.decode().split("\n") if part else []


@cache
def _format(part: bytes) -> Format:
    name, family = part.decode().split()
    return next(entry for entry in formats.FORMATS if (entry.name, entry.family) == (name, family))


def _written(found: Answer, chosen: Format, most: int) -> list[bytes]:
    """Write the body and, of a graph, the number of triples."""
    if isinstance(found, ox.QueryTriples):
        triples = set(_bounded(found, most))
        return [write(triples, chosen), b"%d" % len(triples)]
    assert isinstance(chosen.engine, ox.QueryResultsFormat), "the format was chosen for the form of the query"
    output = BoundedBuffer(most)
    found.serialize(output, format=chosen.engine)
    return [output.getvalue(), b""]


def _bounded(triples: Iterable[ox.Triple], most: int) -> Iterator[ox.Triple]:
    """Count triples as N-Triples, so that too many never come together."""
    for triple in triples:
        most -= len(str(triple))
        if most < 0:
            raise ResultTooLarge
        yield triple
