import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, open_current, write
from als_kg.link import Case, Rows
from als_kg.outside import load
from als_kg.store.embedded import open_store

OBO = "http://purl.obolibrary.org/obo/"
HEAD = """#curie_map:
#  condition: "https://w3id.org/als-kg/condition/"
#  gene: "https://w3id.org/als-kg/gene/"
#  HP: "http://purl.obolibrary.org/obo/HP_"
#  skos: "http://www.w3.org/2004/02/skos/core#"
subject_id\tpredicate_id\tpredicate_modifier\tobject_id
"""
# An invented slice: a root with a branch, a term outside it, and one that is gone.
ONTOLOGY = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
<http://e/hp> a owl:Ontology .
obo:HP_0000118 a owl:Class ; rdfs:label "Phenotypic abnormality" .
obo:HP_1 a owl:Class ; rdfs:label "Mockosiss" ; rdfs:subClassOf obo:HP_0000118 .
obo:HP_2 a owl:Class ; rdfs:label "Mockosis, type A" ; oio:hasExactSynonym "甲型拟病" ; rdfs:subClassOf obo:HP_1 .
obo:HP_3 a owl:Class ; rdfs:label "Mockosis type A1" ; oio:hasRelatedSynonym "A1" .
obo:HP_4 a owl:Class ; rdfs:label "mockosis" ; owl:deprecated true ;
  obo:IAO_0100001 "HP:1" ; oio:consider "HP:2" .
obo:HP_5 a owl:Class ; rdfs:label "Purple hair" ; rdfs:subClassOf obo:HP_0000118 .
"""


@dataclass(frozen=True)
class Bench:
    """Make cases of rows such as ``condition:mockosis exactMatch HP:1``."""

    root: Path
    dataset: Dataset
    folder: Path

    def __call__(self, *rows: str, rejected: tuple[str, ...] = ()) -> Case:
        self._write("condition", rows, "")
        self._write("rejected", rejected, "Not")
        said = frozenset(
            ox.Triple(
                ox.NamedNode(f"https://w3id.org/als-kg/{subject.replace(':', '/')}"),
                ox.NamedNode(f"http://www.w3.org/2004/02/skos/core#{predicate}"),
                ox.NamedNode(OBO + target.replace(":", "_")),
            )
            for subject, predicate, target in (row.split() for row in rows)
        )
        graphs = {**self.dataset.graphs, "https://w3id.org/als-kg/graph/mapping/condition": said}
        write(replace(self.dataset, graphs=graphs), self.folder / "out")
        (self.folder / "hp.ttl").write_text(ONTOLOGY)
        load(self.folder / "out", [self.folder / "hp.ttl"], replacing=True)
        return Case(open_store(open_current(self.folder / "out")), Rows(self.root))

    def _write(self, name: str, rows: tuple[str, ...], modifier: str) -> None:
        path = self.root / "data" / "mapping" / f"{name}.sssom.tsv"
        path.parent.mkdir(exist_ok=True)
        lines = (
            "\t".join([subject, f"skos:{predicate}", modifier, target])
            for subject, predicate, target in (row.split() for row in rows)
        )
        path.write_text(HEAD + "".join(f"{line}\n" for line in lines))


@pytest.fixture
def bench(mini: Path, mini_dataset: Dataset, tmp_path: Path) -> Callable[..., Case]:
    shutil.copytree(mini, tmp_path / "content")
    return Bench(tmp_path / "content", mini_dataset, tmp_path)
