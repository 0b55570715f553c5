"""Tell the published questions as RDF, as SIB's sparql-examples does: runnable, with title, question and keywords.

Their graph belongs to no view: a question about treatments must not find questions (decision 0001).
"""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.build.dataset import Triples, view_iri
from als_kg.examples import Example, load
from als_kg.sources import Content
from als_kg.vocabulary import ALS, BASE, EXAMPLES, PREFIXES, RDF, RDFS, graph_for

EXAMPLE_GRAPH = graph_for("examples")

_SH, _SPEX, _SCHEMA = PREFIXES["sh"], PREFIXES["spex"], PREFIXES["schema"]
# SHACL 1.0 has no class for DESCRIBE (SHACL-AF, 5); SIB's vocabulary has.
_FORMS = {
    "SELECT": (f"{_SH}SPARQLSelectExecutable", f"{_SH}select"),
    "ASK": (f"{_SH}SPARQLAskExecutable", f"{_SH}ask"),
    "CONSTRUCT": (f"{_SH}SPARQLConstructExecutable", f"{_SH}construct"),
    "DESCRIBE": (f"{_SPEX}SPARQLDescribeExecutable", f"{_SPEX}describe"),
}
_FORM = re.compile(rf"^\s*({'|'.join(_FORMS)})\b", re.MULTILINE | re.IGNORECASE)
_HEAD = re.compile(r"\A(?:#[^\n]*\n)+")
_TAGS = {"en": "en", "zh": "zh-Hans"}


def examples_in(content: Content) -> Triples:
    """Tell every question of ``queries/``; raises SourceError for one without a head."""
    return frozenset(triple for example in load(content.root / "queries") for triple in example_triples(example))


def example_triples(example: Example) -> Iterator[ox.Triple]:
    """Tell one question: form, text without its head, title, question, keywords, view, endpoint."""
    subject = ox.NamedNode(EXAMPLES + example.slug)
    for predicate, value in _said(example):
        yield ox.Triple(subject, ox.NamedNode(predicate), value)


def _said(example: Example) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    kind, asks = _FORMS[_form(example.text)]
    yield RDF.type, ox.NamedNode(f"{_SH}SPARQLExecutable")
    yield RDF.type, ox.NamedNode(kind)
    yield asks, ox.Literal(_HEAD.sub("", example.text).strip("\n"))
    for language, tag in _TAGS.items():
        yield RDFS.label, ox.Literal(example.title[language], language=tag)
        yield RDFS.comment, ox.Literal(example.question[language], language=tag)
    for keyword in example.keywords:
        yield f"{_SCHEMA}keywords", ox.Literal(keyword)
    yield ALS.askedOf, ox.NamedNode(view_iri(example.view))
    yield f"{_SCHEMA}target", ox.NamedNode(f"{BASE}sparql")


def _form(text: str) -> str:
    """Find the form of a query: the first of the four words that opens a line."""
    match = _FORM.search(text)
    return match[1].upper() if match else "SELECT"
