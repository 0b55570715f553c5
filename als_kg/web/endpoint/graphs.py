"""Read graphs whole (SPARQL 1.1 Graph Store HTTP Protocol, 5.2 and 5.8): named, default, by their own address."""

from collections.abc import Mapping

import pyoxigraph as ox

from als_kg.build import view_iri
from als_kg.query import QueryRequest
from als_kg.vocabulary import BASE, CURRENT
from als_kg.web.addresses import HTML, split_suffix
from als_kg.web.endpoint.answers import Answers
from als_kg.web.endpoint.asking import wants_page
from als_kg.web.endpoint.failing import Rejected
from als_kg.web.endpoint.incoming import Incoming, grouped
from als_kg.web.endpoint.outgoing import Outgoing

METHODS = ("GET", "HEAD", "OPTIONS")
PREFIX = "/graph/"
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_NAME_ONE = "name one graph: ?default, or ?graph= with its IRI"


class Graphs:
    """Answer for graphs; a graph is a query like others, with the same limits and the same memory."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def __call__(self, incoming: Incoming) -> Outgoing | None:
        """Answer a request; None for a browser at a graph's own address; raise Rejected for an unknown graph."""
        parameters = grouped(incoming.parameters)
        named = (parameters.get("format") or [""])[0]
        if incoming.path.startswith(PREFIX):
            iri, suffix = split_suffix(_direct(incoming, set(parameters)))
            named = named or suffix
            if named == HTML or (not named and wants_page(incoming.accept)):
                return None
        else:
            iri = _indirect(parameters)
        self._require(iri)
        request = QueryRequest(_WHOLE, default_graphs=(iri,), accept=incoming.accept, format=named)
        entry, hit = self._answers.answer(request)
        environ = incoming.environ
        return entry.send(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", ""), hit=hit)

    def _require(self, iri: str) -> None:
        status = self._answers.service.status()
        if iri not in {**status.graphs, **status.outside} and iri not in map(view_iri, status.views):
            raise Rejected(404, f"there is no graph <{iri}>", "list them: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")


def _indirect(parameters: Mapping[str, list[str]]) -> str:
    """Take the graph that the parameters name."""
    names = parameters.get("graph", [])
    if len(names) + ("default" in parameters) != 1:
        raise Rejected(400, "there is no graph, or more than one", _NAME_ONE)
    if not names:
        return view_iri(CURRENT)
    try:
        return str(ox.NamedNode(names[0]).value)
    except ValueError as error:
        raise Rejected(400, f"the graph {names[0]!r} is not an IRI", "write it in full, without < and >") from error


def _direct(incoming: Incoming, names: set[str]) -> str:
    """Take the graph whose IRI ends as the address does."""
    if names & {"graph", "default"}:
        raise Rejected(400, "the address names a graph already", "leave out the parameters, or ask /data")
    return BASE + incoming.path.encode("latin-1", "replace").decode("utf-8", "replace").removeprefix("/")
