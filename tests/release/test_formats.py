"""Every file of a release, as both engines read it."""

import gzip
import hashlib

import pyoxigraph as ox
import pytest

from als_kg.build import quad_in
from als_kg.errors import ReleaseError
from als_kg.release.files import Folder, gzipped
from als_kg.release.lines import canonical_lines
from als_kg.vocabulary import graph_for

from .formats import FORMATS, counted_by_rdflib, said

# rdflib 7.6 asks its own Dataset for what it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")
ALIKE = ("als-kg", "als-kg-article", "als-kg-full", "als-kg-evidence", "als-kg-ontology", "als-kg-codes")


def test_every_file_holds_what_the_manifest_says_in_both_engines(mini_release):
    files = [file for file in mini_release.manifest.files if file.triples is not None and not file.packed]
    assert len(files) == 20
    for file in files:
        path = mini_release.path / file.name
        assert len(said(path)) == file.triples, file.name
        if file.name != "als-kg-rdf12.ttl":
            assert counted_by_rdflib(path) == file.triples, file.name


def test_the_counts_are_those_of_the_dataset(mini_release, mini_dataset):
    counts = {file.name: file.triples for file in mini_release.manifest.files}
    assert counts["als-kg.ttl"] == len(mini_dataset.views["current"])
    assert counts["als-kg-article.rdf"] == len(mini_dataset.views["article"])
    assert counts["als-kg-full.jsonld"] == len(list(mini_dataset.quads()))


@pytest.mark.parametrize("stem", ALIKE)
def test_all_formats_say_the_same(mini_release, stem):
    paths = [mini_release.path / f"{stem}.{extension}" for extension in FORMATS]
    first, *rest = (said(path) for path in paths if path.exists())
    assert rest
    assert all(other == first for other in rest)


def test_gzip_twins_are_equal_and_have_no_time(mini_release):
    packed = sorted(mini_release.path.glob("*.gz"))
    assert len(packed) == 20
    for path in packed:
        body = path.read_bytes()
        assert gzip.decompress(body) == path.with_suffix("").read_bytes()
        assert (body[3], body[4:8]) == (0, b"\0\0\0\0")


def test_gzip_of_many_chunks():
    assert gzip.decompress(b"".join(gzipped([b"a" * 100_000, b"", b"b"]))) == b"a" * 100_000 + b"b"


def test_the_rdfc_hash_is_that_of_the_canonical_dataset(mini_release, mini_dataset):
    dataset = ox.Dataset(mini_dataset.quads())
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted((ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    assert any(b"_:c14n" in line for line in lines)
    assert mini_release.manifest.rdfc == hashlib.sha256(b"".join(lines)).hexdigest()
    assert (mini_release.path / "als-kg-full.nq").read_bytes() == b"".join(lines)


def test_a_text_that_looks_like_a_blank_node_keeps_its_place(tmp_path):
    lines = [b'<https://e.org/a> <https://e.org/p> "x _:y" .\n', b"<https://e.org/b> <https://e.org/p> _:z .\n"]
    (tmp_path / "x.nt").write_bytes(b"".join(lines))
    assert list(canonical_lines(tmp_path / "x.nt")) == [lines[0], lines[1].replace(b"_:z", b"_:c14n0")]


def test_a_file_that_says_less_stops_the_release(tmp_path):
    with pytest.raises(ReleaseError, match=r"x\.ttl: holds 1 statements when it is read back, not 2"):
        Folder(tmp_path).rdf("x.ttl", {"en": "x", "zh": "x"}, "<https://e.org/a> <https://e.org/b> 1 .", 2)


@pytest.mark.parametrize("name", ["ontology", "codes", "shapes", "examples"])
def test_a_part_is_the_graph_of_its_name(mini_release, mini_dataset, name):
    expected = ox.Dataset(quad_in(ox.DefaultGraph(), triple) for triple in mini_dataset.graphs[graph_for(name)])
    expected.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert said(mini_release.path / f"als-kg-{name}.ttl") == expected
