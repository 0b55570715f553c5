"""What is loaded stands beside the dataset: it changes nothing else, it stays, and it goes when it is told to."""

import json
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, write
from als_kg.errors import DatasetError, UsageError
from als_kg.outside import load
from als_kg.query.pool.child.stem import load as load_into_memory

from .conftest import ONTO, Desk
from .files import TURTLE

QUADS = """<http://e/a> <http://e/p> "outer" .
<http://e/a> <http://e/p> "one" <http://e/g1> .
<http://e/a> <http://e/p> "two" <http://e/g2> .
"""
BLANK = f"""@prefix owl: <http://www.w3.org/2002/07/owl#> .
<{ONTO}> a owl:Ontology . <http://e/a> <http://e/p> [ <http://e/q> 1 ], [ <http://e/q> 2 ] .
"""


def again(desk: Desk, dataset: Dataset) -> None:
    """Build as a curator does who changed something."""
    changed = replace(dataset, graphs={**dataset.graphs, "https://w3id.org/als-kg/graph/entity/new": frozenset()})
    write(changed, desk.out, inputs="other")


def test_the_dataset_itself_stays_as_it_was(desk: Desk, mini_dataset: Dataset) -> None:
    before = desk.live
    desk.load(desk.file("o.ttl", TURTLE))
    after = desk.live
    assert (after.manifest.graphs, after.manifest.views) == (before.manifest.graphs, before.manifest.views)
    assert (after.manifest.inputs, after.manifest.validated) == ("mini", True)
    assert after.nquads.read_bytes() == mini_dataset.nquads
    assert after.manifest.version != before.manifest.version


def test_equal_files_in_equal_graphs_make_equal_versions(desk: Desk) -> None:
    bare, path = desk.live.manifest.version, desk.file("o.ttl", TURTLE)
    desk.load(path)
    loaded = desk.live.manifest.version
    desk.unload(ONTO)
    assert (desk.live.manifest.version, desk.store.outside()) == (bare, {})
    desk.load(path)
    assert desk.live.manifest.version == loaded
    desk.load(path, graph="http://e/other")
    assert desk.live.manifest.version not in {bare, loaded}


def test_a_build_keeps_what_is_loaded(desk: Desk, mini_dataset: Dataset) -> None:
    desk.load(desk.file("o.ttl", TURTLE))
    said, loaded = desk.texts(ONTO), desk.live.manifest
    again(desk, mini_dataset)
    assert desk.live.manifest.inputs == "other"
    assert desk.live.manifest.outside == loaded.outside
    assert desk.texts(ONTO) == said
    assert desk.live.manifest.version == loaded.version  # an empty graph changes no quad


def test_a_new_version_by_a_build_has_it_too(desk: Desk, mini_dataset: Dataset) -> None:
    desk.load(desk.file("o.ttl", TURTLE), desk.file("q.nq", QUADS.partition("\n")[2]))
    said = desk.texts(ONTO)
    triple = ox.Triple(ox.NamedNode("http://e/x"), ox.NamedNode("http://e/y"), ox.Literal("z"))
    view = {**mini_dataset.views, "current": mini_dataset.views["current"] | {triple}}
    published = write(replace(mini_dataset, views=view), desk.out)
    assert published.path == desk.live.path
    assert desk.texts(ONTO) == said
    assert desk.store.outside() == {ONTO: len(said), "http://e/g1": 1, "http://e/g2": 1}
    assert ox.Triple(*triple) in set(desk.store.triples("https://w3id.org/als-kg/graph/current"))


def test_a_build_that_cannot_keep_it_says_so(desk: Desk, mini_dataset: Dataset) -> None:
    (loaded,) = desk.load(desk.file("o.ttl", TURTLE))
    (desk.live.path / "outside" / loaded.kept).unlink()
    view = {**mini_dataset.views, "current": frozenset[ox.Triple]()}
    with pytest.raises(DatasetError, match=rf"does not hold what was loaded into <{ONTO}> → run: als-kg unload"):
        write(replace(mini_dataset, views=view), desk.out)
    desk.unload(ONTO)
    write(replace(mini_dataset, views=view), desk.out)


