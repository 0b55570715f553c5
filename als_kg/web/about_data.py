"""What the page of the dataset tells a reader first: what it is, its licence, its version and how to cite it."""

from dataclasses import dataclass

from als_kg.describe.naming import DATASET
from als_kg.entity import Value
from als_kg.vocabulary import expand
from als_kg.web.presenting import cited
from als_kg.web.shown import Shown


@dataclass(frozen=True)
class AboutData:
    """The lasting dataset, in the words of its description."""

    shown: Shown

    def values(self, name: str) -> list[Value]:
        """List the values of a property."""
        return [each.value for each in self.shown.entity.statements if each.predicate == expand(name)]

    @property
    def description(self) -> str:
        """Say what it is, in the reader's language."""
        return " ".join(text.text for text in self.shown.in_language(self.values("dcterms:description"))[:1])

    @property
    def licences(self) -> list[str]:
        """List the addresses of its licences."""
        return [value.iri for value in self.values("dcterms:license")]

    @property
    def version_iri(self) -> str:
        """Name the version that is served; empty where the description tells none."""
        return next((value.iri for value in self.values("dcat:hasCurrentVersion")), "")

    @property
    def version(self) -> str:
        """The number of that version."""
        return self.version_iri.rpartition("/")[2]

    @property
    def citation(self) -> str:
        """Say how to cite that version; a release tells its year, the lasting dataset has none."""
        makers = [self.shown.name(value.iri) for value in self.values("dcterms:creator")]
        title = self.shown.name(DATASET)
        return cited(self.shown.language, makers, "", title, self.version, self.version_iri or DATASET)


def about_data(shown: Shown) -> AboutData | None:
    """Tell about the dataset on its own page; None on others."""
    return AboutData(shown) if shown.entity.iri == DATASET else None
