"""What the descriptions say of dataset, versions, files, endpoint, build and prefixes."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import als_kg
from als_kg import describe
from als_kg.build import Dataset, Triples, write
from als_kg.describe import DATASET, DESCRIPTIONS, About, Edition, source_date, version_iri
from als_kg.errors import UsageError
from als_kg.sources import Content, Role
from als_kg.validate import validate_descriptions
from als_kg.vocabulary import BASE, PREFIXES, VOCAB

V2, V1 = version_iri("2.0.0"), version_iri("1.9.0")
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.fixture(scope="module")
def said(described: dict[str, Triples]) -> About:
    """Everything that is said, to be read by subject and predicate."""
    return About(frozenset[ox.Triple]().union(*described.values()))


def values(said: About, subject: str, predicate: str) -> list[str]:
    return [value.value for value in said.of(predicate, subject)]


def test_nothing_is_a_blank_node(said: About) -> None:
    terms = {term for triple in said.triples for term in (triple.subject, triple.object)}
    assert not [term for term in terms if isinstance(term, ox.BlankNode)]


def test_the_versions_form_a_chain(said: About) -> None:
    assert values(said, DATASET, "dcat:hasCurrentVersion") == [V2]
    assert values(said, DATASET, "dcat:hasVersion") == [V1, V2]
    assert values(said, V2, "dcat:previousVersion") == values(said, V2, "pav:previousVersion") == [V1]
    assert values(said, V2, "dcterms:isVersionOf") == values(said, V1, "dcterms:isVersionOf") == [DATASET]
    assert values(said, V2, "dcat:version") == values(said, V2, "pav:version") == ["2.0.0"]


def test_only_the_version_has_a_date(said: About) -> None:
    assert values(said, V2, "dcterms:issued") == ["2031-05-30T12:00:00Z"]
    assert values(said, DATASET, "dcterms:issued") == []


def test_each_file_says_what_a_downloader_needs(said: About) -> None:
    file = f"{V2}/mini.csv.gz"
    assert file in values(said, V2, "dcat:distribution")
    assert values(said, file, "dcat:byteSize") == ["99"]
    assert values(said, file, "dcat:mediaType") == ["https://www.iana.org/assignments/media-types/text/csv"]
    assert values(said, file, "dcat:compressFormat") == [
        "https://www.iana.org/assignments/media-types/application/gzip"
    ]
    assert values(said, file, "dcat:downloadURL") == [f"{BASE}release/2.0.0/mini.csv.gz"]
    (checksum,) = values(said, file, "spdx:checksum")
    assert values(said, checksum, "spdx:checksumValue") == ["f" * 64]
    assert values(said, file, "dcterms:license") == [CC0]


def test_only_files_of_statements_are_dumps(said: About) -> None:
    assert values(said, V2, "void:dataDump") == [f"{BASE}release/2.0.0/mini.ttl"]


def test_files_may_be_elsewhere(about: About, edition: Edition, mini_dataset: Dataset) -> None:
    elsewhere = replace(edition, downloads="https://files.example/x/")
    found = About(describe.descriptions(mini_dataset, about, elsewhere)["dcat"])
    assert values(found, f"{V2}/mini.ttl", "dcat:downloadURL") == ["https://files.example/x/mini.ttl"]


def test_the_service(said: About) -> None:
    (service,) = values(said, f"{BASE}catalogue/als-kg", "dcat:service")
    assert values(said, service, "dcat:endpointURL") == values(said, V2, "void:sparqlEndpoint") == [f"{BASE}sparql"]
    assert values(said, service, "dcat:servesDataset") == [DATASET]


def test_the_build(said: About) -> None:
    (build,) = values(said, V2, "prov:wasGeneratedBy")
    assert values(said, build, "prov:endedAtTime") == ["2031-05-30T12:00:00Z"]
    (inputs,) = values(said, build, "prov:used")
    assert values(said, f"{inputs}/checksum", "spdx:checksumValue") == ["ab" * 32]
    programs = values(said, build, "prov:wasAssociatedWith")
    assert programs == [f"{BASE}agent/als-kg-0.0.9", f"{BASE}agent/inventors"]
    assert values(said, programs[0], "schema:softwareVersion") == ["0.0.9"]


def test_without_a_time_none_is_told(about: About, edition: Edition, mini_dataset: Dataset) -> None:
    timeless = describe.descriptions(mini_dataset, about, replace(edition, issued=None))
    literals = {t.object for triples in timeless.values() for t in triples if isinstance(t.object, ox.Literal)}
    assert not [literal for literal in literals if literal.datatype.value.endswith("dateTime")]


@pytest.mark.parametrize(
    ("text", "time"),
    [("", None), ("0", datetime(1970, 1, 1, tzinfo=UTC)), ("1764115200", datetime(2025, 11, 26, tzinfo=UTC))],
)
def test_the_source_date(text: str, time: datetime | None) -> None:
    assert source_date({"SOURCE_DATE_EPOCH": text}) == time


@pytest.mark.parametrize("text", ["today", "1.5", "9" * 30])
def test_a_source_date_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        source_date({"SOURCE_DATE_EPOCH": text})


def test_every_prefix_is_declared(said: About) -> None:
    declared = values(said, VOCAB.rstrip("#"), "sh:declare")
    pairs = {(*values(said, iri, "sh:prefix"), *values(said, iri, "sh:namespace")) for iri in declared}
    assert pairs == set(PREFIXES.items())


def test_the_vocabularies_are_those_in_use(said: About) -> None:
    used = values(said, f"{BASE}graph/current", "void:vocabulary")
    assert VOCAB.rstrip("#") in used
    assert PREFIXES["skos"] in used
    assert PREFIXES["vcard"] not in used


def test_schema_org(said: About) -> None:
    found = describe.schema_org(said.triples)
    assert (found["@type"], found["@id"], found["version"], found["license"]) == ("Dataset", DATASET, "2.0.0", CC0)
    assert found["name"] == [{"@language": "en", "@value": "mini"}, {"@language": "zh-Hans", "@value": "迷你"}]
    assert found["creator"][0]["@id"] == f"{BASE}agent/inventors"
    downloads = {each["@id"]: each for each in found["distribution"]}
    table = downloads[f"{V2}/mini.csv.gz"]
    assert (table["contentSize"], table["sha256"], table["encodingFormat"]) == ("99 B", "f" * 64, "application/gzip")


def test_a_content_without_words_is_counted_and_found_wanting(sandbox, repository: Path) -> None:
    (sandbox.root / "data/dataset/mini.ttl").unlink()
    shapes = (repository / "shapes/dataset.ttl").read_text(encoding="utf-8")
    sandbox.write("shapes/dataset.ttl", shapes)
    dataset = describe.with_descriptions(sandbox.dataset(), sandbox.content)
    rules = {finding.rule.rpartition("/")[2] for finding in validate_descriptions(dataset)}
    assert {"dataset-title", "dataset-licence", "dataset-creator", "dataset-contact"} <= rules


def test_a_fault_is_told_with_file_and_line(sandbox, repository: Path) -> None:
    sandbox.write("shapes/dataset.ttl", (repository / "shapes/dataset.ttl").read_text(encoding="utf-8"))
    sandbox.edit("data/dataset/mini.ttl", '"mini"@en,\n        "迷你"@zh-Hans', '"mini"@en')
    findings = validate_descriptions(describe.with_descriptions(sandbox.dataset(), sandbox.content))
    line = sandbox.line("data/dataset/mini.ttl", "dcterms:title")
    assert f"data/dataset/mini.ttl:{line}" in [str(finding.place) for finding in findings]


def test_the_same_files_give_the_same_bytes(sandbox, tmp_path: Path) -> None:
    written = [
        write(describe.with_descriptions(sandbox.dataset(), sandbox.content), tmp_path / name).nquads.read_bytes()
        for name in ("one", "other")
    ]
    assert written[0] == written[1]
    assert DESCRIPTIONS.encode() in written[0]


# The real description, beside the other places that name the project


@pytest.fixture(scope="module")
def real(repository: Path, real_dataset: Dataset) -> Dataset:
    return describe.with_descriptions(real_dataset, Content(repository))


def test_the_real_description_conforms(real: Dataset) -> None:
    assert validate_descriptions(real) == []


def test_citation_and_ontology_do_not_contradict(real: Dataset, repository: Path) -> None:
    said = About(real.graphs[DESCRIPTIONS])
    citation = (repository / "CITATION.cff").read_text(encoding="utf-8")
    (author,) = re.findall(r'^  - name: "(.*)"$', citation, re.MULTILINE)
    (title,) = re.findall(r'^title: "(.*)"$', citation, re.MULTILINE)
    (maker,) = values(said, DATASET, "dcterms:creator")
    assert author in values(said, maker, "foaf:name")
    assert title in values(said, DATASET, "dcterms:title")
    assert re.findall(r"^version: (.*)$", citation, re.MULTILINE) == [als_kg.__version__]
    assert "- CC0-1.0" in citation
    header = About(frozenset(real.graphs[f"{BASE}graph/ontology"]))
    ontology = VOCAB.rstrip("#")
    assert values(header, ontology, "dcterms:license") == values(said, DATASET, "dcterms:license") == [CC0]
    assert values(header, ontology, "dcterms:creator") == [author]
    assert values(header, ontology, "owl:versionInfo") == [als_kg.__version__]


def test_what_is_recommended_exists(real: Dataset) -> None:
    said = About(real.graphs[DESCRIPTIONS])
    subjects = {triple.subject.value for triple in real.view("current") if isinstance(triple.subject, ox.NamedNode)}
    examples = values(said, DATASET, "void:exampleResource")
    assert examples
    assert set(examples) <= subjects


def test_both_libraries_read_the_same(real: Dataset) -> None:
    text = ox.serialize(real.graphs[DESCRIPTIONS], format=ox.RdfFormat.TURTLE) or b""
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == len(real.graphs[DESCRIPTIONS])


def test_the_curated_file_has_a_normal_form(repository: Path) -> None:
    assert [file.path.name for file in Content(repository).files(Role.DATASET)] == ["als-kg.ttl"]
