"""Read the one prefix map: the outside vocabularies that we link to, how they name things, and on what terms.

``data/mapping/prefixes.tsv`` agrees with the Bioregistry (https://bioregistry.io); a test compares
the two. A prefix is spelled as the Bioregistry prefers it: MONDO, HP and NCIT, but hgnc and mesh.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Place, SourceError
from als_kg.mappings.table import Row, read_table
from als_kg.sources import Content, ContentFile, Role, SourceFile, display_name, positions_of, read_text
from als_kg.vocabulary import ALS, PREFIXES, RDF, SKOS, iri_for

COLUMNS = (
    "prefix", "name", "name_zh", "pattern", "iri", "page", "labels", "licence", "terms", "terms_zh",
)  # fmt: skip

_LABELS = {"copied": True, "not copied": False}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# What may stand in an IRI (Turtle 1.1, IRIREF).
_IN_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
_RIGHTS = f"{PREFIXES['dcterms']}rights"
_PREFIX = f"{PREFIXES['vann']}preferredNamespacePrefix"
_NAMESPACE = f"{PREFIXES['vann']}preferredNamespaceUri"


@dataclass(frozen=True)
class Vocabulary:
    """One outside vocabulary.

    ``iri`` is what its identifiers are appended to, as its own RDF does; ``page`` has ``$1`` where the
    identifier goes, and is empty where there is no page to open.
    """

    prefix: str
    name: str
    name_zh: str
    pattern: str
    iri: str
    page: str
    labels_copied: bool
    terms: str
    terms_zh: str
    line: int

    @property
    def node(self) -> str:
        """Name the node that describes it."""
        return iri_for("vocabulary", slug_of(self.prefix))

    def fits(self, identifier: str) -> bool:
        """Tell whether an identifier has the form that the vocabulary gives its identifiers."""
        return re.fullmatch(self.pattern, identifier) is not None

    def statements(self) -> Iterator[ox.Triple]:
        """Describe the vocabulary and its terms of use."""
        said = (
            (RDF.type, ox.NamedNode(ALS.Vocabulary)),
            (SKOS.prefLabel, ox.Literal(self.name, language="en")),
            (SKOS.prefLabel, ox.Literal(self.name_zh, language="zh-hans")),
            (_PREFIX, ox.Literal(self.prefix)),
            (_NAMESPACE, ox.Literal(self.iri)),
            (ALS.identifierPattern, ox.Literal(self.pattern)),
            (ALS.labelsCopied, ox.Literal(self.labels_copied)),
            (_RIGHTS, ox.Literal(self.terms, language="en")),
            (_RIGHTS, ox.Literal(self.terms_zh, language="zh-hans")),
        )
        node = ox.NamedNode(self.node)
        return (ox.Triple(node, ox.NamedNode(predicate), obj) for predicate, obj in said)


@dataclass(frozen=True)
class PrefixMap:
    """The outside vocabularies by prefix; our own prefixes are known as well."""

    vocabularies: Mapping[str, Vocabulary]

    def knows(self, curie: str) -> bool:
        """Tell whether the prefix of a CURIE is an outside one or one of ours."""
        prefix, colon, _ = curie.partition(":")
        return bool(colon) and (prefix in self.vocabularies or prefix in PREFIXES)

    def fits(self, curie: str) -> bool:
        """Tell whether a CURIE has a known prefix and an identifier in the form of its vocabulary, fit for an IRI."""
        found, identifier = self.vocabulary(curie), curie.partition(":")[2]
        return self.knows(curie) and bool(_IN_IRI.fullmatch(identifier)) and (found is None or found.fits(identifier))

    def vocabulary(self, curie: str) -> Vocabulary | None:
        """Find the outside vocabulary of a CURIE."""
        return self.vocabularies.get(curie.partition(":")[0])

    def start(self, prefix: str) -> str:
        """Give what a prefix stands for; raises KeyError for an unknown one."""
        found = self.vocabularies.get(prefix)
        return found.iri if found else PREFIXES[prefix]

    def iri(self, curie: str) -> str:
        """Expand a CURIE to the IRI that the vocabulary's own RDF uses; raises KeyError for an unknown prefix."""
        prefix, _, identifier = curie.partition(":")
        return self.start(prefix) + identifier

    def page(self, curie: str) -> str:
        """Give the web page that a person opens, or nothing where there is none."""
        found = self.vocabulary(curie)
        return found.page.replace("$1", curie.partition(":")[2]) if found else ""

    def curie(self, iri: str) -> str | None:
        """Write an outside IRI as a CURIE, None where no vocabulary has it."""
        for start, vocabulary in self._by_start:
            if iri.startswith(start) and vocabulary.fits(iri[len(start) :]):
                return f"{vocabulary.prefix}:{iri[len(start) :]}"
        return None

    @cached_property
    def _by_start(self) -> list[tuple[str, Vocabulary]]:
        """List the starts of IRIs, longest first: the one of OMIM's series begins with that of OMIM."""
        return sorted(((v.iri, v) for v in self.vocabularies.values()), key=lambda pair: (-len(pair[0]), pair[0]))


