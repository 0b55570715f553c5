"""The endpoint for queries, and its description for who asks without one."""

from als_kg import formats
from als_kg.errors import QueryError
from als_kg.web.endpoint.answers import Answers
from als_kg.web.endpoint.asking import asked_by, wants_page
from als_kg.web.endpoint.description import Description
from als_kg.web.endpoint.failing import Rejected
from als_kg.web.endpoint.incoming import Environ, Incoming
from als_kg.web.endpoint.kept import Way
from als_kg.web.endpoint.outgoing import Outgoing, Written

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# Where the pages find what was read here, or the error that it met, as a body can be read once only.
ASKED = "als_kg.asked"
# What is wrong with the request itself: the query or a parameter.
_ON_THE_PAGE = (400, 403)


class Sparql:
    """Answer programs; leave browsers to the pages."""

    def __init__(self, answers: Answers, description: Description) -> None:
        self._answers = answers
        self._description = description

    def __call__(self, incoming: Incoming) -> Outgoing | None:
        """Answer a request; None for a browser."""
        try:
            request, page = asked_by(incoming)
        except Rejected as error:
            # A person who follows an address or types one wants to go on from the page; of a posted form, which
            # may not have come whole, the page could not read the language.
            if incoming.method == "POST" or error.status not in _ON_THE_PAGE or not wants_page(incoming.accept):
                raise
            incoming.environ[ASKED] = error
            return None
        if page:
            incoming.environ[ASKED] = request
            return None
        if request is None:
            return self._described(incoming)
        environ = incoming.environ
        try:
            entry, hit = self._answers.answer(request)
        except QueryError as error:
            # A file was chosen in the form; whoever gets none wants to go on from there.
            if incoming.method == "POST" or not wants_page(incoming.accept):
                raise
            incoming.environ[ASKED] = error
            return None
        outgoing = entry.send(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", ""), hit=hit)
        if hit and (way := _way(environ)):
            self._answers.remember(way, request, entry, outgoing)
        return outgoing

    def recall(self, environ: Environ) -> Written | None:
        """Answer at once what was asked and answered just so before; None for all else."""
        way = _way(environ)
        return self._answers.recall(way) if way else None

    def _described(self, incoming: Incoming) -> Outgoing:
        """Describe the service to who asks for RDF and nothing else (SPARQL 1.1 Service Description, 2)."""
        chosen = formats.choose(incoming.accept, "graph")
        if incoming.method == "POST" or incoming.address or chosen is None:
            raise Rejected(400, "there is no query", "send one as the parameter query, or open this in a browser")
        return self._description.write(chosen, incoming)


def _way(environ: Environ) -> Way | None:
    """Give all that the answer to a plain GET depends on."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_IF_NONE_MATCH" in environ:
        return None
    get = environ.get
    return get("QUERY_STRING", ""), get("HTTP_ACCEPT", ""), get("HTTP_ACCEPT_ENCODING", "")
