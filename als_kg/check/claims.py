"""Check that claim graphs and passages belong together one to one, and that no fact is left without claims."""

from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.build import Triples
from als_kg.check.case import CLAIMS, DOCUMENTS, Case, text, told, types_of
from als_kg.errors import Finding, Severity
from als_kg.vocabulary import BASE, PROV, RDF, SKOS, VOCAB, code_iri, shorten

_CLAIM_GRAPH = f"{VOCAB}ClaimGraph"
_PASSAGES = f"{BASE}passage/"
_KIND = f"{VOCAB}passageKind"

_FACTS = tuple(code_iri("passagekind", kind) for kind in ("factual", "definitional"))
_SILENT = (code_iri("passagekind", "rhetorical"),)
_STRENGTH = f"{VOCAB}claimStrength"
_RHETORIC = ox.NamedNode(code_iri("strength", "rhetoric"))


def undescribed_claims(case: Case) -> Iterator[Finding]:
    """Find claim graphs of which the documents graph does not say where they come from."""
    for graph in sorted(_spoken(case) - _described(case)):
        yield told(
            graph,
            case.opening(graph),
            "a claim graph that nothing describes → describe it in graph:documents: passage, strength, summary",
            "主张图没有任何描述 → 请在 graph:documents 块中写明其段落、强度与概要",
        )


def empty_claims(case: Case) -> Iterator[Finding]:
    """Find descriptions of claim graphs that say nothing."""
    for graph in sorted(_described(case) - _spoken(case)):
        yield told(
            graph,
            case.place(graph, graph=DOCUMENTS),
            "a claim graph without a statement → write what the passage says, or drop the description",
            "主张图没有任何陈述 → 请写入该段落的内容，或删去其描述",
        )


def claims_without_passage(case: Case) -> Iterator[Finding]:
    """Find claim graphs of passages that do not exist."""
    passages = _passages(case)
    for graph in sorted(_spoken(case) | _described(case)):
        if _passage_of(graph) not in passages:
            yield told(
                graph,
                case.opening(graph),
                f"a claim for a passage that does not exist → correct the id, or add {shorten(_passage_of(graph))}",
                f"所属段落不存在 → 请更正编号，或添加 {shorten(_passage_of(graph))}",
            )


def claims_of_another_passage(case: Case) -> Iterator[Finding]:
    """Find claim graphs that say they come from another passage than their IRI says."""
    for triple in case.authored.get(DOCUMENTS, ()):
        graph, source = text(triple.subject), text(triple.object)
        wanted = _passage_of(graph)
        if graph.startswith(CLAIMS) and triple.predicate.value == PROV.wasDerivedFrom and source != wanted:
            yield told(
                graph,
                case.place(graph, PROV.wasDerivedFrom, source),
                f"its description says {shorten(source)} → derive it from {shorten(wanted)}, or rename the graph",
                f"描述称其来自 {shorten(source)} → 请改为来自 {shorten(wanted)}，或更改图名",
            )


def facts_without_claims(case: Case) -> Iterator[Finding]:
    """Find factual and definitional passages of which no claim graph says more than types and names."""
    for passage in _of_kind(case, _FACTS):
        said = case.authored.get(_graph_of(passage), frozenset())
        if all(triple.predicate.value in (RDF.type, SKOS.prefLabel) for triple in said):
            yield told(
                passage,
                case.place(passage),
                "a passage that states facts has no claims of substance → write its claims",
                "陈述事实的段落没有实质主张 → 请写入其主张",
            )


def claims_of_rhetoric(case: Case) -> Iterator[Finding]:
    """Find claim graphs of passages that state nothing, unless they say that theirs is rhetoric."""
    said = {text(t.subject) for t in _documents(case) if t.predicate.value == _STRENGTH and t.object == _RHETORIC}
    unmarked = _spoken(case) - said
    for passage in _of_kind(case, _SILENT):
        if _graph_of(passage) in unmarked:
            yield told(
                _graph_of(passage),
                case.opening(_graph_of(passage)),
                "claims of a rhetorical passage → drop them, or mark their graph strength:rhetoric",
                "修辞段落带有主张 → 请删去，或将其图标为 strength:rhetoric",
                Severity.WARNING,
            )


def _spoken(case: Case) -> set[str]:
    return {name for name in case.authored if name.startswith(CLAIMS)}


def _described(case: Case) -> set[str]:
    types = types_of(_documents(case))
    return {name for name, classes in types.items() if name.startswith(CLAIMS) and _CLAIM_GRAPH in classes}


def _passages(case: Case) -> set[str]:
    return {name for name, classes in types_of(_documents(case)).items() if f"{VOCAB}Passage" in classes}


def _documents(case: Case) -> Triples:
    return case.authored.get(DOCUMENTS, frozenset())


def _of_kind(case: Case, kinds: tuple[str, ...]) -> list[str]:
    said = ((text(t.subject), t.object) for t in _documents(case) if t.predicate.value == _KIND)
    return sorted(passage for passage, kind in said if isinstance(kind, ox.NamedNode) and kind.value in kinds)


def _passage_of(graph: str) -> str:
    return _PASSAGES + graph.removeprefix(CLAIMS)


def _graph_of(passage: str) -> str:
    return CLAIMS + passage.removeprefix(_PASSAGES)
