"""What people type, against the real data: the thing that they mean comes first."""

import pytest

from als_kg.build import Dataset
from als_kg.query.embedded import answer
from als_kg.search import Index, find, read_index
from als_kg.search.reading import request
from als_kg.store.embedded import hold
from als_kg.vocabulary import BASE


@pytest.fixture(scope="module")
def index(real_dataset: Dataset) -> Index:
    return read_index(answer(hold(real_dataset), request()))


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("tofersen", "intervention/tofersen"), ("Qalsody", "intervention/tofersen"),
        ("托福森", "intervention/tofersen"), ("NP 001", "intervention/np001-treg"),
        ("ChEMBL3833346", "intervention/tofersen"),
        ("CAS 2088232-70-4", "intervention/tofersen"), ("neuronata r", "intervention/lenzumestrocel"),
        ("RAG17", "intervention/rag-17"), ("渐冻症", "condition/als"), ("SOD1 ALS", "condition/als1-sod1"),
        ("ＮＣＴ０4745299", "study/alsummit"), ("ChiCTR2600117343", "study/snug01-ph1-2a"),
        ("EudraCT 2015-004098-33", "study/valor"), ("tofersen phase 3", "study/valor"),
        ("UniProt P00441", "protein/sod1"), ("10.1038/s41586-025-09127-3", "reference/ref6"),
        ("PMID 40506548", "reference/ref6"), ("Fan Dongsheng", "person/dongsheng-fan"),
        ("华山 脑机接口", "intervention/inside-bci"), ("biogen", "organisation/biogen"),
        ("渐冻症 干细胞 CorestemChemon", "intervention/lenzumestrocel"),
    ],
)  # fmt: skip
def test_what_is_meant_comes_first(index: Index, text: str, thing: str) -> None:
    assert find(index, text, "en").hits[0].item.iri == BASE + thing
