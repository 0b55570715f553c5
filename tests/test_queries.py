"""Every published question, asked of both engines; its answer was written by hand from the article.

The manifest is the folder: one parameter is one file. The answer of a CONSTRUCT has three columns,
subject, predicate and object, one row per triple. Questions that ask other endpoints are only parsed;
those that need files from outside are asked where ALS_KG_ONTOLOGIES names their folder.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.plugins.sparql

from als_kg.build import Dataset, Triples, open_current, view_iri, write
from als_kg.entity.doubts import doubts
from als_kg.errors import QueryRefused
from als_kg.examples import Example, Expected, Row, load_one, read_head
from als_kg.outside import load
from als_kg.query import QueryRequest, Status
from als_kg.query.embedded import answer
from als_kg.query.reading import read
from als_kg.query.services import Allowed
from als_kg.settings import content_root
from als_kg.store.embedded import EmbeddedStore, hold, open_store
from als_kg.terms import Term, to_oxigraph, to_rdflib
from als_kg.vocabulary import CURRENT, PREFIXES, shorten

ROOT = content_root()
FOLDER = ROOT / "queries"
PATHS = tuple(sorted(FOLDER.glob("*.rq")))
TRIPLE = ("subject", "predicate", "object")
HEADS = {path: read_head(path.read_text(encoding="utf-8")) for path in PATHS}
AT_HOME = tuple(path for path in PATHS if not {"needs", "federated"} & HEADS[path].keys())
CROSSING = tuple(path for path in PATHS if "needs" in HEADS[path])
FEDERATED = tuple(path for path in PATHS if "federated" in HEADS[path])

SERVICES = ("https://sparql.uniprot.org/", "https://query.wikidata.org/", "https://sparql.wikipathways.org/")
ONTOLOGIES = "ALS_KG_ONTOLOGIES"
# Rows that the questions across the border join on, for a dataset that has no mappings yet.
# What nobody in als-kg says, about things that the published questions ask for.
INTRUDER = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/onto> a owl:Ontology .
<https://w3id.org/als-kg/intervention/tofersen> a als:Intervention, als:Organisation ;
    skos:prefLabel "invented"@en, "虚构"@zh-Hans ; als:investigatedFor <https://w3id.org/als-kg/condition/als> .
<https://w3id.org/als-kg/intervention/invented> a als:Intervention, als:SmallMolecule ; skos:prefLabel "invented"@en .
<https://w3id.org/als-kg/condition/als> skos:altLabel "invented"@en .
"""

HAN = re.compile(r"[\u4e00-\u9fff]")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DECLARED = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
BESIDE_CODE = re.compile(r'^#.*$|(?<=\s)#.*$|"[^"]*"|<[^>]*>', re.MULTILINE)

# rdflib 7.6 asks its own Dataset for what it deprecates.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts) is deprecated:DeprecationWarning")