def test_blank_nodes_keep_their_shape(desk: Desk) -> None:
    desk.load(desk.file("o.ttl", BLANK))
    asked = f"SELECT ?n {{ GRAPH <{ONTO}> {{ <http://e/a> <http://e/p> ?b . ?b <http://e/q> ?n }} }} ORDER BY ?n"
    assert [row[0].value for row in desk.store.query(asked)] == ["1", "2"]


def test_a_file_may_name_its_own_graphs(desk: Desk) -> None:
    path = desk.file("q.nq", QUADS)
    with pytest.raises(Exception, match="has statements outside any graph → name a graph for them with --graph"):
        desk.load(path)
    desk.load(path, graph="http://e/rest")
    counts = {"http://e/g1": 1, "http://e/g2": 1, "http://e/rest": 1}
    assert desk.store.outside() == counts
    desk.unload("http://e/g1")
    assert desk.store.outside() == {"http://e/g2": 1, "http://e/rest": 1}
    desk.unload("http://e/rest")
    assert [q.object.value for q in desk.store.engine.quads_for_pattern(ox.NamedNode("http://e/a"), None, None)] == [
        "two"
    ]
    memory = load_into_memory(desk.live)
    assert memory.outside() == {"http://e/g2": 1}
    assert len(list(memory.triples("http://e/g2"))) == 1
    assert list(memory.triples("http://e/g1")) == []
    with pytest.raises(Exception, match="says everything in graphs of its own → leave out --graph"):
        desk.load(desk.file("g.nq", QUADS.partition("\n")[2]), graph="http://e/more")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"graph": "https://w3id.org/als-kg/graph/claim/x"}, "is for graphs of als-kg itself → name another"),
        ({"graph": "https://w3id.org/als-kg/graph/current"}, "is for graphs of als-kg itself"),
        ({"graph": "no iri"}, "the graph 'no iri' is not an IRI"),
    ],
)
def test_a_graph_that_cannot_be_filled(desk: Desk, options: dict[str, str], message: str) -> None:
    before = desk.listing()
    with pytest.raises(UsageError, match=message):
        desk.load(desk.file("o.ttl", TURTLE), **options)
    assert desk.listing() == before


def test_no_file_can_fill_a_graph_of_ours(desk: Desk) -> None:
    ours = "<https://w3id.org/als-kg/graph/entity/gene>"
    with pytest.raises(UsageError, match=r"q\.nq: <https://w3id.org/als-kg/graph/entity/gene> is for graphs of als-kg"):
        desk.load(desk.file("q.nq", f'<http://e/a> <http://e/p> "x" {ours} .\n'))
    with pytest.raises(UsageError, match="is for graphs of als-kg itself"):
        desk.load(desk.file("o.ttl", f"{ours} a <http://www.w3.org/2002/07/owl#Ontology> .\n"))


def test_a_graph_is_filled_once_unless_it_is_replaced(desk: Desk) -> None:
    path = desk.file("o.ttl", TURTLE)
    with pytest.raises(UsageError, match=rf"<{ONTO}> is also filled by "):
        desk.load(path, desk.file("p.ttl", TURTLE))
    desk.load(path)
    with pytest.raises(UsageError, match=rf"<{ONTO}> holds o\.ttl of \d{{4}}-\d\d-\d\d already → use --replace"):
        desk.load(path)
    desk.load(desk.file("o2.ttl", TURTLE.replace("beta", "better")), replacing=True)
    assert {row[2] for row in desk.texts(ONTO)} & {"beta", "better"} == {"better"}
    assert desk.live.manifest.outside[0].file == "o2.ttl"


