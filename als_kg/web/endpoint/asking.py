"""Read a query off a request (SPARQL 1.1 Protocol, 2.1), and tell who asks."""

from collections.abc import Mapping
from itertools import islice

from als_kg import formats
from als_kg.bilingual import both
from als_kg.query import QueryRequest
from als_kg.query.words import meant, nearest
from als_kg.vocabulary import CURRENT
from als_kg.web.endpoint.failing import Rejected
from als_kg.web.endpoint.incoming import FORM, Incoming, grouped

DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_HTML = "text/html"
_READ_ONLY = both(
    "updates are not accepted here; the data change by building a new version",
    "此处不接受更新；数据随新版本的构建而改变",
)
_ASK = both("send a query", "请发送查询")
_SEND_ONE = both("send one", "请只发送一个")
# What a slip would change the answer of. A client may send the others that are near to these: RDF4J and
# Blazegraph and, in updates, the protocol itself.
_OURS = ("query", "default-graph-uri", "named-graph-uri", "format", "view")
_PASSED = frozenset(
    {*_OURS, "update", "lang", "example", "queryLn", "queryId", "using-graph-uri", "using-named-graph-uri"}
)
_NEAR, _LONGEST, _MOST = 0.75, 30, 20


def asked_by(incoming: Incoming) -> tuple[QueryRequest | None, bool]:
    """Read a request, None if it has no query, and whether a browser wants a page; raise Rejected.

    ``format`` and ``view`` are ours; all other parameters are the protocol's. Others are ignored, as the
    protocol leaves them to services and clients send many, unless one is a slip of the keyboard.
    """
    parameters = grouped(incoming.parameters)
    direct = _direct(incoming) if incoming.method == "POST" else None
    if not parameters.keys() <= _PASSED:
        _refuse_slips(parameters)
    if "update" in parameters:
        raise Rejected(403, _READ_ONLY, _ASK)
    texts = parameters.get("query", []) + ([] if direct is None else [direct])
    if len(texts) > 1:
        raise Rejected(400, both("there is more than one query", "查询不止一个"), _SEND_ONE)
    name = _one(parameters, "format")
    page = not name and wants_page(incoming.accept)
    if not texts:
        return None, page
    request = QueryRequest(
        text=texts[0],
        default_graphs=tuple(parameters.get("default-graph-uri", ())),
        named_graphs=tuple(parameters.get("named-graph-uri", ())),
        view=_one(parameters, "view") or CURRENT,
        accept=incoming.accept,
        format=name,
    )
    return request, page


def wants_page(accept: str) -> bool:
    """Tell whether a browser asks: HTML is named, and nothing that we write is wanted more.

    XML does not count against it: browsers name it beside HTML.
    """
    if _HTML not in accept.lower():
        return False
    named = {media: weight for media, weight in formats.ranges(accept) if "*" not in media and media[-3:] != "xml"}
    wanted = named.pop(_HTML, 0.0)
    return wanted > 0 and wanted >= max(named.values(), default=0.0)


def _refuse_slips(parameters: Mapping[str, list[str]]) -> None:
    """Refuse a parameter that is nearly one of ours: ignored, it would change the answer, and nobody would see."""
    for name in islice((name for name in parameters if name not in _PASSED and len(name) <= _LONGEST), _MOST):
        if near := nearest(name, _OURS, _NEAR):
            message = both("there is no parameter {name}", "没有参数 {name}", name=name)
            raise Rejected(400, message, meant(near))


def _one(parameters: Mapping[str, list[str]], name: str) -> str:
    values = parameters.get(name, [""])
    if len(values) > 1:
        raise Rejected(400, both("there is more than one {name}", "{name} 不止一个", name=name), _SEND_ONE)
    return values[0]


def _direct(incoming: Incoming) -> str | None:
    """Take a query that is the body; None where the body is a form."""
    if incoming.media_type == FORM:
        return None
    if incoming.media_type == DIRECT:
        return incoming.text
    if incoming.media_type == _UPDATE:
        raise Rejected(403, _READ_ONLY, _ASK)
    kind = incoming.media_type or both("of no type", "没有类型")
    message = both("the body is {kind}", "请求正文：{kind}", kind=kind)
    raise Rejected(415, message, both("send {one} or {other}", "请发送 {one} 或 {other}", one=DIRECT, other=FORM))
