"""A lane: so many queries at once, so many waiting, first come, first served."""

from collections import deque
from threading import Lock

from als_kg.query.pool.failing import Overloaded
from als_kg.query.pool.limits import Limits


class Lane:
    """Places that are handed from who leaves to who waited longest; thread-safe."""

    def __init__(self, places: int, limits: Limits) -> None:
        self._lock = Lock()
        self._free = self._places = places
        self._limits = limits
        self._turns: deque[Lock] = deque()
        self._closed = False

    def enter(self) -> None:
        """Take a place; raise Overloaded when too many wait or it takes too long."""
        if self.try_enter():
            return
        with self._lock:
            if self._closed or (not self._free and len(self._turns) >= self._limits.queue):
                raise Overloaded("queue", self._limits)
            turn = self._turn()
        if not turn.acquire(timeout=self._limits.queue_seconds):
            self._give_up(turn)

    def try_enter(self) -> bool:
        """Take a place if one is free now."""
        with self._lock:
            if self._closed or not self._free:
                return False
            self._free -= 1
            return True

    def leave(self) -> None:
        """Give a place up."""
        with self._lock:
            if self._turns:
                self._turns.popleft().release()
            else:
                self._free += 1

    def close(self) -> None:
        """Let nobody in any more, and wait until all have left; those who wait still get their turn."""
        with self._lock:
            places = 0 if self._closed else self._places
            self._closed = True
            turns = [self._turn() for _ in range(places)]
        for turn in turns:
            turn.acquire()

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self._places - self._free

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._turns)

    def _turn(self) -> Lock:
        """Make a lock that can be had when it is one's turn, which is at once if a place is free."""
        turn = Lock()
        if self._free:
            self._free -= 1
        else:
            turn.acquire()
            self._turns.append(turn)
        return turn

    def _give_up(self, turn: Lock) -> None:
        """Leave the queue, unless the turn has come just now."""
        with self._lock:
            if turn in self._turns:
                self._turns.remove(turn)
                raise Overloaded("queue_seconds", self._limits)
