"""Judge the mappings of a dataset against what is loaded from outside."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from als_kg.errors import Finding, Severity
from als_kg.link.branches import BRANCHES
from als_kg.link.known import DEPRECATED, INSTEAD, Known, namespace
from als_kg.link.names import OURS, WEIGHTS, nearness, plain
from als_kg.link.pairs import EXACT, Mapped, Rows, mappings
from als_kg.sources import text_of
from als_kg.store import Store
from als_kg.vocabulary import CURRENT, graph_for, kind_of, shorten

# Names less alike than this are worth a look.
_NEAR = 0.6


@dataclass(frozen=True)
class Case:
    """The mappings, what our things are called, and where each mapping is written."""

    store: Store
    rows: Rows

    @cached_property
    def mapped(self) -> tuple[Mapped, ...]:
        """Every mapping."""
        return mappings(self.store)

    @cached_property
    def names(self) -> Mapping[str, set[str]]:
        """The plain names of our things."""
        found: dict[str, set[str]] = {}
        for triple in self.store.triples(graph_for(CURRENT)):
            if triple.predicate.value in OURS:
                found.setdefault(text_of(triple.subject), set()).add(plain(text_of(triple.object)))
        return found

    def finding(self, severity: Severity, rule: str, mapped: Mapped, said: tuple[str, str], todo: str) -> Finding:
        """Say something of a mapping, in English and in Chinese."""
        who = f"{shorten(mapped.subject)} {shorten(mapped.predicate)} {shorten(mapped.target)}"
        english, chinese = (f"{who}: {text}" for text in said)
        place = self.rows.place(mapped)
        return Finding(severity, english, place, todo, message_zh=chinese, focus=mapped.subject, rule=rule)


def check(store: Store, rows: Rows) -> tuple[Finding, ...]:
    """Find mappings whose target is missing, obsolete, called something else, in a wrong branch, or taken."""
    case = Case(store, rows)
    found = [*_shared(case)]
    for graph in store.outside():
        known = Known(store, graph)
        for judge in (_missing, _obsolete, _far, _misplaced):
            found += judge(case, known)
    return tuple(sorted(set(found), key=lambda each: (str(each.place), each.rule, each.message)))


def _shared(case: Case) -> Iterator[Finding]:
    """Find one target that two of ours are said to be exactly."""
    by_target: dict[str, list[Mapped]] = {}
    for mapped in case.mapped:
        if mapped.predicate == EXACT:
            by_target.setdefault(mapped.target, []).append(mapped)
    for several in by_target.values():
        for mapped in several[1:]:
            first = shorten(several[0].subject)
            said = (f"{first} is exactly the same already", f"{first} 已精确对应同一目标")
            todo = "keep one of them, or say broadMatch, narrowMatch or closeMatch"
            yield case.finding(Severity.WARNING, "link-shared", mapped, said, todo)


def _missing(case: Case, known: Known) -> Iterator[Finding]:
    """Find targets that are not among the terms of the ontology that should have them."""
    about = known.namespaces()
    wanted = [mapped for mapped in case.mapped if namespace(mapped.target) in about]
    defined = known.defined({mapped.target for mapped in wanted})
    for mapped in wanted:
        if mapped.target not in defined:
            said = (f"the target is not in <{known.graph}>", f"目标不在 <{known.graph}> 中")
            yield case.finding(
                Severity.WARNING, "link-missing", mapped, said, "correct it, unless that is only a slice"
            )


def _obsolete(case: Case, known: Known) -> Iterator[Finding]:
    said_of = known.said({mapped.target for mapped in case.mapped}, (DEPRECATED, *INSTEAD))
    for mapped in case.mapped:
        said = said_of.get(mapped.target, [])
        if any(predicate == DEPRECATED and value in {"true", "1"} for predicate, value in said):
            others = [shown for wanted in INSTEAD for predicate, shown in said if predicate == wanted]
            todo = f"the ontology names instead: {', '.join(others)}" if others else "the ontology names no other"
            text = ("the target is obsolete", "目标已废弃")
            yield case.finding(Severity.ERROR, "link-obsolete", mapped, text, todo)


def _far(case: Case, known: Known) -> Iterator[Finding]:
    """Find exact matches whose names have nothing in common."""
    exact = [mapped for mapped in case.mapped if mapped.predicate == EXACT]
    said_of = known.said({mapped.target for mapped in exact}, tuple(WEIGHTS))
    for mapped in exact:
        theirs = {plain(name) for _, name in said_of.get(mapped.target, [])}
        ours = case.names.get(mapped.subject, set())
        if theirs and ours and nearness(ours, theirs) < _NEAR:
            label = said_of[mapped.target][0][1]
            said = (f"the target is called {label!r}", f"目标名为“{label}”")
            todo = "see whether they are the same; if so, add the name to ours"
            yield case.finding(Severity.WARNING, "link-name", mapped, said, todo)


def _misplaced(case: Case, known: Known) -> Iterator[Finding]:
    """Find exact matches outside the branch where things of a kind belong, where the graph has its root."""
    for root, kinds in BRANCHES.items():
        if not known.has_below(root):
            continue
        exact = [
            mapped
            for mapped in case.mapped
            if mapped.predicate == EXACT and kind_of(mapped.subject) in kinds and _same_source(mapped.target, root)
        ]
        yield from _outside_branch(case, known, root, exact)


def _outside_branch(case: Case, known: Known, root: str, exact: Iterable[Mapped]) -> Iterator[Finding]:
    targets = {mapped.target for mapped in exact}
    wrong = known.defined(targets) - known.below(root, targets)
    for mapped in exact:
        if mapped.target in wrong:
            said = (f"the target is not below {shorten(root)}", f"目标不在 {shorten(root)} 之下")
            todo = "map to a term of the right branch, or correct the kind"
            yield case.finding(Severity.ERROR, "link-branch", mapped, said, todo)


def _same_source(one: str, other: str) -> bool:
    return namespace(one) == namespace(other)
