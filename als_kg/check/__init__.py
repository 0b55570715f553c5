"""The checks behind ``als-kg check``: one function each, in one tuple, each yielding findings with file and line."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from als_kg.build import Dataset, collector_paused
from als_kg.check import (
    claims,
    entities,
    foundations,
    labels,
    mappings,
    names,
    ontology,
    order,
    retired,
    reviews,
    signatures,
    texts,
)
from als_kg.check.case import Case
from als_kg.errors import Finding
from als_kg.sources import Content
from als_kg.validate import validate_descriptions, validate_views

Check = Callable[[Case], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    names.undefined_terms,
    names.dangling,
    names.untyped,
    names.kinds,
    names.slugs,
    signatures.domains,
    signatures.ranges,
    signatures.schemes,
    signatures.links,
    signatures.datatypes,
    texts.language_tags,
    texts.translations,
    texts.lookalikes,
    texts.untidy_texts,
    texts.changed_literals,
    claims.undescribed_claims,
    claims.empty_claims,
    claims.claims_without_passage,
    claims.claims_of_another_passage,
    claims.facts_without_claims,
    claims.claims_of_rhetoric,
    reviews.misnamed_reviews,
    reviews.overdue_promises,
    order.passages_out_of_order,
    order.ordinals,
    order.passages_of_another_section,
    entities.homeless,
    entities.misplaced,
    entities.talkative_entries,
    entities.written_twice,
    entities.named_twice,
    entities.shared_names,
    entities.circles,
    mappings.unknown_prefixes,
    mappings.malformed_identifiers,
    mappings.unknown_subjects,
    mappings.misplaced_rows,
    mappings.unusual_relations,
    mappings.revived_rejections,
    mappings.repeated_pairs,
    mappings.shared_targets,
    foundations.unfounded_mappings,
    foundations.copied_labels,
    foundations.foreign_labels,
    foundations.other_names,
    ontology.term_texts,
    ontology.terms_without_home,
    ontology.broken_signatures,
    ontology.outside_owl_dl,
    ontology.ontology_heads,
    ontology.several_equivalents,
    ontology.redefined_built_ins,
    labels.shared_labels,
    labels.shared_definitions,
    labels.broken_labels,
    labels.shape_texts,
    retired.unclear_deprecations,
    retired.uses_of_retired_terms,
    retired.obsolete_labels,
    retired.heirs_of_the_living,
)


def run(content: Content, dataset: Dataset) -> list[Finding]:
    """Judge a data set: what the build found, every check, every shape; each finding once."""
    with collector_paused():
        case = Case(content, dataset)
        found = [*dataset.findings, *(finding for check in CHECKS for finding in checked(check, case))]
        return list(dict.fromkeys([*found, *validate_views(dataset), *validate_descriptions(dataset)]))


def checked(check: Check, case: Case) -> Iterator[Finding]:
    """Run one check; its findings carry its name as their rule."""
    rule = getattr(check, "__name__", "").replace("_", "-")
    return (replace(finding, rule=rule) for finding in check(case))
