"""An index over triples: what is said of a node, by prefixed predicate, always in the same order."""

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from als_kg.layout import object_key, text_of
from als_kg.vocabulary import expand

Node = ox.NamedNode | ox.BlankNode
_NIL = ox.NamedNode(expand("rdf:nil"))


class Facts:
    """Triples by subject and predicate; an IRI may be given as text."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._said: dict[object, dict[str, list[object]]] = {}
        for triple in triples:
            self._said.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)
        for about in self._said.values():
            for values in about.values():
                values.sort(key=object_key)

    def subjects(self, *kinds: str) -> Iterator[str]:
        """List the IRIs that have one of some types (prefixed names), in order."""
        wanted = {ox.NamedNode(expand(kind)) for kind in kinds}
        found = (
            s.value for s in self._said if isinstance(s, ox.NamedNode) and wanted & set(self.values(s, "rdf:type"))
        )
        return iter(sorted(found))

    def predicates(self, subject: object) -> Mapping[str, list[object]]:
        """List all that is said of a node, by predicate IRI."""
        return self._said.get(_node(subject), {})

    def values(self, subject: object, name: str) -> list[object]:
        """List the values of a prefixed predicate."""
        return self._said.get(_node(subject), {}).get(expand(name), [])

    def links(self, subject: object, name: str) -> tuple[str, ...]:
        """List the IRIs among the values."""
        return tuple(value.value for value in self.values(subject, name) if isinstance(value, ox.NamedNode))

    def texts(self, subject: object, name: str) -> dict[str, str]:
        """Give a text per language: ``en``, ``zh`` (whatever the script), and ``""`` for one without a tag."""
        literals = (value for value in self.values(subject, name) if isinstance(value, ox.Literal))
        return {(value.language or "").partition("-")[0]: value.value for value in literals}

    def text(self, subject: object, name: str) -> str:
        """Take the first value as text, nothing where there is none."""
        return next((text_of(value) for value in self.values(subject, name)), "")

    def items(self, node: object) -> Iterator[object]:
        """Read an RDF list."""
        while node != _NIL and (first := self.values(node, "rdf:first")):
            yield first[0]
            node = next(iter(self.values(node, "rdf:rest")), _NIL)


def _node(subject: object) -> object:
    return ox.NamedNode(subject) if isinstance(subject, str) else subject
