"""load, graphs, unload and link as a user types them."""

from pathlib import Path

import pytest

from als_kg.build import Dataset, write

from .conftest import Run

ONTO = "http://example.org/onto"
TURTLE = f"""@prefix owl: <http://www.w3.org/2002/07/owl#> .
<{ONTO}> a owl:Ontology ; owl:versionInfo "3" .
<http://example.org/X_1> a owl:Class ; <http://www.w3.org/2000/01/rdf-schema#label> "FABLEXIN"@en .
"""


@pytest.fixture
def here(tmp_path: Path, mini: Path, mini_dataset: Dataset, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(mini_dataset, tmp_path / "out")
    monkeypatch.setenv("ALS_KG_DATASET", str(tmp_path / "out"))
    monkeypatch.setenv("ALS_KG_CONTENT", str(mini))
    monkeypatch.chdir(tmp_path)
    Path("o.ttl").write_text(TURTLE)
    return tmp_path


def test_load_list_and_unload(here: Path, run: Run) -> None:
    assert "nothing is loaded" in run("graphs").stderr
    loaded = run("load", "o.ttl")
    assert (loaded.exit_code, loaded.stdout) == (0, f"o.ttl: 4 statements in <{ONTO}>\n")
    listed = run("graphs").stdout
    assert listed.startswith(f"{ONTO}\n  4 statements from o.ttl (turtle), loaded 2")
    assert listed.endswith("  version 3\n  licence: the file names none\n")
    assert f'"graph": "{ONTO}"' in run("graphs", "--json").stdout
    assert ONTO in run("stats").stdout
    assert "1 row" in run("query", "-e", f"SELECT ?l {{ GRAPH <{ONTO}> {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }} }}").stdout
    assert run("unload", ONTO).stdout == f"<{ONTO}> is unloaded\n"
    assert run("graphs").stdout == ""


def test_what_is_wrong_is_one_line(here: Path, run: Run) -> None:
    Path("broken.ttl").write_text(TURTLE + "x")
    broken = run("load", "broken.ttl")
    assert broken.exit_code == 1
    assert broken.stderr.startswith("broken.ttl:4:1: ")
    assert broken.stderr.count("\n") == 1
    gone = run("unload", ONTO)
    assert (gone.exit_code, gone.stderr) == (2, f"no graph <{ONTO}> is loaded → list them: als-kg graphs\n")
    assert run("load").exit_code == 2


def test_candidates_are_written_where_nobody_takes_them_for_accepted(here: Path, mini: Path, run: Run) -> None:
    nothing = run("link", "check")
    assert (nothing.exit_code, nothing.stderr) == (2, "nothing is loaded to compare with → run: als-kg load FILE…\n")
    run("load", "o.ttl")
    assert run("link", "check").stderr == "0 mappings, 1 outside graphs, 0 findings\n"
    written = run("link", "suggest", "--kind", "intervention", "-o", "c.sssom.tsv")
    assert written.stderr == "1 candidates, unreviewed\n"
    assert "intervention:fablexin\tfablexin\tskos:exactMatch\thttp://example.org/X_1" in Path("c.sssom.tsv").read_text()
    refused = run("link", "suggest", "-o", mini / "data" / "mapping" / "c.sssom.tsv")
    assert (refused.exit_code, refused.stderr.partition(" →")[0]) == (2, "candidates do not belong in data/mapping")
    assert "Did you mean 'gene'?" in run("link", "suggest", "--kind", "gen").stderr
    assert "no graph <http://e/> is loaded" in run("link", "suggest", "--graph", "http://e/").stderr