def slug_of(text: str) -> str:
    """Make a slug: lower-case ASCII, everything else a hyphen."""
    return _NOT_SLUG.sub("-", text.lower()).strip("-")


def load_prefixes(content: Content) -> PrefixMap:
    """Read the prefix map; empty where there is none. Raises SourceError."""
    found = [vocabulary for file in content.files(Role.PREFIXES) for vocabulary in vocabularies_in(file.path, content)]
    return PrefixMap({vocabulary.prefix: vocabulary for vocabulary in found})


def read_vocabularies(content: Content, file: ContentFile) -> SourceFile:
    """Read the prefix map as statements about vocabularies; raises SourceError."""
    graph = ox.NamedNode(file.graph or "")
    numbered = tuple(
        (ox.Quad(triple.subject, triple.predicate, triple.object, graph), vocabulary.line)
        for vocabulary in vocabularies_in(file.path, content)
        for triple in vocabulary.statements()
    )
    return source_of(content, file, numbered)


def source_of(content: Content, file: ContentFile, numbered: tuple[tuple[ox.Quad, int], ...]) -> SourceFile:
    """Make a source of a table's statements, each with the line of its row."""
    return SourceFile(
        path=file.path,
        name=display_name(file.path, content.root),
        graph=file.graph or "",
        text=read_text(file.path, content.root),
        quads=tuple(dict.fromkeys(quad for quad, _ in numbered)),
        find=lambda _text, _graph: positions_of(numbered),
        has_blocks=False,
    )


def vocabularies_in(path: Path, content: Content | None = None) -> tuple[Vocabulary, ...]:
    """Read the vocabularies of a prefix map; raises SourceError with the line of a row that is not one."""
    root = content.root if content else None
    name = display_name(path, root)
    found: dict[str, Vocabulary] = {}
    for row in read_table(read_text(path, root), name, COLUMNS).rows:
        vocabulary = _vocabulary(row, Place(name, row.line))
        if vocabulary.prefix in found or PREFIXES.get(vocabulary.prefix, vocabulary.iri) != vocabulary.iri:
            raise SourceError(f"the prefix {vocabulary.prefix} is taken", Place(name, row.line), "keep one of the two")
        found[vocabulary.prefix] = vocabulary
    return tuple(found.values())


def _vocabulary(row: Row, place: Place) -> Vocabulary:
    if row["labels"] not in _LABELS:
        raise SourceError(f"labels are {row['labels']!r}", place, f"write {' or '.join(_LABELS)}")
    if empty := [column for column in COLUMNS if column != "page" and not row[column]]:
        raise SourceError(f"the cell {empty[0]} is empty", place, "fill it in")
    try:
        re.compile(row["pattern"])
    except re.error as error:
        raise SourceError(f"the pattern is no regular expression: {error}", place, "correct it") from error
    return Vocabulary(
        prefix=row["prefix"],
        name=row["name"],
        name_zh=row["name_zh"],
        pattern=row["pattern"],
        iri=row["iri"].removesuffix("$1"),
        page=row["page"],
        labels_copied=_LABELS[row["labels"]],
        terms=f"{row['licence']}: {row['terms']}",
        terms_zh=f"{row['licence']}：{row['terms_zh']}",
        line=row.line,
    )
