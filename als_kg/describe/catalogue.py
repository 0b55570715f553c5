"""Describe the dataset in DCAT 3, with the three levels of the HCLS community profile.

The lasting dataset, its version and the files of that version are nodes of their own. Summary level:
no version, no date. Version level: who, when, from what. Distribution level: one file.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.describe.about import About
from als_kg.describe.editions import Edition, File
from als_kg.describe.naming import CATALOGUE, DATASET, ENDPOINT, ONTOLOGY, SERVICE, version_iri
from als_kg.describe.saying import Said, hashed, node, say, texts, typed
from als_kg.vocabulary import BASE

_PROFILE = "http://www.w3.org/TR/hcls-dataset/"
_PROTOCOL = "http://www.w3.org/TR/sparql11-protocol/"
MEDIA = "https://www.iana.org/assignments/media-types/"
_NAMES = ("dcterms:title", "dcterms:description")
_MAKERS = ("dcterms:creator", "dcterms:publisher", "dcterms:license", "dcterms:accessRights")
_TOPICS = ("dcat:keyword", "dcat:contactPoint", "dcterms:language", "void:exampleResource")


def catalogue(about: About, edition: Edition) -> Iterator[ox.Triple]:
    """Describe catalogue, dataset, version, files and endpoint."""
    yield from about.triples
    yield from say(CATALOGUE, "dcat:Catalog", _catalogued(about))
    yield from say(DATASET, "dcat:Dataset dctypes:Dataset schema:Dataset", _lasting(edition))
    version = version_iri(edition.version)
    yield from say(version, "dcat:Dataset dctypes:Dataset", _versioned(about, edition))
    if edition.previous:
        yield from say(
            version_iri(edition.previous), "dcat:Dataset dctypes:Dataset", {"dcterms:isVersionOf": node(DATASET)}
        )
    yield from _service(about, version)
    for file in edition.files:
        yield from _file(about, edition, file)


def _catalogued(about: About) -> Said:
    said: Said = {
        "dcat:dataset": node(DATASET),
        "dcat:service": node(SERVICE),
        "foaf:homepage": node(BASE),
    }
    return {**about.all(*_NAMES, "dcterms:publisher", "dcterms:license", "dcterms:language"), **said}


def _lasting(edition: Edition) -> Said:
    current = node(version_iri(edition.version))
    return {
        "dcterms:identifier": ox.Literal(DATASET),
        "dcat:landingPage": node(BASE),
        "foaf:page": node(BASE),
        "dcat:hasVersion": [current, *_previous(edition)],
        "dcat:hasCurrentVersion": current,
        "pav:hasCurrentVersion": current,
        "dcterms:conformsTo": node(_PROFILE),
    }


def _versioned(about: About, edition: Edition) -> Said:
    version = version_iri(edition.version)
    said: Said = {
        "dcterms:identifier": ox.Literal(version),
        "dcterms:isVersionOf": node(DATASET),
        "dcat:isVersionOf": node(DATASET),
        "dcat:version": ox.Literal(edition.version),
        "pav:version": ox.Literal(edition.version),
        "dcat:previousVersion": _previous(edition),
        "pav:previousVersion": _previous(edition),
        "dcat:distribution": [node(_endpoint(version)), *(node(_name(edition, file)) for file in edition.files)],
        "dcterms:conformsTo": [node(_PROFILE), node(ONTOLOGY)],
        "dcat:landingPage": node(edition.page),
        "foaf:page": node(edition.page),
        "void:dataDump": [node(edition.address(file)) for file in edition.files if file.is_rdf],
    }
    return {**about.all(*_NAMES, *_MAKERS, *_TOPICS), **said, **_dated(edition)}


def _service(about: About, version: str) -> Iterator[ox.Triple]:
    """Describe the endpoint, and the version as it is to be had there."""
    title = texts(en="SPARQL endpoint of als-kg", zh="als-kg 的 SPARQL 端点")
    said: Said = {
        "dcterms:title": title,
        "dcat:endpointURL": node(ENDPOINT),
        "dcat:endpointDescription": node(ENDPOINT),
        "dcat:servesDataset": node(DATASET),
        "dcterms:conformsTo": node(_PROTOCOL),
    }
    yield from say(SERVICE, "dcat:DataService", {**about.all(*_MAKERS, "dcat:contactPoint"), **said})
    reached: Said = {"dcterms:title": title, "dcat:accessURL": node(ENDPOINT), "dcat:accessService": node(SERVICE)}
    yield from say(_endpoint(version), "dcat:Distribution", {**about.all(*_MAKERS), **reached})


def _file(about: About, edition: Edition, file: File) -> Iterator[ox.Triple]:
    iri = _name(edition, file)
    packing: Said = {"dcat:compressFormat": node(MEDIA + file.packed)} if file.packed else {}
    said: Said = {
        "dcterms:title": texts(**file.title),
        "dcterms:description": texts(**file.title),
        "dcterms:format": ox.Literal(file.media_type),
        "dcat:mediaType": node(MEDIA + file.media_type),
        "dcat:byteSize": typed(str(file.size), "xsd:nonNegativeInteger"),
        "dcat:downloadURL": node(edition.address(file)),
        "dcat:accessURL": node(edition.folder),
        "pav:version": ox.Literal(edition.version),
    }
    yield from say(iri, "dcat:Distribution", {**about.all(*_MAKERS), **said, **packing, **_dated(edition)})
    yield from hashed(iri, file.sha256)


def _dated(edition: Edition) -> Said:
    if edition.issued is None:
        return {}
    day = typed(edition.issued.strftime("%Y-%m-%dT%H:%M:%SZ"), "xsd:dateTime")
    return {"dcterms:issued": day, "dcterms:created": day}


def _previous(edition: Edition) -> list[ox.NamedNode]:
    return [node(version_iri(edition.previous))] if edition.previous else []


def _name(edition: Edition, file: File) -> str:
    return f"{version_iri(edition.version)}/{file.name}"


def _endpoint(version: str) -> str:
    return f"{version}/sparql"
