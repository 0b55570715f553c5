"""Read names and texts by language."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from als_kg.entity.panels import Ask, Row
from als_kg.entity.values import Value, value_of
from als_kg.query import QueryRequest

_LANGUAGES = {"en": "en", "zh": "zh-Hans"}

Names = Mapping[str, Mapping[str, str]]

# SPARQL 1.1, 19.8, rule 139: what may stand between angle brackets.
_IRI = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')
# How much one query asks for; a query may have 100,000 characters.
_MOST_NAMED, _MOST_CHARACTERS = 1_000, 80_000
_NAMES = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
SELECT DISTINCT ?node ?name WHERE {{
  VALUES ?node {{ {nodes} }}
  ?node skos:prefLabel|rdfs:label|dcterms:title|foaf:name|vcard:fn ?name
  BIND (EXISTS {{ ?node skos:prefLabel ?name }} AS ?preferred)
}}
ORDER BY ?node DESC(?preferred) ?name
"""


def ask_names(ask: Ask, iris: Iterable[str]) -> Names:
    """Ask for the names of any nodes with one query, preferred ones first, of the first thousand nodes at most.

    Raises QueryError.
    """
    nodes = " ".join(_within(f"<{iri}>" for iri in iris if _IRI.fullmatch(iri)))
    if not nodes:
        return {}
    answer = ask(QueryRequest(_NAMES.format(nodes=nodes), format="json"))
    return names_in(json.loads(answer.body)["results"]["bindings"])


def _within(nodes: Iterable[str]) -> Iterator[str]:
    left = _MOST_CHARACTERS
    for node, _ in zip(nodes, range(_MOST_NAMED), strict=False):
        left -= len(node) + 1
        if left < 0:
            return
        yield node


def names_in(found: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Collect the names of nodes, by language."""
    names: dict[str, dict[str, str]] = {}
    for row in found:
        value = value_of(row["name"])
        names.setdefault(row["node"]["value"], {}).setdefault(_language_of(value), value.text)
    return names


def name_in(language: str, names: Mapping[str, str]) -> str:
    """Take a name in a language, else in another; empty where there is none."""
    return names.get(language) or next(iter(names.values()), "")


def named(found: Iterable[Row]) -> Iterator[Row]:
    """Read the names that a panel gives beside its values."""
    return ({"node": row["value"], "name": row["name"]} for row in found if "name" in row)


def _language_of(value: Value) -> str:
    return next((key for key, tag in _LANGUAGES.items() if value.language == tag), value.language)


def by_language(values: Iterable[Value]) -> dict[str, str]:
    """Put texts under their languages."""
    return {_language_of(value): value.text for value in values}
