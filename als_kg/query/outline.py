"""Read what stands around a query's pattern: prologue, form, dataset clause."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from als_kg.bilingual import both
from als_kg.errors import QuerySyntaxError
from als_kg.query.lexer import Kind, Token
from als_kg.query.text import QueryText
from als_kg.query.words import FORMS, UPDATES, meant, nearest
from als_kg.vocabulary import PREFIXES

# To be near is worth a look at so many prefixes; a query may declare ten thousand.
_COMPARED = 200


@dataclass(frozen=True)
class Prologue:
    """What ``BASE`` and ``PREFIX`` declare, and how many tokens they take."""

    base: str | None
    prefixes: dict[str, str]
    length: int


@dataclass(frozen=True)
class Outline:
    """The outline of one query; graphs are IRIs, resolved; none where the query has no dataset clause."""

    form: str
    prologue: Prologue
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    has_dataset: bool = False


def outline(text: QueryText, tokens: tuple[Token, ...]) -> Outline:
    """Read the outline; raise QuerySyntaxError for names that no prefix declares, QueryRefused for updates."""
    prologue = _prologue(text, tokens)
    form = _form(text, tokens, prologue.length)
    rest = tokens[prologue.length :]
    graphs = tuple(_graphs(text, rest, prologue))
    _check_names(text, rest, prologue)
    return Outline(
        form,
        prologue,
        default_graphs=tuple(iri for named, iri in graphs if not named),
        named_graphs=tuple(iri for named, iri in graphs if named),
        has_dataset=bool(graphs),
    )


def _prologue(text: QueryText, tokens: tuple[Token, ...]) -> Prologue:
    base: str | None = None
    prefixes: dict[str, str] = {}
    position = 0
    while position < len(tokens) and tokens[position].is_word("BASE", "PREFIX", "VERSION"):
        match [tokens[position].upper, *tokens[position + 1 : position + 3]]:
            case ["BASE", Token(kind=Kind.IRI) as iri, *_]:
                base, position = _resolved(text, iri, base), position + 2
            case ["VERSION", Token(kind=Kind.STRING), *_]:
                position += 2
            case ["PREFIX", Token(kind=Kind.PREFIXED) as name, Token(kind=Kind.IRI) as iri] if name.text[-1] == ":":
                prefixes[name.text[:-1]], position = _resolved(text, iri, base), position + 3
            case _:
                raise text.error(
                    both("{word} is not complete", "{word} 不完整", word=tokens[position].upper),
                    tokens[position].start,
                    todo=both("write BASE <iri> or PREFIX name: <iri>", "请写成 BASE <iri> 或 PREFIX name: <iri>"),
                )
    return Prologue(base, prefixes, position)


def _form(text: QueryText, tokens: tuple[Token, ...], position: int) -> str:
    if position >= len(tokens):
        todo = both("write a SELECT, ASK, CONSTRUCT or DESCRIBE", "请写 SELECT、ASK、CONSTRUCT 或 DESCRIBE")
        raise text.error(both("the query is empty", "查询是空的"), len(text.decoded), todo)
    first = tokens[position]
    if first.is_word(*FORMS):
        return first.upper
    if first.is_word(*UPDATES):
        message = both(
            "{word} is an update; this service only answers queries",
            "{word} 是更新操作；此服务只回答查询",
            word=first.upper,
        )
        todo = both("ask with SELECT, ASK, CONSTRUCT or DESCRIBE", "请用 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询")
        raise text.refusal(message, first.start, todo)
    near = nearest(first.upper, FORMS)
    start = both("start with SELECT, ASK, CONSTRUCT or DESCRIBE", "请以 SELECT、ASK、CONSTRUCT 或 DESCRIBE 开头")
    message = both("a query cannot start with {word}", "查询不能以 {word} 开头", word=first.text)
    raise text.error(message, first.start, meant(near) or start)


def _graphs(text: QueryText, tokens: tuple[Token, ...], prologue: Prologue) -> Iterator[tuple[bool, str]]:
    """Yield (named, IRI) for each FROM and FROM NAMED; the grammar has the word nowhere else."""
    for position, token in enumerate(tokens):
        if token.kind is Kind.WORD and token.upper == "FROM":
            named = position + 1 < len(tokens) and tokens[position + 1].is_word("NAMED")
            yield named, _graph(text, tokens[position + 1 + named :][:1], prologue, token)


def _graph(text: QueryText, rest: tuple[Token, ...], prologue: Prologue, start: Token) -> str:
    if rest and rest[0].kind in {Kind.IRI, Kind.PREFIXED}:
        return constant(text, rest[0], prologue)
    todo = both("write FROM <iri> or FROM NAMED <iri>", "请写成 FROM <iri> 或 FROM NAMED <iri>")
    raise text.error(both("FROM needs the IRI of a graph", "FROM 之后需有图的 IRI"), start.start, todo)


def constant(text: QueryText, name: Token, prologue: Prologue) -> str:
    """Resolve an IRI or a prefixed name as the engine does; raise QuerySyntaxError."""
    return _resolved(text, name, prologue.base) if name.kind is Kind.IRI else _expanded(text, name, prologue)


def _check_names(text: QueryText, tokens: tuple[Token, ...], prologue: Prologue) -> None:
    """Expand every prefixed name: where one fails, the engine would try other ways to read the text."""
    names: dict[str, Token] = {}
    for token in tokens:
        if token.kind is Kind.PREFIXED:
            names.setdefault(token.text, token)
    for token in names.values():
        _expanded(text, token, prologue)


def _expanded(text: QueryText, name: Token, prologue: Prologue) -> str:
    prefix, _, local = name.text.partition(":")
    if prefix not in prologue.prefixes:
        raise _undeclared(text, name, prefix, prologue)
    iri = prologue.prefixes[prefix] + _unescaped(local)
    try:
        return str(ox.NamedNode(iri).value)
    except ValueError as error:
        message = both("{name} is not an IRI: <{iri}>", "{name} 不是 IRI：<{iri}>", name=name.text, iri=iri)
        raise text.error(message, name.start) from error


def _undeclared(text: QueryText, name: Token, prefix: str, prologue: Prologue) -> QuerySyntaxError:
    known = PREFIXES.get(prefix)
    near = "" if known else nearest(prefix, islice(prologue.prefixes, _COMPARED))
    line = f"PREFIX {prefix}: <{known or '…'}>"
    todo = meant(f"{near}:") if near else both("add the line {line}", "请添加一行 {line}", line=line)
    message = both("the prefix {prefix}: is not declared", "没有声明前缀 {prefix}:", prefix=prefix)
    return text.error(message, name.start, todo)


def _unescaped(local: str) -> str:
    return local.replace("\\", "")


def _resolved(text: QueryText, token: Token, base: str | None) -> str:
    """Resolve an IRI against the base the way the engine does (RFC 3986, 5)."""
    iri = token.text[1:-1]
    try:
        return str(ox.NamedNode(iri).value) if base is None else _joined(iri, base)
    except (SyntaxError, ValueError) as error:
        whole = both("write it in full, or declare a BASE", "请写完整，或声明 BASE")
        message = both("{name} is not an IRI", "{name} 不是 IRI", name=token.text)
        raise text.error(message, token.start, "" if base or ":" in iri else whole) from error


def _joined(iri: str, base: str) -> str:
    """Have the engine's own parser do it: without a base, it takes an IRI as it stands."""
    (quad,) = ox.parse(f"<{iri}> a <{iri}> .".encode(), format=ox.RdfFormat.TURTLE, base_iri=base)
    return str(quad.subject.value)
