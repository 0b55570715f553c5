"""One written answer as it is kept and sent: with validators, and in the encodings clients take."""

import gzip
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from als_kg import formats
from als_kg.query import QueryAnswer
from als_kg.web.endpoint.outgoing import Facts, Headers, Outgoing

# Data of a version never change, versions do: keep, and ask whether it is still so.
FRESH = "public, no-cache"
NOT_KEPT = "no-store"
_VARY = "Accept, Accept-Encoding"
_WORTH_PACKING = 1_024
_LEVEL = 5
_LONGEST = 200
_TAG = 24


class Variant(NamedTuple):
    """An answer in one encoding; ``etag`` names these very bytes and their type."""

    etag: str
    headers: Headers
    body: bytes


class Entry:
    """A written answer; packed when first wanted so, and then kept."""

    def __init__(self, answer: QueryAnswer, query: str) -> None:
        self.answer = answer
        self._query = query
        # No cached_property: in Python 3.11 that has one lock for all answers.
        self._plain: Variant | None = None
        self._packed: Variant | None = None
        self._tag = sha256(answer.media_type.encode() + b"\n" + answer.body).hexdigest()[:_TAG]

    @property
    def cost(self) -> int:
        """Bytes it may come to hold: itself and, at worst, as much again packed."""
        return 2 * len(self.answer.body) + 2_048

    @property
    def plain(self) -> Variant:
        """The answer as it was written."""
        if self._plain is None:
            self._plain = self._variant("", self.answer.body)
        return self._plain

    @property
    def packed(self) -> Variant:
        """The answer in gzip, the same bytes each time."""
        if self._packed is None:
            self._packed = self._variant("gzip", gzip.compress(self.answer.body, _LEVEL, mtime=0))
        return self._packed

    def send(self, encodings: str, known: str, *, hit: bool) -> Outgoing:
        """Answer a client with these Accept-Encoding and If-None-Match (RFC 9110, 12.5.3 and 13.1.2)."""
        packs = len(self.answer.body) >= _WORTH_PACKING and takes_gzip(encodings)
        variant = self.packed if packs else self.plain
        facts = Facts("ok", self._query, hit, self.answer)
        if known and self.answer.lasting and is_known(variant.etag, known):
            kept = tuple(pair for pair in variant.headers if pair[0] in {"ETag", "Vary", "Cache-Control"})
            return Outgoing(304, kept, b"", facts)
        return Outgoing(200, variant.headers, variant.body, facts)

    def _variant(self, encoding: str, body: bytes) -> Variant:
        etag = f'"{self._tag}-{encoding}"' if encoding else f'"{self._tag}"'
        headers = [
            ("Content-Type", content_type(self.answer.media_type)),
            ("Vary", _VARY),
            ("Cache-Control", FRESH if self.answer.lasting else NOT_KEPT),
        ]
        headers += [("ETag", etag)] if self.answer.lasting else []
        headers += [("Content-Encoding", encoding)] if encoding else []
        return Variant(etag, tuple(headers), body)


def content_type(media_type: str) -> str:
    """Say the encoding of text."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def is_known(etag: str, known: str) -> bool:
    """Tell whether an If-None-Match header names a tag; a weak one counts (RFC 9110, 13.1.2)."""
    return known.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in known.split(","))


@lru_cache(maxsize=256)
def _takes_gzip(header: str) -> bool:
    weights = dict(formats.ranges(header))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def takes_gzip(header: str) -> bool:
    """Tell whether an Accept-Encoding header takes gzip; without one nothing is packed."""
    return bool(header) and len(header) <= _LONGEST and _takes_gzip(header)
