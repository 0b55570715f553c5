"""Read a request as far as that goes without the data: text, guard, dataset, format."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from als_kg import formats
from als_kg.bilingual import both
from als_kg.errors import QueryError
from als_kg.formats import Family, Format
from als_kg.query.guard import guard
from als_kg.query.lexer import Token, shape, tokenise
from als_kg.query.outline import Outline, outline
from als_kg.query.service import NotAcceptable, QueryRequest
from als_kg.query.services import NOWHERE, Allowed, may_name_services, services
from als_kg.query.text import QueryText
from als_kg.query.words import RESULT_FORMS

# In characters: the headers, and the queries, whose meaning is remembered.
_USUAL, _USUAL_QUERY = 256, 4_000
# Functions that answer differently each time; what SERVICE brings may do so, too.
_FLEETING = ("NOW", "RAND", "UUID", "STRUUID")
_FAMILIES: dict[bool, tuple[Family, ...]] = {True: ("results",), False: ("graph", "dataset")}


class Reading(NamedTuple):
    """A request that the guard has passed; no dataset was asked for where both graphs are None.

    ``services`` are the endpoints that it names, all allowed; ``shape`` is that of ``lexer``, None for a long query.
    What is not ``lasting`` may get another answer from the same data.
    """

    text: QueryText
    shape: tuple[str, ...] | None
    form: str
    format: Format
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    services: tuple[str, ...] = ()
    lasting: bool = True

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens, read anew: who explains an error wants them, and nobody else."""
        return tokenise(self.text)


class _Shaped(tuple[str, ...]):  # noqa: SLOT001  tuples of any length cannot have slots
    """A query as outline and guard see it: they look at no constant, so those of one shape are equal to them."""

    text: QueryText


@dataclass(frozen=True)
class _Passed:
    """What every query of a shape has in common, once it has passed all checks."""

    outline: Outline
    services: tuple[str, ...]
    lasting: bool


def read(request: QueryRequest, allowed: Allowed = NOWHERE) -> Reading:
    """Read a request that may go to what is allowed; raise QuerySyntaxError, QueryRefused or NotAcceptable."""
    text = QueryText(request.text)
    marks = shape(text) if len(text.decoded) <= _USUAL_QUERY else None
    if marks is None or may_name_services(text):
        passed = _judged(text, allowed)
    else:
        shaped = _Shaped(marks)
        shaped.text = text
        passed = _remembered(shaped)
    found = passed.outline
    default, named = _dataset(request, found)
    chosen = choose_format(found.form, request)
    return Reading(text, marks, found.form, chosen, default, named, passed.services, passed.lasting)


def _judged(text: QueryText, allowed: Allowed) -> _Passed:
    """Take a query through every check."""
    tokens = tokenise(text)
    found = outline(text, tokens)
    endpoints = services(text, tokens, found.prologue, allowed)
    guard(text, tokens)
    fleeting = any(token.is_word(*_FLEETING) for token in tokens)
    return _Passed(found, endpoints, lasting=not (endpoints or fleeting))


@lru_cache(maxsize=512)
def _remembered(query: _Shaped) -> _Passed:
    """Remember what has passed; an error is found anew each time, as it names a place."""
    return _judged(query.text, NOWHERE)


def choose_format(form: str, request: QueryRequest) -> Format:
    """Choose how to write the answer of a query form; raise NotAcceptable with what there is."""
    families = _FAMILIES[form in RESULT_FORMS]
    chosen = _named(request.format, families) if request.format else _wanted(request.accept, families)
    if chosen is None:
        named = both("the format {name!r}", "格式 {name!r}", name=request.format)
        wish = named if request.format else f"Accept: {request.accept}"
        offered = dict.fromkeys(entry.media_type for family in families for entry in formats.of_family(family))
        message = both(
            "{wish} does not fit the answer of {form}", "{wish} 不适用于 {form} 的结果", wish=wish, form=form
        )
        raise NotAcceptable(message, tuple(offered))
    return chosen


def _named(name: str, families: tuple[Family, ...]) -> Format | None:
    found = (formats.by_name(name, family) for family in families)
    return next((entry for entry in found if entry), None)


def _wanted(accept: str, families: tuple[Family, ...]) -> Format | None:
    """Remember what the usual headers come to; long ones are not worth the memory."""
    return _usual(accept, families) if len(accept) <= _USUAL else _accepted(accept, families)


@lru_cache(maxsize=128)
def _usual(accept: str, families: tuple[Family, ...]) -> Format | None:
    return _accepted(accept, families)


def _accepted(accept: str, families: tuple[Family, ...]) -> Format | None:
    found = (formats.choose(accept, family) for family in families)
    return next((entry for entry in found if entry), None)


def _dataset(request: QueryRequest, found: Outline) -> tuple[tuple[str, ...], tuple[str, ...]] | tuple[None, None]:
    """Take the dataset of the protocol, else of the text (SPARQL 1.1 Protocol, 2.1.4), else none."""
    if request.default_graphs or request.named_graphs:
        _check_iris((*request.default_graphs, *request.named_graphs))
        return request.default_graphs, request.named_graphs
    return (found.default_graphs, found.named_graphs) if found.has_dataset else (None, None)


def _check_iris(iris: Iterable[str]) -> None:
    for iri in iris:
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            message = both("the graph {iri!r} is not an IRI", "图 {iri!r} 不是 IRI", iri=iri)
            todo = both("write it in full, without < and >", "请写完整，不带 < 和 >")
            raise QueryError(message, todo=todo) from error
