"""Write the release notes: what there is, and what changed since the release before."""

from collections.abc import Iterator, Mapping

from als_kg.diff import Diff, Kind, Names
from als_kg.layout import text_of
from als_kg.release.manifest import Manifest
from als_kg.vocabulary import BASE, shorten

# More than this is read with als-kg diff.
_MOST = 400


def notes(manifest: Manifest, diff: Diff | None, names: Names) -> str:
    """Write the notes as Markdown; without a release before there is no diff."""
    return "\n".join(_lines(manifest, diff, names)) + "\n"


def _lines(manifest: Manifest, diff: Diff | None, names: Names) -> Iterator[str]:
    yield f"# als-kg {manifest.version}"
    yield ""
    yield "An open knowledge graph of treatments for ALS. Not medical advice. Licence of the data: CC0 1.0."
    yield ""
    yield f"Cite this version as <{BASE}dataset/als-kg/{manifest.version}>."
    yield ""
    yield from (f"- {line}" for line in _facts(manifest))
    yield ""
    yield "## Counts"
    yield ""
    yield from _table("view, statements", manifest.views)
    yield ""
    yield from _table("kind, things in the current view", manifest.kinds)
    yield ""
    if diff is not None:
        yield from _changes(manifest.previous, diff, names)
    else:
        yield "There is no release before this one to compare with."


def _facts(manifest: Manifest) -> Iterator[str]:
    if manifest.issued:
        yield f"issued {manifest.issued}"
    yield f"content version `{manifest.dataset}`"
    yield f"RDFC-1.0 hash of the full dataset `{manifest.rdfc}` (SHA-256 of `als-kg-full.nq`)"
    yield f"{sum(manifest.graphs.values()):,} statements in {len(manifest.graphs):,} named graphs"
    yield "digests of all files in `SHA256SUMS`: `sha256sum -c SHA256SUMS`"


def _table(head: str, counts: Mapping[str, int]) -> Iterator[str]:
    left, _, right = head.partition(", ")
    yield f"| {left} | {right} |"
    yield "| --- | --: |"
    yield from (f"| {name} | {count:,} |" for name, count in counts.items())


def _changes(previous: str, diff: Diff, names: Names) -> Iterator[str]:
    yield f"## Changes since {previous}"
    yield ""
    yield f"Statements: {diff.count(Kind.ADDED):,} added, {diff.count(Kind.REMOVED):,} removed; "
    yield f"{diff.count(Kind.CHANGED):,} properties changed. What rules infer is not counted."
    for title, things in (("Added", diff.added), ("Removed", diff.removed), ("Changed", diff.changed)):
        yield from _things(f"{title}: {len(things):,} things", things, names)
    yield ""
    yield "### Statements"
    yield ""
    yield from (f"- {line}" for line in _statements(diff))


def _things(title: str, things: tuple[str, ...], names: Names) -> Iterator[str]:
    if things:
        yield ""
        yield f"### {title}"
        yield ""
        yield from (f"- {names.of(iri)}" for iri in things[:_MOST])
        if len(things) > _MOST:
            yield f"- and {len(things) - _MOST:,} more"


def _statements(diff: Diff) -> Iterator[str]:
    for change in diff.changes[:_MOST]:
        old, new = (", ".join(map(_shown, terms)) for terms in (change.old, change.new))
        graph = f" in {shorten(change.graph)}" if change.graph else ""
        yield f"{change.kind} {shorten(change.subject)} {shorten(change.predicate)}{graph}: " + (
            f"{old} → {new}" if old and new else new or old
        )
    if len(diff.changes) > _MOST:
        yield f"and {len(diff.changes) - _MOST:,} more: als-kg diff shows them all"


def _shown(term: object) -> str:
    value = text_of(term)
    return shorten(value) if value.startswith("http") and " " not in value else str(term)
