"""Every check finds what it is for, where it stands, and nothing in a clean data set."""

import gc
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from als_kg.build import assemble
from als_kg.check import CHECKS, reviews, run
from als_kg.check.case import Case
from als_kg.errors import Finding, Severity
from als_kg.sources import Content

from .manifest import BROKEN, CLEAN, Broken, edit, line_of

CHECKS_BY_NAME = {check.__name__.replace("_", "-"): check for check in CHECKS}
MILDER = {
    "claims-of-rhetoric": Severity.WARNING,
    "shared-names": Severity.WARNING,
    "overdue-promises": Severity.INFO,
}
CLAIMS = "data/claim/mini/01-alpha.trig"


@pytest.fixture
def root(tmp_path):
    return shutil.copytree(CLEAN, tmp_path / "content")


def judged(root):
    return run(Content(root), assemble(Content(root)))


def test_a_clean_data_set_has_no_finding():
    assert [str(finding) for finding in judged(CLEAN)] == []


def test_every_check_has_a_broken_data_set():
    assert {broken.check for broken in BROKEN} == CHECKS_BY_NAME.keys()


@dataclass(frozen=True)
class Judged:
    """A broken data set, and what was found in it."""

    broken: Broken
    root: Path
    found: list[Finding]

    @property
    def own(self):
        return [finding for finding in self.found if finding.rule == self.broken.check]


@pytest.fixture(scope="module", params=BROKEN, ids=lambda broken: broken.id)
def case(request, tmp_path_factory):
    """Each broken data set, judged once."""
    root = shutil.copytree(CLEAN, tmp_path_factory.mktemp("broken") / "content")
    request.param.apply(root)
    return Judged(request.param, root, judged(root))


def test_a_broken_data_set_is_found_by_its_check_with_file_and_line(case):
    told = case.broken.told["finding"]
    assert len(case.own) == told.get("count", 1), case.found
    place = f"{told['file']}:{line_of(case.root / told['file'], told['line'], told.get('nth', 1))}"
    fitting = [finding for finding in case.own if str(finding.place) == place and told["message"] in str(finding)]
    assert len(fitting) == 1, case.own
    others = {"shapes" if "/shape/" in finding.rule else finding.rule for finding in case.found} - {case.broken.check}
    assert others == set(told.get("also", []))


def test_a_finding_says_in_both_languages_what_is_wrong_and_what_to_do(case):
    assert case.own
    for finding in case.own:
        assert finding.focus
        assert len(finding.todo) > 3
        assert "→" not in finding.message + finding.todo
        assert all(re.search("[\u4e00-\u9fff]", part) for part in finding.message_zh.split(" → "))
        assert finding.message_zh.count(" → ") == 1
        assert finding.severity is MILDER.get(case.broken.check, Severity.ERROR)


def test_shapes_and_the_build_speak_too(root):
    edit(root / CLAIMS, '        als:date "2031-05-30"^^xsd:date ;\n', "")
    (root / "data/review").mkdir()
    (root / "data/review/lost.trig").write_text(RETRACTS_A_LOST_NODE, encoding="utf-8")
    found = judged(root)
    line = line_of(root / CLAIMS, "event:approval")
    assert f"{CLAIMS}:{line} error event:approval: an event has no date → add als:date" in map(str, found)
    assert "the retracted node result:lost is in no claim" in [finding.message for finding in found]


def test_claims_of_a_rhetorical_passage_may_stand_as_rhetoric(root):
    factual = "als:ordinal 3 ;\n    als:passageKind passagekind:factual"
    edit(root / "data/document/mini.ttl", factual, factual.replace("factual", "rhetorical"))
    assert "claims-of-rhetoric" in {finding.rule for finding in judged(root)}
    text = (root / CLAIMS).read_text(encoding="utf-8")
    start = text.rindex("claim:1-02")
    marked = text[start:].replace("strength:stated-fact", "strength:rhetoric", 1)
    (root / CLAIMS).write_text(text[:start] + marked, encoding="utf-8")
    assert "claims-of-rhetoric" not in {finding.rule for finding in judged(root)}


PROMISE = 'als:date "2031-05-30"^^xsd:date', 'als:date "2031-05-30"^^xsd:date ; als:dueDate "2031-12-31"^^xsd:date'


def overdue(root, today):
    case = Case(Content(root), assemble(Content(root)), date.fromisoformat(today))
    return [finding.focus.rpartition("/")[2] for finding in reviews.overdue_promises(case)]


@pytest.mark.parametrize(("today", "steps"), [("2031-12-31", []), ("2032-01-01", ["approval"])])
def test_a_promise_is_overdue_from_the_day_after_its_last_day(root, today, steps):
    edit(root / CLAIMS, *PROMISE)
    assert overdue(root, today) == steps


