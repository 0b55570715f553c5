"""A lane: so many queries at once, so many waiting, first come, first served."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from als_kg.query.pool.failing import Overloaded
from als_kg.query.pool.limits import Limits

Errand = TypeVar("Errand")
Given = TypeVar("Given")


class Lane(Generic[Errand, Given]):
    """Places that are handed from who leaves to who waited longest; thread-safe.

    Whoever leaves may have something for who comes next, made for what that one is there for.
    """

    def __init__(self, places: int, limits: Limits) -> None:
        self._lock = Lock()
        self._places = places
        self._free = places
        self._limits = limits
        self._turns: deque[_Turn[Errand, Given]] = deque()
        self._closed = False

    def enter(self, errand: Errand) -> Given | None:
        """Take a place, and what the one before had to give; raise Overloaded when too many wait or it takes too long.

        If that is raised, nothing was given.
        """
        if self.try_enter():
            return None
        with self._lock:
            if self._closed or (not self._free and len(self._turns) >= self._limits.queue):
                raise Overloaded("queue", self._limits)
            turn = self._turn(errand)
        if not turn.wait(self._limits.queue_seconds):
            self._give_up(turn)
        return turn.given

    def try_enter(self) -> bool:
        """Take a place if one is free now."""
        with self._lock:
            if self._closed or not self._free:
                return False
            self._free -= 1
            return True

    def leave(self, give: Callable[[Errand], Given | None] | None = None) -> None:
        """Give a place up; ``give`` is called with the errand of who gets it, if somebody waits."""
        with self._lock:
            if not self._turns:
                self._free += 1
                return
            turn = self._turns.popleft()
        turn.come(give)

    def close(self) -> None:
        """Let nobody in any more, and wait until all have left; those who wait still get their turn."""
        with self._lock:
            places = 0 if self._closed else self._places
            self._closed = True
            turns = [self._turn(None) for _ in range(places)]
        for turn in turns:
            turn.wait()

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self._places - self._free

    @property
    def free(self) -> int:
        """How many places are free."""
        return self._free

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._turns)

    def _turn(self, errand: Errand | None) -> "_Turn[Errand, Given]":
        """Make a turn, which comes at once if a place is free."""
        turn: _Turn[Errand, Given] = _Turn(errand)
        if self._free:
            self._free -= 1
            turn.come()
        else:
            self._turns.append(turn)
        return turn

    def _give_up(self, turn: "_Turn[Errand, Given]") -> None:
        """Leave the queue, unless the turn comes just now."""
        with self._lock:
            if turn in self._turns:
                self._turns.remove(turn)
                raise Overloaded("queue_seconds", self._limits)
        turn.wait()


class _Turn(Generic[Errand, Given]):
    """A wait for a place; without an errand nothing is given."""

    def __init__(self, errand: Errand | None) -> None:
        self.given: Given | None = None
        self._errand = errand
        self._coming = Lock()
        self._coming.acquire()

    def wait(self, seconds: float = -1) -> bool:
        """Wait, without end if no time is said; tell whether the turn has come."""
        return self._coming.acquire(timeout=seconds)

    def come(self, give: Callable[[Errand], Given | None] | None = None) -> None:
        """Let the turn come."""
        try:
            if give is not None and self._errand is not None:
                self.given = give(self._errand)
        finally:
            self._coming.release()
