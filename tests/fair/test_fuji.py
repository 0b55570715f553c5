"""The 17 active metrics of F-UJI v0.8, one test each, as far as they can be judged without a public host.

After fuji_server/yaml/metrics_v0.8.yaml of pangaea-data-publisher/fuji; each test checks what the metric's own
tests look for. What only a person can finish stands in docs/fair.md, and here with the metric.
"""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

import als_kg
from als_kg.vocabulary import BASE, PREFIXES

from .harvest import PAGE, Harvest

SOURCES = ("JSON-LD", "RDF")
CORE = ("creator", "title", "object_identifier", "publication_date", "publisher", "object_type")
RDF_TYPES = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")
# What a metric waits for, beside what is tested here; nothing where it passes.
STEPS: dict[str, str] = {}


def metric(identifier: str, step: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Say which metric a test is for, and which step only a person can take."""

    def note(test: Callable[..., None]) -> Callable[..., None]:
        assert identifier not in STEPS
        STEPS[identifier] = step
        return test

    return note


def content(harvest: Harvest, source: str) -> list[dict[str, object]]:
    files = harvest.metadata(source)["object_content_identifier"]
    assert len(files) > 30
    return list(files)


@metric("FsF-F1-01MD")
def test_identifiers_are_unique(harvest: Harvest) -> None:
    for source in SOURCES:
        names = [harvest.iri, *(str(file["url"]) for file in content(harvest, source))]
        assert all(urlsplit(name).scheme == "https" and urlsplit(name).netloc for name in names)
        assert len(set(names)) == len(names)


@metric("FsF-F1-02MD", "w3id entry; a DOI as well, if wanted")
def test_identifiers_are_persistent(harvest: Harvest) -> None:
    """F-UJI takes w3id.org for a scheme of persistent identifiers, and each must be redirected there."""
    for source in SOURCES:
        identifier = harvest.metadata(source)["object_identifier"]
        assert identifier in (harvest.iri, [harvest.iri])
        for name in (harvest.iri, *(str(file["url"]) for file in content(harvest, source))):
            assert name.startswith(BASE)
            assert urlsplit(name).netloc == "w3id.org"
    assert harvest.linked("cite-as") == [harvest.iri]


@metric("FsF-F2-01M", "SOURCE_DATE_EPOCH when the release is made")
def test_core_metadata(harvest: Harvest) -> None:
    for source in SOURCES:
        found = harvest.metadata(source)
        assert [name for name in (*CORE, "summary", "keywords") if not found[name]] == []
    assert harvest.embedded["datePublished"].startswith("2031-05-02")


@metric("FsF-F3-01M")
def test_metadata_lead_to_the_data(harvest: Harvest) -> None:
    for source in SOURCES:
        assert {str(file["url"]) for file in content(harvest, source)} >= {f"{BASE}release/1.1.0/als-kg.ttl"}
    assert "http://localhost/release/1.1.0/als-kg.ttl" in harvest.linked("item")


@metric("FsF-F4-01M", "public host, for search engines to come by")
def test_search_engines_can_read_it(harvest: Harvest) -> None:
    assert harvest.embedded["@context"] == "https://schema.org/"
    assert harvest.embedded["@type"] == "Dataset"
    assert harvest.embedded["@id"] == harvest.iri
    length = len(harvest.embedded["description"][0]["@value"])
    assert 50 <= length <= 5_000  # what Google's data set search asks for


@metric("FsF-A1-01M")
def test_access_is_told(harvest: Harvest) -> None:
    public = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
    assert harvest.metadata("JSON-LD")["access_level"] == public
    assert harvest.metadata("RDF")["access_level"] == [public]
    assert harvest.embedded["isAccessibleForFree"] is True
    assert all(harvest.of("dcterms:accessRights", file) == [public] for file in harvest.of("dcat:distribution"))


@metric("FsF-A1-02MD", "w3id entry and public host")
def test_metadata_and_data_are_retrievable(harvest: Harvest) -> None:
    for address in (harvest.iri, *harvest.linked("describedby"), *harvest.linked("linkset")):
        assert harvest.get(address, Accept="*/*").status_code == 200
    for file in content(harvest, "RDF"):
        assert harvest.get(str(file["url"])).status_code == 200


@metric("FsF-A1.1-01MD", "public host")
def test_the_protocol_is_a_standard(harvest: Harvest) -> None:
    schemes = {urlsplit(name).scheme for name in (harvest.iri, *(str(f["url"]) for f in content(harvest, "RDF")))}
    assert schemes == {"https"}
    for address in (harvest.iri, str(content(harvest, "RDF")[0]["url"])):
        assert {"GET", "HEAD"} <= set(harvest.client.options(urlsplit(address).path[7:]).headers["Allow"].split(", "))


@metric("FsF-A1.2-01MD", "public host with TLS")
def test_the_protocol_could_authenticate(harvest: Harvest) -> None:
    """HTTP has authentication (RFC 9110, 11); nothing here asks for it."""
    for address in (harvest.iri, *(str(file["url"]) for file in content(harvest, "RDF"))):
        assert urlsplit(address).scheme == "https"
        assert "WWW-Authenticate" not in harvest.get(address).headers


@metric("FsF-I1-01M")
def test_metadata_are_formal(harvest: Harvest) -> None:
    assert harvest.embedded["@context"]
    assert all(harvest.triples(media_type) == harvest.described for media_type in RDF_TYPES)
    typed = {link.type: link.href for link in harvest.links if link.relation == "describedby"}
    assert set(RDF_TYPES) <= set(typed)
    for media_type in RDF_TYPES:
        response = harvest.get(typed[media_type])
        found = ox.parse(response.data, format=ox.RdfFormat.from_media_type(media_type))
        assert {quad.triple for quad in found} == harvest.described
    asked = harvest.client.get(
        "/sparql", query_string={"query": f"ASK {{ GRAPH ?g {{ <{BASE}dataset/als-kg> ?p ?o }} }}"}
    )
    assert b"true" in asked.data


@metric("FsF-I2-01M")
def test_metadata_use_registered_vocabularies(harvest: Harvest) -> None:
    """All of these are in Linked Open Vocabularies; those that F-UJI leaves out (RDF, RDFS, OWL, XSD) do not count."""
    registered = {PREFIXES[name] for name in ("dcat", "dcterms", "prov", "pav", "foaf", "spdx", "vcard")}
    assert registered <= harvest.namespaces


@metric("FsF-I3-01M")
def test_relations_are_qualified(harvest: Harvest) -> None:
    related = harvest.metadata("RDF")["related_resources"]
    assert related["dcterms:isVersionOf"] == [f"{BASE}dataset/als-kg"]
    assert related["dcat:previousVersion"] == [f"{BASE}dataset/als-kg/1.0.0"]
    assert harvest.get(f"{BASE}dataset/als-kg/1.0.0").status_code == 200
    assert set(harvest.metadata("JSON-LD")["related_resources"]) == {"isPartOf", "isBasedOn", "includedInDataCatalog"}


@metric("FsF-R1-01M")
def test_metadata_tell_what_the_data_are(harvest: Harvest) -> None:
    """Types, sizes and digests are those of the files, in both descriptions and in the answers."""
    assert harvest.metadata("JSON-LD")["object_type"] == "Dataset"
    assert f"{PREFIXES['dcat']}Dataset" in harvest.metadata("RDF")["object_type"]
    key = lambda file: str(file["url"])  # noqa: E731
    assert sorted(content(harvest, "JSON-LD"), key=key) == sorted(content(harvest, "RDF"), key=key)
    for file in content(harvest, "RDF"):
        response = harvest.get(str(file["url"]))
        digest = hashlib.sha256(response.data).hexdigest()
        assert (response.mimetype, len(response.data), digest) == (file["type"], file["size"], file["sha256"])
    assert harvest.of("dcat:endpointURL", f"{BASE}service/sparql") == [f"{BASE}sparql"]


@metric("FsF-R1.1-01M")
def test_the_licence_is_told(harvest: Harvest) -> None:
    """CC0 1.0 by its address; SPDX knows it as CC0-1.0 by the same."""
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    assert harvest.metadata("JSON-LD")["license"] == licence
    assert harvest.metadata("RDF")["license"] == harvest.linked("license") == [licence]
    assert all(harvest.of("dcterms:license", file) == [licence] for file in harvest.of("dcat:distribution"))


@metric("FsF-R1.2-01M")
def test_the_provenance_is_told(harvest: Harvest) -> None:
    assert {PREFIXES["prov"], PREFIXES["pav"]} <= harvest.namespaces
    for source in SOURCES:
        assert harvest.metadata(source)["creator"]
        assert harvest.metadata(source)["created_date"]
    (build,) = harvest.of("prov:wasGeneratedBy")
    assert harvest.of("prov:used", build) == harvest.of("prov:wasDerivedFrom")
    assert len(harvest.of("prov:wasAssociatedWith", build)) == 2


@metric("FsF-R1.3-01M")
def test_the_metadata_follow_a_standard_of_the_community(harvest: Harvest) -> None:
    """DCAT and Dublin Core are in the catalogue of the RDA; HCLS is the profile of the life sciences."""
    assert {PREFIXES["dcat"], PREFIXES["dcterms"]} <= harvest.namespaces
    assert "http://www.w3.org/TR/hcls-dataset/" in harvest.of("dcterms:conformsTo")


@metric("FsF-R1.3-02D")
def test_files_are_in_open_formats(harvest: Harvest) -> None:
    """F-UJI counts every text format as open and lasting; the RDF formats are W3C recommendations."""
    types = {str(file["type"]) for file in content(harvest, "RDF")}
    assert {"text/turtle", "application/rdf+xml", "application/ld+json", "text/csv"} <= types
    assert all(
        re.match(r"text/|application/(?:n-triples|n-quads|trig|rdf\+xml|ld\+json|gzip)$", each) for each in types
    )


def test_the_list_is_the_one_in_the_documentation(repository: Path) -> None:
    text = (repository / "docs/fair.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(FsF-[^`]+)` \| [^|]+ \| ([^|]*) \|$", text, re.MULTILINE)
    assert rows == [(identifier, step or "passes") for identifier, step in STEPS.items()]
    assert len(rows) == 17


def test_a_landing_page_is_a_page(harvest: Harvest) -> None:
    for address in ("/release/1.1.0/", "/dataset/als-kg/1.1.0"):
        response = harvest.get(address, Accept=PAGE)
        assert response.headers["Link"] == harvest.landing.headers["Link"]


@pytest.mark.parametrize("path", ["/", "/dataset/als-kg", f"/dataset/als-kg/{als_kg.__version__}"])
def test_the_lasting_dataset_and_its_live_version_can_be_found_too(harvest: Harvest, path: str) -> None:
    response = harvest.get(path, Accept=PAGE)
    assert response.status_code == 200
    assert f"{BASE}dataset/als-kg" in response.text
