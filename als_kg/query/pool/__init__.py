"""Answer SPARQL queries in processes of their own, which a query can slow down or kill, but not this one.

    web thread ──lane──► query process (one query at a time, sandboxed, killable)
    keeper thread ──► stem process (holds the dataset, runs no query) ──fork──► query processes

A stem is started once per dataset version with an empty environment, loads the data and then only
forks: a query process is there some milliseconds after it is wanted and shares the stem's memory. The
stem has one thread, so forking it is safe; the threaded web worker itself never forks. Linux only.

Queries that the operator lets go out to other endpoints have a second pool of their own
(``FederatingService``), as only its processes can connect to anything.

The time limit counts from when a process begins to evaluate; waiting for one has a limit of its own, so
that the same query gets the same verdict on a quiet and on a busy day.
"""

from als_kg.query.pool.failing import LimitReached, Overloaded, ProcessLost
from als_kg.query.pool.federating import FederatingService
from als_kg.query.pool.limits import Limits, dataset_share, slow_beside
from als_kg.query.pool.service import PoolService, PoolState

__all__ = [
    "FederatingService",
    "LimitReached",
    "Limits",
    "Overloaded",
    "PoolService",
    "PoolState",
    "ProcessLost",
    "dataset_share",
    "slow_beside",
]
