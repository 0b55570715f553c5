"""Answer queries through a service and keep what can be kept, bounded in bytes.

An answer is kept under the dataset version that gave it, the exact query, the graphs and the media
type. The media type follows from the form of the query, which is kept too, so that a hit reads no
SPARQL.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from threading import Lock

from als_kg.query import QueryRequest, QueryService
from als_kg.query.reading import choose_format
from als_kg.query.text import QueryText
from als_kg.web.endpoint.entry import Entry

Key = tuple[str, str, tuple[str, ...], tuple[str, ...], str, tuple[tuple[str, str], ...]]

# Functions that answer differently each time, and what others answer. A false alarm costs time only.
_FLEETING = re.compile(r"\b(?:now|rand|uuid|struuid|service)\b")
_HINTS = ("now", "rand", "uuid", "service")
# No answer may drive out more than this part of the others.
_LARGEST = 0.25


@dataclass
class Slot:
    """The answers to one query over one dataset, by media type."""

    form: str
    entries: dict[str, Entry] = field(default_factory=dict)
    cost: int = 0


class Answers:
    """A service with a memory of ``most`` bytes; thread-safe."""

    def __init__(self, service: QueryService, most: int) -> None:
        self.service = service
        self.most = most
        self.held = 0
        self._slots: OrderedDict[Key, Slot] = OrderedDict()
        self._lock = Lock()

    def answer(self, request: QueryRequest) -> tuple[Entry, bool]:
        """Give the answer, and whether it was kept from before; raise as the service does."""
        found = self._find(_key(self.service.status().version, request), request)
        if found is not None:
            return found, True
        answer = self.service.answer(request)
        entry = Entry(answer, digest_of(request.text), keep=_is_lasting(request.text))
        if entry.keep:
            self._put(_key(answer.version, request), answer.form, entry)
        return entry, False

    def _find(self, key: Key, request: QueryRequest) -> Entry | None:
        slot = self._slots.get(key)
        if slot is None:
            return None
        entry = slot.entries.get(_media_type(slot.form, request.accept, request.format))
        if entry is not None:
            with self._lock:
                if key in self._slots:
                    self._slots.move_to_end(key)
        return entry

    def _put(self, key: Key, form: str, entry: Entry) -> None:
        if entry.cost + len(key[1]) > self.most * _LARGEST:
            return
        with self._lock:
            slot = self._slots.get(key) or Slot(form, cost=0)
            self.held -= slot.cost
            slot.entries[entry.answer.media_type] = entry
            slot.cost = 4 * len(key[1]) + sum(each.cost for each in slot.entries.values())
            self.held += slot.cost
            self._slots[key] = slot
            self._slots.move_to_end(key)
            while self.held > self.most:
                _, dropped = self._slots.popitem(last=False)
                self.held -= dropped.cost


def digest_of(text: str) -> str:
    """Name a query in the log."""
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


def _key(version: str, request: QueryRequest) -> Key:
    return version, request.text, request.default_graphs, request.named_graphs, request.view, request.bindings


def _is_lasting(text: str) -> bool:
    lowered = QueryText(text).decoded.lower()
    hinted = any(hint in lowered for hint in _HINTS)  # mostly not, and ten times faster to see
    return not (hinted and _FLEETING.search(lowered))


@lru_cache(maxsize=512)
def _media_type(form: str, accept: str, name: str) -> str:
    return choose_format(form, QueryRequest("", accept=accept, format=name)).media_type
