"""The query shapes: one file each, with the word NUMBER where every request writes another number."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

FOLDER = Path(__file__).resolve().parent / "shapes"
MARK = "NUMBER"
ACCEPT = "application/sparql-results+json"


@dataclass(frozen=True)
class Shape:
    """A query with a place for a number, so that no cache has seen it; ``purpose`` is its first line."""

    name: str
    purpose: str
    text: str

    def numbered(self, number: int) -> str:
        """Write the query of one request."""
        return self.text.replace(MARK, str(number))


# The query that is asked over and over: small, as a page's or a monitor's query is.
TINY = Shape("tiny", "one cached query", "SELECT ?kind { <https://w3id.org/als-kg/intervention/tofersen> a ?kind }")


def load_shapes(folder: Path = FOLDER) -> tuple[Shape, ...]:
    """Read every shape, in the order of the file names."""
    return tuple(_read(path) for path in sorted(folder.glob("*.rq")))


def target(path: str, text: str) -> str:
    """Write what a GET request asks for: the endpoint's path, and the query in its parameters."""
    return f"{path}{'&' if '?' in path else '?'}query={quote(text, safe='')}"


def _read(path: Path) -> Shape:
    head, _, text = path.read_text(encoding="utf-8").partition("\n")
    if not head.startswith("# ") or text.count(MARK) != 1:
        raise ValueError(f"{path.name}: starts with a comment line and holds {MARK} once")
    return Shape(path.stem, head.removeprefix("# "), text)
