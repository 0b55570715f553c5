"""What F-UJI gathers of a data set before it judges: links, the JSON-LD of the landing page, negotiated RDF.

Addresses are resolved as the entry at w3id.org will do it: what stands after the base is asked of this server.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from als_kg.vocabulary import BASE, RDF, expand

PAGE = "text/html"
_LINK = re.compile(r'<([^>]*)>((?:; \w+="[^"]*")*)')
_PARAMETER = re.compile(r'; (\w+)="([^"]*)"')
_EMBEDDED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Link:
    relation: str
    href: str
    type: str


@dataclass(frozen=True)
class Harvest:
    """A data set by its identifier, and a client of the server that answers for it."""

    client: FlaskClient
    iri: str

    def get(self, iri: str, **headers: str) -> TestResponse:
        """Ask for an address of ours, whether it is canonical or this server's."""
        path = re.sub(r"^(https://w3id\.org/als-kg|http://localhost)/", "/", iri)
        assert path.startswith("/"), f"{iri} is not ours"
        return self.client.get(path, headers=headers, buffered=True)

    @cached_property
    def landing(self) -> TestResponse:
        response = self.get(self.iri, Accept=PAGE)
        assert (response.status_code, response.mimetype) == (200, PAGE)
        return response

    @cached_property
    def links(self) -> list[Link]:
        found = []
        for href, rest in _LINK.findall(self.landing.headers["Link"]):
            parameters = dict(_PARAMETER.findall(rest))
            found += [Link(each, href, parameters.get("type", "")) for each in parameters["rel"].split()]
        return found

    def linked(self, relation: str) -> list[str]:
        return [link.href for link in self.links if link.relation == relation]

    @cached_property
    def embedded(self) -> dict[str, Any]:
        (text,) = _EMBEDDED.findall(self.landing.text)
        found = json.loads(text)
        assert isinstance(found, dict)
        return found

    def triples(self, media_type: str = "text/turtle") -> set[ox.Triple]:
        response = self.get(self.iri, Accept=media_type)
        assert (response.status_code, response.mimetype) == (200, media_type)
        return {quad.triple for quad in ox.parse(response.data, format=ox.RdfFormat.from_media_type(media_type))}

    @cached_property
    def described(self) -> set[ox.Triple]:
        return self.triples()

    def of(self, name: str, subject: str = "") -> list[str]:
        about, predicate = ox.NamedNode(subject or self.iri), ox.NamedNode(expand(name))
        return sorted(t.object.value for t in self.described if (t.subject, t.predicate) == (about, predicate))

    def metadata(self, source: str) -> dict[str, Any]:
        """The elements that F-UJI knows, from the page's JSON-LD or from the RDF."""
        return _from_json(self.embedded) if source == "JSON-LD" else self._from_rdf()

    def _from_rdf(self) -> dict[str, Any]:
        files = self.of("dcat:distribution")
        return {
            "object_identifier": self.of("dcterms:identifier"),
            "title": self.of("dcterms:title"),
            "creator": [name for agent in self.of("dcterms:creator") for name in self.of("foaf:name", agent)],
            "publisher": [name for agent in self.of("dcterms:publisher") for name in self.of("foaf:name", agent)],
            "publication_date": self.of("dcterms:issued"),
            "created_date": self.of("dcterms:created"),
            "object_type": self.of("rdf:type"),
            "summary": self.of("dcterms:description"),
            "keywords": self.of("dcat:keyword"),
            "license": self.of("dcterms:license"),
            "access_level": self.of("dcterms:accessRights"),
            "related_resources": {
                name: found
                for name in ("dcterms:isVersionOf", "dcat:previousVersion", "prov:wasDerivedFrom", "dcterms:conformsTo")
                if (found := self.of(name))
            },
            "object_content_identifier": [self._file(file) for file in files if self.of("dcat:downloadURL", file)],
        }

    def _file(self, file: str) -> dict[str, Any]:
        (url,), (size,), (sha256,) = (
            self.of("dcat:downloadURL", file), self.of("dcat:byteSize", file),
            self.of("spdx:checksumValue", *self.of("spdx:checksum", file)),
        )  # fmt: skip
        media_type = (self.of("dcat:compressFormat", file) or self.of("dcat:mediaType", file))[0]
        return {"url": url, "type": "/".join(media_type.split("/")[-2:]), "size": int(size), "sha256": sha256}

    @property
    def namespaces(self) -> set[str]:
        """Where the properties and classes come from that the RDF uses."""
        terms = {triple.predicate.value for triple in self.described}
        terms |= {t.object.value for t in self.described if t.predicate.value == RDF.type}
        return {term[: max(term.rfind("#"), term.rfind("/")) + 1] for term in terms if not term.startswith(BASE)}


def _from_json(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "object_identifier": found.get("identifier"),
        "title": found.get("name"),
        "creator": [name for agent in found.get("creator", []) for name in agent["name"]],
        "publisher": [name for agent in found.get("publisher", []) for name in agent["name"]],
        "publication_date": found.get("datePublished"),
        "created_date": found.get("dateCreated"),
        "object_type": found.get("@type"),
        "summary": found.get("description"),
        "keywords": found.get("keywords"),
        "license": found.get("license"),
        "access_level": found.get("conditionsOfAccess"),
        "related_resources": {
            name: found[name] for name in ("isPartOf", "isBasedOn", "includedInDataCatalog") if name in found
        },
        "object_content_identifier": [
            {
                "url": each["contentUrl"], "type": each["encodingFormat"],
                "size": int(each["contentSize"].removesuffix(" B")), "sha256": each["sha256"],
            }
            for each in found.get("distribution", [])
            if "sha256" in each
        ],
    }  # fmt: skip
