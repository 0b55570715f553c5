"""What the checks look at: the authored quads and the stated views in one engine, and who said what where."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pyoxigraph as ox

from als_kg.build import Dataset, Triples, quads_in, view_iri
from als_kg.entity import promises
from als_kg.errors import Finding, Place, Severity
from als_kg.mappings import MappingRow, PrefixMap, load_prefixes, mapping_rows
from als_kg.sources import Content, Role
from als_kg.sources.content import stem_of
from als_kg.validate.wording import halves
from als_kg.vocabulary import BASE, CODES, GRAPHS, OWL, PREFIXES, RDF, VOCAB, XSD, graph_for, shorten

DOCUMENTS = graph_for("documents")
CLAIMS = graph_for("claim", "")
ENTITIES = graph_for("entity", "")
REVIEWS = graph_for("review", "")
SHAPES = graph_for("shapes")
TERM_GRAPHS = (graph_for("ontology"), graph_for("codes"))

_PREFIXES = dict(PREFIXES)
_OTHER_SPEAKERS = (graph_for("inferred", ""), SHAPES, graph_for("void"), graph_for("examples"))

Row = tuple[object, ...]


@dataclass(frozen=True)
class Case:
    """A data set under judgement; ``today`` tells what is overdue."""

    content: Content
    dataset: Dataset
    today: date = field(default_factory=promises.today)

    @cached_property
    def authored(self) -> Mapping[str, Triples]:
        """The graphs that people wrote, without shapes, descriptions and questions: by IRI, in order."""
        return {name: said for name, said in self.dataset.graphs.items() if not name.startswith(_OTHER_SPEAKERS)}

    @cached_property
    def data(self) -> Mapping[str, Triples]:
        """The authored graphs without ontology and codes."""
        return {name: said for name, said in self.authored.items() if name not in TERM_GRAPHS}

    @cached_property
    def written(self) -> Mapping[str, Triples]:
        """The authored graphs and the shapes."""
        return {name: said for name, said in self.dataset.graphs.items() if name in self.authored or name == SHAPES}

    @cached_property
    def terminology(self) -> Mapping[str, Triples]:
        """Ontology, codes and shapes, those that there are."""
        return {name: said for name, said in self.written.items() if name in (*TERM_GRAPHS, SHAPES)}

    @cached_property
    def retired(self) -> frozenset[str]:
        """Everything that is said to be deprecated, with a truth value."""
        true = ox.Literal("true", datatype=ox.NamedNode(XSD.boolean))
        said = (triple for triples in self.written.values() for triple in triples)
        return frozenset(text(t.subject) for t in said if t.predicate.value == OWL.deprecated and t.object == true)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The classes, properties, codes and schemes that the ontology files define."""
        said = (self.authored.get(graph, frozenset()) for graph in TERM_GRAPHS)
        return frozenset(text(triple.subject) for triples in said for triple in triples)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Everything that an authored graph speaks about."""
        return frozenset(text(triple.subject) for triples in self.authored.values() for triple in triples)

    @cached_property
    def prefixes(self) -> PrefixMap:
        """The vocabularies that mappings lead to."""
        return load_prefixes(self.content)

    @cached_property
    def filed(self) -> tuple[tuple[str, MappingRow], ...]:
        """The rows of every mapping table, each with the stem of its file."""
        files = self.content.files(Role.MAPPING)
        return tuple((stem_of(file.path), row) for file in files for row in mapping_rows(self.content, file))

    @cached_property
    def rows(self) -> tuple[MappingRow, ...]:
        """The rows of every mapping table."""
        return tuple(row for _, row in self.filed)

    @cached_property
    def views(self) -> tuple[str, ...]:
        """The views to ask: the first, and those that say something the first does not."""
        first, *others = self.dataset.stated
        return (first, *(name for name in others if not self.dataset.stated[name] <= self.dataset.stated[first]))

    def ask(self, query: str, **values: str) -> Iterator[Row]:
        """Ask a SELECT of each view in turn; GRAPH ranges over the authored graphs; each row once.

        ``values`` bind variables to IRIs.
        """
        seen = set[Row]()
        for view in self.views:
            for row in self._rows(query, view, values):
                if row not in seen:
                    seen.add(row)
                    yield row

    def place(
        self, subject: str, predicate: str | None = None, obj: object = None, graph: str | None = None
    ) -> Place | None:
        """Say where something is written."""
        return self.dataset.origins.place(subject, predicate, None if obj is None else text(obj), graph)

    def opening(self, graph: str) -> Place | None:
        """Say where the block of a graph opens, else where the graph itself is described."""
        for source in self.dataset.origins.files:
            if graph in source.graphs:
                return source.graph_place(graph)
        return self.place(graph)

    @cached_property
    def _engine(self) -> ox.Store:
        store = ox.Store()
        for name, triples in self.authored.items():
            store.extend(quads_in(name, triples))
        for view in self.views:
            store.extend(quads_in(view_iri(view), self.dataset.stated[view]))
        return store

    def _rows(self, query: str, view: str, values: Mapping[str, str]) -> Iterator[Row]:
        answer = self._engine.query(
            query,
            prefixes=_PREFIXES,
            default_graph=ox.NamedNode(view_iri(view)),
            named_graphs=[ox.NamedNode(name) for name in self.authored],
            substitutions={ox.Variable(name): ox.NamedNode(iri) for name, iri in values.items()},
        )
        assert isinstance(answer, ox.QuerySolutions)
        yield from (tuple(solution) for solution in answer)


def text(term: object) -> str:
    """Take the IRI or lexical form of a term."""
    return str(getattr(term, "value", term))


def language_of(term: object) -> str:
    """Take the language of a literal in lower case, nothing where it has none."""
    return str(getattr(term, "language", None) or "").lower()


def one_per_language(
    case: Case, subject: str, predicate: str, languages: Iterable[str], graph: str | None = None
) -> Iterator[Finding]:
    """Tell if a node does not have one text in English and one in Chinese; ``languages`` are those it has."""
    if sorted(languages) != ["en", "zh-hans"]:
        name = shorten(predicate)
        yield told(
            subject,
            case.place(subject, predicate, graph=graph),
            f"does not have one {name} in English and one in Chinese → add {name} @en and @zh-Hans",
            f"{name} 不是英文、中文各一条 → 请添加 @en 与 @zh-Hans 的 {name}",
        )


def told(focus: str, place: Place | None, en: str, zh: str, severity: Severity = Severity.ERROR) -> Finding:
    """Make a finding of what is wrong with a node: ``en`` and ``zh`` say what is wrong → what to do."""
    message, todo = halves(en)
    about = shorten(focus)
    return Finding(severity, f"{about}: {message}", place, todo, f"{about}：{zh}", focus)


def is_thing(iri: str) -> bool:
    """Tell whether an IRI names a thing of ours: under the base, but no term, code, graph or shape."""
    return iri.startswith(BASE) and not iri.startswith(
        (VOCAB, CODES, GRAPHS, f"{BASE}shape/", f"{BASE}code", f"{BASE}vocab")
    )


def types_of(triples: Triples) -> dict[str, set[str]]:
    """List the types of each subject."""
    found: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == RDF.type:
            found.setdefault(text(triple.subject), set()).add(text(triple.object))
    return found
