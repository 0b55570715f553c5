"""Read a request off WSGI, within limits."""

import re
from binascii import a2b_qp
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from als_kg.bilingual import both
from als_kg.web.endpoint.bodies import Bodies, early
from als_kg.web.endpoint.failing import Rejected

Environ = dict[str, Any]

FORM = "application/x-www-form-urlencoded"
# A query of full length, each character percent-encoded as three bytes of UTF-8.
MAX_BODY = 1_000_000
# What the server in front lets pass at most, headers included, is some 400 KB.
MAX_ADDRESS = 64_000
MAX_ACCEPT = 4_000
_MAX_PARAMETERS = 1_000
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Incoming:
    """One request: parameters in the order they came, the body read when first asked for."""

    def __init__(self, environ: Environ, bodies: Bodies) -> None:
        self.environ = environ
        self._bodies = bodies
        # Not a cached_property: in Python 3.11 that has one lock for all requests, and a read may take long.
        self._body: bytes | None = None
        self.method: str = environ["REQUEST_METHOD"]
        self.path: str = environ.get("PATH_INFO", "/")
        self.address: str = environ.get("QUERY_STRING", "")
        self.accept: str = environ.get("HTTP_ACCEPT", "")
        if len(self.address) > MAX_ADDRESS:
            raise Rejected(414, f"the address has more than {MAX_ADDRESS:,} bytes", "send the query with POST")
        if len(self.accept) > MAX_ACCEPT:
            raise Rejected(431, f"the header Accept has more than {MAX_ACCEPT:,} bytes", "shorten it")

    @property
    def media_type(self) -> str:
        """What the body is; empty if that is not said."""
        return str(self.environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Those of the address, then those of a form in the body."""
        found = parameters_of(self.address)
        if self.method == "POST" and self.media_type == FORM:
            found += parameters_of(_decoded(self.body))
        return found

    @property
    def text(self) -> str:
        """The body as text."""
        return _decoded(self.body)

    @property
    def body(self) -> bytes:
        """The whole body; raise Rejected when it is too long."""
        if self._body is None:
            self._body = self._read()
        return self._body

    def _read(self) -> bytes:
        stream = self.environ["wsgi.input"]
        length = self.environ.get("CONTENT_LENGTH") or ""
        if not length:
            ends = self.environ.get("wsgi.input_terminated")
            return _within(self._bodies.read(stream, MAX_BODY + 1)) if ends else b""
        if not (length.isascii() and length.isdigit()):
            raise Rejected(400, f"Content-Length is {length!r}", "send a number of bytes")
        if int(length) > MAX_BODY:
            raise _too_long()
        body = self._bodies.read(stream, int(length))
        if len(body) < int(length):
            raise early()
        return body


def origin_of(environ: Environ, public: str) -> str:
    """Name the address that others see: the one that the operator says, else the one that was asked."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return public or f"{environ.get('wsgi.url_scheme', 'http')}://{host}"


def parameters_of(text: str) -> list[tuple[str, str]]:
    """Read URL-encoded parameters, as urllib's ``parse_qsl`` does in a third of the time; raise Rejected."""
    pairs = text.split("&")
    if len(pairs) > _MAX_PARAMETERS:
        raise Rejected(
            400, both("there are more than {most:,} parameters", "参数超过 {most:,} 个", most=_MAX_PARAMETERS)
        )
    split = (pair.partition("=") for pair in pairs if pair)
    try:
        return [(_unquoted(name), _unquoted(value)) for name, _, value in split]
    except UnicodeDecodeError as error:
        raise Rejected(400, both("a parameter is not UTF-8", "有参数不是 UTF-8 编码")) from error


def _unquoted(text: str) -> str:
    """Undo percent-encoding: as quoted-printable, which is the same with another sign and has a decoder in C."""
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    if not text.isascii() or _BROKEN.search(text):
        return unquote(text, errors="strict")
    return a2b_qp(text.replace("=", "=3D").replace("%", "=")).decode()


def grouped(parameters: list[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Put the values of each parameter together."""
    found: dict[str, list[str]] = {}
    for name, value in parameters:
        found.setdefault(name, []).append(value)
    return found


def _within(body: bytes) -> bytes:
    if len(body) > MAX_BODY:
        raise _too_long()
    return body


def _too_long() -> Rejected:
    return Rejected(413, f"the request has more than {MAX_BODY:,} bytes")


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(400, "the query is not UTF-8") from error
