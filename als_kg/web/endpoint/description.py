"""Describe the service in RDF (SPARQL 1.1 Service Description), from the formats table and what is live.

No blank nodes: what describes has a fragment of the endpoint's own address.
"""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from als_kg import formats
from als_kg.build import view_iri
from als_kg.formats import Format
from als_kg.query import QueryService, Status
from als_kg.settings import Settings
from als_kg.vocabulary import CURRENT, PREFIXES, RDFS
from als_kg.web.endpoint.entry import content_type
from als_kg.web.endpoint.failing import Rejected
from als_kg.web.endpoint.incoming import Incoming, origin_of
from als_kg.web.endpoint.outgoing import Outgoing

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SCHEMA = PREFIXES["schema"]
# By format and family, as they are named in http://www.w3.org/ns/formats/.
FORMAT_IRIS: Mapping[tuple[str, str], str] = {
    ("json", "results"): "SPARQL_Results_JSON",
    ("xml", "results"): "SPARQL_Results_XML",
    ("csv", "results"): "SPARQL_Results_CSV",
    ("tsv", "results"): "SPARQL_Results_TSV",
    ("turtle", "graph"): "Turtle",
    ("ntriples", "graph"): "N-Triples",
    ("jsonld", "graph"): "JSON-LD",
    ("rdfxml", "graph"): "RDF_XML",
    ("trig", "dataset"): "TriG",
    ("nquads", "dataset"): "N-Quads",
    ("jsonld", "dataset"): "JSON-LD",
}
_FROM_OUTSIDE = "loaded from outside; no statement of als-kg, in no view, and asked only by queries that write its IRI"
_PREFIXES = {
    "rdfs": PREFIXES["rdfs"],
    "sd": _SD,
    "void": _VOID,
    "formats": _FORMATS,
    "schema": _SCHEMA,
    "graph": PREFIXES["graph"],
}

Triples = Iterator[ox.Triple]


class Description:
    """Write the description; ``limits`` by name."""

    def __init__(self, service: QueryService, limits: Mapping[str, float], settings: Settings) -> None:
        self._service = service
        self._limits = limits
        self._public = settings.public_url
        self._features = ("BasicFederatedQuery",) if settings.allow_service else ()

    def write(self, chosen: Format, incoming: Incoming) -> Outgoing:
        """Write it for the address that was asked."""
        assert isinstance(chosen.engine, ox.RdfFormat), "a description is a graph"
        try:
            triples = self.triples(f"{origin_of(incoming.environ, self._public)}/sparql")
        except ValueError as error:
            raise Rejected(400, "the header Host is not the name of a host") from error
        body = ox.serialize(triples, format=chosen.engine, prefixes=_PREFIXES) or b""
        headers = (
            ("Content-Type", content_type(chosen.media_type)), ("Vary", "Accept"), ("Cache-Control", "no-cache"),
        )  # fmt: skip
        return Outgoing(200, headers, body)

    def triples(self, endpoint: str) -> list[ox.Triple]:
        """List what is true of the service at an address."""
        status = self._service.status()
        triples = [*_service(endpoint, self._features), *_limits(endpoint, self._limits), *_datasets(endpoint, status)]
        return sorted(triples, key=str)  # so that what belongs together stands together


def _service(endpoint: str, features: tuple[str, ...]) -> Triples:
    service = f"{endpoint}#service"
    yield _typed(service, f"{_SD}Service")
    yield _link(service, f"{_SD}endpoint", endpoint)
    for language in ("SPARQL11Query", "SPARQL10Query"):
        yield _link(service, f"{_SD}supportedLanguage", _SD + language)
    for feature in features:
        yield _link(service, f"{_SD}feature", _SD + feature)
    for name in dict.fromkeys(FORMAT_IRIS[entry.name, entry.family] for entry in formats.FORMATS):
        yield _link(service, f"{_SD}resultFormat", _FORMATS + name)
    yield _link(service, f"{_SD}defaultDataset", f"{endpoint}#dataset")
    yield _link(service, f"{_SD}availableGraphs", f"{endpoint}#graphs")


def _limits(endpoint: str, limits: Mapping[str, float]) -> Triples:
    for name, value in limits.items():
        limit = f"{endpoint}#limit-{name.replace('_', '-')}"
        yield _link(f"{endpoint}#service", f"{_SCHEMA}additionalProperty", limit)
        yield _typed(limit, f"{_SCHEMA}PropertyValue")
        yield _said(limit, f"{_SCHEMA}name", ox.Literal(name))
        yield _said(limit, f"{_SCHEMA}value", ox.Literal(value))


def _datasets(endpoint: str, status: Status) -> Triples:
    """Tell the graphs of a query that names none, and the views and outside graphs that it may name."""
    dataset, graphs = f"{endpoint}#dataset", f"{endpoint}#graphs"
    yield _typed(dataset, f"{_SD}Dataset")
    yield _link(dataset, f"{_SD}defaultGraph", f"{endpoint}#default")
    yield from _counted(f"{endpoint}#default", status.views[CURRENT])
    yield _typed(graphs, f"{_SD}GraphCollection")
    for number, (iri, count) in enumerate(status.graphs.items(), 1):
        yield from _named(dataset, f"{endpoint}#graph-{number}", iri, count)
        yield _link(graphs, f"{_SD}namedGraph", f"{endpoint}#graph-{number}")
    for name, count in status.views.items():
        yield from _named(graphs, f"{endpoint}#view-{name}", view_iri(name), count)
    for number, (iri, count) in enumerate(status.outside.items(), 1):
        node = f"{endpoint}#outside-{number}"
        yield from _named(graphs, node, iri, count)
        yield _said(node, RDFS.comment, ox.Literal(_FROM_OUTSIDE, language="en"))


def _named(owner: str, node: str, iri: str, count: int) -> Triples:
    yield _link(owner, f"{_SD}namedGraph", node)
    yield _typed(node, f"{_SD}NamedGraph")
    yield _link(node, f"{_SD}name", iri)
    yield _link(node, f"{_SD}graph", f"{node}-content")
    yield from _counted(f"{node}-content", count)


def _counted(node: str, count: int) -> Triples:
    yield _typed(node, f"{_SD}Graph")
    yield _said(node, f"{_VOID}triples", ox.Literal(count))


def _typed(subject: str, kind: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), _RDF_TYPE, ox.NamedNode(kind))


def _link(subject: str, predicate: str, target: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(target))


def _said(subject: str, predicate: str, value: ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)
