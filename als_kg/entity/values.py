"""Terms and statements as a page shows them."""

from dataclasses import dataclass

from als_kg.entity.panels import Row
from als_kg.vocabulary import BASE, GRAPHS, language_tag

# How much of YYYY-MM-DD a date shows, by the precision that its node gives (ISO 8601-1, reduced precision).
_SHOWN = {"year": 4, "month": 7}


@dataclass(frozen=True)
class Value:
    """A term as a page shows it: an IRI, or a text with its language or datatype.

    ``precision`` of a date is year, month or day; nothing where its node does not say.
    """

    text: str
    iri: str = ""
    language: str = ""
    datatype: str = ""
    precision: str = ""

    @property
    def told(self) -> str:
        """The text, a date no further than its source gives it."""
        return self.text[: _SHOWN.get(self.precision, len(self.text))]

    @property
    def turtle(self) -> str:
        """Write it so that a reader of a report can find it."""
        if self.iri:
            return f"<{self.iri}>"
        return f'"{self.text}"' + (f"@{self.language}" if self.language else "")


@dataclass(frozen=True)
class Graph:
    """Who says something: a kind (claim, entity, review, mapping, inferred …), and of a claim its passage and manner.

    At a statement the hedges are those of its own node; among the passages of a page, those of the passage.
    """

    iri: str
    passage: str = ""
    strength: str = ""
    hedges: tuple[Value, ...] = ()
    speakers: tuple[str, ...] = ()
    summary: tuple[Value, ...] = ()

    @property
    def kind(self) -> str:
        """The first word of the graph's name."""
        return self.iri.removeprefix(GRAPHS).partition("/")[0]

    @property
    def name(self) -> str:
        """The rest of it."""
        return self.iri.removeprefix(GRAPHS).partition("/")[2]

    @property
    def review(self) -> str:
        """The review that speaks in it; nothing where it is no review's."""
        return f"{BASE}review/{self.name}" if self.kind == "review" else ""


@dataclass(frozen=True)
class Statement:
    """One statement, by everybody who makes it; ``retracted`` names the reviews that take it back.

    A review may take back a claim and say the same anew (the precision of a corrected date): then it holds.
    """

    subject: str
    predicate: str
    value: Value
    graphs: tuple[Graph, ...]
    retracted: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether it stands in spite of what reviews take back."""
        return not self.retracted or any(graph.kind == "review" for graph in self.graphs)


def value_of(cell: Row) -> Value:
    """Read a term of SPARQL JSON."""
    text = str(cell["value"])
    if cell["type"] == "uri":
        return Value(text, iri=text)
    language = str(cell.get("xml:lang", ""))
    return Value(text, language=language_tag(language) if language else "", datatype=str(cell.get("datatype", "")))
