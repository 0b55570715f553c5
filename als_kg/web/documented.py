"""Pages about the ontology, its codes and the shapes, from what one dataset says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox
from markupsafe import Markup

from als_kg.documentation import Example, Guide, Term, Usage, Vocabulary, read_vocabulary
from als_kg.documentation import rendering as render
from als_kg.documentation.model import CODES, ONTOLOGY, PROPERTIES, page_of, term_at
from als_kg.documentation.shapes import SHAPES
from als_kg.entity.panels import Ask, Row, panel, rows
from als_kg.vocabulary import expand
from als_kg.web.shown import Frame

# Lists of everything, by IRI: the panel that writes each as RDF.
_LISTS = {ONTOLOGY: "vocabulary", CODES: "codes", SHAPES: "shapes"}


@dataclass(frozen=True)
class Subject:
    """What an address is about: the IRI, the IRI of the page about it, and the panel that writes it as RDF."""

    iri: str
    page: str
    panel: str
    types: tuple[str, ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()


@dataclass
class _Kept:
    """What is read once per version of the dataset, and the lists that were rendered from it."""

    version: str
    vocabulary: Vocabulary
    lists: dict[tuple[str, str], Markup] = field(default_factory=dict)


class Documented:
    """Find and render the pages; ``ask`` asks panels."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._held: _Kept | None = None

    def find(self, page: str, version: str) -> Subject | None:
        """Tell what a page of the documentation is about; None for any other, that of a code among them."""
        if not page.startswith(tuple(_LISTS)):
            return None
        vocabulary, iri = self._kept(version).vocabulary, term_at(page)
        header = vocabulary.headers.get(ONTOLOGY)
        if header and page in (ONTOLOGY, header.version_iri):
            return Subject(page, page, "vocabulary", (expand("owl:Ontology"),))
        if page in (CODES, SHAPES):
            return Subject(page, page, _LISTS[page]) if vocabulary.terms else None
        if iri in vocabulary.shapes:
            return Subject(iri, page, "shape", (expand("sh:Shape"),))
        term = vocabulary.terms.get(iri) if iri != page else None
        return None if term is None else _subject(term)

    def term(self, iri: str, version: str) -> Term | None:
        """Find a code or a code scheme."""
        return self._kept(version).vocabulary.terms.get(iri) if iri.startswith(f"{CODES}/") else None

    def body(self, subject: Subject, frame: Frame, version: str) -> Markup:
        """Render what a page says."""
        kept = self._kept(version)
        if subject.panel in _LISTS.values():
            key = (subject.page, frame.language)
            if key not in kept.lists:
                kept.lists[key] = _RENDERED[subject.panel](_guide(kept.vocabulary, frame), frame.files)
            return kept.lists[key]
        guide = _guide(kept.vocabulary, frame)
        if subject.panel == "shape":
            return render.shape_page(guide, kept.vocabulary.shapes[subject.iri], frame.files)
        term = kept.vocabulary.terms[subject.iri]
        return render.term_page(_guide(self._with_example(kept.vocabulary, term), frame), term)

    def about_code(self, term: Term, frame: Frame, version: str) -> Markup:
        """Render what the page of a code or a scheme says beside statements."""
        vocabulary = self._kept(version).vocabulary
        counted = rows(self._ask, "uses", term.iri)
        number = int(counted[0]["count"]["value"]) if counted else 0
        usage = Usage({term.iri: number}, known=True)
        return render.code_part(_guide(replace(vocabulary, usage=usage), frame), term)

    def title(self, subject: Subject, frame: Frame, version: str) -> str:
        """Name what a page is about."""
        guide = _guide(self._kept(version).vocabulary, frame)
        if subject.panel in ("codes", "shapes"):
            return guide.t["schemes" if subject.panel == "codes" else "shapes"]
        if subject.panel == "vocabulary":
            return guide.text(guide.vocabulary.headers[ONTOLOGY].title)
        return guide.name(subject.iri)

    def _kept(self, version: str) -> _Kept:
        if self._held is None or self._held.version != version:
            answer = self._ask(panel("documentation", format="ntriples"))
            triples = (quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES))
            self._held = _Kept(answer.version, read_vocabulary(triples, _counted(rows(self._ask, "usage"))))
        return self._held

    def _with_example(self, vocabulary: Vocabulary, term: Term) -> Vocabulary:
        is_property = term.kind in PROPERTIES
        found = rows(self._ask, "example-of-property" if is_property else "example-of-class", term.iri)
        examples = {term.iri: _example(found)} if found else {}
        return replace(vocabulary, usage=replace(vocabulary.usage, examples=examples))


_RENDERED = {"vocabulary": render.overview, "codes": render.codes_page, "shapes": render.shapes_page}


def _subject(term: Term) -> Subject:
    links = term.links
    return Subject(
        term.iri, page_of(term.iri), "thing", links["rdf:type"], term.deprecated, links["dcterms:isReplacedBy"]
    )


def _guide(vocabulary: Vocabulary, frame: Frame) -> Guide:
    return Guide(vocabulary, frame.language, lambda iri: frame.href(page_of(iri)), frame.ask)


def _counted(found: list[Row]) -> Usage:
    """Read the counts; a dataset without a description of itself has none."""
    counts = {row["term"]["value"]: int(row["count"]["value"]) for row in found}
    return Usage(counts, known=bool(counts))


def _example(found: list[Row]) -> Example:
    first = found[0]
    subject, value = first["subject"]["value"], first.get("value")
    same = [row for row in found if row["subject"] == first["subject"] and row.get("value") == value]
    names: dict[str, Mapping[str, str]] = {subject: _names(same, "name")}
    if value is not None:
        names[value["value"]] = _names(same, "called")
    return Example(subject, None if value is None else _term(value), names)


def _term(cell: Row) -> ox.NamedNode | ox.Literal:
    if cell["type"] == "uri":
        return ox.NamedNode(cell["value"])
    return ox.Literal(cell["value"], language=cell.get("xml:lang"))


def _names(found: list[Row], variable: str) -> dict[str, str]:
    cells = (row[variable] for row in found if variable in row)
    return {cell.get("xml:lang", "").partition("-")[0]: cell["value"] for cell in cells}
