"""Check IRIs: each one defined, of a known kind, with a slug in form, and of a type that fits."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.build import Triples
from als_kg.check.case import Case, is_thing, text, told, types_of
from als_kg.errors import Finding
from als_kg.vocabulary import BASE, CODES, GRAPHS, KINDS, PREFIXES, RDF, SCHEMES, SSSOM, VOCAB, kind_of, shorten

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# Ids within a document follow its own numbering (model.md, section 2).
_LOCAL = rf"{_SLUG}/[0-9A-Za-z]+(?:\.[0-9]+)*(?:-[0-9]+)?"
_NUMBERED = ("section", "passage", "selector")
_FORMS = {kind: re.compile(_LOCAL if kind in _NUMBERED else _SLUG) for kind in KINDS}
_CODE = re.compile(rf"{_SLUG}(?:/{_SLUG})?")

# Kinds whose class is not their name with a capital.
_CLASSES = {
    "mapping": SSSOM.Mapping,
    "selector": f"{PREFIXES['oa']}TextPositionSelector",
    "statement": RDF.Statement,
}
_SUBCLASS = f"{PREFIXES['rdfs']}subClassOf"
_VERSION = f"{PREFIXES['owl']}versionIRI"


def undefined_terms(case: Case) -> Iterator[Finding]:
    """Find terms and codes that no ontology file defines; in a shape they would never fire."""
    for name, triples in case.dataset.graphs.items():
        for triple in triples:
            for term in _named(triple) if triple.predicate.value != _VERSION else ():
                if term.startswith((VOCAB, CODES)) and term not in case.terms:
                    yield told(
                        term,
                        case.dataset.origins.place_of(triple) or case.place(text(triple.subject), graph=name),
                        "a term not in the ontology → correct its spelling, or define it in ontology/",
                        "本体中没有该术语 → 请更正拼写，或在 ontology/ 中定义",
                    )


def dangling(case: Case) -> Iterator[Finding]:
    """Find links to things that nothing describes."""
    for name, triples in case.data.items():
        for triple in triples:
            iri = text(triple.object)
            ours = is_thing(iri) or iri.startswith(GRAPHS)
            if ours and triple.predicate.value != _VERSION and iri not in case.subjects:
                yield told(
                    iri,
                    case.place(text(triple.subject), triple.predicate.value, iri, name),
                    f"{shorten(text(triple.subject))} points at it, nothing describes it → add it, or correct the link",
                    f"没有任何描述，却被 {shorten(text(triple.subject))} 所指 → 请补充该节点，或更正链接",
                )


def untyped(case: Case) -> Iterator[Finding]:
    """Find subjects without a type: no shape would ever look at them."""
    stated = (case.dataset.stated[view] for view in case.views)
    for subject in sorted({subject for said in stated for subject in _subjects(said) - types_of(said).keys()}):
        yield told(
            subject,
            case.place(subject),
            "has no type → add `a` with a class of the ontology",
            "没有类型 → 请以 `a` 添加本体中的类",
        )


def _subjects(triples: Triples) -> set[str]:
    return {text(triple.subject) for triple in triples}


def kinds(case: Case) -> Iterator[Finding]:
    """Find things whose type does not fit the kind that their IRI names."""
    for view in case.views:
        stated = case.dataset.stated[view]
        above = _parents(stated)
        for subject, types in types_of(stated).items():
            kind = kind_of(subject)
            class_ = _CLASSES.get(kind, f"{VOCAB}{kind.capitalize()}") if kind else None
            for type_ in sorted(types) if class_ else ():
                if class_ not in _upwards(type_, above):
                    yield told(
                        subject,
                        case.place(subject, RDF.type, type_),
                        f"its IRI names the kind {kind}, its type is {shorten(type_)} → correct the type or the IRI",
                        f"IRI 表明种类为 {kind}，类型却为 {shorten(type_)} → 请更正类型或 IRI",
                    )


def slugs(case: Case) -> Iterator[Finding]:
    """Find IRIs under the base that are of no kind, or whose slug is out of form."""
    for iri in sorted(case.subjects):
        if iri.startswith(CODES) and not _is_code(iri[len(CODES) :]):
            yield _misnamed(case, iri, "its code scheme or slug is out of form", "代码表或标识段形式不符")
        elif is_thing(iri) and (kind := kind_of(iri)) is None:
            yield _misnamed(case, iri, "its IRI names no kind", "IRI 未指明任何种类")
        elif is_thing(iri) and kind and not _FORMS[kind].fullmatch(iri[len(f"{BASE}{kind}/") :]):
            yield _misnamed(case, iri, "its slug is out of form", "标识段形式不符")


def _named(triple: ox.Triple) -> list[str]:
    return [term.value for term in triple if isinstance(term, ox.NamedNode)]


def _is_code(local: str) -> bool:
    return _CODE.fullmatch(local) is not None and local.partition("/")[0] in SCHEMES


def _misnamed(case: Case, iri: str, en: str, zh: str) -> Finding:
    todo = "use one of the kinds, and lower-case ASCII letters, digits and single hyphens"
    return told(iri, case.place(iri), f"{en} → {todo}", f"{zh} → 请使用既定种类，以小写ASCII字母、数字与单个连字符书写")


def _parents(triples: Triples) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == _SUBCLASS:
            found.setdefault(text(triple.subject), set()).add(text(triple.object))
    return found


def _upwards(class_: str, above: dict[str, set[str]]) -> set[str]:
    """Collect a class and all above it."""
    seen, waiting = set[str](), [class_]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += above.get(name, ())
    return seen
