"""The query processes of one dataset version."""

from threading import Condition

from als_kg.build import Published
from als_kg.query.pool.process import QueryProcess


class Crew:
    """Processes that are free; ``members`` are all that live, which only the keeper changes."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.members: set[QueryProcess] = set()
        self._changed = Condition()
        self._free: list[QueryProcess] = []
        self._retired = False

    def take(self, seconds: float) -> QueryProcess | None:
        """Take the process that was used last, as its memory is warm; None if this crew has none to give."""
        with self._changed:
            if not self._free and not self._retired:
                self._changed.wait_for(lambda: self._free or self._retired, seconds)
            return self._free.pop() if self._free else None

    def offer(self, process: QueryProcess) -> bool:
        """Give a process back; False when it is not wanted any more."""
        with self._changed:
            if self._retired:
                return False
            self._free.append(process)
            self._changed.notify()
            return True

    def withdraw(self, process: QueryProcess) -> bool:
        """Take a certain process, if it is free."""
        with self._changed:
            if process not in self._free:
                return False
            self._free.remove(process)
            return True

    def retire(self) -> list[QueryProcess]:
        """Give no more processes; take those that are free."""
        with self._changed:
            self._retired = True
            free, self._free = self._free, []
            self._changed.notify_all()
            return free

    @property
    def retired(self) -> bool:
        """Tell whether another version has taken over."""
        return self._retired

    @property
    def free(self) -> int:
        """How many processes wait for a query."""
        return len(self._free)
