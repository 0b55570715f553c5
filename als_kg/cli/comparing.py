"""Show what differs between two datasets, thing by thing."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import click
import pyoxigraph as ox

from als_kg.diff import Change, Diff, Kind, Names
from als_kg.vocabulary import language_tag, shorten

_SIGNS = {Kind.ADDED: ("+", "green"), Kind.REMOVED: ("-", "red"), Kind.CHANGED: ("~", "yellow")}


def print_diff(diff: Diff, names: Names) -> None:
    """Print a head per thing and a line per statement: + added, - removed, ~ changed."""
    fate = dict.fromkeys(diff.added, Kind.ADDED) | dict.fromkeys(diff.removed, Kind.REMOVED)
    for subject, changes in groupby(diff.changes, key=lambda change: change.subject):
        kind = fate.get(subject, Kind.CHANGED)
        click.secho(f"{names.of(subject)}: {kind}", bold=True)
        for change in changes:
            for sign, text in _lines(change):
                click.secho(f"  {sign} {text}", fg=dict(_SIGNS.values())[sign])
    click.echo(_summary(diff))


def as_document(diff: Diff, names: Names) -> dict[str, Any]:
    """Write it for programs: counts, things, and each change with its terms as N-Triples has them."""
    things = {"added": diff.added, "removed": diff.removed, "changed": diff.changed}
    return {
        "statements": {str(kind): diff.count(kind) for kind in Kind},
        "things": {fate: [_thing(iri, names) for iri in iris] for fate, iris in things.items()},
        "changes": [_change(change) for change in diff.changes],
    }


def _lines(change: Change) -> Iterator[tuple[str, str]]:
    sign, _ = _SIGNS[change.kind]
    about = shorten(change.predicate) + (f" in {shorten(change.graph)}" if change.graph else "")
    if change.kind is Kind.CHANGED:
        yield sign, f"{about}: {_listed(change.old)} → {_listed(change.new)}"
    else:
        yield sign, f"{about}: {_listed(change.old or change.new)}"


def _listed(terms: tuple[object, ...]) -> str:
    return ", ".join(map(_shown, terms)) or "(nothing)"


def _shown(term: object) -> str:
    match term:
        case ox.NamedNode():
            return shorten(term.value)
        case ox.Literal() if term.language:
            return f'"{term.value}"@{language_tag(term.language)}'
        case ox.Literal():
            return f'"{term.value}"'
    return str(term)


def _summary(diff: Diff) -> str:
    statements = ", ".join(f"{diff.count(kind):,} {kind}" for kind in Kind)
    things = f"{len(diff.added):,} added, {len(diff.removed):,} removed, {len(diff.changed):,} changed"
    return f"statements: {statements}; things: {things}"


def _thing(iri: str, names: Names) -> dict[str, Any]:
    return {"iri": iri, "label": dict(names.labels.get(iri, {}))}


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "subject": change.subject,
        "predicate": change.predicate,
        "graph": change.graph or None,
        "old": [str(term) for term in change.old],
        "new": [str(term) for term in change.new],
    }
