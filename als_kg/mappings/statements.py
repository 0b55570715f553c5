"""Turn the rows of an SSSOM table into statements: the link, the outside record, and who says so since when.

A row whose prefix is unknown or whose identifier is out of form says nothing here; ``als-kg check``
finds it. A rejected row gives its record and its reason, never the link.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from als_kg.mappings.form import SET_FIELDS, set_title, set_version
from als_kg.mappings.prefixes import PrefixMap, load_prefixes, source_of
from als_kg.mappings.rows import MappingRow, mapping_rows
from als_kg.sources import Content, ContentFile, SourceFile
from als_kg.vocabulary import ALS, PREFIXES, RDF, RDFS, SSSOM, XSD, iri_for

_DCTERMS, _OWL, _SSSOM = PREFIXES["dcterms"], PREFIXES["owl"], PREFIXES["sssom"]
_URL = f"{PREFIXES['schema']}url"

# Columns that become a statement of the record: property, and datatype or language.
_CELLS = (
    ("author_label", f"{_SSSOM}author_label", None, None),
    ("mapping_tool", f"{_SSSOM}mapping_tool", None, None),
    ("source", f"{PREFIXES['dc']}source", None, None),
    ("mapping_date", f"{PREFIXES['pav']}authoredOn", XSD.date, None),
    ("confidence", f"{_SSSOM}confidence", XSD.decimal, None),
    ("mapping_cardinality", f"{_SSSOM}mapping_cardinality", None, None),
    ("comment", RDFS.comment, None, "en"),
    ("comment_zh", RDFS.comment, None, "zh-hans"),
)


def read_mappings(content: Content, file: ContentFile) -> SourceFile:
    """Read one mapping file as statements of its graph; raises SourceError."""
    prefixes = load_prefixes(content)
    rows = mapping_rows(content, file)
    graph = ox.NamedNode(file.graph or "")
    said = [(triple, row.row.line) for row in rows for triple in statements(row, prefixes, graph.value)]
    if rows:
        said += [(triple, 1) for triple in _about_the_set(graph, rows)]
    numbered = tuple((ox.Quad(t.subject, t.predicate, t.object, graph), line) for t, line in said)
    return source_of(content, file, numbered)


def statements(row: MappingRow, prefixes: PrefixMap, graph: str) -> Iterator[ox.Triple]:
    """Say what a row says; nothing where it cannot be read."""
    if not all(prefixes.fits(curie) for curie in (row.subject, row.predicate, row.object)):
        return
    subject, predicate, obj = (prefixes.iri(curie) for curie in (row.subject, row.predicate, row.object))
    if not row.is_rejected:
        yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(obj))
    yield from _outside(row.object, row["object_label"], prefixes)
    yield from _outside(row.subject, row["subject_label"], prefixes)
    record = iri_for("mapping", row.slug)
    yield _link(record, RDF.type, SSSOM.Mapping)
    yield _link(record, f"{_OWL}annotatedSource", subject)
    yield _link(record, f"{_OWL}annotatedProperty", predicate)
    yield _link(record, f"{_OWL}annotatedTarget", obj)
    yield _link(record, f"{_DCTERMS}isPartOf", graph)
    yield from _details(row, record, prefixes)


def _outside(curie: str, label: str, prefixes: PrefixMap) -> Iterator[ox.Triple]:
    """Describe an outside record: its identifier, its vocabulary, its page, and its name where that may be copied."""
    vocabulary = prefixes.vocabulary(curie)
    if vocabulary is None:
        return
    iri, page = prefixes.iri(curie), prefixes.page(curie)
    yield _link(iri, RDF.type, ALS.OutsideRecord)
    yield _text(iri, f"{_DCTERMS}identifier", curie)
    yield _link(iri, ALS.inVocabulary, vocabulary.node)
    if label and vocabulary.labels_copied:
        yield _text(iri, RDFS.label, label, language="en")
    if page:
        yield _text(iri, _URL, page, datatype=XSD.anyURI)


def _details(row: MappingRow, record: str, prefixes: PrefixMap) -> Iterator[ox.Triple]:
    if row.is_rejected:
        yield _link(record, f"{_SSSOM}predicate_modifier", SSSOM.NegatedPredicate)
    if prefixes.knows(row["mapping_justification"]):
        yield _link(record, f"{_SSSOM}mapping_justification", prefixes.iri(row["mapping_justification"]))
    for column, predicate, datatype, language in _CELLS:
        if row[column]:
            yield _text(record, predicate, row[column], datatype, language)


def _about_the_set(graph: ox.NamedNode, rows: Iterable[MappingRow]) -> Iterator[ox.Triple]:
    yield _link(graph.value, RDF.type, SSSOM.MappingSet)
    yield _text(graph.value, f"{_DCTERMS}title", set_title(graph.value), language="en")
    yield _link(graph.value, f"{_DCTERMS}license", SET_FIELDS["license"])
    yield _text(graph.value, f"{_OWL}versionInfo", set_version(row.row for row in rows))


def _link(subject: str, predicate: str, obj: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(obj))


def _text(
    subject: str, predicate: str, value: str, datatype: str | None = None, language: str | None = None
) -> ox.Triple:
    literal = ox.Literal(value, datatype=ox.NamedNode(datatype) if datatype else None, language=language)
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), literal)
