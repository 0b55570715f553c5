"""Count the rows of a written table without parsing it."""

import re
from collections.abc import Callable, Mapping

from als_kg.formats import of_family

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')


def rows_in(body: bytes, media_type: str) -> int:
    """Count the solutions in an answer to SELECT, as the engine writes it in one of the formats for results."""
    return _COUNTERS[media_type](body)


def _in_json(body: bytes) -> int:
    """Count what stands between two solutions; no value holds ``{"``, as there each quote follows a backslash."""
    between = b'},{"'
    if b"{}" in body:  # a solution without a binding, or a value that looks like one
        body, between = _STRING.sub(b'""', body), b"},{"
    return 0 if body.endswith(b"[]}}") else 1 + body.count(between)


def _in_csv(body: bytes) -> int:
    """Count the ends of lines outside quotes; a doubled quote leaves and enters again."""
    return sum(piece.count(b"\r\n") for piece in body.split(b'"')[::2]) - 1


# XML and TSV escape what is counted here wherever it stands inside a value.
_BY_NAME: Mapping[str, Callable[[bytes], int]] = {
    "json": _in_json,
    "csv": _in_csv,
    "xml": lambda body: body.count(b"<result>"),
    "tsv": lambda body: body.count(b"\n") - 1,
}
_COUNTERS = {entry.media_type: _BY_NAME[entry.name] for entry in of_family("results")}