def test_a_promise_that_a_review_settles_is_not_overdue(root):
    edit(root / CLAIMS, *PROMISE)
    (root / "data/review").mkdir()
    (root / "data/review/settled.trig").write_text(SETTLES_THE_PROMISE, encoding="utf-8")
    assert overdue(root, "2032-01-01") == []


def test_what_is_wrong_in_both_views_is_told_once(root):
    edit(root / CLAIMS, "als:actsOn gene:gam1", "als:actsOn condition:beta")
    assert [finding.rule for finding in judged(root)] == ["ranges"]


def test_what_a_document_says_is_judged_although_a_review_retracts_it(root):
    edit(root / CLAIMS, "als:actsOn gene:gam1", "als:actsOn condition:beta")
    (root / "data/review").mkdir()
    (root / "data/review/target.trig").write_text(RETRACTS_THE_TARGET, encoding="utf-8")
    places = [str(finding.place) for finding in judged(root) if finding.rule == "ranges"]
    assert places == [f"{CLAIMS}:{line_of(root / CLAIMS, 'als:actsOn')}"]


def test_a_clean_data_set_is_judged_without_finding_lines():
    """Finding lines takes longer than reading: nobody pays for it who has made no mistake."""
    dataset = assemble(Content(CLEAN))
    run(Content(CLEAN), dataset)
    assert [file.name for file in dataset.origins.files if "positions" in vars(file)] == []


def test_the_collector_works_again_afterwards():
    judged(CLEAN)
    assert gc.isenabled()


def test_what_is_no_longer_in_use_may_be_defined_like_its_successor(root):
    ordinal = "An invented property: ordinal."
    edit(root / "ontology/als-kg.ttl", "An invented property: summary.", ordinal)
    assert [finding.rule for finding in judged(root)] == ["shared-definitions"]
    retired = f'"{ordinal}"@en, "虚构的属性：次序。"@zh-Hans'
    edit(root / "ontology/als-kg.ttl", f"{retired} ;", f"{retired} ;\n    owl:deprecated true ;")
    assert "shared-definitions" not in {finding.rule for finding in judged(root)}


@pytest.mark.parametrize("declared", ["n:1", "n:n"])
def test_two_of_ours_may_share_an_exact_match_where_that_is_declared(root, declared):
    table = root / "data/mapping/condition.sssom.tsv"
    edit(
        table,
        "skos:closeMatch\t\tEXA:002\tdisease beta, one\t",
        f"skos:exactMatch\t\tEXA:001\tdisease beta\t{declared}",
    )
    assert judged(root) == []


def test_what_keeps_a_rejected_pair_apart_does_not_bring_it_in(root):
    edit(root / "data/mapping/rejected.sssom.tsv", "exb:999", "condition:beta-one")
    beta = "condition:beta\n    a als:Condition ;\n"
    edit(root / "data/entity/condition.ttl", beta, f"{beta}    als:notToBeConfusedWith condition:beta-one ;\n")
    assert judged(root) == []


def test_a_mapping_to_a_thing_of_ours_needs_that_thing(root):
    edit(root / "data/mapping/rejected.sssom.tsv", "exb:999", "condition:gamma")
    assert "dangling" in {finding.rule for finding in judged(root)}


RETRACTS_A_LOST_NODE = """@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix result: <https://w3id.org/als-kg/result/> .
@prefix review: <https://w3id.org/als-kg/review/> .
@prefix says: <https://w3id.org/als-kg/graph/review/> .

says:lost {
    review:lost
        als:retractsNode result:lost .
}
"""

SETTLES_THE_PROMISE = """@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix event: <https://w3id.org/als-kg/event/> .
@prefix review: <https://w3id.org/als-kg/review/> .
@prefix says: <https://w3id.org/als-kg/graph/review/> .

says:settled {
    review:settled
        a als:Review ;
        als:settles event:approval .
}
"""

RETRACTS_THE_TARGET = """@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix condition: <https://w3id.org/als-kg/condition/> .
@prefix mechanism: <https://w3id.org/als-kg/mechanism/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix review: <https://w3id.org/als-kg/review/> .
@prefix says: <https://w3id.org/als-kg/graph/review/> .
@prefix statement: <https://w3id.org/als-kg/statement/> .

says:target {
    review:target
        als:retracts statement:target .

    statement:target
        a rdf:Statement ;
        rdf:subject mechanism:alpha ;
        rdf:predicate als:actsOn ;
        rdf:object condition:beta .
}
"""
