import shutil

import pytest

from als_kg.errors import ReleaseError
from als_kg.query import QueryRequest
from als_kg.query.embedded import answer
from als_kg.release.reading import find_release, open_release

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.parametrize("view", ["current", "article"])
@pytest.mark.parametrize(
    "text", [COUNT, "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?g) AS ?m) { GRAPH ?g { ?s ?p ?o } }"]
)
def test_a_release_answers_as_the_dataset_does(mini_release, mini_store, view, text):
    release = open_release(mini_release.path)
    asked = [answer(store, QueryRequest(text, view=view, format="csv")) for store in (release, mini_store)]
    assert asked[0] == asked[1]
    assert release.graphs() == dict(mini_store.graphs())
    assert release.views() == dict(mini_store.views())


def test_a_release_keeps_answering_as_it_was(releasing):
    ask = QueryRequest("PREFIX als: <https://w3id.org/als-kg/vocab#> SELECT ?n { ?g a als:Gene ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?n FILTER (lang(?n) = 'en') }", format="csv")  # fmt: skip  # noqa: E501
    old = releasing.make("1.0.0").path
    releasing.sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX-1"@en')
    new = releasing.make("1.1.0").path
    assert [answer(open_release(path), ask).body for path in (old, new)] == [b"n\r\nZYX1\r\n", b"n\r\nZYX-1\r\n"]


@pytest.mark.parametrize("name", ["als-kg-full.nq", "als-kg.nt", "als-kg-article.nt"])
def test_a_file_that_was_touched_is_not_read(mini_release, tmp_path, name):
    copy = tmp_path / "copy"
    shutil.copytree(mini_release.path, copy)
    with (copy / name).open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(ReleaseError, match=f"{name}: is not the file that SHA256SUMS names → fetch"):
        open_release(copy)


def test_a_release_is_found_by_version_or_folder(mini_release, tmp_path):
    out = mini_release.path.parent
    assert find_release("1.0.0", out) == mini_release.path
    assert find_release(str(mini_release.path), tmp_path) == mini_release.path
    with pytest.raises(ReleaseError, match=r"there is no release '2' in .* → use one of: 1\.0\.0"):
        find_release("2", out)
    with pytest.raises(ReleaseError, match="→ make one: als-kg release"):
        find_release("2", tmp_path)


def test_what_is_no_release_is_said(tmp_path):
    with pytest.raises(ReleaseError, match=r"is no release → name a folder with a manifest\.json"):
        open_release(tmp_path)
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(ReleaseError, match="is no manifest of a release"):
        open_release(tmp_path)
