"""Put a dataset together from the curated files: read, retract, compose views, infer."""

from collections.abc import Callable, Mapping

import pyoxigraph as ox

from als_kg import mappings
from als_kg.build.closure import Closure, close, load_rules
from als_kg.build.dataset import Dataset, Origins, Triples
from als_kg.build.examples import EXAMPLE_GRAPH, examples_in
from als_kg.build.mentions import MENTIONS, mentions
from als_kg.build.retraction import Case, review_failures
from als_kg.build.reviews import SPEAKERS, retracted_by, reviews_in, speaking
from als_kg.build.speakers import foreign_graphs
from als_kg.build.views import Parts, Read, add_mentions, sort_parts, stated_views, view_name_failures
from als_kg.errors import Finding
from als_kg.sources import Content, ContentFile, Role, SourceFile, text_of
from als_kg.vocabulary import CURRENT, graph_for

_READ = (
    Role.ONTOLOGY, Role.CODES, Role.ENTITY, Role.DOCUMENT, Role.REFERENCE, Role.CLAIM, Role.REVIEW, Role.PREFIXES,
    Role.MAPPING, Role.SHAPES,
)  # fmt: skip
# Who reads what is no Turtle and no TriG.
_READERS: Mapping[Role, Callable[[Content, ContentFile], SourceFile]] = {
    Role.PREFIXES: mappings.read_vocabularies,
    Role.MAPPING: mappings.read_mappings,
}


def assemble(content: Content) -> Dataset:
    """Build everything in memory; what is wrong between files is in ``findings``.

    Raises SourceError for the first file that cannot be read.
    """
    read = tuple((file, _READERS.get(file.role, Content.read)(content, file)) for file in content.files(*_READ))
    rules = load_rules(content)
    authored = _by_graph(read)
    parts = sort_parts(read, content.documents())
    mentioned = mentions(authored, parts.entities)
    parts = add_mentions(parts, mentioned)
    reviews = reviews_in(authored)
    retracted = retracted_by(reviews, parts.claims)
    stated = stated_views(parts, reviews, retracted)
    closed = {name: close(triples, rules) for name, triples in stated.items()}
    origins = Origins(tuple(source for _, source in read))
    case = Case(authored, reviews, parts.claims, retracted, closed[CURRENT], origins)
    computed = {MENTIONS: frozenset[ox.Triple]().union(*mentioned.values()), SPEAKERS: speaking(reviews)}
    return Dataset(
        graphs=authored | _examples(content) | _inferred(closed, computed),
        views={name: closure.triples for name, closure in closed.items()},
        stated=stated,
        origins=origins,
        findings=_findings(read, parts, case),
    )


def _findings(read: tuple[Read, ...], parts: Parts, case: Case) -> tuple[Finding, ...]:
    return (*foreign_graphs(read), *view_name_failures(parts, case.origins), *review_failures(case))


def _by_graph(read: tuple[Read, ...]) -> dict[str, Triples]:
    graphs: dict[str, set[ox.Triple]] = {}
    for _, source in read:
        for quad in source.quads:
            graphs.setdefault(text_of(quad.graph_name), set()).add(quad.triple)
    return {name: frozenset(graphs[name]) for name in sorted(graphs)}


def _examples(content: Content) -> dict[str, Triples]:
    """Tell the published questions; in no view, like the shapes."""
    told = examples_in(content)
    return {EXAMPLE_GRAPH: told} if told else {}


def _inferred(closed: Mapping[str, Closure], computed: Mapping[str, Triples]) -> dict[str, Triples]:
    """Unite what each rule infers in any view, by the graph of the rule, and what else is computed."""
    graphs = dict(computed)
    for closure in closed.values():
        for name, triples in closure.inferred.items():
            graph = graph_for("inferred", name)
            graphs[graph] = graphs.get(graph, frozenset()) | triples
    return {graph: graphs[graph] for graph in sorted(graphs) if graphs[graph]}
