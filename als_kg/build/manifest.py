"""What a dataset directory says of itself: counts, origin, and the outside graphs that were loaded into it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from als_kg.errors import DatasetError, Place

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Loaded:
    """A graph that came from a file of somebody else; nothing of it is in a view.

    ``digest`` is the SHA-256 of the file, ``kept`` the name and ``size`` the bytes of what is kept of it
    for the next build, ``date`` the day (UTC) of loading; ``outer`` tells that statements outside any graph
    came here. ``ontology``, ``edition`` and ``licence`` are what the file says of itself: empty where it
    says nothing.
    """

    graph: str
    triples: int
    file: str
    format: str
    digest: str
    kept: str
    size: int
    date: str
    outer: bool = True
    ontology: str = ""
    edition: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a dataset directory holds; ``graphs`` and ``views`` count triples, by IRI and by name.

    ``inputs`` is the digest of everything it was made from, ``validated`` whether it was judged
    and found clean, ``outside`` lists what was loaded beside it, in order of graph.
    """

    version: str
    inputs: str
    package: str
    engine: str
    graphs: Mapping[str, int]
    views: Mapping[str, int]
    validated: bool
    outside: tuple[Loaded, ...] = ()

    @property
    def outside_counts(self) -> dict[str, int]:
        """Count the triples of each outside graph, by IRI."""
        return {loaded.graph: loaded.triples for loaded in self.outside}


def manifest_text(manifest: Manifest) -> str:
    """Write a manifest as JSON."""
    return json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a version directory; raises DatasetError."""
    file = folder / MANIFEST
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        outside = tuple(Loaded(**record) for record in found.pop("outside", ()))
        return Manifest(**found, outside=outside)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DatasetError("is not a manifest that this als-kg knows", Place(str(file)), "run: als-kg build") from error


def listing(outside: Iterable[Loaded]) -> bytes:
    """Write what names the loaded content: equal files in equal graphs give equal bytes, whenever they came."""
    return "".join(sorted(f"{each.graph}\t{each.format}\t{each.digest}\n" for each in outside)).encode()
