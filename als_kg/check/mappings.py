"""Check what the mapping tables map: prefixes, forms, subjects, relations, rejected pairs and doubles."""

from collections.abc import Callable, Iterator

from als_kg.check.case import Case, text, told
from als_kg.errors import Finding
from als_kg.mappings import MAPPING_PREDICATES, MappingRow, PrefixMap
from als_kg.sources.content import ONTOLOGY_MAPPINGS, REJECTED_MAPPINGS
from als_kg.vocabulary import CODES, PREFIXES, VOCAB, graph_for, iri_for, kind_of, shorten

EXACT = "skos:exactMatch"
MAPPINGS = graph_for("mapping", "")
# What says of two things that they are not one, as a rejection does.
_APART = (f"{VOCAB}notToBeConfusedWith", f"{PREFIXES['owl']}differentFrom")
_CURIES = ("subject_id", "predicate_id", "object_id", "mapping_justification")


def unknown_prefixes(case: Case) -> Iterator[Finding]:
    """Find CURIEs whose prefix neither the prefix map has nor the project: they name nothing."""
    prefixes = case.prefixes
    for row in case.rows:
        for column in _CURIES:
            if row[column] and not prefixes.knows(row[column]):
                yield told_of(
                    row,
                    f"{column} {row[column]!r} has no known prefix → correct it, or add its vocabulary to prefixes.tsv",
                    f"{column} {row[column]!r} 的前缀未知 → 请更正，或在 prefixes.tsv 中添加其词表",
                )


def malformed_identifiers(case: Case) -> Iterator[Finding]:
    """Find identifiers that do not have the form which their vocabulary gives its identifiers, or fit no IRI."""
    prefixes = case.prefixes
    for row in case.rows:
        for curie in (row.subject, row.object):
            if prefixes.knows(curie) and not prefixes.fits(curie):
                vocabulary = prefixes.vocabulary(curie)
                form = vocabulary.pattern if vocabulary else "an IRI"
                yield told_of(
                    row,
                    f"{curie!r} does not fit {form} → look the identifier up again",
                    f"{curie!r} 不符合 {form} → 请重新查对该标识符",
                )


def unknown_subjects(case: Case) -> Iterator[Finding]:
    """Find rows about something that nothing describes; only a rejected row may be about an outside record."""
    prefixes = case.prefixes
    described = _described(case)
    for row in case.rows:
        outside = prefixes.vocabulary(row.subject) is not None
        known = prefixes.knows(row.subject) and prefixes.iri(row.subject) in described
        if prefixes.knows(row.subject) and not (known or (outside and row.is_rejected)):
            yield told_of(
                row,
                f"nothing describes {row.subject} → correct subject_id, or add the thing first",
                f"没有任何内容描述 {row.subject} → 请更正 subject_id，或先添加该事物",
            )


def misplaced_rows(case: Case) -> Iterator[Finding]:
    """Find rows in the file of another kind, rejected rows among the accepted, and accepted among the rejected."""
    prefixes = case.prefixes
    for stem, row in case.filed:
        home = REJECTED_MAPPINGS if row.is_rejected else _home(row, prefixes)
        if home and home != stem:
            yield told_of(
                row,
                f"stands in {stem}.sssom.tsv → move it to {home}.sssom.tsv",
                f"写在 {stem}.sssom.tsv 中 → 请移至 {home}.sssom.tsv",
            )


def unusual_relations(case: Case) -> Iterator[Finding]:
    """Find rows whose relation is none of the five of SKOS, or whose modifier is none of SSSOM."""
    for row in case.rows:
        if row.predicate not in MAPPING_PREDICATES or row["predicate_modifier"] not in ("", "Not"):
            said = f"{row['predicate_modifier']} {row.predicate}".strip()
            yield told_of(
                row,
                f"the relation {said!r} → use one of {' '.join(MAPPING_PREDICATES)}, with the modifier Not or none",
                f"关系 {said!r} → 请用 {' '.join(MAPPING_PREDICATES)} 之一，修饰词为 Not 或留空",
            )


