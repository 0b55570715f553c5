"""Read what the curators say of the dataset: titles, descriptions, keywords, makers, licence."""

from dataclasses import dataclass

import pyoxigraph as ox

from als_kg.build import Triples
from als_kg.describe.naming import DATASET
from als_kg.describe.saying import Value, term
from als_kg.sources import Content, Role, SourceFile


@dataclass(frozen=True)
class About:
    """The curated statements, and the files that they are from; empty where a content folder has none."""

    triples: Triples = frozenset()
    files: tuple[SourceFile, ...] = ()

    def of(self, name: str, subject: str = DATASET) -> tuple[Value, ...]:
        """List the values of a prefixed predicate, in order."""
        about, predicate = ox.NamedNode(subject), term(name)
        found = [t.object for t in self.triples if t.subject == about and t.predicate == predicate]
        return tuple(sorted((v for v in found if isinstance(v, ox.NamedNode | ox.Literal)), key=str))

    def all(self, *names: str) -> dict[str, tuple[Value, ...]]:
        """List the values of some predicates, by predicate; those that are missing are left out."""
        return {name: values for name in names if (values := self.of(name))}


def read_about(content: Content) -> About:
    """Read ``data/dataset``; raises SourceError."""
    files = tuple(content.read(file) for file in content.files(Role.DATASET))
    return About(frozenset(quad.triple for file in files for quad in file.quads), files)
