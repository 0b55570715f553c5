"""The table of ROBOT's rules in docs/quality.md says what the checks do: each rule is broken once, and found."""

import re
from pathlib import Path

import pytest

from als_kg.build import assemble
from als_kg.check import CHECKS, checked
from als_kg.check.case import Case
from als_kg.sources import Content

from .manifest import BROKEN

# The rules of the level ERROR in ROBOT's default profile (robot-core/src/main/resources/report_profile.txt).
ERRORS = """
deprecated_boolean_datatype deprecated_class_reference deprecated_property_reference duplicate_definition
duplicate_label illegal_use_of_built_in_vocabulary label_formatting label_whitespace missing_label
missing_ontology_description missing_ontology_license missing_ontology_title misused_obsolete_label
misused_replaced_by multiple_definitions multiple_equivalent_class_definitions multiple_labels
""".split()
_ROW = re.compile(r"\| `([a-z_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
_NAME = re.compile(r"`([a-z-]+)`")
_SHAPE = re.compile(r"\[`([a-z-]+)`\]\(\.\./shapes/([a-z]+\.ttl)\)")


@pytest.fixture(scope="module")
def table(repository: Path) -> dict[str, str]:
    text = (repository / "docs/quality.md").read_text(encoding="utf-8")
    return {rule: checks for rule, checks, _ in _ROW.findall(text)}


def test_every_rule_has_a_row(table: dict[str, str]) -> None:
    assert list(table) == ERRORS
    assert len(ERRORS) == 17


def test_each_rule_is_broken_by_a_data_set_that_the_named_check_finds(table: dict[str, str]) -> None:
    named = {(rule, name) for rule, checks in table.items() for name in _NAME.findall(_SHAPE.sub("", checks))}
    assert named == {(broken.robot, broken.check) for broken in BROKEN if broken.robot}
    assert {name for _, name in named} <= {check.__name__.replace("_", "-") for check in CHECKS}


def test_the_shapes_that_judge_codes_are_there(table: dict[str, str], repository: Path) -> None:
    shapes = [found for checks in table.values() for found in _SHAPE.findall(checks)]
    assert shapes
    for name, file in shapes:
        assert f"\nshape:{name}\n" in (repository / "shapes" / file).read_text(encoding="utf-8")


def test_the_real_terms_break_no_rule(repository: Path) -> None:
    content = Content(repository)
    case, names = Case(content, assemble(content)), {broken.check for broken in BROKEN if broken.robot}
    checks = [check for check in CHECKS if check.__name__.replace("_", "-") in names]
    assert len(checks) == len(names)
    assert [str(finding) for check in checks for finding in checked(check, case)] == []
