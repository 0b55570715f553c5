"""Names of ours in a query that nothing in the dataset has: mostly a slip of the keyboard.

Such a query is right and its answer, mostly an empty one, too; so these are warnings for people, found
after the answer and only for those who read them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from als_kg.bilingual import Both, both
from als_kg.build import view_iri
from als_kg.entity.kinds import is_known, meant_by
from als_kg.entity.panels import Ask
from als_kg.errors import Finding, Place, Severity
from als_kg.query import QueryRequest, Status
from als_kg.query.lexer import Kind, Token, tokenise
from als_kg.query.outline import Outline, constant, outline
from als_kg.query.text import QueryText
from als_kg.query.words import meant, nearest
from als_kg.vocabulary import BASE, EXAMPLES, GRAPHS, shorten

# A query may name thousands of things; a reader wants to know of the first few that are wrong.
_MOST_ASKED, _MOST_TOLD = 50, 5
# An address of the web that is written with the other scheme is another IRI.
_OURS = (BASE, BASE.replace("https:", "http:"))


@dataclass(frozen=True)
class _Name:
    """An IRI in a request, as it is written and where; ``graph`` where it can be a graph only."""

    iri: str
    written: str
    place: Place | None = None
    graph: bool = False


def doubts(ask: Ask, status: Status, request: QueryRequest) -> tuple[Finding, ...]:
    """Warn of names that nothing has, the first few; ``todo`` says what was probably meant, ``focus`` is its IRI.

    The request must have been answered: whatever else is wrong with it is not found here. Raises QueryError.
    """
    graphs = {*status.graphs, *status.outside, *map(view_iri, status.views)}
    asked = dict.fromkeys(each for each in _names(request) if each.iri not in graphs)
    first: dict[str, _Name] = {}
    for each in asked:
        first.setdefault(each.iri, each)
    found = (_doubt(ask, graphs, each) for each in list(first.values())[:_MOST_ASKED])
    return tuple(each for each in found if each is not None)[:_MOST_TOLD]


def _doubt(ask: Ask, graphs: set[str], name: _Name) -> Finding | None:
    if name.graph or name.iri.startswith(GRAPHS):
        if not name.graph and is_known(ask, name.iri):
            return None
        near = _near_graph(name.iri, graphs)
        return _finding(name, both("there is no graph {name}", "没有图 {name}", name=name.written), near)
    if is_known(ask, name.iri):
        return None
    near = next(iter(meant_by(ask, name.iri, 1)), "")
    return _finding(name, both("nothing here is called {name}", "这里没有名为 {name} 的内容", name=name.written), near)


def _near_graph(iri: str, graphs: set[str]) -> str:
    """Compare what follows the namespace: what all names have in common brings none nearer."""
    locals_ = {each.removeprefix(GRAPHS) for each in graphs if each.startswith(GRAPHS)}
    near = nearest(iri.removeprefix(GRAPHS), locals_, cutoff=0.7) if iri.startswith(GRAPHS) else ""
    return GRAPHS + near if near else nearest(iri, graphs - {GRAPHS + each for each in locals_}, cutoff=0.9)


def _finding(name: _Name, message: Both, near: str) -> Finding:
    shown = f"<{near}>" if name.written.startswith("<") else shorten(near)
    todo = meant(shown) if near else ""
    return Finding(Severity.WARNING, message, name.place, todo, message.zh, focus=near, rule="unknown-name")


def _names(request: QueryRequest) -> Iterator[_Name]:
    """Find what the request names: as a graph whatever it is, elsewhere what is ours."""
    for iri in (*request.default_graphs, *request.named_graphs):
        yield _Name(iri, f"<{iri}>", graph=True)
    text = QueryText(request.text)
    tokens = tokenise(text)
    found = outline(text, tokens)
    for token, is_graph in _terms(tokens, found):
        iri = constant(text, token, found.prologue)
        if is_graph or _is_name(iri):
            yield _Name(iri, token.text, Place(None, *text.place(token.start)), is_graph)


def _is_name(iri: str) -> bool:
    """Tell whether it ought to name something of ours; a namespace names nothing, nor do the IRIs of examples."""
    return iri.startswith(_OURS) and not iri.endswith(("/", "#")) and not iri.startswith(EXAMPLES)


def _terms(tokens: tuple[Token, ...], found: Outline) -> Iterator[tuple[Token, bool]]:
    """List IRIs and prefixed names, and which are a graph's; not those that a CONSTRUCT only writes."""
    previous = None
    for token in _asked_here(tokens[_behind_template(tokens, found) :]):
        if token.kind in {Kind.IRI, Kind.PREFIXED}:
            yield token, previous is not None and previous.is_word("FROM", "NAMED", "GRAPH")
        previous = token


def _asked_here(tokens: Iterable[Token]) -> Iterator[Token]:
    """Leave out what SERVICE asks of others."""
    depth, leaving = 0, False
    for token in tokens:
        leaving = leaving or token.is_word("SERVICE")
        depth += leaving and token.is_mark("{")
        if not leaving:
            yield token
        elif token.is_mark("}"):
            depth -= 1
            leaving = depth > 0


def _behind_template(tokens: tuple[Token, ...], found: Outline) -> int:
    position = found.prologue.length
    if found.form != "CONSTRUCT" or not tokens[position + 1].is_mark("{"):
        return position
    while not tokens[position].is_mark("}"):
        position += 1
    return position
