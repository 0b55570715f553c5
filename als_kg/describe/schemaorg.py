"""Say the same in schema.org's words, for search engines and repositories."""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from als_kg.describe.about import About
from als_kg.describe.catalogue import MEDIA
from als_kg.describe.naming import CATALOGUE, DATASET
from als_kg.vocabulary import BASE, language_tag

_CONTEXT = "https://schema.org/"


def schema_org(described: Iterable[ox.Triple], version: str = "") -> dict[str, Any]:
    """Turn the DCAT description into a schema.org Dataset as JSON-LD.

    Without ``version``, the IRI of one, it is about the lasting dataset as its current version has it.
    """
    said = About(frozenset(described))
    told = version or _first(said.of("dcat:hasCurrentVersion"))
    found = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": version or DATASET,
        "identifier": version or DATASET,
        "url": _first(said.of("dcat:landingPage", version or DATASET)) or BASE,
        "name": _texts(said.of("dcterms:title")),
        "description": _texts(said.of("dcterms:description")),
        "keywords": _texts(said.of("dcat:keyword")),
        "license": _first(said.of("dcterms:license")),
        "conditionsOfAccess": _first(said.of("dcterms:accessRights")),
        "creator": [_agent(said, agent.value) for agent in said.of("dcterms:creator")],
        "publisher": [_agent(said, agent.value) for agent in said.of("dcterms:publisher")],
        "inLanguage": ["en", "zh-Hans"],
        "isAccessibleForFree": True,
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": CATALOGUE},
        "isPartOf": {"@type": "Dataset", "@id": DATASET} if version else "",
        "isBasedOn": [{"@id": each.value} for each in said.of("prov:wasDerivedFrom", told)],
        "version": _first(said.of("dcat:version", told)),
        "dateCreated": _first(said.of("dcterms:created", told)),
        "datePublished": _first(said.of("dcterms:issued", told)),
        "distribution": [_download(said, file.value) for file in said.of("dcat:distribution", told)],
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _download(said: About, file: str) -> dict[str, Any]:
    address = _first(said.of("dcat:downloadURL", file))
    packing = _first(said.of("dcat:compressFormat", file))
    hashes = [_first(said.of("spdx:checksumValue", checksum.value)) for checksum in said.of("spdx:checksum", file)]
    found = {
        "@type": "DataDownload",
        "@id": file,
        "name": _texts(said.of("dcterms:title", file)),
        "contentUrl": address or _first(said.of("dcat:accessURL", file)),
        "encodingFormat": packing.removeprefix(MEDIA) or _first(said.of("dcterms:format", file)),
        "contentSize": f"{size} B" if (size := _first(said.of("dcat:byteSize", file))) else "",
        "sha256": "".join(hashes),
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _agent(said: About, agent: str) -> dict[str, Any]:
    return {"@type": "Organization", "@id": agent, "name": _texts(said.of("foaf:name", agent))}


def _texts(values: Iterable[ox.NamedNode | ox.Literal]) -> list[dict[str, str]]:
    return [
        {"@language": language_tag(value.language), "@value": value.value}
        for value in values
        if isinstance(value, ox.Literal) and value.language
    ]


def _first(values: Iterable[ox.NamedNode | ox.Literal]) -> str:
    return next((value.value for value in values), "")
