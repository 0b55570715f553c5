"""The links that tell programs what a release is, how to have it, and how to cite it.

Signposting (https://signposting.org/FAIR/): some as headers, all in a link set (RFC 9264).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from als_kg.describe import DATASET, release_iri, version_iri
from als_kg.release.shelf import Held, Kept
from als_kg.vocabulary import BASE
from als_kg.web.addresses import HTML, SUFFIXES, Site
from als_kg.web.presenting import Presented

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
LINKSET = "linkset.json"
LINKSET_TYPE = "application/linkset+json"
_TYPES = ("https://schema.org/Dataset", "https://schema.org/AboutPage")
# More would not fit into the headers that proxies let pass; the link set has them all.
_SHOWN = 8


@dataclass(frozen=True)
class Link:
    """One typed link (RFC 8288)."""

    relation: str
    href: str
    media_type: str = ""

    def written(self) -> str:
        """Write it for the header."""
        return f'<{self.href}>; rel="{self.relation}"' + (f'; type="{self.media_type}"' if self.media_type else "")


def links_of(site: Site, told: Presented) -> Iterator[Link]:
    """List everything that a release links to, its files last."""
    kept = told.kept
    yield Link("cite-as", kept.iri)
    for suffix, media_type in SUFFIXES.items():
        if suffix != HTML:
            yield Link("describedby", site.address(kept.iri, suffix), media_type)
    yield Link("license", LICENCE)
    yield from (Link("type", kind) for kind in _TYPES)
    yield from (Link("author", agent.value) for agent in told.about.of("dcterms:creator", kept.iri))
    yield Link("collection", site.address(DATASET))
    yield Link("version-history", site.address(f"{BASE}release/"))
    if kept.manifest.previous:
        yield Link("predecessor-version", site.address(version_iri(kept.manifest.previous)))
    for held in kept.files.values():
        if held.title:
            yield Link("item", file_address(site, kept, held), held.media_type)


def header_of(site: Site, kept: Kept, links: list[Link]) -> str:
    """Write the header Link: all but most of the files, and where the rest is."""
    items = [link for link in links if link.relation == "item"]
    shown = [link for link in links if link not in items] + items[:_SHOWN]
    linkset = Link("linkset", site.address(release_iri(kept.version) + LINKSET), LINKSET_TYPE)
    return ", ".join(link.written() for link in (*shown, linkset))


def header_of_file(site: Site, kept: Kept) -> str:
    """Lead from a file back to its release."""
    links = Link("collection", site.address(release_iri(kept.version))), Link("license", LICENCE)
    return ", ".join(link.written() for link in links)


def linkset_of(site: Site, kept: Kept, links: list[Link]) -> Mapping[str, Any]:
    """Write all of them as a link set in JSON."""
    found: dict[str, Any] = {"anchor": site.address(release_iri(kept.version))}
    for link in links:
        target = {"href": link.href} | ({"type": link.media_type} if link.media_type else {})
        found.setdefault(link.relation, []).append(target)
    return {"linkset": [found]}


def file_address(site: Site, kept: Kept, held: Held) -> str:
    """Say where a file is to be had."""
    return site.address(release_iri(kept.version) + held.name)
