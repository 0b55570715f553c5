"""Put views together: what is believed today, and what each document says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from als_kg.build.dataset import Origins, Triples
from als_kg.build.reviews import Review, speaking
from als_kg.build.speakers import DOCUMENTS
from als_kg.errors import Finding, Severity
from als_kg.sources import ContentFile, Role, SourceFile, text_of
from als_kg.vocabulary import ALS, CURRENT, iri_for

Read = tuple[ContentFile, SourceFile]
ARTICLE = "article"

# First segments of graph IRIs, the current view, and files of a release.
_RESERVED = (
    CURRENT, "ontology", "codes", "documents", "shapes", "examples", "void",
    "entity", "claim", "review", "mapping", "inferred",
    "full", "evidence", "rdf12",
)  # fmt: skip
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Parts:
    """The triples of the files by the part they play, and of each document by its slug.

    ``spoken`` maps a document to its claims, ``described`` to what the documents graph says of it.
    """

    terms: Triples
    entities: Triples
    documents: Triples
    claims: Triples
    mappings: Triples
    spoken: Mapping[str, Triples]
    described: Mapping[str, Triples]


def sort_parts(read: Iterable[Read], documents: Iterable[str]) -> Parts:
    """Sort all that was read; what a claim file says of its graphs belongs to the documents."""
    read = tuple(read)
    slugs = tuple(documents)
    return Parts(
        terms=_said(read, Role.ONTOLOGY, Role.CODES),
        entities=_said(read, Role.ENTITY),
        documents=_said(read, Role.DOCUMENT, Role.REFERENCE) | _claimed(read, about_graphs=True),
        claims=_claimed(read),
        mappings=_said(read, Role.PREFIXES, Role.MAPPING),
        spoken={slug: _claimed(_of(read, slug)) for slug in slugs},
        described={
            slug: _said(_of(read, slug), Role.DOCUMENT) | _claimed(_of(read, slug), about_graphs=True) for slug in slugs
        },
    )


def add_mentions(parts: Parts, mentioned: Mapping[str, Triples]) -> Parts:
    """Add what passages mention to what is said of the documents."""
    return replace(
        parts,
        documents=parts.documents.union(*mentioned.values()),
        described={slug: said | mentioned.get(slug, frozenset()) for slug, said in parts.described.items()},
    )


def current_view(parts: Parts, reviews: Iterable[Review], retracted: Triples) -> Triples:
    """Take entities, claims but for the retracted, what reviews add, mappings, terms and documents."""
    reviews = tuple(reviews)
    added = speaking(reviews).union(*(review.added for review in reviews))
    kept = parts.claims - retracted
    return parts.terms | parts.entities | parts.documents | parts.mappings | kept | added


def document_view(parts: Parts, slug: str) -> Triples:
    """Take what one document says and what the curators say of the things it speaks of."""
    own = parts.spoken[slug] | parts.described[slug]
    return parts.terms | own | reachable(parts.entities, _named(own))


def view_names(parts: Parts) -> dict[str, str]:
    """Name the view of each document: its ``als:viewName``, else ``article`` if it is the only one, else its slug."""
    only = len(parts.described) == 1
    names = {slug: _view_name(triples, slug) for slug, triples in parts.described.items()}
    return {slug: name or (ARTICLE if only else slug) for slug, name in names.items()}


def stated_views(parts: Parts, reviews: Iterable[Review], retracted: Triples) -> dict[str, Triples]:
    """Put every view together before closure, the current one first."""
    documents = {name: document_view(parts, slug) for slug, name in view_names(parts).items()}
    return {CURRENT: current_view(parts, reviews, retracted)} | documents


def reachable(entities: Triples, start: Iterable[str]) -> Triples:
    """Take the statements about some things, the things these point at, and so on."""
    about: dict[str, list[ox.Triple]] = {}
    for triple in entities:
        about.setdefault(text_of(triple.subject), []).append(triple)
    waiting, seen = list(start), set[str]()
    while waiting:
        name = waiting.pop()
        if name in about and name not in seen:
            seen.add(name)
            waiting += [t.object.value for t in about[name] if isinstance(t.object, ox.NamedNode)]
    return frozenset(triple for name in seen for triple in about[name])


def _named(triples: Triples) -> set[str]:
    return {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}


def _of(read: Iterable[Read], slug: str) -> tuple[Read, ...]:
    return tuple((file, source) for file, source in read if file.document == slug)


def _said(read: Iterable[Read], *roles: Role) -> Triples:
    return frozenset(quad.triple for file, source in read if file.role in roles for quad in source.quads)


def _claimed(read: Iterable[Read], about_graphs: bool = False) -> Triples:
    documents = ox.NamedNode(DOCUMENTS)
    return frozenset(
        quad.triple
        for file, source in read
        if file.role is Role.CLAIM
        for quad in source.quads
        if (quad.graph_name == documents) is about_graphs
    )


def _view_name(triples: Triples, slug: str) -> str:
    document, term = ox.NamedNode(iri_for("document", slug)), ox.NamedNode(ALS.viewName)
    names = sorted(text_of(t.object) for t in triples if t.subject == document and t.predicate == term)
    return names[0] if names else ""


def view_name_failures(parts: Parts, origins: Origins) -> list[Finding]:
    """Find documents whose view has the name of another view or of an authored graph."""
    names = view_names(parts)
    taken = [*_RESERVED, *names.values()]
    return [
        Finding(
            Severity.ERROR,
            f"the view of document {slug!r} cannot be called {name!r}",
            origins.place(iri_for("document", slug), ALS.viewName),
            "give the document an als:viewName of its own, such as its slug",
            message_zh=f"文献 {slug!r} 的视图不能命名为 {name!r}",
            focus=iri_for("document", slug),
            rule="view-name",
        )
        for slug, name in sorted(names.items())
        if taken.count(name) > 1 or not _SLUG.fullmatch(name)
    ]
