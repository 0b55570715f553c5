"""The one table of formats: name, media type, file extension, the engine's own format."""

from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

Family = Literal["results", "graph", "dataset"]
Engine = ox.RdfFormat | ox.QueryResultsFormat


@dataclass(frozen=True)
class Format:
    """One way to write answers; ``also`` are further media types that mean the same."""

    name: str
    media_type: str
    extension: str
    family: Family
    engine: Engine
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything a caller may call it."""
        return (self.name, self.extension, self.media_type, *self.also)


_SPARQL = "application/sparql-results"

# The first of a family is its default: what ``*/*`` gets.
FORMATS = (
    Format("json", f"{_SPARQL}+json", "srj", "results", ox.QueryResultsFormat.JSON, ("application/json",)),
    Format("xml", f"{_SPARQL}+xml", "srx", "results", ox.QueryResultsFormat.XML, ("application/xml", "text/xml")),
    Format("csv", "text/csv", "csv", "results", ox.QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", "tsv", "results", ox.QueryResultsFormat.TSV),
    Format("turtle", "text/turtle", "ttl", "graph", ox.RdfFormat.TURTLE, ("application/x-turtle",)),
    Format("ntriples", "application/n-triples", "nt", "graph", ox.RdfFormat.N_TRIPLES, ("text/plain",)),
    Format("jsonld", "application/ld+json", "jsonld", "graph", ox.RdfFormat.JSON_LD, ("application/json",)),
    Format("rdfxml", "application/rdf+xml", "rdf", "graph", ox.RdfFormat.RDF_XML, ("application/xml", "text/xml")),
    Format("trig", "application/trig", "trig", "dataset", ox.RdfFormat.TRIG),
    Format("nquads", "application/n-quads", "nq", "dataset", ox.RdfFormat.N_QUADS),
    Format("jsonld", "application/ld+json", "jsonld", "dataset", ox.RdfFormat.JSON_LD, ("application/json",)),
)  # fmt: skip


def of_family(family: Family) -> tuple[Format, ...]:
    """List the formats of one family, the default first."""
    return tuple(entry for entry in FORMATS if entry.family == family)


def by_name(name: str, family: Family | None = None) -> Format | None:
    """Find a format by name, file extension or media type, whatever the case; None if unknown."""
    wanted = name.strip().lower().removeprefix(".")
    fitting = (entry for entry in FORMATS if wanted in entry.names and family in (None, entry.family))
    return next(fitting, None)


def choose(accept: str, family: Family) -> Format | None:
    """Pick the format that an Accept header wants most (RFC 9110, 12.5.1), None if none will do.

    An empty header accepts anything. Each media type gets the weight of the most specific range
    that names it; equal weights go to the closer range, then to the one named first, then to the
    order of the table.
    """
    wished = ranges(accept)
    weighed = [(_weight(entry, wished), entry) for entry in of_family(family)]
    acceptable = [pair for pair in weighed if pair[0][0] > 0]
    return max(acceptable, key=lambda pair: pair[0])[1] if acceptable else None


def ranges(accept: str) -> list[tuple[str, float]]:
    """Split an Accept header into (media range, weight) in the order given; an empty one accepts anything."""
    parts = [part for part in accept.split(",") if part.strip()] or ["*/*"]
    return [_range(part) for part in parts]


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [piece[2:].strip() for piece in parameters if piece.startswith("q=")]
    return media, _quality(weights[0]) if weights else 1.0


def _quality(text: str) -> float:
    """Read a q-value; what is not a number between 0 and 1 counts as not acceptable."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0.0 <= value <= 1.0 else 0.0


def _weight(entry: Format, ranges: list[tuple[str, float]]) -> tuple[float, int, int]:
    """Weigh one format: (quality, how specific, how early) of the range that speaks for it.

    A further media type counts only where it is named outright: the answer carries the main one.
    """
    wide = [(_specificity(media, entry.media_type), -order, quality) for order, (media, quality) in enumerate(ranges)]
    exact = [(2, -order, quality) for order, (media, quality) in enumerate(ranges) if media in entry.also]
    return max(_ordered(max(wide)), *map(_ordered, exact), (0.0, -1, 0))


def _ordered(fit: tuple[int, int, float]) -> tuple[float, int, int]:
    specific, order, quality = fit
    return (quality if specific >= 0 else 0.0, specific, order)


def _specificity(media: str, media_type: str) -> int:
    """Tell how closely a range names a type: 2 exactly, 1 ``text/*``, 0 ``*/*``, -1 not at all."""
    if media == media_type:
        return 2
    if media == f"{media_type.partition('/')[0]}/*":
        return 1
    return 0 if media == "*/*" else -1
