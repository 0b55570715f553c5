"""Note each request: one JSON line, and the metrics."""

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from time import perf_counter
from typing import Any

from als_kg.web.endpoint.incoming import Environ
from als_kg.web.endpoint.metrics import Metrics
from als_kg.web.endpoint.outgoing import Facts

DESCRIPTORS = {"stdout": 1, "stderr": 2}


class Journal:
    """Write to a descriptor, one call per line, so that lines of several workers never mix; None is silent."""

    def __init__(self, descriptor: int | None, metrics: Metrics) -> None:
        self._descriptor = descriptor
        self._metrics = metrics

    def note(self, endpoint: str, environ: Environ, status: int, size: int, facts: Facts, started: float) -> None:
        """Note a request that is about to be answered."""
        seconds = perf_counter() - started
        self._metrics.note(endpoint, status, facts, seconds, size)
        if self._descriptor is not None:
            line = _line(environ, status, size, facts, seconds)
            os.write(self._descriptor, json.dumps(line, separators=(",", ":")).encode() + b"\n")


def _line(environ: Environ, status: int, size: int, facts: Facts, seconds: float) -> dict[str, Any]:
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": environ.get("REQUEST_METHOD", ""),
        "path": environ.get("PATH_INFO", ""),
        "status": status,
        "query": _digest(facts.query) if facts.query else "",
        "ms": round(seconds * 1000, 3),
        "rows": facts.answer.rows if facts.answer else None,
        "bytes": size,
        "hit": facts.hit,
        "outcome": facts.outcome,
        "version": facts.answer.version if facts.answer else "",
    }


def _digest(query: str) -> str:
    """Name a query without telling what it asks."""
    return sha256(query.encode(errors="surrogatepass")).hexdigest()[:16]
