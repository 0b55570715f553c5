"""Answer queries through a service and keep what can be kept.

An answer is kept under the dataset version that gave it, the exact query, the graphs and the media
type. The media type follows from the form of the query, which is kept too, so that a hit reads no
SPARQL.
"""

from functools import lru_cache

from als_kg.query import QueryRequest, QueryService
from als_kg.query.reading import choose_format
from als_kg.web.endpoint.entry import Entry
from als_kg.web.endpoint.kept import Kept, Key, Way
from als_kg.web.endpoint.outgoing import Outgoing, Written, written


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
        entry = Entry(answer, request.text)
        if answer.lasting:
            self._kept.put(_key(answer.version, request), answer.form, entry)
        return entry, False

    def recall(self, way: Way) -> Written | None:
        """Give what a request that came this way before was answered, if that still holds."""
        return self._kept.recall(way, self.service.version())

    def remember(self, way: Way, request: QueryRequest, entry: Entry, outgoing: Outgoing) -> None:
        """Remember what a request that came this way is answered."""
        self._kept.remember(way, _key(entry.answer.version, request), written(outgoing))


def _key(version: str, request: QueryRequest) -> Key:
    return version, request.text, request.default_graphs, request.named_graphs, request.view, request.bindings


@lru_cache(maxsize=512)
def _media_type(form: str, accept: str, name: str) -> str:
    return choose_format(form, QueryRequest("", accept=accept, format=name)).media_type
