"""query, export and stats on the mini data set."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import Result

from als_kg import formats
from als_kg.build import Dataset, Published

Run = Callable[..., Result]
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"


def test_a_table_for_people(asking: Run) -> None:
    result = asking("query", "-e", f"SELECT ?s ?name {{ ?s {LABEL} ?name }} ORDER BY ?s ?name LIMIT 2")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["s", "name"]
    assert lines[-1] == "2 rows"
    assert "https://" not in result.stdout


def test_no_cell_is_cut_in_a_pipe(asking: Run) -> None:
    text = "x" * 300
    assert text in asking("query", "-e", f"SELECT ('{text}' AS ?x) {{}}").stdout


def test_what_looks_like_markup_is_text(asking: Run) -> None:
    assert "[red]x[/]" in asking("query", "-e", "SELECT ('[red]x[/]' AS ?x) {}").stdout


@pytest.mark.parametrize(
    ("name", "start"),
    [("json", '{"head"'), ("csv", "x\r\n1"), ("tsv", "?x\n1"), ("xml", "<?xml"), ("table", "x")],
)
def test_formats_of_select(asking: Run, name: str, start: str) -> None:
    result = asking("query", "--format", name, "-e", "SELECT (1 AS ?x) {}")
    assert result.stdout_bytes.startswith(start.encode())
    assert result.stdout.endswith("\n")


@pytest.mark.parametrize(
    ("name", "start"),
    [("table", "@prefix"), ("turtle", "@prefix"), ("ntriples", "<"), ("jsonld", "[{"), ("rdfxml", "<?xml")],
)
def test_formats_of_construct(asking: Run, name: str, start: str) -> None:
    result = asking("query", "--format", name, "-e", "CONSTRUCT { ?s a ?t } { ?s a ?t }")
    assert result.stdout.startswith(start)


def test_a_file_is_asked_of_the_view_that_it_names(asking: Run, mini: Path) -> None:
    asked = mini / "queries" / "wonder.rq"
    assert asking("query", "--format", "csv", asked).stdout == "true\n"
    assert asking("query", "--format", "csv", "--view", "current", asked).stdout == "false\n"


def test_standard_input(asking: Run) -> None:
    assert asking("query", "--format", "csv", "-", input="ASK {}").stdout == "true\n"


@pytest.mark.parametrize("arguments", [[], ["-", "-e", "ASK {}"]])
def test_one_source_is_needed(asking: Run, arguments: list[str]) -> None:
    result = asking("query", *arguments)
    assert (result.exit_code, "Give either a FILE or -e TEXT." in result.stderr) == (2, True)


def test_a_fault_in_a_file_names_file_line_and_column(asking: Run, tmp_path: Path) -> None:
    path = tmp_path / "faulty.rq"
    path.write_text("SELECT * {\n  ?s ?p }", encoding="utf-8-sig")
    result = asking("query", path)
    assert (result.exit_code, result.stderr) == (2, f"{path}:2:9: this is not SPARQL at }}\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-e", "SELECT * {\n ?s ?p }"], "line 2, column 8: this is not SPARQL at }"),
        (["-e", "ASK { ?s a als:X }"], "add the line PREFIX als: <https://w3id.org/als-kg/vocab#>"),
        (["-e", "ASK { SERVICE <http://x> {} }"], "line 1, column 7: SERVICE is not answered here"),
        (["--view", "artcle", "-e", "ASK {}"], "there is no view 'artcle' → did you mean article?"),
        (["--format", "turtle", "-e", "ASK {}"], "the format 'turtle' does not fit the answer of ASK"),
    ],
)
def test_faults_are_2_in_one_line(asking: Run, arguments: list[str], message: str) -> None:
    result = asking("query", *arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert message in result.stderr


def test_a_misspelt_term_is_warned_about_where_it_stands(asking: Run, tmp_path: Path) -> None:
    text = "PREFIX als: <https://w3id.org/als-kg/vocab#>\nSELECT * { ?s als:hasRoot ?o }"
    (tmp_path / "slip.rq").write_text(text, encoding="utf-8")
    result = asking("query", "--format", "csv", tmp_path / "slip.rq")
    assert (result.exit_code, result.stdout) == (0, "o,s\n")
    warning = "warning nothing here is called als:hasRoot → did you mean als:hasRoute?\n"
    assert result.stderr == f"{tmp_path / 'slip.rq'}:2:15 {warning}"
    assert asking("query", "-e", text).stderr == f"line 2, column 15 {warning}"


def test_a_query_that_is_not_utf8(asking: Run, tmp_path: Path) -> None:
    path = tmp_path / "latin.rq"
    path.write_bytes(b"ASK { '\xe9' }")
    assert asking("query", path).stderr == f"{path}: is not UTF-8 → save the query as UTF-8\n"


RDF = {name: formats.by_name(name, "dataset") or formats.by_name(name, "graph") for name in
       ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")}  # fmt: skip


def parsed(body: bytes, name: str) -> set[ox.Quad]:
    chosen = RDF[name]
    assert chosen is not None
    assert isinstance(chosen.engine, ox.RdfFormat)
    return set(ox.parse(body, format=chosen.engine))


@pytest.mark.parametrize("name", RDF)
@pytest.mark.parametrize("view", ["current", "article"])
def test_export_of_a_view(asking: Run, mini_dataset: Dataset, name: str, view: str) -> None:
    first = asking("export", "--format", name, "--view", view)
    assert first.exit_code == 0
    # Through the engine's own text: it writes language tags in lower case.
    expected = parsed(mini_dataset.ntriples(view), "ntriples")
    assert parsed(first.stdout_bytes, name) == expected
    assert asking("export", "--format", name, "--view", view).stdout_bytes == first.stdout_bytes


@pytest.mark.parametrize("name", ["nquads", "trig", "jsonld"])
def test_export_of_everything(asking: Run, mini_dataset: Dataset, name: str) -> None:
    result = asking("export", "--format", name, "--view", "full")
    assert parsed(result.stdout_bytes, name) == parsed(mini_dataset.nquads, "nquads")


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml"])
def test_a_format_without_graphs_cannot_hold_everything(asking: Run, name: str) -> None:
    result = asking("export", "--format", name, "--view", "full")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{name} cannot hold named graphs → use --format with one of: trig, nquads, jsonld\n"


def test_export_to_a_file(asking: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.nt"
    path.write_text("old")
    path.chmod(0o640)
    result = asking("export", "-o", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert path.read_bytes() == asking("export", "--format", "ntriples").stdout_bytes
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.nt"]


def test_a_failed_export_leaves_the_old_file(asking: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.nt"
    path.write_text("old")

    def full(self: Path, body: bytes) -> int:
        with self.open("wb") as stream:
            stream.write(body[:10])
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    result = asking("export", "-o", path)
    assert result.exit_code == 2
    assert result.stderr == f"{path} cannot be written: No space left on device → choose another -o\n"
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.nt"]


def test_export_through_a_link_and_into_a_device(asking: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "real.ttl", tmp_path / "link.ttl"
    link.symlink_to(target)
    assert asking("export", "-o", link).exit_code == 0
    assert link.is_symlink()
    assert target.read_bytes().startswith(b"@prefix")
    assert asking("export", "-o", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--view", "ful"], "there is no view 'ful' → did you mean full?"),
        (["-o", "als.zip"], "no RDF format goes by '.zip' → name one with --format"),
        (["-o", "no/where/als.ttl"], "no/where/als.ttl cannot be written: No such file or directory"),
    ],
)
def test_export_faults(asking: Run, arguments: list[str], message: str) -> None:
    result = asking("export", *arguments)
    assert (result.exit_code, message in result.stderr) == (2, True)


def test_stats_as_json(asking: Run, mini_published: Published, mini_dataset: Dataset) -> None:
    counts = json.loads(asking("stats", "--json").stdout)
    assert counts["version"] == mini_published.manifest.version
    assert counts["views"] == dict(mini_published.manifest.views)
    assert sum(counts["graphs"].values()) == sum(len(triples) for triples in mini_dataset.graphs.values())
    assert (
        counts["graphs"]["graph:entity/gene"]
        == mini_published.manifest.graphs["https://w3id.org/als-kg/graph/entity/gene"]
    )
    assert counts["kinds"]["gene"] == 1
    assert set(counts["labels"]["skos:prefLabel"]) == {"en", "zh-hans"}


def test_stats_for_people(asking: Run, mini_published: Published) -> None:
    lines = [line.split() for line in asking("stats").stdout.splitlines()]
    for name, count in mini_published.manifest.views.items():
        assert [name, f"{count:,}"] in lines
    assert ["gene", "1"] in lines
    assert any(line[:1] == ["graph:claim/mini-guide"] for line in lines), "claim graphs are counted together"


def test_a_query_within_its_time(asking: Run) -> None:
    assert asking("query", "--timeout", "30", "--format", "csv", "-e", "ASK {}").stdout == "true\n"
    assert asking("query", "--timeout", "0", "-e", "ASK {}").exit_code == 2


def test_a_query_over_its_time(mini_published: Published) -> None:
    """In a process of its own, as that is what ends."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    command = [sys.executable, "-m", "als_kg", "query", "--dataset", str(mini_published.path.parent.parent)]
    command += ["--timeout", "0.3", "-e", endless]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "the query went over the time limit of 0.3 s → narrow the pattern, or add a LIMIT\n"
