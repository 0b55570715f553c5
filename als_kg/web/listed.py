"""Lists of the things of a kind: ``/intervention`` lists whatever has an IRI below it."""

from collections.abc import Mapping
from dataclasses import dataclass

from als_kg.documentation.model import page_of, term_at
from als_kg.entity.called import Names
from als_kg.entity.kinds import NAMESPACES, Kind, kinds, listed, meant_by
from als_kg.entity.panels import Ask
from als_kg.entity.questions import starting_with
from als_kg.errors import QueryError
from als_kg.query.words import nearest
from als_kg.vocabulary import BASE, KINDS, shorten
from als_kg.web.documented import Subject
from als_kg.web.shown import Frame

PANEL = "list"


@dataclass(frozen=True)
class Entry:
    """A thing in a list: its name in the reader's language, and where its page is."""

    name: str
    href: str


class Lists:
    """Find and tell the lists; ``ask`` asks panels."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def find(self, page: str) -> Subject | None:
        """Tell which list an address is; None for any other, and for a kind that has nothing."""
        return Subject(page, page, PANEL) if self._kind(page) else None

    def told(self, subject: Subject, frame: Frame) -> Mapping[str, object]:
        """Give what the page of a list shows; the things in the order of their names."""
        kind, found = self._kind(subject.page), listed(self._ask, f"{subject.page}/")
        assert kind is not None, "found before"
        return {
            "title": kind.name(frame.language),
            "entries": sorted(
                (_entry(iri, found.names, frame) for iri in found.iris), key=lambda each: each.name.casefold()
            ),
            "count": len(found.iris),
            "all_listed": frame.ask(starting_with(f"{subject.page}/")) if found.more else "",
        }

    def meant(self, page: str) -> tuple[str, ...]:
        """Find what is near an address that names nothing, as IRIs; nothing where finding it takes too much."""
        local = page.removeprefix(BASE)
        try:
            if "/" in local:
                return tuple(meant_by(self._ask, term_at(page)))
            near = nearest(local, (kind.word for kind in kinds(self._ask)), cutoff=0.75)
        except QueryError:
            return ()
        return (BASE + near,) if near else ()

    def near(self, iris: tuple[str, ...], frame: Frame) -> list[Entry]:
        """Name what is near an address, or kinds."""
        return [self._near(iri, frame) for iri in iris]

    def _kind(self, page: str) -> Kind | None:
        word = page.removeprefix(BASE)
        return next((kind for kind in kinds(self._ask) if kind.word == word), None) if word in KINDS else None

    def _near(self, iri: str, frame: Frame) -> Entry:
        if kind := self._kind(iri):
            return Entry(kind.name(frame.language), frame.href(iri))
        start = next(each for each in NAMESPACES if iri.startswith(each))
        return _entry(iri, listed(self._ask, start).names, frame)


def _entry(iri: str, names: Names, frame: Frame) -> Entry:
    name = names.get(iri, {}).get(frame.language) or shorten(iri).strip("<>")
    return Entry(name, frame.href(page_of(iri)))
