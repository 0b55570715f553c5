"""Read a query request off HTTP (SPARQL 1.1 Protocol, 2.1)."""

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from als_kg.query import QueryRequest
from als_kg.vocabulary import CURRENT

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
_HTML = "text/html"


def read_request(request: Request) -> QueryRequest | None:
    """Read a request, None if it has no query; raise BadRequest or UnsupportedMediaType.

    ``format`` and ``view`` are ours; all other parameters are the protocol's.
    """
    parameters = request.values
    if "update" in parameters:
        raise BadRequest("updates are not accepted here; send a query")
    text = _text(request, parameters)
    if text is None:
        return None
    return QueryRequest(
        text=text,
        default_graphs=tuple(parameters.getlist("default-graph-uri")),
        named_graphs=tuple(parameters.getlist("named-graph-uri")),
        view=parameters.get("view") or CURRENT,
        accept=request.headers.get("Accept", ""),
        format=parameters.get("format", ""),
    )


def wants_page(request: Request) -> bool:
    """Tell whether a browser asks: HTML is named, and nothing that we write is wanted more.

    XML does not count against it: browsers name it beside HTML.
    """
    accept = request.accept_mimetypes
    named = {media: quality for media, quality in accept if "*" not in media and not media.endswith("xml")}
    wanted = named.pop(_HTML, 0)
    return wanted > 0 and wanted >= max(named.values(), default=0) and not request.values.get("format")


def _text(request: Request, parameters: MultiDict[str, str]) -> str | None:
    if request.method == "POST" and request.mimetype == DIRECT:
        return _decoded(request.get_data())
    if request.method == "POST" and request.mimetype != FORM:
        raise UnsupportedMediaType(f"send {DIRECT} or {FORM}, not {request.mimetype or 'an untyped body'}")
    texts = parameters.getlist("query")
    if len(texts) > 1:
        raise BadRequest("there is more than one query parameter; send one")
    return texts[0] if texts else None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("the query is not UTF-8") from error
