"""Every count in the descriptions is the answer to the query that defines it (VoID 4.6)."""

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, view_iri
from als_kg.describe import DESCRIPTIONS, with_descriptions
from als_kg.sources import Content
from als_kg.store.embedded import EmbeddedStore, hold
from als_kg.vocabulary import BASE, CURRENT, PREFIXES, expand, graph_for

HEAD = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
ALL = "?s ?p ?o"
OURS = f'FILTER STRSTARTS(STR(?s), "{BASE}")'

# What is counted of a view as a whole.
WHOLE = {
    "void:triples": f"(COUNT(*) AS ?n) {{ {ALL} }}",
    "void:entities": f"(COUNT(DISTINCT ?s) AS ?n) {{ {ALL} FILTER isIRI(?s) {OURS} }}",
    "void:classes": "(COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "void:properties": f"(COUNT(DISTINCT ?p) AS ?n) {{ {ALL} }}",
    "void:distinctSubjects": f"(COUNT(DISTINCT ?s) AS ?n) {{ {ALL} }}",
    "void:distinctObjects": f"(COUNT(DISTINCT ?o) AS ?n) {{ {ALL} }}",
}
# Of a part, by what leads to its term; ?term is bound.
PARTS = {
    ("void:class", "void:entities"): "(COUNT(DISTINCT ?s) AS ?n) { ?s a ?term }",
    ("void:property", "void:triples"): "(COUNT(*) AS ?n) { ?s ?term ?o }",
    ("void:property", "void:distinctSubjects"): "(COUNT(DISTINCT ?s) AS ?n) { ?s ?term ?o }",
    ("void:property", "void:distinctObjects"): "(COUNT(DISTINCT ?o) AS ?n) { ?s ?term ?o }",
    ("void-ext:datatype", "void:triples"): f"(COUNT(*) AS ?n) {{ {ALL} FILTER (DATATYPE(?o) = ?term) }}",
    ("void-ext:language", "void:triples"): f"(COUNT(*) AS ?n) {{ {ALL} FILTER (LCASE(LANG(?o)) = LCASE(?term)) }}",
}
PARTITIONS = {
    "void:classPartition": "?s a ?term FILTER isIRI(?term)",
    "void:propertyPartition": "?s ?term ?o",
    "void-ext:datatypePartition": f"{ALL} FILTER isLiteral(?o) BIND (DATATYPE(?o) AS ?term)",
    "void-ext:languagePartition": f'{ALL} BIND (LANG(?o) AS ?term) FILTER (?term != "")',
}
VIEWS = ["current", "article"]


