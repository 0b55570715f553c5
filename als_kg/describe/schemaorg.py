"""Say the same in schema.org's words, for search engines and repositories."""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from als_kg.describe.about import About
from als_kg.describe.naming import CATALOGUE, DATASET
from als_kg.vocabulary import BASE, language_tag

_CONTEXT = "https://schema.org/"


def schema_org(described: Iterable[ox.Triple]) -> dict[str, Any]:
    """Turn the DCAT description into a schema.org Dataset as JSON-LD."""
    said = About(frozenset(described))
    version = _first(said.of("dcat:hasCurrentVersion"))
    found = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": DATASET,
        "identifier": DATASET,
        "url": BASE,
        "name": _texts(said.of("dcterms:title")),
        "description": _texts(said.of("dcterms:description")),
        "keywords": _texts(said.of("dcat:keyword")),
        "license": _first(said.of("dcterms:license")),
        "creator": [_agent(said, agent.value) for agent in said.of("dcterms:creator")],
        "publisher": [_agent(said, agent.value) for agent in said.of("dcterms:publisher")],
        "inLanguage": ["en", "zh-Hans"],
        "isAccessibleForFree": True,
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": CATALOGUE},
        "version": _first(said.of("dcat:version", version)),
        "datePublished": _first(said.of("dcterms:issued", version)),
        "distribution": [_download(said, file.value) for file in said.of("dcat:distribution", version)],
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _download(said: About, file: str) -> dict[str, Any]:
    address = _first(said.of("dcat:downloadURL", file))
    hashes = [_first(said.of("spdx:checksumValue", checksum.value)) for checksum in said.of("spdx:checksum", file)]
    found = {
        "@type": "DataDownload",
        "@id": file,
        "name": _texts(said.of("dcterms:title", file)),
        "contentUrl": address or _first(said.of("dcat:accessURL", file)),
        "encodingFormat": _first(said.of("dcterms:format", file)),
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