def test_one_graph_is_for_one_file(desk: Desk) -> None:
    path = desk.file("o.ttl", TURTLE)
    with pytest.raises(UsageError, match="--graph is for one file"):
        desk.load(path, path, graph="http://e/g")


def test_only_what_is_loaded_can_be_unloaded(desk: Desk) -> None:
    desk.load(desk.file("o.ttl", TURTLE))
    before = desk.listing()
    for graph in ("http://e/none", "https://w3id.org/als-kg/graph/entity/gene"):
        with pytest.raises(UsageError, match=rf"no graph <{graph}> is loaded → list them: als-kg graphs"):
            desk.unload(ONTO, graph)
    assert desk.listing() == before


def test_without_a_dataset_there_is_nothing_to_load_beside(tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_text(TURTLE)
    with pytest.raises(DatasetError, match="holds no dataset → run: als-kg build"):
        load(tmp_path / "out", [tmp_path / "o.ttl"])
    assert not (tmp_path / "out").exists()


def test_a_reader_of_the_version_before_keeps_reading(desk: Desk) -> None:
    store = desk.store
    desk.load(desk.file("o.ttl", TURTLE))
    assert store.outside() == {}
    assert len(list(store.triples("https://w3id.org/als-kg/graph/current"))) == store.views()["current"]
    assert desk.store.outside().keys() == {ONTO}


def test_what_a_build_left_behind_is_swept_away(desk: Desk) -> None:
    left = desk.live.path.parent / ".left"
    left.mkdir()
    desk.load(desk.file("o.ttl", TURTLE))
    assert not left.exists()


def test_a_manifest_from_before_there_were_outside_graphs(desk: Desk) -> None:
    file = desk.live.path / "manifest.json"
    found = json.loads(file.read_text())
    del found["outside"]
    file.write_text(json.dumps(found))
    desk.load(desk.file("o.ttl", TURTLE))
    assert desk.store.outside().keys() == {ONTO}


def test_progress_is_told_in_bytes(desk: Desk) -> None:
    told: dict[str, list[int]] = {}
    path = desk.file("o.ttl", TURTLE)
    desk.load(path, begin=lambda name, size: told.setdefault(name, [-size]).append)
    (counts,) = told.values()
    assert sum(counts) == 0


GRAPH_NAMED = f"GRAPH <{ONTO}>"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ASK { ?s ?p 'beta'@en }", False),
        ("ASK { GRAPH ?g { ?s ?p 'beta'@en } }", False),
        (f"ASK {{ {GRAPH_NAMED} {{ ?s ?p 'beta'@en }} }}", True),
        (f"ASK {{ VALUES ?g {{ <{ONTO}> }} GRAPH ?g {{ ?s ?p 'beta'@en }} }}", True),
        ("PREFIX e: <http://example.org/> ASK { GRAPH e:onto { ?s ?p 'beta'@en } }", True),
        ("prefix : <http://example.org/on> ASK { graph :to { ?s ?p 'beta'@en } }", True),
        (f"ASK FROM <{ONTO}> {{ ?s ?p 'beta'@en }}", True),
        (f"ASK FROM NAMED <{ONTO}> {{ GRAPH ?g {{ ?s ?p 'beta'@en }} }}", True),
        (
            "PREFIX e: <http://example.org/> ASK { { GRAPH e:onto2 { ?s ?p 1 } } UNION { GRAPH ?g { e:X_2 ?p ?o } } }",
            False,
        ),
        ("ASK { GRAPH <http://example.org/ont> { ?s ?p 'beta'@en } }", False),
    ],
)
def test_outside_graphs_answer_who_names_them(desk: Desk, query: str, found: bool) -> None:
    from als_kg.query import EmbeddedService, QueryRequest

    desk.load(desk.file("o.ttl", TURTLE))
    answer = EmbeddedService(desk.out).answer(QueryRequest(query, format="csv"))
    assert answer.body.strip() == (b"true" if found else b"false")
