"""Keep query processes ready: replace those that end, and change over when another version goes live."""

import logging
from functools import partial
from pathlib import Path
from threading import Condition, Thread
from time import monotonic

from als_kg.build import open_current
from als_kg.errors import DatasetError
from als_kg.query.pool.crew import Crew
from als_kg.query.pool.limits import Limits
from als_kg.query.pool.loop import Loop
from als_kg.query.pool.process import QueryProcess
from als_kg.query.pool.stem import Stem, StemLost

_log = logging.getLogger(__name__)

# In seconds: how often ``current`` is looked at; when what did not start is tried again; how long
# the first crew may take to start, and all to end.
_TICK, _RETRY, _STARTING, _ENDING = 0.5, 2.0, 60.0, 10.0
# So many processes in a row that never got ready are no accident.
_FAILING = 3


class Keeper:
    """Own the stems, and the processes between queries; ``forked`` counts them, ``alone`` tells of their network."""

    def __init__(self, dataset: Path, limits: Limits, ports: tuple[int, ...] = ()) -> None:
        self._dataset = dataset
        self._limits = limits
        self._ports = ports
        self._loop = Loop(self._look, _TICK)
        self._seen: str | None = None
        self._not_before = 0.0
        self._live: Crew | None = None
        self._next: Crew | None = None
        self._stems: dict[Crew, Stem] = {}
        self._leaving: set[Crew] = set()
        self._ending = False
        self._fault: DatasetError | None = None
        self._changed = Condition()
        self.alone = False
        self.forked = 0
        self._unready = 0  # how many ended in a row before they were ready
        self._thread = Thread(target=self._loop.run, name="als-kg keeper", daemon=True)
        self._thread.start()

    def live(self) -> Crew:
        """Give the crew of the live version; wait for the first one; raise DatasetError when there is none."""
        if (live := self._live) is None:
            with self._changed:
                self._changed.wait_for(lambda: self._live or self._fault, _STARTING)
                live = self._live
        if live is None:
            raise self._fault or DatasetError("no query process starts", todo="see the log")
        return live

    def give_back(self, crew: Crew, process: QueryProcess, *, cold: bool = False) -> None:
        """Take a process back from who owned it."""
        if not crew.offer(process, cold=cold):
            process.discard()

    def let_go(self, crew: Crew, process: QueryProcess) -> None:
        """End a process for who owned it, and replace it now: at a low pace its end may take seconds, too."""
        process.discard()
        self._loop.call(partial(self._let_go, crew, process))

    def end(self) -> None:
        """End all processes, then the keeper."""
        self._loop.call(self._end)
        self._thread.join(_ENDING)

    # The rest runs in the keeper's own thread.

    def _look(self) -> None:
        """See whether another version is current, and whether all processes are there."""
        if self._ending:
            return
        seen, before = self._target(), self._seen
        self._seen = seen
        if seen == before and monotonic() < self._not_before:
            return
        if seen != before or not self._wanted():
            self._prepare()
        for crew in self._wanted():
            self._fill(crew)

    def _target(self) -> str | None:
        try:
            return str((self._dataset / "current").readlink())
        except OSError:
            return None

    def _wanted(self) -> list[Crew]:
        return [crew for crew in (self._live, self._next) if crew is not None]

    def _prepare(self) -> None:
        """Start a crew for what is current, unless it is live already."""
        self._drop_next()
        try:
            published = open_current(self._dataset)
        except DatasetError as error:
            self._report(error)
            return
        if self._live is None or self._live.published.path != published.path:
            self._report(None)
            self._next = Crew(published)

    def _drop_next(self) -> None:
        if self._next is not None:
            self._dismiss(self._next)
            self._next = None

    def _fill(self, crew: Crew) -> None:
        """Split off what is missing from a crew."""
        stem = self._stems.get(crew) or self._grow(crew)
        try:
            while stem.ready and crew.lacks(self._limits.size):
                self._add(crew, stem.split())
        except StemLost:
            self._uproot(crew)

    def _grow(self, crew: Crew) -> Stem:
        """Start the stem of a crew."""
        stem = self._stems[crew] = Stem(crew.published, self._limits, self._ports)
        self._loop.watch(stem.control.fileno(), partial(self._stem_spoke, crew, stem))
        return stem

    def _stem_spoke(self, crew: Crew, stem: Stem) -> None:
        """Hear that the data are loaded, or why not, or that the stem is gone."""
        try:
            said = stem.hear()
        except StemLost:
            self._uproot(crew)
            said = {} if stem.ready else {"fault": "the process that loads the dataset ended"}
        if fault := said.get("fault"):
            self._give_up(crew, DatasetError(str(fault), todo="run: als-kg build"))
        elif "alone" in said:
            self.alone = bool(said["alone"])
            self._fill(crew)

    def _uproot(self, crew: Crew) -> None:
        if stem := self._stems.pop(crew, None):
            self._loop.unwatch(stem.control.fileno())
            stem.end()

    def _give_up(self, crew: Crew, fault: DatasetError) -> None:
        """Let a version go that cannot be loaded; the live one stays, and is tried again at a later look."""
        if crew is self._next:
            self._drop_next()
        self._report(fault)

    def _report(self, fault: DatasetError | None) -> None:
        if fault is not None:
            _log.error("%s", fault)
            self._not_before = monotonic() + _RETRY
        with self._changed:
            self._fault = fault
            self._changed.notify_all()

    def _add(self, crew: Crew, process: QueryProcess) -> None:
        self.forked += 1
        crew.members.add(process)
        self._loop.watch(process.handle, partial(self._ended, crew, process))
        self._loop.watch(process.connection.fileno(), partial(self._greeted, crew, process))

    def _greeted(self, crew: Crew, process: QueryProcess) -> None:
        """Put a process to work that has made itself ready."""
        if not process.greets():
            process.kill()
            return
        self._unready = 0
        self._loop.unwatch(process.connection.fileno())
        self.give_back(crew, process, cold=True)
        if crew is self._next and crew.free >= self._limits.processes:
            self._change_over(crew)

    def _change_over(self, crew: Crew) -> None:
        """Let a crew take over; whoever is at work in the old one finishes there."""
        old, self._live, self._next = self._live, crew, None
        self._report(None)
        if old is not None:
            self._dismiss(old)

    def _dismiss(self, crew: Crew) -> None:
        """Let a crew go; its stem stays until its processes have ended, to reap them."""
        self._leaving.add(crew)
        for process in crew.retire():
            process.discard()
        self._part(crew)

    def _let_go(self, crew: Crew, process: QueryProcess) -> None:
        """Replace a process that is being ended, unless it has ended already."""
        if process in crew.members:
            crew.members.remove(process)
            crew.ending.add(process)
            if crew in self._wanted():
                self._fill(crew)
            process.release_memory()

    def _ended(self, crew: Crew, process: QueryProcess) -> None:
        """Bury a process and replace it."""
        self._loop.unwatch(process.handle)
        if not process.ready:
            self._loop.unwatch(process.connection.fileno())
        if not process.ready or crew.withdraw(process):
            process.connection.close()
        process.bury()
        crew.members.discard(process)
        crew.ending.discard(process)
        if crew in self._wanted():
            self._replace(crew, process)
        self._part(crew)

    def _replace(self, crew: Crew, process: QueryProcess) -> None:
        """Replace a process; at once, unless one after the other was never ready, as then the next would fail too."""
        self._unready += not process.ready
        if process.ready or self._unready < _FAILING:
            self._fill(crew)
        else:
            self._report(DatasetError(f"a query process did not start: {process.last_words.strip()}"))

    def _part(self, crew: Crew) -> None:
        """Forget a crew that is gone; stop when the last one is, if that is wanted."""
        if crew in self._leaving and not crew.members | crew.ending:
            self._leaving.remove(crew)
            self._uproot(crew)
        if self._ending and not self._leaving:
            self._loop.stop()

    def _end(self) -> None:
        self._ending = True
        self._fault = DatasetError("the service is ending")
        crews = [*self._wanted(), *self._leaving]
        self._leaving.update(crews)
        self._live = self._next = None
        for crew in crews:
            self._dismiss(crew)
            for process in crew.members:
                process.kill()
        if not crews:
            self._loop.stop()
