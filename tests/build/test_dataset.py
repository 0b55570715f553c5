import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, Origins
from als_kg.build.dataset import sentence
from als_kg.errors import BuildError, Finding, Severity
from als_kg.vocabulary import BASE, VOCAB, graph_for

FABLEXIN = f"{BASE}intervention/fablexin"
ENTITY, CLAIM, REVIEW = (
    "data/entity/intervention.ttl",
    "data/claim/mini-guide/01-fablexin.trig",
    "data/review/corrections.trig",
)


@pytest.mark.parametrize(
    ("parts", "file", "text", "nth"),
    [
        ((FABLEXIN,), ENTITY, "intervention:fablexin", 1),
        ((FABLEXIN, f"{VOCAB}notToBeConfusedWith"), ENTITY, "als:notToBeConfusedWith", 1),
        ((FABLEXIN, f"{VOCAB}codeName"), CLAIM, "als:codeName", 1),
        ((FABLEXIN, f"{VOCAB}hasRoute", None, graph_for("claim", "mini-guide", "1-03")), CLAIM, "als:hasRoute", 2),
        ((FABLEXIN, f"{VOCAB}developedBy"), REVIEW, "als:developedBy", 1),
        ((FABLEXIN, f"{VOCAB}nothing"), ENTITY, "intervention:fablexin", 1),
        ((f"{VOCAB}tests",), "ontology/als-kg.ttl", "als:tests", 1),
        ((f"{BASE}code/route/oral",), "ontology/codes.ttl", "route:oral", 1),
    ],
)
def test_a_statement_is_found_in_the_file_that_makes_it(mini_dataset, mini, parts, file, text, nth):
    lines = (mini / file).read_text(encoding="utf-8").splitlines()
    expected = [number for number, line in enumerate(lines, 1) if text in line][nth - 1]
    place = mini_dataset.origins.place(*parts)
    assert (place.file, place.line) == (file, expected)


def test_what_no_file_speaks_of_has_no_place(mini_dataset):
    assert mini_dataset.origins.place("https://example.org/nobody") is None


def test_every_authored_quad_has_its_file_and_line(mini_dataset):
    for quad in mini_dataset.quads():
        if not quad.graph_name.value.startswith((graph_for("inferred", ""), graph_for("examples"))):
            place = mini_dataset.origins.place_of(quad)
            assert place.file
            assert (place.line is None) is isinstance(quad.subject, ox.BlankNode)


def test_an_inferred_triple_is_placed_where_its_subject_is(mini_dataset):
    triple = ox.Triple(ox.NamedNode(FABLEXIN), ox.NamedNode(f"{VOCAB}hasTarget"), ox.NamedNode(f"{BASE}gene/zyx1"))
    assert triple in mini_dataset.view("current")
    assert str(mini_dataset.origins.place_of(triple)).startswith(f"{ENTITY}:")


def test_every_block_of_a_subject_is_listed(sandbox):
    file = sandbox.root / "data/entity/gene.ttl"
    file.write_text(file.read_text(encoding="utf-8") + "gene:zyx1 als:ordinal 1 .\n", encoding="utf-8")
    origins = sandbox.dataset().origins
    places = [str(place) for place in origins.blocks(f"{BASE}gene/zyx1", graph_for("entity", "gene"))]
    assert places == [
        f"data/entity/gene.ttl:{sandbox.line('data/entity/gene.ttl', 'gene:zyx1', nth)}" for nth in (1, 2)
    ]
    assert len(origins.blocks(FABLEXIN)) == 5
    assert len(origins.blocks(FABLEXIN, graph_for("entity", "intervention"))) == 1


def test_a_finding_stops_a_dataset_only_if_it_is_an_error():
    def dataset(severity):
        return Dataset({}, {}, {}, Origins(()), (Finding(severity, "x"),))

    dataset(Severity.WARNING).require_sound()
    with pytest.raises(BuildError):
        dataset(Severity.ERROR).require_sound()


def test_the_version_follows_quads_and_views():
    def version(graphs, views):
        return Dataset(graphs, views, {}).version

    one = frozenset({ox.Triple(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("1"))})
    none = frozenset()
    versions = [
        version({"a:g": one}, {"current": none}),
        version({"a:g": none}, {"current": one}),
        version({"a:h": one}, {"current": none}),
        version({"a:g": one}, {"current": none, "article": none}),
        version({"a:g": one}, {"current": none, "article": one}),
        version({"a:g": one}, {"current": one, "article": none}),
    ]
    assert len(set(versions)) == len(versions)
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in versions)


def test_a_sentence_reads_as_a_curator_writes_it():
    triple = ox.Triple(
        ox.NamedNode(FABLEXIN),
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ox.NamedNode(f"{VOCAB}Drug"),
    )
    assert sentence(triple) == "intervention:fablexin a als:Drug"


def test_literals_keep_their_words_in_the_files_of_a_dataset(mini_dataset):
    assert '"虚构生注射液"@zh-hans'.encode() in mini_dataset.nquads
    assert mini_dataset.nquads.endswith(b" .\n")
    lines = mini_dataset.nquads.splitlines()
    assert lines == sorted(set(lines))
