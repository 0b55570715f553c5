import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.errors import ReleaseError
from als_kg.release.making import Order, before, make
from als_kg.release.manifest import read_manifest, verify, version_key
from als_kg.sources import Content

INTERVENTIONS = "data/entity/intervention.ttl"
NAMES = {
    "als-kg.ttl", "als-kg.nt", "als-kg.jsonld", "als-kg.rdf",
    "als-kg-article.ttl", "als-kg-article.nt", "als-kg-article.jsonld", "als-kg-article.rdf",
    "als-kg-full.nq", "als-kg-full.trig", "als-kg-full.jsonld",
    "als-kg-evidence.nt", "als-kg-evidence.ttl", "als-kg-rdf12.ttl",
    "als-kg-ontology.ttl", "als-kg-ontology.rdf", "als-kg-codes.ttl", "als-kg-codes.rdf",
    "als-kg-shapes.ttl", "als-kg-examples.ttl",
}  # fmt: skip
OTHERS = {
    "context.jsonld",
    "table/intervention.csv",
    "table/study.csv",
    "table/organisation.csv",
    "ontology.en.html",
    "ontology.zh.html",
}
ABOUT = {"manifest.json", "NOTES.md", "SHA256SUMS"}


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def test_a_release_has_every_file_and_no_other(mini_release):
    assert names(mini_release.path) == NAMES | {f"{name}.gz" for name in NAMES} | OTHERS | ABOUT


def test_every_digest_is_in_the_list(mini_release):
    listed = dict(line.split("  ")[::-1] for line in (mini_release.path / "SHA256SUMS").read_text().splitlines())
    found = {name: hashlib.sha256(body).hexdigest() for name, body in contents(mini_release.path).items()}
    assert listed == {name: digest for name, digest in found.items() if name != "SHA256SUMS"}
    verify(mini_release.path)


def test_the_manifest_tells_what_is_there(mini_release, mini_dataset):
    manifest = read_manifest(mini_release.path)
    assert manifest == mini_release.manifest
    assert (manifest.version, manifest.dataset, manifest.previous) == ("1.0.0", mini_dataset.version, "")
    assert sum(manifest.graphs.values()) == len(list(mini_dataset.quads()))
    assert manifest.kinds["intervention"] == 4
    assert {file.name for file in manifest.files} == names(mini_release.path) - ABOUT
    for file in manifest.files:
        body = (mini_release.path / file.name).read_bytes()
        assert (file.size, file.sha256) == (len(body), hashlib.sha256(body).hexdigest())
        assert file.title["en"]
        assert file.title["zh"]


def test_equal_files_give_equal_bytes(releasing, tmp_path):
    one, other = releasing.make("1.0.0"), releasing.make("1.0.0", out=tmp_path / "elsewhere")
    assert one.path != other.path
    assert contents(one.path) == contents(other.path)


def test_the_same_release_again_is_no_fault(releasing):
    assert releasing.make("1.0.0").made
    assert not releasing.make("1.0.0").made


def test_a_release_is_never_changed(releasing):
    path = releasing.make("1.0.0").path
    was = contents(path)
    releasing.sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX-1"@en')
    with pytest.raises(ReleaseError, match=r"the release 1\.0\.0 exists, and its NOTES\.md has other .* → raise the v"):
        releasing.make("1.0.0")
    assert contents(path) == was
    assert [entry.name for entry in releasing.out.iterdir()] == ["1.0.0"]


def test_the_date_is_told_where_it_is_given(releasing):
    moment = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    path = releasing.make("1.0.0", issued=moment).path
    assert read_manifest(path).issued == "2023-11-14T22:13:20Z"
    assert "issued 2023-11-14T22:13:20Z" in (path / "NOTES.md").read_text(encoding="utf-8")


def test_descriptions_are_asked_for_when_the_files_are_written(releasing):
    asked = []
    node = ox.NamedNode("https://example.org/x")

    def describe(files):
        asked.extend(files)
        return {"dcat": frozenset({ox.Triple(node, node, ox.Literal("described"))})}

    path = releasing.make("1.0.0", describe=describe).path
    assert {file.name for file in asked} == names(path) - ABOUT - {"dcat.ttl", "dcat.ttl.gz"}
    assert '"described"' in (path / "dcat.ttl").read_text()
    assert "dcat.ttl" in (path / "SHA256SUMS").read_text()


def test_mappings_and_licence_are_copied(releasing, repository):
    mapping = (repository / "data/mapping/gene.sssom.tsv").read_text(encoding="utf-8")
    empty = mapping[: mapping.index("\n", mapping.index("\nsubject_id\t") + 1) + 1]
    releasing.sandbox.write("data/mapping/gene.sssom.tsv", empty)
    releasing.sandbox.write("LICENSE-DATA", "CC0\n")
    path = releasing.make("1.0.0").path
    assert (path / "mapping" / "gene.sssom.tsv").read_text(encoding="utf-8") == empty
    assert (path / "LICENSE-DATA").read_text() == "CC0\n"


def test_notes_tell_what_changed_since_the_release_before(releasing):
    assert "no release before" in (releasing.make("1.9.0").path / "NOTES.md").read_text(encoding="utf-8")
    releasing.sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX-1"@en')
    path = releasing.make("1.10.0").path
    assert before(releasing.out, "2.0.0") == path
    text = (path / "NOTES.md").read_text(encoding="utf-8")
    assert "## Changes since 1.9.0" in text
    assert "- gene:zyx1 (ZYX-1 · " in text
    assert 'changed gene:zyx1 skos:prefLabel in graph:entity/gene: "ZYX1"@en → "ZYX-1"@en' in text
    assert json.loads((path / "manifest.json").read_text(encoding="utf-8"))["previous"] == "1.9.0"


def test_versions_are_in_the_order_of_semver():
    ordered = ["0.9.0", "0.10.0-alpha.2", "0.10.0-alpha.10", "0.10.0-beta", "0.10.0", "1.0.0"]
    assert sorted(ordered, key=version_key) == ordered
    with pytest.raises(ReleaseError, match=r"'1\.2' is no version → give one like"):
        version_key("1.2")


def test_what_cannot_be_written_is_said(mini, mini_published, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReleaseError, match=r"cannot be written: .* → free the path, or use --out"):
        make(Order(mini_published, Content(mini), tmp_path / "file", "1.0.0"))
