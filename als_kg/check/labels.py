"""Check what terms are called and how they are defined: nothing twice in one language, in one line, in both languages.

After ROBOT's report (https://robot.obolibrary.org/report); ``docs/quality.md`` says which rule is which check.
"""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.check.case import SHAPES, TERM_GRAPHS, Case, language_of, one_per_language, text, told, types_of
from als_kg.errors import Finding
from als_kg.vocabulary import PREFIXES, RDFS, SKOS, shorten

_LABELS = (RDFS.label, SKOS.prefLabel)
_MESSAGE = f"{PREFIXES['sh']}message"
_SCHEME = f"{PREFIXES['skos']}inScheme"
_SHAPE_KINDS = {f"{PREFIXES['sh']}{kind}" for kind in ("NodeShape", "PropertyShape")}
_FORMATTING = re.compile("[\t\n\r]")


def shared_labels(case: Case) -> Iterator[Finding]:
    """Find terms of one ontology, codes of one scheme, and shapes that are called alike in one language.

    A property may be called as the scheme that its values come from.
    """
    spaces = _schemes(case)
    for graph in case.terminology:
        borne = _bearers(case, graph, (*_LABELS, _MESSAGE))
        by_space: dict[tuple[str, str, str], list[ox.Triple]] = {}
        for (language, words), triples in borne.items():
            for triple in triples:
                by_space.setdefault((spaces.get(text(triple.subject), ""), language, words), []).append(triple)
        for alike in by_space.values():
            yield from _alike(case, graph, alike, "is called like {other}", "与 {other} 名称相同")


def shared_definitions(case: Case) -> Iterator[Finding]:
    """Find terms of one ontology, or codes, that one language defines alike; those no longer in use may be so."""
    for graph in TERM_GRAPHS:
        for triples in _bearers(case, graph, (SKOS.definition,)).values():
            living = [triple for triple in triples if text(triple.subject) not in case.retired]
            yield from _alike(case, graph, living, "is defined like {other}", "与 {other} 定义相同")


def broken_labels(case: Case) -> Iterator[Finding]:
    """Find labels, and messages of shapes, with tabs or line ends: no search would find them whole."""
    for graph, triples in case.terminology.items():
        for triple in triples:
            if triple.predicate.value in (*_LABELS, _MESSAGE) and _FORMATTING.search(text(triple.object)):
                name = shorten(triple.predicate.value)
                yield told(
                    text(triple.subject),
                    case.place(text(triple.subject), triple.predicate.value, graph=graph),
                    f"{name} holds a tab or a line end → write it in one line, with single spaces",
                    f"{name} 含制表符或换行 → 请写在一行内，以单个空格分隔",
                )


def shape_texts(case: Case) -> Iterator[Finding]:
    """Find shapes without one message in English and one in Chinese: their label, as their reader sees it."""
    said = case.terminology.get(SHAPES, frozenset())
    messages: dict[str, list[str]] = {}
    for triple in said:
        if triple.predicate.value == _MESSAGE:
            messages.setdefault(text(triple.subject), []).append(language_of(triple.object))
    named = {text(triple.subject) for triple in said if isinstance(triple.subject, ox.NamedNode)}
    for shape, kinds in sorted(types_of(said).items()):
        if shape in named and kinds & _SHAPE_KINDS:
            yield from one_per_language(case, shape, _MESSAGE, messages.get(shape, ()), SHAPES)


def _schemes(case: Case) -> dict[str, str]:
    """Name the scheme of each code."""
    said = (triple for triples in case.terminology.values() for triple in triples)
    return {text(t.subject): text(t.object) for t in said if t.predicate.value == _SCHEME}


def _bearers(case: Case, graph: str, properties: tuple[str, ...]) -> dict[tuple[str, str], list[ox.Triple]]:
    """Put statements with the same text, whatever the case of its letters, together: by language and text."""
    found: dict[tuple[str, str], list[ox.Triple]] = {}
    for triple in case.terminology.get(graph, ()):
        if triple.predicate.value in properties and isinstance(triple.subject, ox.NamedNode):
            found.setdefault((language_of(triple.object), text(triple.object).casefold()), []).append(triple)
    return found


def _alike(case: Case, graph: str, triples: list[ox.Triple], en: str, zh: str) -> Iterator[Finding]:
    """Tell of each but the first that it shares its text with the first."""
    ordered = sorted({text(triple.subject): triple for triple in triples}.items())
    for subject, triple in ordered[1:]:
        # A message of a shape has two halves, as the finding itself has.
        words, other = text(triple.object).partition(" → ")[0], shorten(ordered[0][0])
        yield told(
            subject,
            case.place(subject, triple.predicate.value, triple.object, graph),
            f"{en.format(other=other)}: {words!r} → word it so that it tells them apart, or keep one of the two",
            f"{zh.format(other=other)}：“{words}” → 请改写以资区分，或只留其一",
        )
