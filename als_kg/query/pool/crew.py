"""The query processes of one dataset version."""

from threading import Condition

from als_kg.build import Published
from als_kg.query.pool.process import QueryProcess


class Crew:
    """Processes that are free, some of them idling for good; ``members`` are all, which only the keeper changes."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.members: set[QueryProcess] = set()
        self._changed = Condition()
        self._free: list[QueryProcess] = []
        self._idling: list[QueryProcess] = []
        self._retired = False

    def take(self, seconds: float, *, idling: bool = False) -> QueryProcess | None:
        """Take the process that was used last, as its memory is warm; None if this crew has none to give.

        One that idles is given to who can do with it, first.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._free or (idling and self._idling) or self._retired, seconds)
            places = self._idling if idling and self._idling else self._free
            return places.pop() if places else None

    def offer(self, process: QueryProcess) -> bool:
        """Give a process back; False when it is not wanted any more."""
        with self._changed:
            if self._retired:
                return False
            self._places(process).append(process)
            self._changed.notify_all()
            return True

    def withdraw(self, process: QueryProcess) -> bool:
        """Take a certain process, if it is free."""
        with self._changed:
            if process not in self._places(process):
                return False
            self._places(process).remove(process)
            return True

    def surplus(self, most: int) -> list[QueryProcess]:
        """Take the idling processes above a number."""
        with self._changed:
            return [self._idling.pop() for _ in range(len(self._idling) - most)]

    def retire(self) -> list[QueryProcess]:
        """Give no more processes; take those that are free."""
        with self._changed:
            self._retired = True
            free = self._free + self._idling
            self._free, self._idling = [], []
            self._changed.notify_all()
            return free

    @property
    def retired(self) -> bool:
        """Tell whether another version has taken over."""
        return self._retired

    @property
    def free(self) -> int:
        """How many processes wait for a query."""
        return len(self._free) + len(self._idling)

    def _places(self, process: QueryProcess) -> list[QueryProcess]:
        return self._idling if process.idling else self._free
