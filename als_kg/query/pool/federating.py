"""Let SERVICE go to the endpoints that the operator allows, from processes that answer nothing else."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from als_kg.query.pool.asking import ask
from als_kg.query.pool.limits import Limits
from als_kg.query.pool.service import PoolService, PoolState
from als_kg.query.service import QueryAnswer, QueryRequest
from als_kg.query.services import Allowed

_SMALL = 64  # MiB


class FederatingService(PoolService):
    """A pool without network, and beside it a small one for queries whose endpoints are all allowed.

    ``allowed`` are origins such as ``https://sparql.uniprot.org/``; without any there is no second
    pool. Raises UsageError for what is no origin. The engine follows no redirect (tested). A query
    that waits for a place may be sent out twice.
    """

    def __init__(self, dataset: Path, limits: Limits | None = None, allowed: Iterable[str] = ()) -> None:
        self._allowed = Allowed.of(allowed)
        super().__init__(dataset, limits)
        # Others take their time, so nearly all of these are slow ones, which wait more than they compute. They need
        # no second copy of a large dataset.
        outgoing = replace(
            self.limits, processes=1, slow=self.limits.processes, patience=self.limits.patience / 4,
            dataset_mib=min(self.limits.dataset_mib, _SMALL),
        )  # fmt: skip
        ports = self._allowed.ports
        self._outgoing = PoolService(dataset, outgoing, ports=ports) if ports else None

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Answer one request; see ``PoolService``."""
        asked = ask(request, self._allowed)
        if asked.reading.services and self._outgoing is not None:
            return self._outgoing.answer_asked(asked)
        return self.answer_asked(asked)

    def state(self) -> PoolState:
        """Add up both pools; ``alone`` tells of the one without network."""
        here = super().state()
        if self._outgoing is None:
            return here
        away = self._outgoing.state()
        return PoolState(
            here.quick + away.quick, here.slow + away.slow, here.waiting + away.waiting,
            here.free + away.free, here.forked + away.forked, here.alone,
        )  # fmt: skip

    def close(self) -> None:
        """Take no more requests, let those that run finish, and end all processes."""
        with ThreadPoolExecutor(1) as thread:
            away = thread.submit(self._outgoing.close) if self._outgoing is not None else None
            super().close()
        if away is not None:
            away.result()
