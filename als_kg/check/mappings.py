"""Check the mapping tables row by row: prefixes, forms, subjects, rejected pairs, doubles, and who says so."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pyoxigraph as ox

from als_kg.check.case import Case, is_thing, text, told
from als_kg.errors import Finding
from als_kg.mappings import MAPPING_PREDICATES, MappingRow, PrefixMap, load_prefixes, mapping_rows
from als_kg.sources import Role
from als_kg.sources.content import ONTOLOGY_MAPPINGS, REJECTED_MAPPINGS, stem_of
from als_kg.vocabulary import CODES, RDFS, SKOS, VOCAB, graph_for, iri_for, kind_of, shorten

EXACT = "skos:exactMatch"
_MAPPINGS = graph_for("mapping", "")
_CURIES = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_HAN, _LATIN = re.compile("[\u3400-\u9fff]"), re.compile("[A-Za-z]{2,}")

# The matching processes of semapv (https://w3id.org/semapv/vocab/); a test compares them with the curies library.
JUSTIFICATIONS = frozenset(
    f"semapv:{name}"
    for name in (
        "BackgroundKnowledgeBasedMatching", "CompositeMatching", "InstanceBasedMatching",
        "LexicalMatching", "LexicalSimilarityThresholdMatching", "LogicalReasoning",
        "ManualMappingCuration", "MappingChaining", "MappingInversion", "MappingReview",
        "SemanticSimilarityThresholdMatching", "StructuralMatching", "UnspecifiedMatching",
    )
)  # fmt: skip


def unknown_prefixes(case: Case) -> Iterator[Finding]:
    """Find CURIEs whose prefix neither the prefix map has nor the project: they name nothing."""
    prefixes = load_prefixes(case.content)
    for row in _rows(case):
        for column in _CURIES:
            if row[column] and not prefixes.knows(row[column]):
                yield _told(
                    row,
                    f"{column} {row[column]!r} has no known prefix → correct it, or add its vocabulary to prefixes.tsv",
                    f"{column} {row[column]!r} 的前缀未知 → 请更正，或在 prefixes.tsv 中添加其词表",
                )


def malformed_identifiers(case: Case) -> Iterator[Finding]:
    """Find identifiers that do not have the form which their vocabulary gives its identifiers."""
    prefixes = load_prefixes(case.content)
    for row in _rows(case):
        for curie in (row.subject, row.object):
            vocabulary = prefixes.vocabulary(curie)
            if vocabulary and not vocabulary.fits(curie.partition(":")[2]):
                form = vocabulary.pattern
                yield _told(
                    row,
                    f"{curie!r} does not fit {form} → look the identifier up again",
                    f"{curie!r} 不符合 {form} → 请重新查对该标识符",
                )


def unknown_subjects(case: Case) -> Iterator[Finding]:
    """Find rows about something that nothing describes; only a rejected row may be about an outside record."""
    prefixes = load_prefixes(case.content)
    for row in _rows(case):
        outside = prefixes.vocabulary(row.subject) is not None
        known = prefixes.knows(row.subject) and prefixes.iri(row.subject) in _described(case)
        if prefixes.knows(row.subject) and not (known or (outside and row.is_rejected)):
            yield _told(
                row,
                f"nothing describes {row.subject} → correct subject_id, or add the thing first",
                f"没有任何内容描述 {row.subject} → 请更正 subject_id，或先添加该事物",
            )


def misplaced_rows(case: Case) -> Iterator[Finding]:
    """Find rows in the file of another kind, rejected rows among the accepted, and accepted among the rejected."""
    prefixes = load_prefixes(case.content)
    for stem, row in _filed(case):
        home = REJECTED_MAPPINGS if row.is_rejected else _home(row, prefixes)
        if home and home != stem:
            yield _told(
                row,
                f"stands in {stem}.sssom.tsv → move it to {home}.sssom.tsv",
                f"写在 {stem}.sssom.tsv 中 → 请移至 {home}.sssom.tsv",
            )


def unusual_relations(case: Case) -> Iterator[Finding]:
    """Find rows whose relation is none of the five of SKOS, or whose modifier is none of SSSOM."""
    for row in _rows(case):
        if row.predicate not in MAPPING_PREDICATES or row["predicate_modifier"] not in ("", "Not"):
            said = f"{row['predicate_modifier']} {row.predicate}".strip()
            yield _told(
                row,
                f"the relation {said!r} → use one of {' '.join(MAPPING_PREDICATES)}, with the modifier Not or none",
                f"关系 {said!r} → 请用 {' '.join(MAPPING_PREDICATES)} 之一，修饰词为 Not 或留空",
            )


def revived_rejections(case: Case) -> Iterator[Finding]:
    """Find statements that bring a rejected pair in, by any property: by IRI, page, CURIE or bare identifier."""
    prefixes = load_prefixes(case.content)
    rejected = {key: row for row in _rows(case) if row.is_rejected for key in _ways(row, prefixes)}
    for graph, triples in case.authored.items():
        for triple in triples:
            if row := rejected.get((text(triple.subject), text(triple.object))):
                subject, said = text(triple.subject), shorten(triple.predicate.value)
                yield told(
                    subject,
                    case.place(subject, triple.predicate.value, triple.object, graph),
                    f"{said} leads to {row.object}, a rejected pair ({row.place}) → take it out, or the rejection",
                    f"{said} 指向已否决的 {row.object}（见 {row.place}） → 请删去，或撤销否决",
                )


def repeated_pairs(case: Case) -> Iterator[Finding]:
    """Find pairs that stand in two rows, whatever the relation: which of them is meant?"""
    first: dict[str, MappingRow] = {}
    for row in _rows(case):
        before = first.setdefault(row.slug, row)
        if before is not row:
            yield _told(
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


def unfounded_mappings(case: Case) -> Iterator[Finding]:
    """Find rows that do not say on what they rest: how, from where, who, when, how sure; and rejections without a reason."""
    for row in _rows(case):
        for column, (is_sound, en, zh) in _FOUNDATIONS.items():
            if not is_sound(row):
                yield _told(row, f"{column} {row[column]!r} {en}", f"{column} {row[column]!r} {zh}")


def copied_labels(case: Case) -> Iterator[Finding]:
    """Find names copied from a vocabulary whose terms of use do not allow it."""
    prefixes = load_prefixes(case.content)
    for row in _rows(case):
        for curie, column in ((row.subject, "subject_label"), (row.object, "object_label")):
            vocabulary = prefixes.vocabulary(curie)
            if row[column] and vocabulary and not vocabulary.labels_copied:
                yield _told(
                    row,
                    f"{column} copies a name from {vocabulary.name}, whose terms do not allow it → leave it empty",
                    f"{column} 复制了{vocabulary.name_zh}的名称，其条款不允许 → 请留空",
                )


def foreign_labels(case: Case) -> Iterator[Finding]:
    """Find labels and comments in the wrong language: labels and ``comment`` are English, ``comment_zh`` Chinese."""
    for row in _rows(case):
        for column in ("subject_label", "object_label", "comment"):
            if _is_chinese(row[column]):
                yield _told(
                    row,
                    f"{column} {row[column]!r} is not English → write it in English",
                    f"{column} {row[column]!r} 不是英文 → 请用英文书写",
                )
        if row["comment_zh"] and not _is_chinese(row["comment_zh"]):
            yield _told(
                row,
                f"comment_zh {row['comment_zh']!r} is not Chinese → write it in Chinese",
                f"comment_zh {row['comment_zh']!r} 不是中文 → 请用中文书写",
            )


def other_names(case: Case) -> Iterator[Finding]:
    """Find rows that call a thing of ours otherwise than we do."""
    prefixes = load_prefixes(case.content)
    names = _names(case)
    for row in _rows(case):
        own = names.get(prefixes.iri(row.subject)) if prefixes.knows(row.subject) else None
        if own and row["subject_label"] not in own:
            yield _told(
                row,
                f"subject_label {row['subject_label']!r} is not its name → write {own[0]!r}",
                f"subject_label {row['subject_label']!r} 并非其名称 → 请写 {own[0]!r}",
            )


def _rows(case: Case) -> tuple[MappingRow, ...]:
    return tuple(row for _, row in _filed(case))


def _filed(case: Case) -> tuple[tuple[str, MappingRow], ...]:
    files = case.content.files(Role.MAPPING)
    return tuple((stem_of(file.path), row) for file in files for row in mapping_rows(case.content, file))


def _told(row: MappingRow, en: str, zh: str) -> Finding:
    return told(iri_for("mapping", row.slug), row.place, en, zh)


def _described(case: Case) -> set[str]:
    """Collect what is described anywhere but in the mappings themselves."""
    said = (triples for name, triples in case.authored.items() if not name.startswith(_MAPPINGS))
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
    for row in _rows(case):
        if row.predicate == EXACT and not row.is_rejected and row["mapping_cardinality"] not in (declared, "n:n"):
            groups.setdefault(key(row), []).append(row)
    for first, *more in groups.values():
        for row in more:
            yield _told(
                row,
                f"{other(first)} ({first.place}) and {other(row)} share one exact match → make one of them close, "
                f"or declare it: mapping_cardinality {declared}",
                f"{other(first)}（{first.place}）与 {other(row)} 共有一个精确对应 → 请将其一改为近似对应，"
                f"或注明 mapping_cardinality {declared}",
            )


def _names(case: Case) -> dict[str, list[str]]:
    """List the English names that our own files prefer, by IRI."""
    found: dict[str, list[str]] = {}
    for name, triples in case.authored.items():
        for triple in triples if not name.startswith(_MAPPINGS) else ():
            label = triple.object
            if triple.predicate.value in (SKOS.prefLabel, RDFS.label) and isinstance(label, ox.Literal):
                if label.language == "en":
                    found.setdefault(text(triple.subject), []).append(label.value)
    return found


def _is_chinese(words: str) -> bool:
    """Tell whether a text is Chinese: an English one may quote a Chinese word, a Chinese one an identifier."""
    return len(_HAN.findall(words)) > len(_LATIN.findall(words))


def _is_day(row: MappingRow) -> bool:
    try:
        return date.fromisoformat(row["mapping_date"]).isoformat() == row["mapping_date"]
    except ValueError:
        return False


def _is_sure(row: MappingRow) -> bool:
    number = row["confidence"]
    return re.fullmatch(r"0\.\d*[1-9]|1", number) is not None


_FOUNDATIONS: dict[str, tuple[Callable[[MappingRow], bool], str, str]] = {
    "mapping_justification": (
        lambda row: row["mapping_justification"] in JUSTIFICATIONS,
        "is no matching process of semapv → write semapv:ManualMappingCuration, or how else it was matched",
        "不是 semapv 的匹配方式 → 请写 semapv:ManualMappingCuration 或其他匹配方式",
    ),
    "source": (
        lambda row: bool(row["source"]),
        "names no source → write where the identifier was read",
        "没有来源 → 请写明标识符读自何处",
    ),
    "author_label": (
        lambda row: bool(row["author_label"] or row["mapping_tool"]),
        "names nobody, nor does mapping_tool a tool → fill in one of them",
        "未注明作者，mapping_tool 亦未注明工具 → 请填写其一",
    ),
    "mapping_date": (
        _is_day,
        "is no day → write the day as 2026-11-26",
        "不是日期 → 请写成 2026-11-26 的形式",
    ),
    "confidence": (
        _is_sure,
        "is no number above 0 and up to 1 → write it shortest, such as 0.9",
        "不是大于0且不超过1的数 → 请写最简形式，如 0.9",
    ),
    "comment": (
        lambda row: bool(row["comment"]) or not row.is_rejected,
        "gives no reason for the rejection → say why the two must not be linked",
        "未说明否决理由 → 请写明二者为何不得关联",
    ),
    "comment_zh": (
        lambda row: bool(row["comment_zh"]) == bool(row["comment"]),
        "is not there as comment is → write both, or neither",
        "与 comment 不成对 → 请两者都写，或都不写",
    ),
}
