"""Answer queries in query processes: the QueryService that may stand on the public internet."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Self

from als_kg.query.lexer import compiled
from als_kg.query.pool.asking import Asked, ask
from als_kg.query.pool.child.frames import Outcome
from als_kg.query.pool.failing import Overloaded, ProcessLost
from als_kg.query.pool.keeper import Keeper
from als_kg.query.pool.lane import Lane
from als_kg.query.pool.limits import Limits
from als_kg.query.pool.process import Pace, Reply, Unread
from als_kg.query.pool.work import Work
from als_kg.query.service import QueryAnswer, QueryRequest, Status

_REMEMBERED = 4096

_Lane = Lane[Asked, Work]


class Speed(Enum):
    """How a query did when something like it came last."""

    QUICK = "quick"
    SLOW = "slow"


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

    Queries like those that were quick lately have a lane of their own, so that they never wait for new
    ones, which may be anything. A query that takes longer than ``patience`` moves to the slow lane,
    where it runs in the time that others leave idle, so that slow queries wait for each other only. If
    the slow lane is full it is ended and starts again when there is a place; queries read only, so
    nobody notices. Queries like those that were slow lately start in the slow lane, in processes that
    stay there.

    With ``ports`` its processes may connect to such TCP ports; that is for the second pool of ``federating``.
    """

    def __init__(self, dataset: Path, limits: Limits | None = None, *, ports: tuple[int, ...] = ()) -> None:
        self.limits = limits or Limits()
        self._keeper = Keeper(dataset, self.limits, ports)
        self._quick = _Lane(self.limits.processes, self.limits)
        self._new = _Lane(self.limits.processes, self.limits)
        self._slow = _Lane(self.limits.slow, self.limits)
        self._seen = _Seen()
        compiled()  # now, while the stem loads the data, and not with the first query

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Answer one request from one version; raise QueryError, UsageError or DatasetError."""
        return self.answer_asked(ask(request))

    def answer_asked(self, asked: Asked) -> QueryAnswer:
        """Answer a request that is read already."""
        reply, version = self._reply(asked)
        if reply.outcome is not Outcome.ANSWERED:
            raise asked.failure(reply, self.limits)
        reading = asked.reading
        body, triples = reply.parts
        count = int(triples) if triples else None
        return QueryAnswer(body, reading.format.media_type, reading.form, version, count, reading.lasting)

    def version(self) -> str:
        """Tell which version is live; the first time this waits until one is; raise DatasetError."""
        return self._keeper.live().published.manifest.version

    def status(self) -> Status:
        """Tell what is live; the first time this waits until something is; raise DatasetError."""
        manifest = self._keeper.live().published.manifest
        return Status(manifest.version, manifest.views, manifest.graphs, manifest.outside_counts)

    def state(self) -> PoolState:
        """Tell what the pool does now."""
        lanes = (self._quick, self._new, self._slow)
        quick, new, slow = (lane.taken for lane in lanes)
        waiting, free = sum(lane.waiting for lane in lanes), self._keeper.live().free
        return PoolState(quick + new, slow, waiting, free, self._keeper.forked, self._keeper.alone)

    def close(self) -> None:
        """Take no more requests, let those that run finish, and end all processes."""
        for lane in (self._quick, self._new, self._slow):
            lane.close()
        self._keeper.end()

    def _reply(self, asked: Asked) -> tuple[Reply, str]:
        """Have a request answered; a process that was gone before it read it is no reason to fail."""
        key = asked.key
        for _ in range(2 * self.limits.size):  # all that were ready may be gone, and some that replace them
            try:
                done = None if self._seen.get(key) is Speed.SLOW else self._quickly(asked, key)
                return done or self._slowly(asked, key)
            except Unread:
                continue
        raise ProcessLost("one after the other was killed from outside")

    def _quickly(self, asked: Asked, key: int) -> tuple[Reply, str] | None:
        """Answer in a lane for quick queries, or finish in the slow one; None when that is full."""
        quick = self._seen.get(key) is Speed.QUICK
        lane, pace = (self._quick, Pace.FULL) if quick else (self._new, Pace.REDUCED)
        work = lane.enter(asked)
        try:
            work = work or self._begun(asked, lane, pace)
            reply = self._tried(key, work)
            if reply is None:
                if not self._slow.try_enter():
                    return None
                lane.leave()
                lane = self._slow
                reply = self._to_the_end(key, work)
            return reply, work.version
        finally:
            _leave(lane, work)

    def _tried(self, key: int, work: Work) -> Reply | None:
        """Wait while the query is a quick one, and note how it did; one that failed is as good as new."""
        speed = None
        try:
            reply = work.quickly()
            if reply is None:
                speed = Speed.SLOW
            elif reply.outcome is Outcome.ANSWERED:
                speed = Speed.QUICK
            return reply
        finally:
            self._seen.put(key, speed)

    def _slowly(self, asked: Asked, key: int) -> tuple[Reply, str]:
        """Answer in the slow lane; forget that it was slow if it is so no more."""
        work = self._slow.enter(asked)
        try:
            work = work or self._begun(asked, self._slow, Pace.IDLE)
            return self._to_the_end(key, work), work.version
        finally:
            _leave(self._slow, work)

    def _to_the_end(self, key: int, work: Work) -> Reply:
        """Finish in the slow lane; forget that the query was slow if it was not, after all."""
        work.slow_to(Pace.IDLE, self._slow.free)
        reply = work.to_the_end()
        if reply.used < self.limits.patience:
            self._seen.put(key, None)
        return reply

    def _begun(self, asked: Asked, lane: _Lane, pace: Pace) -> Work:
        """Begin a query in a process that is free."""
        work = self._work(asked, pace)
        if pace is not Pace.FULL:
            work.slow_to(pace, lane.free)
        try:
            work.begin(asked.message)
        except Unread:
            work.end()
            raise
        return work

    def _work(self, asked: Asked, pace: Pace) -> Work:
        """Take a process of the live version; one that changes under the wait is live no more."""
        while True:
            crew = self._keeper.live()
            asked.check(crew.published.manifest)
            seconds = self.limits.queue_seconds
            process = crew.take(seconds) if pace is Pace.FULL else crew.take_slower(seconds, pace, self._reserved)
            if process is not None:
                return Work(self._keeper, crew, process, self.limits)
            if not crew.retired:
                raise Overloaded("queue_seconds", self.limits)

    def _reserved(self) -> int:
        """Tell how many processes are to be had at once by queries that are known as quick."""
        return self._quick.free


def _leave(lane: _Lane, work: Work | None) -> None:
    """Give up a place; the process goes on to who waits for both, as it is warm and would idle until that one wakes."""
    if work is None:
        lane.leave()
    elif lane.waiting:
        lane.leave(work.again)
        work.end()
    else:
        work.end()
        lane.leave()


class _Seen:
    """How queries did, by key; of those that were put last."""

    def __init__(self) -> None:
        self._speeds: dict[int, Speed] = {}
        self._lock = Lock()

    def get(self, key: int) -> Speed | None:
        return self._speeds.get(key)

    def put(self, key: int, speed: Speed | None) -> None:
        if self._speeds.get(key) is speed:  # mostly; and then nobody waits for a lock
            return
        with self._lock:
            self._speeds.pop(key, None)
            if speed is not None:
                self._speeds[key] = speed
            if len(self._speeds) > _REMEMBERED:
                del self._speeds[next(iter(self._speeds))]