class Described:
    """A described dataset that can be asked."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.store: EmbeddedStore = hold(dataset)

    def number(self, query: str, graph: str, **terms: object) -> int:
        (row,) = self._rows(query, graph, terms)
        return int(row["n"].value)

    def said(self, query: str, **terms: object) -> list[ox.QuerySolution]:
        return list(self._rows(query, DESCRIPTIONS, terms))

    def _rows(self, query: str, graph: str, terms: dict[str, object]) -> ox.QuerySolutions:
        for name, term in terms.items():
            query = query.replace(f"?{name}", str(term))
        found = self.store.query(f"{HEAD}SELECT {query}", default_graphs=[graph])
        assert isinstance(found, ox.QuerySolutions)
        return found


@pytest.fixture(scope="module", params=["mini", "real"])
def described(request: pytest.FixtureRequest, mini, repository) -> Described:
    content = Content({"mini": mini, "real": repository}[request.param])
    return Described(with_descriptions(request.getfixturevalue(f"{request.param}_dataset"), content))


def told(described: Described, node: str, predicate: str) -> int:
    (row,) = described.said(f"?n {{ ?node {predicate} ?n }}", node=ox.NamedNode(node))
    return int(row["n"].value)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("predicate", WHOLE)
def test_a_view_as_a_whole(described: Described, view: str, predicate: str) -> None:
    assert told(described, view_iri(view), predicate) == described.number(WHOLE[predicate], view_iri(view)) > 0


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("leading", "predicate"), PARTS)
def test_a_part_of_a_view(described: Described, view: str, leading: str, predicate: str) -> None:
    rows = described.said(
        f"?term ?n {{ ?view ?partition ?part . ?part {leading} ?term ; {predicate} ?n }}",
        view=ox.NamedNode(view_iri(view)),
    )
    assert rows
    query = PARTS[leading, predicate]
    wrong = [row for row in rows if described.number(query, view_iri(view), term=row["term"]) != int(row["n"].value)]
    assert wrong == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("partition", PARTITIONS)
def test_every_part_is_there(described: Described, view: str, partition: str) -> None:
    parts = len(described.said(f"DISTINCT ?part {{ ?view {partition} ?part }}", view=ox.NamedNode(view_iri(view))))
    wanted = f"(COUNT(DISTINCT ?term) AS ?n) {{ {PARTITIONS[partition]} }}"
    assert parts == described.number(wanted, view_iri(view)) > 0


def test_a_graph(described: Described) -> None:
    for graph in described.dataset.graphs:
        if graph != DESCRIPTIONS:
            count = f"(COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ {ALL} }} }}"
            assert told(described, graph, "void:triples") == described.number(count, DESCRIPTIONS), graph


def test_the_version_counts_each_triple_once_and_not_itself(described: Described) -> None:
    (row,) = described.said("?v ?n { ?d dcat:hasCurrentVersion ?v . ?v void:triples ?n }")
    own = f"FILTER (?g != <{DESCRIPTIONS}>)"
    count = f"(COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?s ?p ?o {{ GRAPH ?g {{ {ALL} }} {own} }} }} }}"
    assert int(row["n"].value) == described.number(count, DESCRIPTIONS)
    assert described.said(f"?part {{ ?v void:subset ?part FILTER (?part = <{DESCRIPTIONS}>) }}", v=row["v"]) == []


def test_a_description_does_not_count_an_older_one(mini_dataset: Dataset, mini) -> None:
    once = with_descriptions(mini_dataset, Content(mini))
    assert with_descriptions(once, Content(mini)).graphs == once.graphs


def test_the_views_do_not_hold_the_descriptions(described: Described) -> None:
    for triples in described.dataset.views.values():
        assert not triples & described.dataset.graphs[DESCRIPTIONS]


LINKED = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix gene: <https://w3id.org/als-kg/gene/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vocabulary: <https://w3id.org/als-kg/vocabulary/> .
gene:zyx1 skos:exactMatch <http://outside.example/a/1> , <http://outside.example/b/1> ;
    skos:closeMatch <http://outside.example/a/2> .
gene:zyx2 skos:exactMatch <http://outside.example/a/1> , <http://outside.example/unknown> .
<https://w3id.org/als-kg/mapping/zyx1> <http://www.w3.org/2002/07/owl#annotatedTarget> <http://outside.example/a/1> .
<http://outside.example/a/1> als:inVocabulary vocabulary:a .
<http://outside.example/a/2> als:inVocabulary vocabulary:a .
<http://outside.example/b/1> als:inVocabulary vocabulary:b .
"""


def test_a_linkset_per_vocabulary_and_predicate(mini_dataset: Dataset, mini) -> None:
    mapped = frozenset(quad.triple for quad in ox.parse(LINKED.encode(), format=ox.RdfFormat.TURTLE))
    graphs = {**mini_dataset.graphs, graph_for("mapping", "gene"): mapped}
    dataset = Dataset(graphs, mini_dataset.views, mini_dataset.stated)
    described = Described(with_descriptions(dataset, Content(mini)))
    rows = described.said(
        "?target ?by ?n { ?set a void:Linkset ; void:objectsTarget ?target ; void:linkPredicate ?by ; void:triples ?n }"
    )
    vocabulary = f"{BASE}vocabulary/"
    assert {(row["target"].value, row["by"].value, int(row["n"].value)) for row in rows} == {
        (f"{vocabulary}a", expand("skos:exactMatch"), 2),
        (f"{vocabulary}a", expand("skos:closeMatch"), 1),
        (f"{vocabulary}b", expand("skos:exactMatch"), 1),
    }
    assert len(described.said("?set { ?view void:subset ?set }", view=ox.NamedNode(view_iri(CURRENT)))) == 3
