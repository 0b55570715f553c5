"""Read the answer of the panel into an index."""

import json
from collections.abc import Iterable, Iterator, Mapping

from als_kg.entity.dates import at_precision
from als_kg.entity.panels import Row, panel
from als_kg.entity.values import value_of
from als_kg.query import QueryAnswer, QueryRequest
from als_kg.search.index import Index, Item
from als_kg.vocabulary import ALS, BASE, CODES, RDF, SKOS, VOCAB, expand

_LANGUAGES = {"en": "en", "zh-Hans": "zh"}
_PREFERRED = (SKOS.prefLabel, expand("rdfs:label"), expand("dcterms:title"))
_OTHERS = (SKOS.altLabel, SKOS.hiddenLabel, f"{VOCAB}brandName", f"{VOCAB}codeName", expand("dcterms:title"))
_IDENTIFIERS = (f"{VOCAB}registryId", f"{VOCAB}applicationNumber", expand("dcterms:identifier"))
_SAME, _CLOSE = (expand("skos:exactMatch"),), (expand("skos:closeMatch"),)
_NEAR = tuple(expand(f"skos:{name}") for name in ("broadMatch", "narrowMatch", "relatedMatch"))
# What an outside record says of itself.
_RECORD = (*_PREFERRED, *_IDENTIFIERS)
_ADDRESS = expand("schema:url")
_TEXTS = tuple(expand(name) for name in ("dcterms:description", "als:finding", "dcterms:creator"))
_BELOW = expand("rdfs:subClassOf")
# What tells one thing of a kind from another, in the order of the line.
_FACTS = tuple(
    expand(name)
    for name in (
        "als:phase", "als:status", "als:tests", "als:sponsor", "als:registryId",
        "als:hasTarget", "als:hasRoute", "als:developedBy", "als:inDirection", "als:investigatedFor",
        "als:agency", "als:decisionStatus", "als:date", "als:ofStudy", "als:measure", "als:outcome",
        "als:member", "als:role", "als:organisation", "als:armRole", "als:condition", "als:encodes",
        "als:inCountry", "als:concerns", "als:involves",
        "dcterms:creator", "schema:isPartOf", "dcterms:publisher", "dcterms:identifier",
    )
)  # fmt: skip
# Whose outside records are registries: their numbers tell studies apart.
_REGISTRIES = ("clinicaltrials:", "euclinicaltrials:", "chictr:")
# The ontology and the code lists as files, which speak of everything.
_HEADERS = (VOCAB.rstrip("#"), CODES.rstrip("/"))

_Facts = Mapping[str, list[str]]


def request() -> QueryRequest:
    """Make the request whose answer is read."""
    return panel("findable", format="json")


def read_index(answer: QueryAnswer) -> Index:
    """Make the index from the answer to `request`."""
    return index_of(json.loads(answer.body)["results"]["bindings"])


def index_of(found: Iterable[Row]) -> Index:
    """Make the index from rows of subject, property and value."""
    said: dict[str, dict[str, list[str]]] = {}
    named: dict[str, dict[str, str]] = {}
    defined: dict[str, dict[str, str]] = {}
    for row in found:
        subject, name, value = row["subject"]["value"], row["property"]["value"], value_of(row["value"])
        language = _LANGUAGES.get(value.language, "")
        said.setdefault(subject, {}).setdefault(name, []).append(value.text)
        if name in _PREFERRED:
            _prefer(named.setdefault(subject, {}), language or "en", value.text, sure=name == SKOS.prefLabel)
        elif name == SKOS.definition:
            defined.setdefault(subject, {})[language or "en"] = value.text
    items = (_item(iri, said, named, defined) for iri in said if _is_sought(iri) and iri in named)
    return Index(tuple(items), named)


def _prefer(names: dict[str, str], language: str, text: str, *, sure: bool) -> None:
    if sure or language not in names:
        names[language] = text


def _is_sought(iri: str) -> bool:
    return iri.startswith(BASE) and iri not in _HEADERS


def _kind(iri: str) -> str:
    """Take the first word of its path; ``vocab`` for classes and properties."""
    return iri.removeprefix(BASE).partition("/")[0].partition("#")[0]


def _item(iri: str, said: Mapping[str, _Facts], named: Mapping[str, Mapping[str, str]],
          defined: Mapping[str, Mapping[str, str]]) -> Item:  # fmt: skip
    own = said[iri]
    same, close, near = ([said.get(record, {}) for record in _all(own, kinds)] for kinds in (_SAME, _CLOSE, _NEAR))
    identifiers = [*_all(own, _IDENTIFIERS), *(code for each in same for code in _all(each, _IDENTIFIERS))]
    alike = [code for each in close for code in _all(each, _IDENTIFIERS)]
    numbers = [code for code in (*identifiers, *alike) if code.startswith(_REGISTRIES)]
    return Item(
        iri, _kind(iri), named[iri], tuple(_all(own, _OTHERS)), tuple(dict.fromkeys(identifiers)), tuple(alike),
        addresses=tuple(page.rstrip("/") for each in (own, *same, *close) for page in each.get(_ADDRESS, ())),
        texts=(*_all(own, _TEXTS), *(text for each in (*same, *close, *near) for text in _all(each, _RECORD))),
        classes=tuple(_narrowest(own.get(RDF.type, []), said)),
        facts=tuple(dict.fromkeys((*(number.partition(":")[2] for number in numbers), *_all(_dated(own), _FACTS)))),
        definition=defined.get(iri, {}),
    )  # fmt: skip


def _dated(facts: _Facts) -> _Facts:
    """Tell the dates of a thing as precisely as it says that they are."""
    dates = [at_precision(each, facts.get(ALS.datePrecision, ())) for each in facts.get(ALS.date, ())]
    return {**facts, ALS.date: dates}


def _all(facts: _Facts, names: Iterable[str]) -> Iterator[str]:
    return (value for name in names for value in facts.get(name, ()))


def _narrowest(classes: list[str], said: Mapping[str, _Facts]) -> Iterator[str]:
    """Leave out the classes that are above another: a clinical trial is a study, which need not be said."""
    above = {general for each in classes for general in _above(each, said)}
    return (each for each in classes if each not in above)


def _above(one: str, said: Mapping[str, _Facts]) -> set[str]:
    found: set[str] = set()
    ahead = [one]
    while ahead:
        for general in said.get(ahead.pop(), {}).get(_BELOW, ()):
            if general not in found and general != one:
                found.add(general)
                ahead.append(general)
    return found
