"""Check the ontology itself: its head, texts, home, signatures and what OWL 2 DL forbids."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations, product

import pyoxigraph as ox

from als_kg.check.case import Case, language_of, one_per_language, text, told, types_of
from als_kg.errors import Finding
from als_kg.vocabulary import OWL, PREFIXES, RDFS, SKOS, VOCAB, graph_for, shorten

_OWL, _RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
_TERM_KINDS = {f"{_OWL}{name}" for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
_TEXTS = (RDFS.label, SKOS.definition)
_LICENCE = f"{PREFIXES['dcterms']}license"
_HEAD = tuple(f"{PREFIXES['dcterms']}{name}" for name in ("title", "description"))
_EQUIVALENT = tuple(f"{_OWL}equivalent{name}" for name in ("Class", "Property"))
# The reserved vocabulary (OWL 2 Structural Specification, 2.4): what others define, nobody defines anew.
_RESERVED = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "xsd"))
_DATATYPE = f"{PREFIXES['rdfs']}Datatype"

_HOMELESS = """
SELECT DISTINCT ?term WHERE {
  ?term a ?kind .
  FILTER (?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty))
  FILTER STRSTARTS(STR(?term), STR(als:))
  FILTER NOT EXISTS { ?term rdfs:isDefinedBy ?home . ?home a owl:Ontology }
}"""

_SIGNATURES = """
SELECT DISTINCT ?term ?said ?target WHERE {
  VALUES ?said { rdfs:domain rdfs:range rdfs:subClassOf rdfs:subPropertyOf owl:inverseOf als:codeScheme }
  ?term ?said ?target .
  FILTER (STRSTARTS(STR(?target), STR(als:)) || STRSTARTS(STR(?target), STR(code:)))
  FILTER NOT EXISTS {
    ?target a ?kind
    FILTER (
      (?said IN (rdfs:domain, rdfs:range, rdfs:subClassOf) && ?kind = owl:Class) ||
      (?said IN (rdfs:subPropertyOf, owl:inverseOf) &&
        ?kind IN (owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty)) ||
      (?said = als:codeScheme && ?kind = skos:ConceptScheme)
    )
  }
}"""

# What no term may be at once (OWL 2 Structural Specification, 5.8.1 and 11.2).
_CHARACTERISTICS = ("Transitive", "Symmetric", "Asymmetric", "InverseFunctional", "Reflexive", "Irreflexive")
_EXCLUSIVE = (
    *combinations(("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"), 2),
    *(("DatatypeProperty", f"{name}Property") for name in _CHARACTERISTICS),
    *(("AnnotationProperty", f"{name}Property") for name in (*_CHARACTERISTICS, "Functional")),
    *(
        ("TransitiveProperty", f"{name}Property")
        for name in ("Functional", "InverseFunctional", "Asymmetric", "Irreflexive")
    ),
)

# What a link may not join: predicate, kind of its subject, kind of its object (same, 9.2 and 9.3).
_MISMATCHED = frozenset(
    [(f"{_RDFS}subPropertyOf", one, other) for one, other in permutations(("ObjectProperty", "DatatypeProperty"))]
    + [(f"{_OWL}inverseOf", one, "DatatypeProperty") for one in ("ObjectProperty", "DatatypeProperty")]
    + [(f"{_OWL}inverseOf", "DatatypeProperty", "ObjectProperty")]
    + [(f"{_RDFS}range", "ObjectProperty", "datatype"), (f"{_RDFS}range", "DatatypeProperty", "Class")]
)


def term_texts(case: Case) -> Iterator[Finding]:
    """Find classes and properties without one label and one definition per language."""
    texts: dict[tuple[str, str], list[str]] = {}
    for triple in case.authored.get(graph_for("ontology"), ()):
        if triple.predicate.value in _TEXTS:
            texts.setdefault((text(triple.subject), triple.predicate.value), []).append(language_of(triple.object))
    for term in _terms(case):
        for predicate in _TEXTS:
            yield from one_per_language(case, term, predicate, texts.get((term, predicate), []))


def terms_without_home(case: Case) -> Iterator[Finding]:
    """Find classes and properties that do not say which ontology defines them."""
    for (term,) in case.ask(_HOMELESS):
        yield told(
            text(term),
            case.place(text(term)),
            "does not say which ontology defines it → add rdfs:isDefinedBy",
            "未说明由哪个本体定义 → 请添加 rdfs:isDefinedBy",
        )


def broken_signatures(case: Case) -> Iterator[Finding]:
    """Find domains, ranges, parents, inverses and schemes that are not what they should be."""
    for term, said, target in case.ask(_SIGNATURES):
        link = f"{shorten(text(said))} {shorten(text(target))}"
        yield told(
            text(term),
            case.place(text(term), text(said), target),
            f"{link} is not defined as such → correct the name, or define it",
            f"{link} 未作相应定义 → 请更正名称，或予以定义",
        )


def outside_owl_dl(case: Case) -> Iterator[Finding]:
    """Find what OWL 2 DL forbids: terms of two natures, and links between natures that do not go together."""
    said = case.authored.get(graph_for("ontology"), frozenset())
    natures = {term: {name.removeprefix(_OWL) for name in types} for term, types in types_of(said).items()}
    for term, nature in sorted(natures.items()):
        for one, other in _EXCLUSIVE:
            if {one, other} <= nature:
                yield _forbidden(case, term, f"is both owl:{one} and owl:{other}", f"同时为 owl:{one} 与 owl:{other}")
    for triple in said:
        term, predicate, target = text(triple.subject), triple.predicate.value, text(triple.object)
        pairs = product(natures.get(term, ()), natures.get(target, _nature_of(target)))
        if any((predicate, one, other) in _MISMATCHED for one, other in pairs):
            link = f"{shorten(predicate)} {shorten(target)}"
            yield _forbidden(case, term, f"has {link}, which is of another nature", f"{link} 性质不符", predicate)


def ontology_heads(case: Case) -> Iterator[Finding]:
    """Find ontologies that do not say under which licence they are, or what they are called and hold, per language."""
    for graph, triples in case.terminology.items():
        for ontology in sorted(iri for iri, kinds in types_of(triples).items() if OWL.Ontology in kinds):
            said = [triple for triple in triples if text(triple.subject) == ontology]
            if not any(t.predicate.value == _LICENCE and isinstance(t.object, ox.NamedNode) for t in said):
                yield told(
                    ontology,
                    case.place(ontology, _LICENCE, graph=graph),
                    "does not name its licence → add dcterms:license with the address of the licence",
                    "未注明许可 → 请添加 dcterms:license，写明许可的地址",
                )
            for predicate in _HEAD:
                languages = [language_of(t.object) for t in said if t.predicate.value == predicate]
                yield from one_per_language(case, ontology, predicate, languages, graph)


def several_equivalents(case: Case) -> Iterator[Finding]:
    """Find classes and properties with more than one equivalent: each interacts with the other unseen."""
    for graph, triples in case.terminology.items():
        said = Counter((text(t.subject), t.predicate.value) for t in triples if t.predicate.value in _EQUIVALENT)
        for (term, predicate), number in sorted(said.items()):
            if number > 1:
                name = shorten(predicate)
                yield told(
                    term,
                    case.place(term, predicate, graph=graph),
                    f"has {number} {name} → combine them in one owl:intersectionOf, or keep one",
                    f"有 {number} 个 {name} → 请合并为一个 owl:intersectionOf，或只留其一",
                )


def redefined_built_ins(case: Case) -> Iterator[Finding]:
    """Find statements about the terms of RDF, RDFS, OWL and XML Schema themselves.

    That one is a datatype may be said: programs that do not know it take it for a class (OWL API 4, of Protégé 5).
    """
    for graph, triples in case.written.items():
        for triple in triples:
            term = text(triple.subject)
            if term.startswith(_RESERVED) and text(triple.object) != _DATATYPE:
                yield told(
                    term,
                    case.place(term, triple.predicate.value, graph=graph),
                    f"{shorten(triple.predicate.value)} redefines what is built in → leave the statement out",
                    f"{shorten(triple.predicate.value)} 重新定义了内建词汇 → 请删去该陈述",
                )


def _nature_of(iri: str) -> set[str]:
    return {"datatype"} if iri.startswith(PREFIXES["xsd"]) else set()


def _forbidden(case: Case, term: str, en: str, zh: str, predicate: str | None = None) -> Finding:
    todo, todo_zh = "OWL 2 DL forbids it: keep one of the two", "OWL 2 DL 不允许：请只保留其一"
    return told(term, case.place(term, predicate), f"{en} → {todo}", f"{zh} → {todo_zh}")


def _terms(case: Case) -> list[str]:
    types = types_of(case.authored.get(graph_for("ontology"), frozenset()))
    return sorted(term for term, names in types.items() if term.startswith(VOCAB) and names & _TERM_KINDS)
