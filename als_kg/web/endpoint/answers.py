"""Answer queries through a service and keep what can be kept.

An answer is kept under the dataset version that gave it, the exact query, the graphs and the media
type. The media type follows from the form of the query, which is kept too, so that a hit reads no
SPARQL.
"""

import re
from functools import lru_cache
from hashlib import sha256

from als_kg.query import QueryRequest, QueryService
from als_kg.query.reading import choose_format
from als_kg.query.text import QueryText
from als_kg.web.endpoint.entry import Entry
from als_kg.web.endpoint.kept import Kept, Key, Way
from als_kg.web.endpoint.outgoing import Outgoing

# Functions that answer differently each time, and what others answer. A false alarm costs time only.
_FLEETING = re.compile(r"\b(?:now|rand|uuid|struuid|service)\b")
_HINTS = ("now", "rand", "uuid", "service")


class Answers:
    """A service with a memory of ``most`` bytes; thread-safe."""

    def __init__(self, service: QueryService, most: int) -> None:
        self.service = service
        self._kept = Kept(most)

    @property
    def held(self) -> int:
        """How many bytes are used."""
        return self._kept.held

    def answer(self, request: QueryRequest) -> tuple[Entry, bool]:
        """Give the answer, and whether it was kept from before; raise as the service does."""
        key = _key(self.service.version(), request)
        found = self._kept.find(key, lambda form: _media_type(form, request.accept, request.format))
        if found is not None:
            return found, True
        answer = self.service.answer(request)
        entry = Entry(answer, digest_of(request.text), keep=_is_lasting(request.text))
        if entry.keep:
            self._kept.put(_key(answer.version, request), answer.form, entry)
        return entry, False

    def recall(self, way: Way) -> Outgoing | None:
        """Give what a request that came this way before was answered, if that still holds."""
        return self._kept.recall(way, self.service.version())

    def remember(self, way: Way, request: QueryRequest, entry: Entry, outgoing: Outgoing) -> None:
        """Remember what a request that came this way is answered."""
        self._kept.remember(way, _key(entry.answer.version, request), outgoing)


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
