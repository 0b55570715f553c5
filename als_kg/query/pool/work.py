"""One query in one process: whoever holds it owns the process until it is over."""

import logging
import re
from time import monotonic
from typing import Self

from als_kg.errors import QueryError, UsageError
from als_kg.query.pool.asking import Asked
from als_kg.query.pool.crew import Crew
from als_kg.query.pool.failing import LimitReached, ProcessLost
from als_kg.query.pool.keeper import Keeper
from als_kg.query.pool.limits import Limits
from als_kg.query.pool.process import Ended, Pace, QueryProcess, Reply, Unread

_log = logging.getLogger(__name__)

# On the clock, a quick query may take so many times its patience, as others use the processors, too.
_STRETCH = 4
_SHORTEST = 0.001

_FATAL = re.compile(r"Fatal Python error: (.+)")


class Work:
    """A process with a query begun; at the end it goes on to another query or back, or away if it is as new no more."""

    def __init__(self, keeper: Keeper, crew: Crew, process: QueryProcess, limits: Limits) -> None:
        self.version = crew.published.manifest.version
        self._keeper = keeper
        self._crew = crew
        self._process = process
        self._limits = limits
        self._started = monotonic()
        self._as_new = False  # it has answered, and was not worn out by that
        self._handed_on = False

    def begin(self, message: bytes) -> None:
        """Hand over the query; raise Unread."""
        self._process.begin(message)

    def again(self, asked: Asked) -> Self | None:
        """Begin another query in this process, as work of its own; None if it is not fit for that any more."""
        if not self._as_new or self._crew.retired:
            return None
        try:
            asked.check(self._crew.published.manifest)
        except (QueryError, UsageError):  # whoever asked that meets the same
            return None
        self._handed_on = True
        work = type(self)(self._keeper, self._crew, self._process, self._limits)
        try:
            work.begin(asked.message)
        except Unread:
            work.end()
            return None
        return work

    def end(self) -> None:
        """Let go of the process."""
        if self._handed_on:
            return
        if self._as_new:
            self._keeper.give_back(self._crew, self._process)
        else:
            self._keeper.let_go(self._crew, self._process)

    def slow_to(self, pace: Pace, others: int) -> None:
        """Let the process run at a lower pace from now on; of others that do so and are free, keep some."""
        self._process.slow_to(pace)
        for process in self._crew.surplus(pace, others):
            self._keeper.let_go(self._crew, process)

    def quickly(self) -> Reply | None:
        """Wait as long as this is a quick query: for ``patience`` of processor time; None if it is none."""
        patience = self._limits.patience
        most = min(patience * _STRETCH, self._limits.seconds)
        left, until = patience, 0.0
        while left > 0 and until < most:
            until = min(monotonic() - self._started + max(left, _SHORTEST), most)
            if (reply := self.within(until)) is not None:
                return reply
            left = patience - self._process.used()
        return None

    def within(self, seconds: float) -> Reply | None:
        """Wait for the reply until so long after the start; None if it is not there; raise QueryError or Unread."""
        try:
            reply = self._process.wait(self._started + seconds)
        except Unread:
            raise
        except Ended as error:
            self._process.kill()
            raise self._loss() from error
        self._as_new = reply is not None and not reply.worn
        return reply

    def to_the_end(self) -> Reply:
        """Wait for the reply as long as a query may take; raise QueryError or Unread."""
        reply = self.within(self._limits.seconds)
        if reply is None:
            raise LimitReached("seconds", self._limits)
        return reply

    def _loss(self) -> QueryError:
        if self._process.lacked_memory:
            return LimitReached("memory_mib", self._limits)
        words = self._process.last_words
        _log.warning("query process %d ended: %s", self._process.pid, words.strip() or "no word")
        fatal = _FATAL.search(words)
        return ProcessLost(fatal[1] if fatal else "it was killed from outside")
