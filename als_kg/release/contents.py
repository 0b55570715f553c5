"""The files of a release, and from which statements each is written.

N-Quads and N-Triples pass from the dataset directory line by line; all other formats hold what they
write in memory, one file after the other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from als_kg.build import Published, Triples
from als_kg.describe.naming import ENDPOINT
from als_kg.documentation import read_vocabulary, usage_in
from als_kg.documentation.model import CODES, DOCUMENTED, ONTOLOGY
from als_kg.documentation.rendering import document
from als_kg.jsonld import Context, context_of, jsonld, written
from als_kg.layout import Statement
from als_kg.rdfxml import rdfxml
from als_kg.release.evidence import evidence_in
from als_kg.release.files import Folder
from als_kg.release.lines import canonical_lines
from als_kg.release.tables import tables
from als_kg.sources import Content
from als_kg.store.embedded import open_store
from als_kg.turtle import turtle
from als_kg.vocabulary import CURRENT, graph_for

Title = dict[str, str]
Writer = Callable[[Sequence[Statement], Context], bytes | str]

STEM = "als-kg"
_WRITERS: dict[str, Writer] = {
    "ttl": lambda statements, _: turtle(statements),
    "trig": lambda statements, _: turtle(statements),
    "jsonld": jsonld,
    "rdf": lambda statements, _: rdfxml(statements),
}
# A graph of its own, its title, and the formats that hold it.
_PARTS: dict[str, tuple[Title, tuple[str, ...]]] = {
    "ontology": ({"en": "ontology", "zh": "本体"}, ("ttl", "rdf")),
    "codes": ({"en": "coded values", "zh": "编码值"}, ("ttl", "rdf")),
    "shapes": ({"en": "SHACL shapes", "zh": "SHACL 形状"}, ("ttl",)),
    "examples": ({"en": "example queries", "zh": "示例查询"}, ("ttl",)),
}

# One page per language, and where it finds the data that it documents: beside it.
_DOCUMENTS: dict[str, Title] = {
    "en": {"en": "ontology and shapes, to read in English", "zh": "本体与形状（英文阅读版）"},
    "zh": {"en": "ontology and shapes, to read in Chinese", "zh": "本体与形状（中文阅读版）"},
}
_FILES = {
    iri: {name: name for name in (f"{STEM}-{part}.{extension}" for extension in _PARTS[part][1])}
    for iri, part in ((ONTOLOGY, "ontology"), (CODES, "codes"))
}

_FULL, _FULL_TITLE = f"{STEM}-full", {"en": "every graph", "zh": "全部图"}


@dataclass(frozen=True)
class Contents:
    """Everything that a release holds, from a dataset directory and the curated files; ``version`` names it."""

    published: Published
    content: Content
    version: str = ""

    def write(self, folder: Folder) -> None:
        """Write every file that a description lists."""
        self.write_lines(folder)
        for view in self.published.manifest.views:
            stem, title = _named(view)
            self._write_formats(folder, stem, title, list(self.view(view)), ("ttl", "jsonld", "rdf"))
        self._write_formats(folder, _FULL, _FULL_TITLE, list(self._quads()), ("trig", "jsonld"))
        self._write_evidence(folder)
        for name, (title, extensions) in _PARTS.items():
            self._write_formats(folder, f"{STEM}-{name}", title, list(self._graph(name)), extensions)
        self._write_others(folder)

    def write_lines(self, folder: Folder) -> None:
        """Write every view as N-Triples and the full dataset as N-Quads, in flat memory at any size."""
        manifest = self.published.manifest
        for view, count in manifest.views.items():
            stem, title = _named(view)
            folder.rdf(f"{stem}.nt", title, canonical_lines(self.published.ntriples(view)), count)
        lines = canonical_lines(self.published.nquads)
        folder.rdf(f"{_FULL}.nq", _FULL_TITLE, lines, sum(manifest.graphs.values()))

    def write_description(self, folder: Folder, name: str, triples: Triples) -> None:
        """Write a description of the release."""
        title = {"en": f"description: {name}", "zh": f"描述：{name}"}
        self._write_formats(folder, name, title, list(triples), ("ttl",))

    def view(self, name: str) -> Iterator[ox.Triple]:
        """Read the triples of a view, one by one."""
        parsed = ox.parse(path=str(self.published.ntriples(name)), format=ox.RdfFormat.N_TRIPLES)
        return (quad.triple for quad in parsed)

    def _write_evidence(self, folder: Folder) -> None:
        title = {"en": "evidence: who says each claim", "zh": "证据：每条主张的出处"}
        evidence = evidence_in(self._quads())
        about = set(evidence.about())
        statements = list(about | set(evidence.statements()))
        lines = sorted((ox.serialize(statements, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True))
        folder.rdf(f"{STEM}-evidence.nt", title, lines, len(statements))
        ranks = evidence.ranks()
        folder.rdf(f"{STEM}-evidence.ttl", title, turtle(statements, ranks=ranks), len(statements))
        title = {"en": "evidence, in RDF 1.2", "zh": "证据（RDF 1.2）"}
        statements = list(about | set(evidence.reifiers()))
        folder.rdf(f"{STEM}-rdf12.ttl", title, turtle(statements, ranks=ranks), len(statements))

    def _write_others(self, folder: Folder) -> None:
        title = {"en": "JSON-LD context", "zh": "JSON-LD 上下文"}
        context = written({"@context": self._context.document()})
        folder.plain("context.jsonld", "application/ld+json", title, context)
        for table in tables(open_store(self.published), self.content.root):
            folder.plain(f"table/{table.name}.csv", "text/csv", table.title, table.body)
        for name, title, body in self._documents():
            folder.plain(name, "text/html", title, body)
        for path in sorted((self.content.root / "data" / "mapping").glob("*.tsv")):
            title = {"en": f"mappings: {path.name.partition('.')[0]}", "zh": f"映射：{path.name.partition('.')[0]}"}
            folder.plain(f"mapping/{path.name}", "text/tab-separated-values", title, path.read_bytes())
        licence = self.content.root / "LICENSE-DATA"
        if licence.is_file():
            (folder.path / licence.name).write_bytes(licence.read_bytes())

    def _documents(self) -> Iterator[tuple[str, Title, str]]:
        """Document ontology, codes and shapes in each language, in the words of the server's pages."""
        triples = [triple for name in DOCUMENTED for triple in self._graph(name)]
        vocabulary = read_vocabulary(triples)
        used = replace(vocabulary, usage=usage_in(self.view(CURRENT), vocabulary.terms))
        for language, title in _DOCUMENTS.items():
            yield f"ontology.{language}.html", title, document(used, language, self.version, _FILES, ENDPOINT)

    def _write_formats(
        self, folder: Folder, stem: str, title: Title, statements: Sequence[Statement], extensions: tuple[str, ...]
    ) -> None:
        for extension in extensions:
            body = _WRITERS[extension](statements, self._context)
            folder.rdf(f"{stem}.{extension}", title, body, len(statements))

    def _quads(self) -> Iterator[ox.Quad]:
        return iter(ox.parse(path=str(self.published.nquads), format=ox.RdfFormat.N_QUADS))

    def _graph(self, name: str) -> Iterator[ox.Triple]:
        wanted = ox.NamedNode(graph_for(name))
        return (quad.triple for quad in self._quads() if quad.graph_name == wanted)

    @cached_property
    def _context(self) -> Context:
        return context_of(self._graph("ontology"))


def _named(view: str) -> tuple[str, Title]:
    stem = STEM if view == CURRENT else f"{STEM}-{view}"
    return stem, {"en": f"view {view}", "zh": f"视图 {view}"}
