"""What a page shows of a release: titles, how to cite and ask it, and its files in rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from als_kg.build import Triples
from als_kg.describe import release_iri, schema_org
from als_kg.describe.about import About
from als_kg.release.contents import STEM
from als_kg.release.making import FULL, NOTES
from als_kg.release.manifest import MANIFEST, SUMS
from als_kg.release.shelf import Held, Kept
from als_kg.vocabulary import CURRENT
from als_kg.web.addresses import Site

_TAGS = {"en": "en", "zh": "zh-Hans"}
_CITED = {
    "en": "{makers} ({year}). {title}, version {version} [data set]. {iri}",
    "zh": "{makers}（{year}）。{title}，版本 {version}［数据集］。{iri}",
}
_UNDATED = {"en": "no date", "zh": "无日期"}
_SLUG = re.compile(r"[^A-Za-z0-9]+")


def cited(language: str, makers: Sequence[str], year: str, title: str, version: str, iri: str) -> str:
    """Say how to cite a version of the data in a text; ``year`` may be empty."""
    return _CITED[language].format(
        makers=", ".join(makers) or STEM, year=year or _UNDATED[language], title=title, version=version, iri=iri
    )


@lru_cache(maxsize=8)
def presented(kept: Kept) -> "Presented":
    """Take a release as a page shows it; its description is read once."""
    return Presented(kept)


@dataclass(frozen=True)
class Presented:
    """A release, in the words of its own description."""

    kept: Kept

    @cached_property
    def described(self) -> Triples:
        """The description."""
        return self.kept.description()

    @cached_property
    def about(self) -> About:
        """The same, to be asked."""
        return About(self.described)

    @property
    def notes(self) -> Held | None:
        """What changed."""
        return self.kept.files.get(NOTES)

    @cached_property
    def schema_org(self) -> dict[str, Any] | None:
        """It in schema.org's words; None where it has no description."""
        return schema_org(self.described, self.kept.iri) if self.described else None

    @property
    def statements(self) -> int:
        """Statements in all graphs."""
        return sum(self.kept.manifest.graphs.values())

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(held.size for held in self.kept.files.values())

    @property
    def rows(self) -> tuple[Held, ...]:
        """The files, each with its packed twin, which has no row of its own."""
        twins = {held.packed.name for held in self.kept.files.values() if held.packed}
        return tuple(held for held in self.kept.files.values() if held.name not in twins)

    def title(self, language: str) -> str:
        """Name it, without its version."""
        return self._text("dcterms:title", self.kept.iri, language) or STEM

    def citation(self, language: str) -> str:
        """Say how to cite it in a text."""
        return cited(
            language, self._makers(language), self.year, self.title(language), self.kept.version, self.kept.iri
        )

    @property
    def bibtex(self) -> str:
        """Say how to cite it in BibTeX; @misc, as there is no type for data sets that every style knows."""
        fields = {
            "author": "{" + " and ".join(self._makers("en")) + "}",
            "title": "{" + self.title("en") + "}",
            "version": self.kept.version,
            "year": self.year,
            "url": self.kept.iri,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value not in ("", "{}")]
        return "\n".join([f"@misc{{{_SLUG.sub('-', f'{STEM} {self.kept.version}')},", *lines, "}"])

    @property
    def year(self) -> str:
        """The year in which it was issued, nothing where that is not told."""
        return self.kept.manifest.issued[:4]

    def commands(self, site: Site) -> str:
        """Say how to ask it on a machine of one's own, after fetching only what that takes."""
        names = ",".join(self.needed())
        return (
            f"mkdir {self.kept.version} && cd {self.kept.version}\n"
            f"curl -fsSO '{site.address(release_iri(self.kept.version))}{{{names}}}'\n"
            "sha256sum --check --ignore-missing SHA256SUMS\n"
            "als-kg query --release . -e 'SELECT (COUNT(*) AS ?statements) { ?s ?p ?o }'"
        )

    def needed(self) -> Iterator[str]:
        """Name the files without which it cannot be asked."""
        yield from (MANIFEST, SUMS, FULL)
        yield from (f"{STEM}.nt" if view == CURRENT else f"{STEM}-{view}.nt" for view in self.kept.manifest.views)

    def _makers(self, language: str) -> list[str]:
        makers = self.about.of("dcterms:creator", self.kept.iri)
        return [self._text("foaf:name", maker.value, language) or maker.value for maker in makers]

    def _text(self, name: str, subject: str, language: str) -> str:
        found = {str(getattr(value, "language", "")).lower(): value.value for value in self.about.of(name, subject)}
        return found.get(_TAGS[language].lower()) or next(iter(found.values()), "")
