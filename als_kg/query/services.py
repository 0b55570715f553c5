"""Where a query sends parts of itself: SERVICE, which goes nowhere but where the operator lets it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from als_kg.bilingual import both
from als_kg.errors import UsageError
from als_kg.query.lexer import Kind, Token
from als_kg.query.outline import Prologue, constant
from als_kg.query.text import QueryText

_ORIGIN = r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?"
# No user, and no host that some reader would have to translate.
_ENDPOINT = re.compile(_ORIGIN + r"(?:[/?].*)?", re.IGNORECASE | re.ASCII)
_ENTRY = re.compile(_ORIGIN + "/?", re.IGNORECASE | re.ASCII)
_PORTS = {"http": 80, "https": 443}

# The engine finds SERVICE at the start of longer words, too.
_GLUED = re.compile(r"(?:true|false)*service", re.IGNORECASE)


@dataclass(frozen=True)
class Origin:
    """Scheme, host and port, as written but for case."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True)
class Allowed:
    """The origins that SERVICE may name; by default none."""

    origins: frozenset[Origin] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Read names like ``https://sparql.uniprot.org/``; raise UsageError for what is no origin."""
        return cls(frozenset(map(_entry, names)))

    def includes(self, iri: str) -> bool:
        """Tell whether an absolute IRI is at one of the origins."""
        found = _ENDPOINT.fullmatch(iri)
        return found is not None and _origin(found) in self.origins

    @property
    def ports(self) -> tuple[int, ...]:
        """The TCP ports of the origins."""
        return tuple(sorted({origin.port for origin in self.origins}))

    def __bool__(self) -> bool:
        return bool(self.origins)


NOWHERE = Allowed()


def _entry(name: str) -> Origin:
    found = _ENTRY.fullmatch(name)
    origin = _origin(found) if found else None
    if origin is None or not 0 < origin.port < 1 << 16:
        raise UsageError(f"{name!r} is not the origin of an endpoint", todo="write https://host/ or https://host:port/")
    return origin


def _origin(found: re.Match[str]) -> Origin:
    scheme, host, port = found[1].lower(), found[2].lower(), found[3]
    return Origin(scheme, host, int(port) if port else _PORTS[scheme])


def services(text: QueryText, tokens: tuple[Token, ...], prologue: Prologue, allowed: Allowed) -> tuple[str, ...]:
    """Find the endpoints that a query names; raise QueryRefused unless all are constants and allowed."""
    if not may_name_services(text):
        return ()
    return tuple(dict.fromkeys(_endpoints(text, tokens, prologue, allowed)))


def may_name_services(text: QueryText) -> bool:
    """Tell whether the word is there at all, with the same idea of upper and lower case as the rest here."""
    return "SERVICE" in text.decoded.upper()


def _endpoints(text: QueryText, tokens: tuple[Token, ...], prologue: Prologue, allowed: Allowed) -> Iterator[str]:
    for position, token in enumerate(tokens):
        if token.kind is Kind.WORD and "SERVICE" in token.upper:
            _refuse_hidden(text, token, allowed)
            silent = position + 1 < len(tokens) and tokens[position + 1].is_word("SILENT")
            yield _endpoint(text, token, tokens[position + 1 + silent :][:2], prologue, allowed)
        elif token.kind is Kind.PREFIXED and _GLUED.match(token.text):
            message = both(
                "the engine may read {name} as the keyword SERVICE",
                "引擎可能把 {name} 读作关键字 SERVICE",
                name=token.text,
            )
            raise text.refusal(message, token.start, both("rename the prefix", "请更换前缀名"))


def _refuse_hidden(text: QueryText, token: Token, allowed: Allowed) -> None:
    """Refuse the word where nothing may be sent out, and where it is part of another or stuck to one."""
    if not allowed:
        todo = both("ask each endpoint on its own", "请分别查询各端点")
        raise text.refusal(both("SERVICE is not answered here", "此处不回答 SERVICE"), token.start, todo)
    before = text.decoded[token.start - 1 : token.start]
    if token.upper != "SERVICE" or before.isalnum() or before == "_":
        message = both("{word} may hide the keyword SERVICE", "{word} 中可能藏有关键字 SERVICE", word=token.text)
        raise text.refusal(message, token.start, both("put spaces around SERVICE", "请在 SERVICE 前后加空格"))


def _endpoint(
    text: QueryText, start: Token, rest: tuple[Token, ...], prologue: Prologue, allowed: Allowed
) -> str:  # fmt: skip
    """Read the name after SERVICE and see that a group follows, so that the engine can read no other."""
    if len(rest) < len(("name", "{")) or rest[0].kind not in {Kind.IRI, Kind.PREFIXED} or not rest[1].is_mark("{"):
        message = both("SERVICE needs a fixed endpoint here", "此处 SERVICE 之后需有固定的端点")
        todo = both("write {example}", "请写成 {example}", example="SERVICE <iri> { … }")
        raise text.refusal(message, start.start, todo)
    iri = constant(text, rest[0], prologue)
    if not allowed.includes(iri):
        names = ", ".join(sorted(f"{each.scheme}://{each.host}:{each.port}/" for each in allowed.origins))
        message = both("SERVICE may not go to <{iri}>", "SERVICE 不可访问 <{iri}>", iri=iri)
        todo = both("the operator allows: {names}", "运营者允许：{names}", names=names)
        raise text.refusal(message, rest[0].start, todo)
    return iri
