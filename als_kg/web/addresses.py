"""Where things are: the IRIs of the data, and the addresses under which this server answers for them.

The IRIs never change with the operator's address; links on pages are local (decision 0011).
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from als_kg import formats
from als_kg.vocabulary import BASE

HTML = "html"
_SAFE = "/:@!$&'()*+,;=~-._"
# How the four ways to write a graph, and a page, end.
SUFFIXES = {entry.extension: entry.media_type for entry in formats.of_family("graph")} | {HTML: "text/html"}


def split_suffix(path: str) -> tuple[str, str]:
    """Split what says the format off a path: ``gene/sod1.ttl`` is gene/sod1 and ttl."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in SUFFIXES and not stem.endswith("/") else (path, "")


def iri_at(path: str) -> str | None:
    """Name what a path stands for; None for what is no IRI."""
    try:
        return str(ox.NamedNode(BASE + path).value)
    except ValueError:
        return None


@dataclass(frozen=True)
class Site:
    """This server as others see it; ``origin`` without a slash at its end."""

    origin: str

    def path(self, iri: str, suffix: str = "") -> str:
        """Lead to an IRI: of ours to this server, of others to themselves."""
        if not iri.startswith(BASE):
            return iri
        local, hash_, fragment = iri.removeprefix(BASE).partition("#")
        ending = f".{suffix}" if suffix else ""
        return f"{urlsplit(self.origin).path}/{quote(local, safe=_SAFE)}{ending}{hash_}{fragment}"

    def address(self, iri: str, suffix: str = "") -> str:
        """Lead there from outside."""
        parts = urlsplit(self.origin)
        path = self.path(iri, suffix)
        return f"{parts.scheme}://{parts.netloc}{path}" if path.startswith("/") else path
