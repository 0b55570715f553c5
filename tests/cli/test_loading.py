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
def here(tmp_path: Path, mini: Path, mini_dataset: Dataset, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    write(mini_dataset, tmp_path / "out")
    monkeypatch.setenv("ALS_KG_DATASET", str(tmp_path / "out"))
    monkeypatch.setenv("ALS_KG_CONTENT", str(mini))
    monkeypatch.chdir(tmp_path)
    Path("o.ttl").write_text(TURTLE)
    return run


def test_load_list_and_unload(here: Run) -> None:
    assert "nothing is loaded" in here("graphs").stderr
    loaded = here("load", "o.ttl")
    assert (loaded.exit_code, loaded.stdout) == (0, f"o.ttl: 4 statements in <{ONTO}>\n")
    listed = here("graphs").stdout
    assert listed.startswith(f"{ONTO}\n  4 statements from o.ttl (turtle), loaded 2")
    assert listed.endswith("  version 3\n  licence: the file names none\n")
    assert f'"graph": "{ONTO}"' in here("graphs", "--json").stdout
    assert ONTO in here("stats").stdout
    assert (
        "1 row"
        in here(
            "query", "-e", f"SELECT ?l {{ GRAPH <{ONTO}> {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }} }}"
        ).stdout
    )
    assert here("unload", ONTO).stdout == f"<{ONTO}> is unloaded\n"
    assert here("graphs").stdout == ""


def test_what_is_wrong_is_one_line(here: Run) -> None:
    Path("broken.ttl").write_text(TURTLE + "x")
    broken = here("load", "broken.ttl")
    assert broken.exit_code == 1
    assert broken.stderr.startswith("broken.ttl:4:1: ")
    assert broken.stderr.count("\n") == 1
    gone = here("unload", ONTO)
    assert (gone.exit_code, gone.stderr) == (2, f"no graph <{ONTO}> is loaded → list them: als-kg graphs\n")
    assert here("load").exit_code == 2


def test_candidates_are_written_where_nobody_takes_them_for_accepted(here: Run, mini: Path) -> None:
    nothing = here("link", "check")
    assert (nothing.exit_code, nothing.stderr) == (2, "nothing is loaded to compare with → run: als-kg load FILE…\n")
    here("load", "o.ttl")
    assert here("link", "check").stderr == "0 mappings, 1 outside graphs, 0 findings\n"
    written = here("link", "suggest", "--kind", "intervention", "-o", "c.sssom.tsv")
    assert written.stderr == "1 candidates, unreviewed\n"
    assert "intervention:fablexin\tfablexin\tskos:exactMatch\thttp://example.org/X_1" in Path("c.sssom.tsv").read_text()
    refused = here("link", "suggest", "-o", mini / "data" / "mapping" / "c.sssom.tsv")
    assert (refused.exit_code, refused.stderr.partition(" →")[0]) == (2, "candidates do not belong in data/mapping")
    assert "Did you mean 'gene'?" in here("link", "suggest", "--kind", "gen").stderr
    assert "no graph <http://e/> is loaded" in here("link", "suggest", "--graph", "http://e/").stderr


def test_a_question_says_what_it_needs(here: Run) -> None:
    Path("q.rq").write_text(f"# needs: o.ttl {ONTO}\nASK {{ GRAPH <{ONTO}> {{ ?s ?p 'FABLEXIN'@en }} }}\n")
    asked = here("query", "q.rq")
    told = f"q.rq: the question needs o.ttl, which is not loaded → run: als-kg load o.ttl --graph {ONTO}\n"
    assert (asked.exit_code, asked.stderr) == (2, told)
    here("load", "o.ttl")
    assert "true" in here("query", "--format", "csv", "q.rq").stdout
