"""Check literals: their languages, both translations, their characters, and that storing keeps them as written."""

import re
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.check.case import Case, text, told
from als_kg.errors import Finding
from als_kg.vocabulary import PREFIXES, VOCAB, language_tag, shorten

_LANGUAGES = ("en", "zh-hans")

# What is said in our own words is said in both languages, wherever it is said.
_OWN_WORDS = tuple(
    [f"{VOCAB}{name}" for name in ("finding", "summary", "criterion", "hedge")]
    + [f"{PREFIXES['dcterms']}description", f"{PREFIXES['skos']}definition", f"{PREFIXES['rdfs']}comment"]
)

# Radicals and compatibility ideographs look like the usual characters and are none (Unicode 16, blocks
# CJK Radicals Supplement, Kangxi Radicals, CJK Compatibility Ideographs and their Supplement).
_LOOKALIKE = re.compile("[\u2e80-\u2eff\u2f00-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]"
)
_UNTIDY = re.compile(r"^\s*$|^\s|\s$")


def language_tags(case: Case) -> Iterator[Finding]:
    """Find language tags other than en and zh-Hans."""
    for graph, triple, literal in _literals(case):
        if literal.language and literal.language.lower() not in _LANGUAGES:
            yield _about(
                case,
                graph,
                triple,
                f"the language {language_tag(literal.language)} → use en or zh-Hans",
                f"语言标记 {language_tag(literal.language)} → 请用 en 或 zh-Hans",
            )


def translations(case: Case) -> Iterator[Finding]:
    """Find what is said in our own words in one language, and not as often in the other, in the same graph."""
    for graph, triples in case.authored.items():
        for (subject, predicate), counts in _languages(triples).items():
            if counts["en"] != counts["zh-hans"]:
                shown = f"{counts['en']} in English, {counts['zh-hans']} in Chinese"
                shown_zh = f"英文{counts['en']}条、中文{counts['zh-hans']}条"
                yield told(
                    subject,
                    case.place(subject, predicate, graph=graph),
                    f"{shorten(predicate)} stands {shown} → write each text @en and @zh-Hans",
                    f"{shorten(predicate)} {shown_zh} → 每条文字请写 @en 与 @zh-Hans 两种",
                )


def lookalikes(case: Case) -> Iterator[Finding]:
    """Find characters that look like others, or like nothing: no search would find the text."""
    for graph, triple, literal in _literals(case):
        for pattern in (_LOOKALIKE, _INVISIBLE):
            if match := pattern.search(literal.value):
                code = f"U+{ord(match.group()):04X}"
                yield _about(
                    case,
                    graph,
                    triple,
                    f"the character {code} looks like another, or like nothing → type the usual character (NFKC)",
                    f"字符 {code} 形似他字或不可见 → 请输入通常字符（NFKC）",
                )


def untidy_texts(case: Case) -> Iterator[Finding]:
    """Find texts that are empty or have space around them."""
    for graph, triple, literal in _literals(case):
        if _UNTIDY.search(literal.value):
            yield _about(
                case,
                graph,
                triple,
                "a text that is empty or has space around it → trim it, or leave the statement out",
                "文字为空或首尾有空白 → 请去除空白，或删去该陈述",
            )


def changed_literals(case: Case) -> Iterator[Finding]:
    """Find literals that storing changes: the engine keeps numbers, dates and durations by value."""
    stored = ox.Store()
    literals = {literal: ox.BlankNode() for _, _, literal in _literals(case) if not literal.language}
    predicate = ox.NamedNode(f"{VOCAB}value")
    stored.extend(ox.Quad(node, predicate, literal) for literal, node in literals.items())
    kept = {quad.subject: quad.object for quad in stored}
    changed = {literal: kept[node] for literal, node in literals.items() if kept[node] != literal}
    for graph, triple, literal in _literals(case):
        if literal in changed:
            usual = text(changed[literal])
            yield _about(
                case,
                graph,
                triple,
                f'"{literal.value}" is stored as "{usual}" → write "{usual}"',
                f"“{literal.value}”将存为“{usual}” → 请写“{usual}”",
            )


def _literals(case: Case) -> Iterator[tuple[str, ox.Triple, ox.Literal]]:
    """Go through the literals that people wrote, those of shapes included."""
    for graph, triples in case.written.items():
        for triple in triples:
            if isinstance(triple.object, ox.Literal):
                yield graph, triple, triple.object


def _languages(triples: frozenset[ox.Triple]) -> dict[tuple[str, str], Counter[str]]:
    """Count the languages of what is said in our own words, by subject and predicate."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for triple in triples:
        if triple.predicate.value in _OWN_WORDS and isinstance(triple.object, ox.Literal):
            key = (text(triple.subject), triple.predicate.value)
            found.setdefault(key, Counter())[(triple.object.language or "").lower()] += 1
    return found


def _about(case: Case, graph: str, triple: ox.Triple, en: str, zh: str) -> Finding:
    subject, predicate = text(triple.subject), triple.predicate.value
    name = shorten(predicate)
    return told(subject, case.place(subject, predicate, graph=graph), f"{name}: {en}", f"{name}：{zh}")