def revived_rejections(case: Case) -> Iterator[Finding]:
    """Find statements that bring a rejected pair in, by any property: by IRI, page, CURIE or bare identifier."""
    prefixes = case.prefixes
    rejected = {key: row for row in case.rows if row.is_rejected for key in _ways(row, prefixes)}
    for graph, triples in case.authored.items():
        for triple in triples:
            row = rejected.get((text(triple.subject), text(triple.object)))
            if row and triple.predicate.value not in _APART:
                subject, said = text(triple.subject), shorten(triple.predicate.value)
                yield told(
                    subject,
                    case.place(subject, triple.predicate.value, triple.object, graph),
                    f"{said} leads to {row.object}, a rejected pair ({row.place}) → take it out, or the rejection",
                    f"{said} 指向已否决的 {row.object}（见 {row.place}） → 请删去，或撤销否决",
                )


def repeated_pairs(case: Case) -> Iterator[Finding]:
    """Find pairs that stand in two rows, whatever the relation: one of them is meant."""
    first: dict[str, MappingRow] = {}
    for row in case.rows:
        before = first.setdefault(row.slug, row)
        if before is not row:
            yield told_of(
                row,
                f"{row.subject} and {row.object} stand in {before.place} already → keep one row",
                f"{row.subject} 与 {row.object} 已见于 {before.place} → 只保留一行",
            )


def shared_targets(case: Case) -> Iterator[Finding]:
    """Find records that two things of ours match exactly, and things that match two records of one vocabulary.

    ``mapping_cardinality`` says that it is meant: n:1, 1:n or n:n.
    """
    yield from _shared(case, lambda row: row.object, lambda row: row.subject, "n:1")
    yield from _shared(case, lambda row: (row.subject, row.object.partition(":")[0]), lambda row: row.object, "1:n")


def told_of(row: MappingRow, en: str, zh: str) -> Finding:
    """Make a finding of what is wrong with a row: ``en`` and ``zh`` say what is wrong → what to do."""
    return told(iri_for("mapping", row.slug), row.place, en, zh)


def _described(case: Case) -> set[str]:
    """Collect what is described anywhere but in the mappings themselves."""
    said = (triples for name, triples in case.authored.items() if not name.startswith(MAPPINGS))
    return {text(triple.subject) for triples in said for triple in triples}


def _home(row: MappingRow, prefixes: PrefixMap) -> str | None:
    """Name the file of a row by what it maps; None where that is not known."""
    iri = prefixes.iri(row.subject) if prefixes.knows(row.subject) else ""
    return ONTOLOGY_MAPPINGS if iri.startswith((VOCAB, CODES)) else kind_of(iri)


def _ways(row: MappingRow, prefixes: PrefixMap) -> Iterator[tuple[str, str]]:
    """List the ways to write a pair."""
    if prefixes.knows(row.subject) and prefixes.knows(row.object):
        subject, bare = prefixes.iri(row.subject), row.object.partition(":")[2]
        for written in (prefixes.iri(row.object), prefixes.page(row.object), row.object, bare):
            yield subject, written


def _shared(
    case: Case,
    key: Callable[[MappingRow], object],
    other: Callable[[MappingRow], str],
    declared: str,
) -> Iterator[Finding]:
    groups: dict[object, list[MappingRow]] = {}
    for row in case.rows:
        if row.predicate == EXACT and not row.is_rejected and row["mapping_cardinality"] not in (declared, "n:n"):
            groups.setdefault(key(row), []).append(row)
    for first, *more in groups.values():
        for row in more:
            yield told_of(
                row,
                f"{other(first)} ({first.place}) and {other(row)} share one exact match → make one of them close, "
                f"or declare it: mapping_cardinality {declared}",
                f"{other(first)}（{first.place}）与 {other(row)} 共有一个精确对应 → 请将其一改为近似对应，"
                f"或注明 mapping_cardinality {declared}",
            )
