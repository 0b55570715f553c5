"""Stop a broken release: too few things of a kind, or a published IRI that is gone."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Finding, Place, ReleaseError, Severity
from als_kg.layout import text_of
from als_kg.sources import display_name
from als_kg.vocabulary import BASE, DCTERMS, KINDS, OWL, RDF, graph_for, kind_of, shorten

MINIMUM = "release.toml"
# Named by their content, by nobody's hand: the statement that is made no more has no successor.
_BY_CONTENT = f"{BASE}statement/"
# Made by the build anew each time: questions, descriptions.
_GENERATED = frozenset({graph_for("examples"), graph_for("void")})


def things_per_kind(triples: Iterable[ox.Triple | ox.Quad]) -> dict[str, int]:
    """Count the typed things of each kind, in the order of the kinds."""
    typed = {text_of(triple.subject) for triple in triples if triple.predicate.value == RDF.type}
    counts = Counter(kind_of(iri) for iri in typed)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def least(root: Path) -> dict[str, int]:
    """Read how many things of each kind there must be at least; raises ReleaseError."""
    path = root / MINIMUM
    place = Place(display_name(path, root))
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))["minimum"]
    except OSError as error:
        raise ReleaseError("cannot be read", place, "write [minimum] with a line like study = 20") from error
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise ReleaseError(
            f"has no table [minimum]: {error}", place, "write one, with lines like study = 20"
        ) from error
    for kind, number in found.items():
        if kind not in KINDS or not isinstance(number, int):
            raise ReleaseError(f"{kind} = {number!r} is no number of a kind", place, "write a line like study = 20")
    return dict(found)


def too_few(kinds: Mapping[str, int], minimum: Mapping[str, int]) -> Iterator[Finding]:
    """Find the kinds of which there are fewer things than there must be."""
    for kind, number in minimum.items():
        if kinds.get(kind, 0) < number:
            yield Finding(
                Severity.ERROR,
                f"there are {kinds.get(kind, 0)} things of the kind {kind}, but there must be {number}",
                Place(MINIMUM),
                "find out what was lost; lower the number only if it is meant",
                message_zh=f"{kind} 类事物只有 {kinds.get(kind, 0)} 个，至少应有 {number} 个",
                rule="release-minimum",
            )


def vanished(old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> Iterator[Finding]:
    """Find the IRIs of ours that were described and are no more, or are deprecated without a successor."""
    published = {iri for quad in old if _is_ours(iri := text_of(quad.subject), text_of(quad.graph_name))}
    described, deprecated, replaced = set[str](), set[str](), set[str]()
    for quad in new:
        subject, predicate = text_of(quad.subject), quad.predicate.value
        described.add(subject)
        if predicate == OWL.deprecated and text_of(quad.object) == "true":
            deprecated.add(subject)
        if predicate == DCTERMS.isReplacedBy:
            replaced.add(subject)
    for iri in sorted(published - described):
        yield _gone(iri, "was published and is gone", "已发布，但已消失")
    for iri in sorted((published & deprecated) - replaced):
        yield _gone(iri, "is deprecated, but nothing replaces it", "已弃用，但没有替代者")


def _is_ours(iri: str, graph: str) -> bool:
    return iri.startswith(BASE) and not iri.startswith(_BY_CONTENT) and graph not in _GENERATED


def _gone(iri: str, message: str, message_zh: str) -> Finding:
    return Finding(
        Severity.ERROR,
        f"{shorten(iri)} {message}",
        None,
        f"keep <{iri}> with owl:deprecated true and dcterms:isReplacedBy",
        message_zh=f"{shorten(iri)} {message_zh}",
        focus=iri,
        rule="release-iri",
    )
