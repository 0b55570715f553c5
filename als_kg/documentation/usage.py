"""How often terms are used in a view, and one statement with each as an example."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from als_kg.layout import object_key, text_of
from als_kg.vocabulary import BASE, CODES, RDF, RDFS, SKOS, language_tag

_NAMES = (SKOS.prefLabel, RDFS.label)


@dataclass(frozen=True)
class Example:
    """A thing and, of a property, the value that it has there; names are by IRI and language (en, zh)."""

    subject: str
    value: object = None
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_link(self) -> bool:
        """Tell whether the value is a thing."""
        return isinstance(self.value, ox.NamedNode)

    @property
    def language(self) -> str:
        """Tell in which language the value is."""
        return language_tag(self.value.language or "") if isinstance(self.value, ox.Literal) else ""


@dataclass(frozen=True)
class Usage:
    """Counts by the IRI of a class (things), property (statements) or code (statements that point at it).

    ``known`` is false where nobody counted; then nothing is to be said.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, Example] = field(default_factory=dict)
    known: bool = False

    def count(self, iri: str) -> int | None:
        """Tell how often a term is used, None where nobody counted."""
        return self.counts.get(iri, 0) if self.known else None


NO_USAGE = Usage()


def usage_in(triples: Iterable[ox.Triple], wanted: Container[str]) -> Usage:
    """Count some terms in the statements of a view; the example is the first in order, so it is always the same."""
    counts, first = Counter[str](), dict[str, tuple[object, ...]]()
    names: dict[str, dict[str, str]] = {}
    for triple in triples:
        subject, predicate, value = text_of(triple.subject), triple.predicate.value, triple.object
        if predicate in _NAMES and isinstance(value, ox.Literal):
            names.setdefault(subject, {})[(value.language or "").partition("-")[0]] = value.value
        used = [iri for iri in (predicate, _pointed(predicate, value)) if iri in wanted]
        counts.update(used)
        for iri in used:
            key = (subject, object_key(value), value)
            if subject.startswith(BASE) and (iri not in first or key[:2] < first[iri][:2]):
                first[iri] = key
    examples = {
        iri: Example(str(subject), None if text_of(value) == iri else value, _some(names, subject, value))
        for iri, (subject, _, value) in first.items()
    }
    return Usage(counts, examples, known=True)


def _pointed(predicate: str, value: object) -> str:
    """Name the class that a thing is of, or the code that it points at; not what the ontology says of either."""
    text = text_of(value)
    return text if predicate == RDF.type or text.startswith(CODES) else ""


def _some(names: Mapping[str, Mapping[str, str]], *terms: object) -> dict[str, Mapping[str, str]]:
    return {iri: names[iri] for iri in map(text_of, terms) if iri in names}
