"""Check that every mapping row says on what it rests, and calls things by the names they may be called by."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from als_kg.check.case import Case, text
from als_kg.check.mappings import MAPPINGS, told_of
from als_kg.errors import Finding
from als_kg.mappings import MappingRow
from als_kg.vocabulary import RDFS, SKOS

_LABELS = (SKOS.prefLabel, RDFS.label)
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


def unfounded_mappings(case: Case) -> Iterator[Finding]:
    """Find rows that do not say on what they rest, how and whence and who and when, and rejections without a reason."""
    for row in case.rows:
        for column, (is_sound, en, zh) in _FOUNDATIONS.items():
            if not is_sound(row):
                yield told_of(row, f"{column} {row[column]!r} {en}", f"{column} {row[column]!r} {zh}")


def copied_labels(case: Case) -> Iterator[Finding]:
    """Find names copied from a vocabulary whose terms of use do not allow it."""
    prefixes = case.prefixes
    for row in case.rows:
        for curie, column in ((row.subject, "subject_label"), (row.object, "object_label")):
            vocabulary = prefixes.vocabulary(curie)
            if row[column] and vocabulary and not vocabulary.labels_copied:
                yield told_of(
                    row,
                    f"{column} copies a name from {vocabulary.name}, whose terms do not allow it → leave it empty",
                    f"{column} 复制了{vocabulary.name_zh}的名称，其条款不允许 → 请留空",
                )


def foreign_labels(case: Case) -> Iterator[Finding]:
    """Find labels and comments in the wrong language: labels and ``comment`` are English, ``comment_zh`` Chinese."""
    for row in case.rows:
        for column in ("subject_label", "object_label", "comment"):
            if _is_chinese(row[column]):
                yield told_of(
                    row,
                    f"{column} {row[column]!r} is not English → write it in English",
                    f"{column} {row[column]!r} 不是英文 → 请用英文书写",
                )
        if row["comment_zh"] and not _is_chinese(row["comment_zh"]):
            yield told_of(
                row,
                f"comment_zh {row['comment_zh']!r} is not Chinese → write it in Chinese",
                f"comment_zh {row['comment_zh']!r} 不是中文 → 请用中文书写",
            )


def other_names(case: Case) -> Iterator[Finding]:
    """Find rows that call a thing of ours otherwise than we do."""
    prefixes = case.prefixes
    names = _names(case)
    for row in case.rows:
        own = names.get(prefixes.iri(row.subject)) if prefixes.knows(row.subject) else None
        if own and row["subject_label"] not in own:
            yield told_of(
                row,
                f"subject_label {row['subject_label']!r} is not its name → write {own[0]!r}",
                f"subject_label {row['subject_label']!r} 并非其名称 → 请写 {own[0]!r}",
            )


def _names(case: Case) -> dict[str, list[str]]:
    """List the English names that our own files prefer, by IRI."""
    found: dict[str, list[str]] = {}
    said = (triples for name, triples in case.authored.items() if not name.startswith(MAPPINGS))
    for triple in (triple for triples in said for triple in triples):
        if triple.predicate.value in _LABELS and getattr(triple.object, "language", "") == "en":
            found.setdefault(text(triple.subject), []).append(text(triple.object))
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
