"""Answers that are kept, bounded in bytes: found by what was asked, or by how it was asked, to the letter.

The second way reads nothing of a request: who asks again just as before gets the same answer, as long
as the same version is live.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from als_kg.web.endpoint.entry import Entry
from als_kg.web.endpoint.outgoing import Written

# Dataset version, query, default graphs, named graphs, view, bindings.
Key = tuple[str, str, tuple[str, ...], tuple[str, ...], str, tuple[tuple[str, str], ...]]
# Query string, Accept, Accept-Encoding.
Way = tuple[str, str, str]

# No answer may drive out more than this part of the others.
_LARGEST = 0.25
# How many ways to ask are remembered per query, and what one costs beside its characters, in bytes.
_WAYS, _OF_ONE = 8, 800
_NOTHING = (None, None)


@dataclass
class _Slot:
    """The answers to one query over one dataset, by media type."""

    form: str
    entries: dict[str, Entry] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    cost: int = 0


class Kept:
    """A memory of ``most`` bytes; what was not asked for longest goes first; thread-safe."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = 0
        self._slots: OrderedDict[Key, _Slot] = OrderedDict()
        self._ways: dict[Way, tuple[Key, Written]] = {}
        self._lock = Lock()

    def find(self, key: Key, media_type: Callable[[str], str]) -> Entry | None:
        """Give the answer under a key, in the media type that the form of its query comes to."""
        slot = self._slots.get(key)
        entry = slot.entries.get(media_type(slot.form)) if slot else None
        if entry is not None:
            self._touch(key)
        return entry

    def put(self, key: Key, form: str, entry: Entry) -> None:
        """Keep an answer, unless it is too large."""
        cost = entry.cost
        if cost + len(key[1]) > self.most * _LARGEST:
            return
        with self._lock:
            slot = self._slots.get(key)
            if slot is None:
                slot = self._slots[key] = _Slot(form)
                cost += 4 * len(key[1])
            elif before := slot.entries.get(entry.answer.media_type):
                cost -= before.cost
            slot.entries[entry.answer.media_type] = entry
            self._charge(slot, cost)

    def recall(self, way: Way, version: str) -> Written | None:
        """Give what a request that was asked this way was answered, if that was from this version."""
        key, answer = self._ways.get(way, _NOTHING)
        if key is None or key[0] != version:
            return None
        self._touch(key)
        return answer

    def remember(self, way: Way, key: Key, answer: Written) -> None:
        """Remember what a request that is asked this way is answered, as long as the answer is kept."""
        with self._lock:
            slot = self._slots.get(key)
            known = self._ways.get(way, _NOTHING)[0] == key
            if slot is not None and not known and len(slot.ways) < _WAYS:
                slot.ways.append(way)
                self._ways[way] = key, answer
                self._charge(slot, _OF_ONE + sum(map(len, way)))

    def _touch(self, key: Key) -> None:
        try:  # noqa: SIM105  this is for every hit, and "suppress" takes three times as long
            self._slots.move_to_end(key)
        except KeyError:  # it went just now
            pass

    def _charge(self, slot: _Slot, cost: int) -> None:
        slot.cost += cost
        self.held += cost
        while self.held > self.most:
            key, dropped = self._slots.popitem(last=False)
            self.held -= dropped.cost
            for way in dropped.ways:
                if self._ways.get(way, _NOTHING)[0] == key:  # and not that of a newer version
                    del self._ways[way]
