"""Infer what follows: SPARQL CONSTRUCT rules, run by the engine until nothing new appears."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

import pyoxigraph as ox

from als_kg.build.dataset import Triples
from als_kg.errors import Place, SourceError
from als_kg.examples import read_head
from als_kg.sources import Content, Role, display_name, read_text, syntax_complaint

# A chain of rules ends after a few rounds; more means that a rule feeds on itself.
_MOST_ROUNDS = 50
_RULES = "ontology/rules"


@dataclass(frozen=True)
class Rule:
    """A named rule; ``title`` and ``comment`` have the keys ``en`` and ``zh``."""

    name: str
    title: Mapping[str, str]
    comment: Mapping[str, str]
    text: str
    source: str


@dataclass(frozen=True)
class Closure:
    """A view with all that follows, and what each rule infers beyond what was stated."""

    triples: Triples
    inferred: Mapping[str, Triples]


def load_rules(content: Content) -> tuple[Rule, ...]:
    """Read the rules in order of name; raises SourceError for a head without titles."""
    return tuple(_load(file.path, content.root) for file in content.files(Role.RULE))


def close(stated: Triples, rules: Iterable[Rule]) -> Closure:
    """Run the rules over a view to their fixpoint; raises SourceError for a rule that cannot run.

    What a rule infers is read off at the fixpoint, so it does not depend on the order of rules.
    """
    rules, known, inferred = tuple(rules), set(stated), dict[str, Triples]()
    store = ox.Store()
    store.extend(map(_unnamed, stated))
    for _ in range(_MOST_ROUNDS):
        before = len(known)
        for rule in rules:
            found = _run(rule, store)
            inferred[rule.name] = found - stated
            _add(found - known, known, store, rule)
        if len(known) == before:
            return Closure(frozenset(known), inferred)
    raise SourceError(
        f"the rules still find something new after {_MOST_ROUNDS} rounds",
        Place(_RULES),
        "a rule makes new terms each time: let it only connect what exists",
    )


def _add(new: Triples, known: set[ox.Triple], store: ox.Store, rule: Rule) -> None:
    """Add what a rule found, at once: the next rule builds on it.

    Blank nodes that it made are refused: they are new each time, so it would never end.
    """
    made = _blank_nodes(new)
    if made and made - _blank_nodes(known):
        raise SourceError("the rule makes blank nodes", Place(rule.source), "let it only connect what exists")
    store.extend(map(_unnamed, new))
    known |= new


def _unnamed(triple: ox.Triple) -> ox.Quad:
    """Put a triple into the default graph, which is left out here: to name it takes twice as long."""
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _blank_nodes(triples: Iterable[ox.Triple]) -> set[ox.BlankNode]:
    return {term for triple in triples for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)}


def _run(rule: Rule, store: ox.Store) -> Triples:
    try:
        found = store.query(rule.text)
    except SyntaxError as error:
        message, line, column = syntax_complaint(error)
        place = Place(rule.source, line, column)
        raise SourceError(shorten(message, 120, placeholder=" …"), place, "correct the SPARQL of this rule") from error
    if not isinstance(found, ox.QueryTriples):
        raise SourceError("a rule is not a CONSTRUCT query", Place(rule.source), "write CONSTRUCT { … } WHERE { … }")
    return frozenset(found)


def _load(path: Path, root: Path) -> Rule:
    text, name = read_text(path, root), display_name(path, root)
    head = read_head(text)
    missing = [f"# {key}:" for key in ("title", "title-zh", "comment", "comment-zh") if not head.get(key)]
    if missing:
        raise SourceError(f"the head has no {', '.join(missing)}", Place(name, 1), "add the lines above the rule")
    title = {"en": head["title"], "zh": head["title-zh"]}
    return Rule(path.stem, title, {"en": head["comment"], "zh": head["comment-zh"]}, text, name)
