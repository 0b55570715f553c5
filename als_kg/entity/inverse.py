"""Show a statement or its inverse, not both: the one that somebody makes, not the one that follows from it."""

from collections.abc import Callable, Iterable

from als_kg.entity.values import Statement
from als_kg.vocabulary import graph_for

_TURNED = frozenset(graph_for("inferred", rule) for rule in ("inverse", "symmetric"))

Both = tuple[tuple[Statement, ...], tuple[Statement, ...]]


def without_inverses(statements: tuple[Statement, ...], incoming: tuple[Statement, ...]) -> Both:
    """Leave out, of what a thing says of others and others of it, what only follows by turning the other round.

    No ontology is asked: what such a rule says of a thing and another, it says because of what the other says of it.
    """
    said = {each.value.iri for each in statements if not _is_turned(each)}
    pointing = {each.subject for each in incoming if not _is_turned(each)}
    return (
        _kept(statements, lambda each: each.value.iri in pointing),
        _kept(incoming, lambda each: each.subject in said),
    )


def _is_turned(statement: Statement) -> bool:
    return all(graph.iri in _TURNED for graph in statement.graphs)


def _kept(statements: Iterable[Statement], told: Callable[[Statement], bool]) -> tuple[Statement, ...]:
    return tuple(each for each in statements if not (_is_turned(each) and told(each)))
