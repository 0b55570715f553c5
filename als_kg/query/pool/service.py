"""Answer queries in query processes: the QueryService that may stand on the public internet."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Self

from als_kg.query.pool.asking import Asked, ask
from als_kg.query.pool.child.frames import Outcome
from als_kg.query.pool.failing import Overloaded, ProcessLost
from als_kg.query.pool.keeper import Keeper
from als_kg.query.pool.lane import Lane
from als_kg.query.pool.limits import Limits
from als_kg.query.pool.process import Reply, Unread
from als_kg.query.pool.work import Work
from als_kg.query.service import QueryAnswer, QueryRequest, Status

_REMEMBERED = 4096


@dataclass(frozen=True)
class PoolAnswer(QueryAnswer):
    """An answer and the time that its evaluation took."""

    milliseconds: float = 0.0


@dataclass(frozen=True)
class PoolState:
    """What the pool does now; ``alone``: its processes have a network namespace of their own."""

    quick: int
    slow: int
    waiting: int
    free: int
    forked: int
    alone: bool


class PoolService:
    """Answer queries in killable processes; thread-safe; to be closed.

    A query starts in the quick lane. One that takes longer than ``patience`` moves to the slow lane,
    where it runs in the time that others leave idle, so that slow queries wait for each other only. If
    the slow lane is full it is ended and starts again when there is a place; queries read only, so
    nobody notices. Queries that were slow lately start in the slow lane.

    With ``ports`` its processes may connect to such TCP ports; that is for the second pool of ``federating``.
    """

    def __init__(self, dataset: Path, limits: Limits | None = None, *, ports: tuple[int, ...] = ()) -> None:
        self.limits = limits or Limits()
        self._keeper = Keeper(dataset, self.limits, ports)
        self._quick = Lane(self.limits.processes, self.limits)
        self._slow = Lane(self.limits.slow, self.limits)
        self._slow_ones = _Remembered()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answer(self, request: QueryRequest) -> PoolAnswer:
        """Answer one request from one version; raise QueryError, UsageError or DatasetError."""
        return self.answer_asked(ask(request))

    def answer_asked(self, asked: Asked) -> PoolAnswer:
        """Answer a request that is read already."""
        reply, version = self._reply(asked)
        if reply.outcome is not Outcome.ANSWERED:
            raise asked.failure(reply, self.limits)
        reading = asked.reading
        return PoolAnswer(reply.parts[0], reading.format.media_type, reading.form, version, reply.milliseconds)

    def status(self) -> Status:
        """Tell what is live; the first time this waits until something is; raise DatasetError."""
        manifest = self._keeper.live().published.manifest
        return Status(manifest.version, manifest.views, manifest.graphs, manifest.outside_counts)

    def state(self) -> PoolState:
        """Tell what the pool does now."""
        waiting = self._quick.waiting + self._slow.waiting
        free = self._keeper.live().free
        return PoolState(self._quick.taken, self._slow.taken, waiting, free, self._keeper.forked, self._keeper.alone)

    def close(self) -> None:
        """Take no more requests, let those that run finish, and end all processes."""
        for lane in (self._quick, self._slow):
            lane.close()
        self._keeper.end()

    def _reply(self, asked: Asked) -> tuple[Reply, str]:
        """Have a request answered; a process that was gone before it read it is no reason to fail."""
        for _ in range(2 * self.limits.size):  # all that were ready may be gone, and some that replace them
            with suppress(Unread):
                done = None if asked.key in self._slow_ones else self._quickly(asked)
                return done or self._slowly(asked)
        raise ProcessLost("one after the other was killed from outside")

    def _quickly(self, asked: Asked) -> tuple[Reply, str] | None:
        """Answer in the quick lane, or finish in the slow one; None when that is full."""
        lane = self._quick
        lane.enter()
        try:
            with self._work(asked) as work:
                work.begin(asked.message)
                reply = work.within(min(self.limits.patience, self.limits.seconds))
                if reply is None:
                    self._slow_ones.add(asked.key)
                    if not self._slow.try_enter():
                        return None
                    lane.leave()
                    lane = self._slow
                    work.step_back()
                    reply = work.to_the_end()
                return reply, work.version
        finally:
            lane.leave()

    def _slowly(self, asked: Asked) -> tuple[Reply, str]:
        """Answer in the slow lane; forget that it was slow if it is so no more."""
        self._slow.enter()
        try:
            with self._work(asked) as work:
                work.step_back()
                work.begin(asked.message)
                reply = work.to_the_end()
                if reply.milliseconds < self.limits.patience * 1000:
                    self._slow_ones.forget(asked.key)
                return reply, work.version
        finally:
            self._slow.leave()

    def _work(self, asked: Asked) -> Work:
        """Take a process of the live version; one that changes under the wait is live no more."""
        while True:
            crew = self._keeper.live()
            asked.check(crew.published.manifest)
            process = crew.take(self.limits.queue_seconds)
            if process is not None:
                return Work(self._keeper, crew, process, self.limits)
            if not crew.retired:
                raise Overloaded("queue_seconds", self.limits)


class _Remembered:
    """The keys that were added last."""

    def __init__(self) -> None:
        self._keys: dict[int, None] = {}
        self._lock = Lock()

    def __contains__(self, key: int) -> bool:
        return key in self._keys

    def add(self, key: int) -> None:
        with self._lock:
            self._keys[key] = None
            if len(self._keys) > _REMEMBERED:
                del self._keys[next(iter(self._keys))]

    def forget(self, key: int) -> None:
        with self._lock:
            self._keys.pop(key, None)