def each(paths: tuple[Path, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


each_query = each(PATHS)


# Each engine holds the same terms several times over.
in_rdflib = cache(to_rdflib)


@dataclass(frozen=True)
class Engines:
    """The real data in both engines; asking an engine gives an answer in the form of the expected ones."""

    dataset: Dataset

    @cached_property
    def store(self) -> EmbeddedStore:
        return hold(self.dataset)

    @cached_property
    def rdflib_with_views(self) -> rdflib.Dataset:
        """Hold the views as graphs, for FROM to take from; rdflib then copies them into the default graph."""
        return rdflib_dataset(frozenset(), {view_iri(name): triples for name, triples in self.dataset.views.items()})

    @cached_property
    def rdflib(self) -> Mapping[str, rdflib.Dataset]:
        return {name: rdflib_dataset(triples, self.dataset.graphs) for name, triples in self.dataset.views.items()}

    def ask_pyoxigraph(self, text: str, view: str) -> Expected:
        answer = self.store.query(text, default_graphs=dataset_of(text) or [view_iri(view)])
        if isinstance(answer, ox.QueryBoolean):
            return Expected(boolean=bool(answer))
        if isinstance(answer, ox.QueryTriples):
            return Expected(TRIPLE, rows(answer))
        columns = [variable.value for variable in answer.variables]
        return Expected(tuple(columns), rows([solution[column] for column in columns] for solution in answer))

    def ask_rdflib(self, text: str, view: str) -> Expected:
        answer = (self.rdflib_with_views if dataset_of(text) else self.rdflib[view]).query(text)
        if answer.type == "ASK":
            return Expected(boolean=bool(answer.askAnswer))
        if answer.type in ("CONSTRUCT", "DESCRIBE"):
            return Expected(TRIPLE, rows(map(to_oxigraph, triple) for triple in answer.graph))
        found = ([None if term is None else to_oxigraph(term) for term in row] for row in answer)
        return Expected(tuple(map(str, answer.vars)), rows(found))


ENGINES: Mapping[str, Callable[[Engines, str, str], Expected]] = {
    "pyoxigraph": Engines.ask_pyoxigraph,
    "rdflib": Engines.ask_rdflib,
}


def dataset_of(text: str) -> list[str]:
    """List the graphs that a query names by FROM."""
    return re.findall(r"^FROM\s+<([^>]*)>", text, re.MULTILINE)


def rdflib_dataset(view: Triples, graphs: Mapping[str, Triples]) -> rdflib.Dataset:
    """Make the view the default graph, and each authored or inferred graph a named one."""
    held = rdflib.Dataset(default_union=False)
    add(held.default_graph, view)
    for name, triples in graphs.items():
        add(held.graph(rdflib.URIRef(name)), triples)
    return held


def add(graph: rdflib.Graph, triples: Triples) -> None:
    for subject, predicate, value in triples:
        graph.add((in_rdflib(subject), in_rdflib(predicate), in_rdflib(value)))


def rows(found: Iterable[Iterable[Term | None]]) -> tuple[Row, ...]:
    return tuple(tuple(map(cell, row)) for row in found)


def cell(term: Term | None) -> str | None:
    """Write a term as in the expected answers: a prefixed name, or the lexical form of a literal."""
    if term is None:
        return None
    return shorten(term.value) if isinstance(term, ox.NamedNode) else term.value


def difference(expected: Expected, answer: Expected, *, ordered: bool) -> str:
    """Tell in lines how an answer differs from the expected one; empty where it does not."""
    if (expected.boolean, expected.columns) != (answer.boolean, answer.columns):
        return f"expected {shape(expected)}, answered {shape(answer)}"
    wanted, found = Counter(expected.rows), Counter(answer.rows)
    lines = [f"  missing {shown(row)}" for row in (wanted - found).elements()]
    lines += [f"  surplus {shown(row)}" for row in (found - wanted).elements()]
    if not lines and ordered and expected.rows != answer.rows:
        lines = ["  the same rows in another order:", *(f"    {shown(row)}" for row in answer.rows)]
    return "\n".join([f"columns {shape(expected)}", *lines]) if lines else ""


def shape(answer: Expected) -> str:
    return " | ".join(answer.columns) if answer.boolean is None else str(answer.boolean).lower()


def shown(row: Row) -> str:
    return " | ".join("(unbound)" if value is None else value for value in row)


def code_of(text: str) -> str:
    """Blank out comments, strings and IRIs: what is left is keywords, names and punctuation."""
    return BESIDE_CODE.sub("", text)


@pytest.fixture(scope="module")
def engines(real_dataset: Dataset) -> Engines:
    real_dataset.require_sound()
    return Engines(real_dataset)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib fetches unknown FROM graphs over the network unless told not to."""
    monkeypatch.setattr(rdflib.plugins.sparql, "SPARQL_LOAD_GRAPHS", False)


def judge(path: Path, engine: str, engines: Engines) -> None:
    """Ask one engine and fail with what differs from the expected answer."""
    example = load_one(path, ROOT)
    assert example.expected is not None, f"write {path.stem}.json beside it"
    answer = ENGINES[engine](engines, example.text, example.view)
    found = difference(example.expected, answer, ordered=example.ordered)
    if found:
        pytest.fail(f"{path.name} on {engine}: {found}", pytrace=False)


@pytest.mark.parametrize("engine", ["pyoxigraph", pytest.param("rdflib", marks=pytest.mark.slow)])
@each(AT_HOME)
def test_the_answer_is_the_expected_one(path: Path, engine: str, engines: Engines) -> None:
    judge(path, engine, engines)


@dataclass(frozen=True)
class Beside(Engines):
    """The real data with outside graphs beside it, as a dataset directory holds them."""

    directory: EmbeddedStore

    @property
    def store(self) -> EmbeddedStore:
        return self.directory

    @cached_property
    def rdflib(self) -> Mapping[str, rdflib.Dataset]:
        held = {name: rdflib_dataset(triples, self.dataset.graphs) for name, triples in self.dataset.views.items()}
        for name in self.directory.outside():
            graph = rdflib.Graph(identifier=rdflib.URIRef(name))
            add(graph, frozenset(self.directory.triples(name)))
            for each_view in held.values():
                each_view.graph(graph)
        return held


@pytest.fixture(scope="module")
def intruded(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Beside:
    out = tmp_path_factory.mktemp("intruded")
    (out / "intruder.ttl").write_text(INTRUDER, encoding="utf-8")
    write(engines.dataset, out / "build")
    load(out / "build", [out / "intruder.ttl"])
    return Beside(engines.dataset, open_store(open_current(out / "build")))


@each(AT_HOME)
def test_what_is_loaded_changes_no_answer(path: Path, intruded: Beside) -> None:
    judge(path, "pyoxigraph", intruded)


def test_what_is_loaded_can_be_asked(intruded: Beside) -> None:
    asked = "ASK { GRAPH <http://example.org/onto> { ?s ?p 'invented'@en } }"
    assert intruded.ask_pyoxigraph(asked, CURRENT).boolean
    assert not intruded.ask_pyoxigraph(asked.replace("<http://example.org/onto>", "?g"), CURRENT).boolean


@pytest.fixture(scope="module")
def sliced(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Beside:
    """Load what the questions need."""
    if not os.environ.get(ONTOLOGIES):
        pytest.skip(f"{ONTOLOGIES} names no folder with slices of outside ontologies")
    folder, out = Path(os.environ[ONTOLOGIES]), tmp_path_factory.mktemp("sliced")
    assert folder.is_dir(), f"{ONTOLOGIES} names {folder}, which is no folder"
    dataset = engines.dataset
    write(dataset, out)
    for need in dict.fromkeys(need for path in CROSSING for need in load_one(path, ROOT).needs):
        load(out, [folder / need.file], graph=need.graph)
    return Beside(dataset, open_store(open_current(out)))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@each(CROSSING)
def test_the_answer_across_the_border(path: Path, engine: str, sliced: Beside) -> None:
    judge(path, engine, sliced)


@pytest.mark.slow
@each(AT_HOME)
def test_real_slices_change_no_answer(path: Path, sliced: Beside) -> None:
    judge(path, "pyoxigraph", sliced)


@each(FEDERATED)
def test_other_endpoints_are_asked_only_where_that_is_allowed(path: Path) -> None:
    request = QueryRequest(load_one(path, ROOT).text)
    with pytest.raises(QueryRefused, match="SERVICE is not answered here"):
        read(request)
    (endpoint,) = read(request, Allowed.of(SERVICES)).services
    assert endpoint.startswith(SERVICES)


@each_query
def test_the_head_is_complete_in_both_languages(path: Path, engines: Engines) -> None:
    example = load_one(path, ROOT)
    for said in (example.title, example.question):
        assert HAN.search(said["zh"]), said["zh"]
        assert not HAN.search(said["en"]), said["en"]
    assert example.keywords
    assert "view" in read_head(example.text), "say which view is asked"
    assert example.view in engines.dataset.views


@pytest.fixture(scope="module")
def sections(engines: Engines) -> set[str]:
    section = ox.NamedNode(f"{PREFIXES['als']}Section")
    return {t.subject.value.rpartition("/")[2] for t in engines.dataset.views["article"] if t.object == section}


# How a question lets its reader see that it asks what the article says, not what holds today.
OF_THE_ARTICLE = {
    "en": re.compile(r"\barticle\b|\bpassages?\b|\bsections? \d"),
    "zh": re.compile("文章|段落|第[一二三四五六]节"),
}


@each_query
def test_a_question_of_the_article_says_so(path: Path) -> None:
    example = load_one(path, ROOT)
    if example.view == "article":
        for language, sign in OF_THE_ARTICLE.items():
            assert sign.search(f"{example.title[language]} {example.question[language]}"), language


@each_query
def test_the_sections_named_exist(path: Path, sections: set[str]) -> None:
    assert set(load_one(path, ROOT).sections) <= sections


@each(AT_HOME)
def test_it_names_nothing_that_is_not_there(path: Path, engines: Engines) -> None:
    example, store = load_one(path), engines.store
    status = Status(store.version, store.views(), store.graphs(), store.outside())
    assert doubts(partial(answer, store), status, QueryRequest(example.text, view=example.view)) == ()


@each_query
def test_it_can_be_pasted_anywhere(path: Path) -> None:
    """Neither engine is told our prefixes here, as elsewhere none would be."""
    text = load_one(path, ROOT).text
    ox.Store().query(text)
    rdflib.plugins.sparql.prepareQuery(text)


@each_query
def test_its_prefixes_are_used_and_mean_what_ours_mean(path: Path) -> None:
    text = load_one(path, ROOT).text
    code = code_of(DECLARED.sub("", text))
    for prefix, iri in DECLARED.findall(text):
        assert re.search(rf"(?<![\w-]){prefix}:", code), f"{prefix}: is declared and not used"
        assert PREFIXES.get(prefix, iri) == iri, f"{prefix}: means something else in our data"


@each_query
def test_rows_come_in_an_order(path: Path) -> None:
    code = code_of(load_one(path, ROOT).text)
    assert not re.search(r"\bSELECT\b", code) or re.search(r"\bORDER\s+BY\b", code)


def test_every_query_has_an_answer_and_every_answer_a_query() -> None:
    assert PATHS, "no published question found"
    assert {path.stem for path in (*AT_HOME, *CROSSING)} == {path.stem for path in FOLDER.glob("*.json")}


def test_slugs_and_titles_name_one_question_each() -> None:
    examples: list[Example] = [load_one(path, ROOT) for path in PATHS]
    assert [e.slug for e in examples if not SLUG.fullmatch(e.slug)] == []
    said = [(e.slug, e.title["en"], e.title["zh"], e.question["en"], e.question["zh"]) for e in examples]
    for names in zip(*said, strict=True):
        assert [name for name, times in Counter(names).items() if times > 1] == []


ASKED = Expected(("drug", "date"), (("intervention:a", "2025-01-01"), ("intervention:b", None)))


@pytest.mark.parametrize(
    ("answer", "ordered", "said"),
    [
        (ASKED, True, []),
        (Expected(ASKED.columns, ASKED.rows[::-1]), False, []),
        (Expected(ASKED.columns, ASKED.rows[::-1]), True, ["another order", "intervention:b | (unbound)"]),
        (Expected(ASKED.columns, ASKED.rows[:1]), False, ["columns drug | date", "missing intervention:b | (unbound)"]),
        (Expected(ASKED.columns, ASKED.rows[:1] * 2), False, ["missing intervention:b", "surplus intervention:a"]),
        (Expected(("drug",), ()), False, ["expected drug | date, answered drug"]),
        (Expected(boolean=True), False, ["expected drug | date, answered true"]),
    ],
    ids=["equal", "unordered", "order", "missing", "duplicate", "columns", "boolean"],
)
def test_a_difference_is_told_readably(answer: Expected, ordered: bool, said: list[str]) -> None:
    found = difference(ASKED, answer, ordered=ordered)
    assert bool(found) == bool(said)
    assert [part for part in said if part not in found] == []
