"""The query processes of one dataset version."""

from collections.abc import Callable
from threading import Condition

from als_kg.build import Published
from als_kg.query.pool.process import Pace, QueryProcess


class Crew:
    """Processes that are free, by the pace that each keeps for good.

    The keeper keeps ``members``, which are all that can be free, and ``ending``, which were.
    """

    def __init__(self, published: Published) -> None:
        self.published = published
        self.members: set[QueryProcess] = set()
        self.ending: set[QueryProcess] = set()
        self._changed = Condition()
        self._free: dict[Pace, list[QueryProcess]] = {pace: [] for pace in Pace}
        self._retired = False

    def take(self, seconds: float) -> QueryProcess | None:
        """Take the process at full pace that was used last, as its memory is warm; None if there is none in time."""
        full = self._free[Pace.FULL]
        with self._changed:
            if not full:
                self._changed.wait_for(lambda: full or self._retired, seconds)
            return full.pop() if full else None

    def take_slower(self, seconds: float, pace: Pace, leave: Callable[[], int]) -> QueryProcess | None:
        """Take a process of a pace, else the coldest at full pace, to be slowed down; None if there is none in time.

        So many at full pace are left for whoever wants those.
        """
        slower, full = self._free[pace], self._free[Pace.FULL]
        with self._changed:
            self._changed.wait_for(lambda: slower or len(full) > leave() or self._retired, seconds)
            return slower.pop() if slower else full.pop(0) if len(full) > leave() else None

    def offer(self, process: QueryProcess, *, cold: bool = False) -> bool:
        """Give a process back, or a new one, which is cold; False when it is not wanted any more."""
        with self._changed:
            if self._retired:
                return False
            places = self._free[process.pace]
            places.insert(0 if cold else len(places), process)
            self._changed.notify_all()
            return True

    def withdraw(self, process: QueryProcess) -> bool:
        """Take a certain process, if it is free."""
        with self._changed:
            if process not in self._free[process.pace]:
                return False
            self._free[process.pace].remove(process)
            return True

    def surplus(self, pace: Pace, most: int) -> list[QueryProcess]:
        """Take the free processes of a pace above a number."""
        with self._changed:
            places = self._free[pace]
            return [places.pop() for _ in range(len(places) - most)]

    def retire(self) -> list[QueryProcess]:
        """Give no more processes; take those that are free."""
        with self._changed:
            self._retired = True
            free = [process for places in self._free.values() for process in places]
            for places in self._free.values():
                places.clear()
            self._changed.notify_all()
            return free

    def lacks(self, size: int) -> bool:
        """Tell whether members are fewer than they shall be, and not twice as many with those that are ending."""
        return len(self.members) < size and len(self.members) + len(self.ending) < 2 * size

    @property
    def retired(self) -> bool:
        """Tell whether another version has taken over."""
        return self._retired

    @property
    def free(self) -> int:
        """How many processes wait for a query."""
        return sum(map(len, self._free.values()))
