"""Check that each thing is described once, in its place, and that no two things are mistaken for each other."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

import pyoxigraph as ox

from als_kg.check.case import CLAIMS, ENTITIES, Case, text, told
from als_kg.errors import Finding, Place, Severity
from als_kg.sources import SourceFile
from als_kg.vocabulary import PREFIXES, RDF, RDFS, SKOS, VOCAB, kind_of, shorten

# Which protein a gene encodes belongs to what the gene is: it is common knowledge and needs no speaker.
_NAMING = frozenset(
    {RDF.type, RDFS.comment, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition}
    | {f"{VOCAB}encodes", f"{VOCAB}notToBeConfusedWith", f"{PREFIXES['owl']}deprecated"}
    | {f"{PREFIXES['dcterms']}source", f"{PREFIXES['dcterms']}isReplacedBy"}
)
_NAMES = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, f"{VOCAB}codeName", f"{VOCAB}brandName")
_APART = f"{VOCAB}notToBeConfusedWith"

# Strings, addresses and comments, whose full stops end nothing; then what ends a statement.
_NO_STATEMENT = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*', re.DOTALL)
_STATEMENT_ENDS = re.compile(r"\.(?=\s|\}|$)|[^\s.{}](?=\s*\})")
_DIRECTIVE = re.compile(r"@(?:prefix|base)\b", re.IGNORECASE)

_STEPS = ("subtypeOf", "subgroupOf", "parentOrganisation")
_HIERARCHIES = tuple(
    [f"{VOCAB}{name}" for name in _STEPS]
    + [f"{PREFIXES['dcterms']}isPartOf", f"{PREFIXES['skos']}broader"]
    + [f"{PREFIXES['rdfs']}subClassOf", f"{PREFIXES['rdfs']}subPropertyOf"]
)


def homeless(case: Case) -> Iterator[Finding]:
    """Find lasting things that have no entry in the entity file of their kind."""
    homes = _lasting(case)
    entered = {kind: {text(t.subject) for t in case.authored[ENTITIES + kind]} for kind in homes}
    for subject in sorted(case.subjects):
        kind = kind_of(subject)
        if kind in entered and subject not in entered[kind]:
            yield told(
                subject,
                case.place(subject),
                f"a lasting thing without an entry → add it to data/entity/{kind}.ttl",
                f"持久事物没有条目 → 请添加到 data/entity/{kind}.ttl",
            )


def misplaced(case: Case) -> Iterator[Finding]:
    """Find entries that stand in the entity file of another kind."""
    for kind in _lasting(case):
        graph = ENTITIES + kind
        for subject in sorted({text(triple.subject) for triple in case.authored[graph]}):
            if kind_of(subject) != kind:
                yield told(
                    subject,
                    case.place(subject, graph=graph),
                    f"stands in data/entity/{kind}.ttl → move it to the file of its kind",
                    f"写在 data/entity/{kind}.ttl 中 → 请移至其种类的文件",
                )


def talkative_entries(case: Case) -> Iterator[Finding]:
    """Find entries that say more than what a thing is and what it is called: nobody says the rest."""
    for kind in _lasting(case):
        graph = ENTITIES + kind
        for triple in case.authored[graph]:
            if triple.predicate.value not in _NAMING:
                name = shorten(triple.predicate.value)
                yield told(
                    text(triple.subject),
                    case.place(text(triple.subject), triple.predicate.value, triple.object, graph),
                    f"an entry says {name} → entries only name; write it in the claim graph or review that says so",
                    f"条目中写了 {name} → 条目只命名；请写入作此陈述的主张图或评议",
                )


def written_twice(case: Case) -> Iterator[Finding]:
    """Find subjects with two blocks in one graph of one file, and graphs with two blocks."""
    filled = Counter(graph for source in case.dataset.origins.files for graph in source.graphs if _is_claim(graph))
    for source in case.dataset.origins.files:
        for graph in sorted(graph for graph in source.graphs if filled[graph] > 1):
            yield _twice(graph, source.graph_place(graph))
        if _may_repeat(source):
            blocks = {name: lines for (_, name), lines in source.positions.blocks.items() if len(lines) > 1}
            opened = {name: lines for name, lines in source.positions.graphs.items() if len(lines) > 1}
            for name, lines in (blocks | opened).items():
                yield _twice(name, Place(source.name, lines[1]))


def named_twice(case: Case) -> Iterator[Finding]:
    """Find things whose preferred name is given in two graphs."""
    givers: dict[str, list[str]] = {}
    for graph, triples in case.authored.items():
        for subject in {text(t.subject) for t in triples if t.predicate.value == SKOS.prefLabel}:
            givers.setdefault(subject, []).append(graph)
    for subject, graphs in sorted(givers.items()):
        if len(graphs) > 1:
            yield told(
                subject,
                case.place(subject, SKOS.prefLabel, graph=graphs[-1]),
                f"is named in {' and '.join(map(shorten, graphs))} → keep skos:prefLabel where it is introduced",
                f"在 {'、'.join(map(shorten, graphs))} 中均有命名 → skos:prefLabel 只留在首次引入处",
            )


def shared_names(case: Case) -> Iterator[Finding]:
    """Find two lasting things of one kind that go by the same name and are not kept apart."""
    said = [triple for triples in case.data.values() for triple in triples]
    apart = {frozenset((text(t.subject), text(t.object))) for t in said if t.predicate.value == _APART}
    for (_, name), things in sorted(_bearers(said, _lasting(case)).items()):
        for one, other in combinations(sorted(things), 2):
            if frozenset((one, other)) not in apart:
                yield told(
                    other,
                    case.place(other),
                    f"is called {name!r} like {shorten(one)} → merge them, or add als:notToBeConfusedWith",
                    f"与 {shorten(one)} 同名“{name}” → 请合并，或以 als:notToBeConfusedWith 区分",
                    Severity.WARNING,
                )


def circles(case: Case) -> Iterator[Finding]:
    """Find things that are above themselves, and links from a thing to itself."""
    steps: dict[str, dict[str, set[str]]] = {}
    for triple in (triple for triples in case.authored.values() for triple in triples):
        if isinstance(triple.object, ox.NamedNode):
            property_ = triple.predicate.value
            if property_ in _HIERARCHIES or triple.object == triple.subject:
                steps.setdefault(property_, {}).setdefault(text(triple.subject), set()).add(text(triple.object))
    for property_, above in sorted(steps.items()):
        for node in sorted(node for node in above if node in _reached(above, node)):
            yield told(
                node,
                case.place(node, property_),
                f"leads back to itself by {shorten(property_)} → break the circle",
                f"经 {shorten(property_)} 回到自身 → 请断开该循环",
            )


def _lasting(case: Case) -> tuple[str, ...]:
    """List the kinds that have an entity file."""
    return tuple(name[len(ENTITIES) :] for name in case.authored if name.startswith(ENTITIES))


def _bearers(said: Iterable[ox.Triple], kinds: tuple[str, ...]) -> dict[tuple[str, str], set[str]]:
    """List who bears each name, by kind and name; case and width of letters make no difference."""
    found: dict[tuple[str, str], set[str]] = {}
    for triple in said:
        if triple.predicate.value in _NAMES and (kind := kind_of(text(triple.subject))) in kinds:
            name = unicodedata.normalize("NFKC", text(triple.object)).casefold().strip()
            found.setdefault((kind or "", name), set()).add(text(triple.subject))
    return found


def _is_claim(graph: str) -> bool:
    return graph.startswith(CLAIMS)


def _may_repeat(source: SourceFile) -> bool:
    """Tell cheaply whether a file can hold two blocks of one subject or graph: finding lines is slow."""
    if not source.has_blocks or any(isinstance(quad.subject, ox.BlankNode) for quad in source.quads):
        return False  # tables have rows, and nested nodes are no blocks; only ontology and shapes may have them
    bare = _NO_STATEMENT.sub('""', source.text)
    statements = len(_STATEMENT_ENDS.findall(bare)) - len(_DIRECTIVE.findall(bare))
    subjects = len({(quad.graph_name, quad.subject) for quad in source.quads})
    return statements > subjects or bare.count("{") > len(source.graphs)


def _twice(name: str, place: Place) -> Finding:
    return told(name, place, "is written in two blocks → write one block", "写成了两块 → 请合为一块")


def _reached(above: dict[str, set[str]], start: str) -> set[str]:
    reached, waiting = set[str](), list(above[start])
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += above.get(node, ())
    return reached
