"""Give each date the precision that its node tells beside it (decision 0006)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from als_kg.entity.values import Graph, Statement, Value
from als_kg.vocabulary import ALS, DCTERMS, code_iri

# The dates that als:datePrecision speaks of; those of curators, such as als:lastChecked, are days.
DATED = (ALS.date, ALS.dueDate, ALS.asOf, DCTERMS.issued)
_FINEST = ("day", "month", "year")
_CODES = {code_iri("precision", word): word for word in _FINEST}

# The words for the precision that a graph gives a node.
Precisions = Mapping[tuple[str, str], frozenset[str]]


def precisions_in(statements: Iterable[Statement]) -> Precisions:
    """Collect what each graph says of the precision of each node, by graph and node."""
    found: dict[tuple[str, str], set[str]] = {}
    for each in statements:
        if each.predicate == ALS.datePrecision and each.value.iri in _CODES:
            for graph in each.graphs:
                found.setdefault((graph.iri, each.subject), set()).add(_CODES[each.value.iri])
    return {key: frozenset(words) for key, words in found.items()}


def with_precision(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Tell of each date how precise it is, as the graphs say that give it.

    A review may bring a date of another precision than the claim: a graph is asked for its own dates only.
    """
    read = tuple(statements)
    known = precisions_in(read)
    return tuple(
        replace(each, value=_precise(each.value, each.subject, each.graphs, known)) if each.predicate in DATED else each
        for each in read
    )


def at_precision(text: str, codes: Iterable[str]) -> str:
    """Cut a date (xsd:date) to the finest of the precisions that codes (IRIs) tell; whole where they tell none."""
    words = {_CODES[code] for code in codes if code in _CODES}
    return Value(text, precision=_finest(words)).told


def _finest(words: Iterable[str]) -> str:
    return next((word for word in _FINEST if word in words), "")


def _precise(value: Value, subject: str, graphs: Iterable[Graph], known: Precisions) -> Value:
    """Take the finest precision, where several graphs give the same date."""
    words = {word for graph in graphs for word in known.get((graph.iri, subject), ())}
    return replace(value, precision=_finest(words))
