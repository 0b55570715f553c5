import json

import pytest

import als_kg


@pytest.fixture
def releasing(curating, monkeypatch, tmp_path):
    monkeypatch.setenv("ALS_KG_RELEASES", str(tmp_path / "release"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    return curating


def test_a_release_is_one_command(releasing, tmp_path):
    result = releasing.run("release")
    assert (result.exit_code, result.stderr) == (0, "")
    version = als_kg.__version__
    made = tmp_path / "release" / version
    count = len([path for path in made.rglob("*") if path.is_file()])
    assert (made / "manifest.json").is_file()
    assert result.stdout == f"release {version} made: {made}, {count} files\n"
    assert "is there already, byte for byte" in releasing.run("release").stdout
    assert releasing.judged == 1


def test_version_folder_and_date_can_be_given(releasing, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert releasing.run("release", "--out", tmp_path / "x", "--version", "9.0.0-rc.1").exit_code == 0
    found = json.loads((tmp_path / "x" / "9.0.0-rc.1" / "manifest.json").read_text())
    assert found["issued"] == "2023-11-14T22:13:20Z"


def test_who_makes_a_release_without_a_date_is_told(releasing, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    result = releasing.run("release")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning SOURCE_DATE_EPOCH is not set")
    assert "export SOURCE_DATE_EPOCH=" in result.stderr


def test_wrong_use_is_said(releasing):
    result = releasing.run("release", "--version", "1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "'1' is no version → give one like 1.2.0 or 1.2.0-rc.1\n"


def test_a_gate_that_is_not_passed_is_a_finding(releasing):
    releasing.sandbox.write("release.toml", "[minimum]\nstudy = 2\n")
    result = releasing.run("release")
    assert result.exit_code == 1
    assert result.stderr.startswith("release.toml error there are 1 things of the kind study, but there must be 2 → ")


def test_two_releases_are_compared(releasing, tmp_path):
    releasing.run("release", "--version", "1.0.0")
    releasing.sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX-1"@en')
    releasing.run("release", "--version", "1.1.0")
    sides = [tmp_path / "release" / version for version in ("1.0.0", "1.1.0")]
    result = releasing.run("diff", *sides)
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "gene:zyx1 (ZYX-1 · ZYX1基因): changed",
            '  ~ skos:prefLabel in graph:entity/gene: "ZYX1"@en → "ZYX-1"@en',
            "statements: 0 added, 0 removed, 1 changed; things: 0 added, 0 removed, 1 changed",
        ],
    )
    found = json.loads(releasing.run("diff", *sides, "--json").stdout)
    assert found["statements"] == {"added": 0, "removed": 0, "changed": 1}
    assert found["things"]["changed"] == [
        {"iri": "https://w3id.org/als-kg/gene/zyx1", "label": {"en": "ZYX-1", "zh-Hans": "ZYX1基因"}}
    ]
    assert found["changes"][0]["new"] == ['"ZYX-1"@en']
    assert releasing.run("diff", sides[0], sides[0]).stdout.startswith("statements: 0 added")


def test_statements_that_came_or_went_have_a_sign(run, tmp_path):
    (tmp_path / "a.ttl").write_text('<x:a> <x:p> "1"@zh-Hans, <x:b> .')
    (tmp_path / "b.ttl").write_text("<x:a> <x:q> 1 .")
    lines = run("diff", tmp_path / "a.ttl", tmp_path / "b.ttl").stdout.splitlines()
    assert lines[:3] == ["<x:a>: changed", '  - <x:p>: <x:b>, "1"@zh-Hans', '  + <x:q>: "1"']
    assert run("diff", tmp_path / "a.ttl", tmp_path / "c.ttl").exit_code == 2


def test_a_release_is_asked_by_its_version(releasing):
    releasing.run("release", "--version", "1.0.0")
    releasing.sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX-1"@en')
    releasing.run("build")
    text = 'SELECT ?n { <https://w3id.org/als-kg/gene/zyx1> <http://www.w3.org/2004/02/skos/core#prefLabel> ?n FILTER (lang(?n) = "en") }'  # fmt: skip  # noqa: E501
    ask = ("query", "--format", "csv", "-e", text)
    assert releasing.run(*ask).stdout == "n\nZYX-1\n"
    assert releasing.run(*ask, "--release", "1.0.0").stdout == "n\nZYX1\n"
    result = releasing.run(*ask, "--release", "1.0.1")
    assert result.exit_code == 2
    assert "there is no release '1.0.1' in " in result.stderr
    assert "→ use one of: 1.0.0" in result.stderr
