"""Every way in which a review can fail to do what it says, with its file and line."""

import re

import pytest

from als_kg.build import write
from als_kg.errors import BuildError
from als_kg.vocabulary import BASE, VOCAB

REVIEW = "data/review/corrections.trig"
CLAIM = "data/claim/mini-guide/01-fablexin.trig"


def review(name, text):
    """Write a review graph of its own."""
    prefixes = "".join(
        f"@prefix {kind}: <{BASE}{kind}/> .\n"
        for kind in (
            "event", "intervention", "organisation", "result", "review", "statement", "study", "condition", "gene",
            "mechanism", "passage",
        )
    )  # fmt: skip
    codes = "".join(f"@prefix {scheme}: <{BASE}code/{scheme}/> .\n" for scheme in ("precision", "route", "action"))
    outside = (
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    head = f"@prefix als: <{VOCAB}> .\n@prefix says: <{BASE}graph/review/> .\n"
    return f"{head}{outside}{prefixes}{codes}says:{name} {{\nreview:{name} a als:Review .\n{text}\n}}\n"


def retracting(name, *statements):
    """Write a review that retracts statements given as Turtle triples."""
    rows = [f"review:{name} als:retracts statement:{name}-{i} ." for i, _ in enumerate(statements)]
    for i, statement in enumerate(statements):
        subject, predicate, obj = statement.split(" ", 2)
        parts = f"rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {obj}"
        rows.append(f"statement:{name}-{i} a rdf:Statement ; {parts} .")
    return "\n".join(rows)


def findings(sandbox):
    return [str(finding) for finding in sandbox.dataset().findings]


def the_one(sandbox):
    found = findings(sandbox)
    assert len(found) == 1, found
    assert "\n" not in found[0]
    assert " → " in found[0]
    return found[0].partition(" → ")


def add_review(sandbox, name, text):
    file = f"data/review/{name}.trig"
    sandbox.write(file, review(name, text))
    return file


def test_the_reviews_of_the_mini_data_do_what_they_say(mini_dataset):
    assert mini_dataset.findings == ()


# A retraction that matches no claim.


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("event:fablexin-approval als:agency organisation:fabula-bio", "organisation:board-of-fables"),
        ('event:fablexin-approval als:dateText "on 30 May 2031"', '"on 30 May 2031"@en'),
        ('study:dawn als:participantCount "40.0"^^xsd:decimal', '"40"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ],
)
def test_a_retraction_that_no_claim_matches_word_for_word(sandbox, statement, said):
    file = add_review(sandbox, "vain", retracting("vain", statement))
    message, _, todo = the_one(sandbox)
    subject, predicate = statement.split(" ")[:2]
    assert message.startswith(f"{file}:{sandbox.line(file, 'statement:vain-0 a')} error no claim says the retracted ")
    assert f"{subject} {predicate} " in message
    assert todo == f"the claims say {said} there"


def test_a_retraction_of_what_nobody_speaks_of(sandbox):
    add_review(sandbox, "vain", retracting("vain", "study:dusk als:tests intervention:fablexin"))
    message, _, todo = the_one(sandbox)
    assert message.endswith("no claim says the retracted study:dusk als:tests intervention:fablexin")
    assert todo == "copy subject, predicate and object from the claim"


def test_a_retraction_of_what_only_curators_say(sandbox):
    add_review(sandbox, "vain", retracting("vain", "condition:mockosis-a als:subtypeOf condition:mockosis"))
    found = findings(sandbox)
    assert "no claim says the retracted condition:mockosis-a als:subtypeOf condition:mockosis" in found[0]
    assert "comes back: graph:entity/condition says it too (data/entity/condition.ttl:" in found[1]


def test_a_retracted_node_that_is_in_no_claim(sandbox):
    sandbox.edit(REVIEW, "als:retractsNode result:dawn-wonder", "als:retractsNode result:dusk-wonder")
    message, _, todo = the_one(sandbox)
    line = sandbox.line(REVIEW, "als:retractsNode")
    assert message == f"{REVIEW}:{line} error the retracted node result:dusk-wonder is in no claim"
    assert todo == "copy its IRI from the claim"


# A descriptor that names no statement.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        rdf:predicate als:date ;\n", ""),
        ("        rdf:predicate als:date ;\n", "        rdf:predicate als:date, als:asOf ;\n"),
        ('        rdf:object "2031-05-30"^^xsd:date ;\n', ""),
        ("        rdf:predicate als:date ;\n", '        rdf:predicate "als:date" ;\n'),
    ],
)
def test_a_descriptor_names_one_statement(sandbox, old, new):
    sandbox.edit(REVIEW, old, new)
    line = sandbox.line(REVIEW, "statement:approval-date-day\n".strip(), 2)
    message = f"{REVIEW}:{line} error statement:approval-date-day does not name one statement → "
    assert any(finding.startswith(message) for finding in findings(sandbox))


def test_a_retraction_points_at_a_descriptor_that_is_there(sandbox):
    add_review(sandbox, "vain", "review:vain als:retracts statement:nowhere .")
    message, _, _ = the_one(sandbox)
    assert message.endswith("error statement:nowhere does not name one statement")


def test_a_descriptor_that_nothing_retracts_is_told(sandbox):
    sandbox.edit(REVIEW, "            statement:approval-date-precision,\n", "")
    line = sandbox.line(REVIEW, "    statement:approval-date-precision")
    expected = f"{REVIEW}:{line} error statement:approval-date-precision names a statement that nothing retracts → "
    assert any(finding.startswith(expected) for finding in findings(sandbox))


# A statement that comes back.


@pytest.mark.parametrize(
    ("retracted", "premise", "rule"),
    [
        (
            "intervention:fablexin als:testedIn study:dawn",
            "intervention:fablexin\n        als:testedIn study:dawn .\n\n    ",
            "inverse",
        ),
        (
            "study:dawn als:site organisation:hill-clinic",
            "study:dawn\n        als:site organisation:hill-clinic .\n\n    ",
            "subproperty",
        ),
        (
            "intervention:fablexin als:hasTarget gene:zyx1",
            "intervention:fablexin\n        als:hasTarget gene:zyx1 .\n\n    ",
            "target",
        ),
    ],
)
def test_a_rule_would_bring_the_statement_back(sandbox, retracted, premise, rule):
    sandbox.edit(CLAIM, "claim:1-03 {\n    ", "claim:1-03 {\n    " + premise)
    prefix = "@prefix gene:"
    if prefix not in (sandbox.root / CLAIM).read_text(encoding="utf-8"):
        sandbox.edit(CLAIM, "@prefix graph:", f"@prefix gene: <{BASE}gene/> .\n@prefix graph:")
    file = add_review(sandbox, "back", retracting("back", retracted))
    message, _, todo = the_one(sandbox)
    line = sandbox.line(file, "statement:back-0 a")
    assert message == f"{file}:{line} error the retracted {retracted} comes back: the rule {rule} infers it again"
    assert todo == "retract the statement that it follows from as well"


def test_retracting_the_premise_as_well_is_enough(sandbox):
    sandbox.edit(
        CLAIM,
        "claim:1-03 {\n    ",
        "claim:1-03 {\n    intervention:fablexin\n        als:testedIn study:dawn .\n\n    ",
    )
    statements = ("intervention:fablexin als:testedIn study:dawn", "study:dawn als:tests intervention:fablexin")
    add_review(sandbox, "gone", retracting("gone", *statements))
    assert findings(sandbox) == []


def test_another_review_would_bring_the_statement_back(sandbox):
    file = add_review(
        sandbox, "no-route", retracting("no-route", "intervention:fablexin als:hasRoute route:intrathecal")
    )
    message, _, todo = the_one(sandbox)
    line = sandbox.line(REVIEW, "als:hasRoute route:intrathecal")
    assert message == (
        f"{file}:{sandbox.line(file, 'statement:no-route-0 a')} error the retracted intervention:fablexin als:hasRoute "
        f"route:intrathecal comes back: graph:review/route says it too ({REVIEW}:{line})"
    )
    assert todo == "correct it there, or do not retract it"


def test_a_review_does_not_add_what_it_retracts(sandbox):
    text = retracting("both", "study:dawn als:leadSite organisation:hill-clinic")
    add_review(sandbox, "both", text + "\nstudy:dawn als:leadSite organisation:hill-clinic .")
    message, _, _ = the_one(sandbox)
    assert "comes back: graph:review/both says it too (data/review/both.trig:" in message


def test_a_retraction_reaches_every_claim_graph(sandbox):
    sandbox.edit(
        REVIEW,
        "        als:developedBy organisation:fabula-bio ;\n        als:hasRoute route:intrathecal .",
        "        als:developedBy organisation:fabula-bio .",
    )
    add_review(sandbox, "no-route", retracting("no-route", "intervention:fablexin als:hasRoute route:intrathecal"))
    dataset = sandbox.dataset()
    assert dataset.findings == ()
    left = [t for t in dataset.view("current") if t.predicate.value == f"{VOCAB}hasRoute"]
    assert left == []
    speakers = [g for g, ts in dataset.graphs.items() if any(t.predicate.value == f"{VOCAB}hasRoute" for t in ts)]
    assert [name.rpartition("/")[2] for name in speakers] == ["1-01", "1-03"]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("study:dawn als:concerns result:dawn-wonder .", "graph:review/late says it too"),
        ('result:dawn-wonder als:finding "Not so."@en .', "graph:review/late says it too"),
    ],
)
def test_a_retracted_node_does_not_come_back(sandbox, text, cause):
    add_review(sandbox, "late", text)
    message, _, _ = the_one(sandbox)
    assert message.startswith(f"{REVIEW}:{sandbox.line(REVIEW, 'als:retractsNode')} error the retracted ")
    assert cause in message


def test_an_entity_file_keeps_a_retracted_node_alive(sandbox):
    add_review(sandbox, "gone", "review:gone als:retractsNode condition:mockosis-a1 .")
    found = findings(sandbox)
    assert any(
        "comes back: graph:entity/condition says it too (data/entity/condition.ttl:" in finding for finding in found
    )


def test_other_reviews_may_point_at_a_retracted_node(sandbox):
    add_review(sandbox, "agree", "review:agree als:reviews result:dawn-wonder .")
    assert findings(sandbox) == []


# A date that goes without its precision and wording.


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("precision", "als:datePrecision precision:day"), ("wording", 'als:dateText "on 30 May 2031"@en')],
)
def test_a_date_goes_with_its_precision_and_its_wording(sandbox, kept, shown):
    comma = "," if kept == "precision" else ""
    old = f"            statement:approval-date-{kept}{comma}"
    text = (sandbox.root / REVIEW).read_text(encoding="utf-8")
    if kept == "wording":
        sandbox.edit(REVIEW, ",\n            statement:approval-date-wording ;", " ;")
    else:
        sandbox.edit(REVIEW, f"{old}\n", "")
    block = re.search(rf"\n    statement:approval-date-{kept}\n(?:        .*\n)+", text)
    sandbox.edit(REVIEW, block.group(), "")
    message, _, todo = the_one(sandbox)
    line = sandbox.line(REVIEW, "    statement:approval-date-day", 2)
    assert message == (
        f"{REVIEW}:{line} error the date 2031-05-30 of event:fablexin-approval is retracted, but its {shown} stays"
    )
    assert todo.startswith(f"retract its {shown.split(' ')[0]} too")


def test_an_inferred_year_goes_with_the_date_as_well(sandbox):
    sandbox.edit(
        CLAIM, 'als:dateText "on 30 May 2031"@en', 'als:dateText "on 30 May 2031"@en ;\n        als:yearInferred true'
    )
    message, _, _ = the_one(sandbox)
    assert "but its als:yearInferred " in message


def test_a_date_of_another_kind_may_go_alone_where_the_date_stays(sandbox):
    sandbox.edit(
        CLAIM,
        "        als:datePrecision precision:day ;",
        '        als:datePrecision precision:day ;\n        als:asOf "2031-06-01"^^xsd:date ;',
    )
    without_the_approval_review(sandbox)
    add_review(sandbox, "later", retracting("later", 'event:fablexin-approval als:asOf "2031-06-01"^^xsd:date'))
    assert findings(sandbox) == []


def without_the_approval_review(sandbox):
    text = (sandbox.root / REVIEW).read_text(encoding="utf-8")
    start, end = text.index("says:approval-date {"), text.index("says:no-wonder {")
    sandbox.write(REVIEW, text[:start] + text[end:])


def test_a_date_of_another_kind_takes_its_precision_along_where_no_date_stays(sandbox):
    without_the_approval_review(sandbox)
    sandbox.edit(CLAIM, "        als:date ", "        als:asOf ")
    add_review(sandbox, "later", retracting("later", 'event:fablexin-approval als:asOf "2031-05-30"^^xsd:date'))
    found = findings(sandbox)
    assert len(found) == 2
    assert all("the date 2031-05-30 of event:fablexin-approval is retracted, but its" in finding for finding in found)


def test_the_wording_of_a_date_may_go_alone(sandbox):
    without_the_approval_review(sandbox)
    add_review(sandbox, "words", retracting("words", 'event:fablexin-approval als:dateText "on 30 May 2031"@en'))
    assert findings(sandbox) == []


def test_precision_is_stated_anew_only_where_the_date_is_replaced(sandbox):
    without_the_approval_review(sandbox)
    text = retracting("precise", "event:fablexin-approval als:datePrecision precision:day")
    add_review(sandbox, "precise", text + "\nevent:fablexin-approval als:datePrecision precision:day .")
    message, _, _ = the_one(sandbox)
    assert "als:datePrecision precision:day comes back: graph:review/precise says it too" in message


def test_what_is_no_companion_of_a_date_is_not_stated_anew(sandbox):
    without_the_approval_review(sandbox)
    event = "event:fablexin-approval"
    statements = (
        f"{event} als:agency organisation:board-of-fables",
        f'{event} als:date "2031-05-30"^^xsd:date',
        f"{event} als:datePrecision precision:day",
        f'{event} als:dateText "on 30 May 2031"@en',
    )
    add_review(sandbox, "agency", retracting("agency", *statements) + f"\n{statements[0]} .")
    message, _, _ = the_one(sandbox)
    assert "als:agency organisation:board-of-fables comes back: graph:review/agency says it too" in message


def test_a_wording_that_curators_keep_comes_back(sandbox):
    text = f'<{BASE}event/fablexin-approval> <{VOCAB}dateText> "on 30 May 2031"@en .\n'
    sandbox.write("data/entity/event.ttl", text)
    message, _, _ = the_one(sandbox)
    assert "comes back: graph:entity/event says it too (data/entity/event.ttl:1)" in message


def test_only_one_review_may_state_precision_anew(sandbox):
    add_review(sandbox, "again", "event:fablexin-approval als:datePrecision precision:day .")
    message, _, _ = the_one(sandbox)
    assert "als:datePrecision precision:day comes back: graph:review/again says it too" in message


# A second value of a functional property.


def test_a_functional_property_gets_no_second_value(sandbox):
    file = add_review(sandbox, "count", "study:dawn als:participantCount 41 .")
    found = findings(sandbox)
    line = sandbox.line(file, "participantCount")
    values = ", ".join(f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>' for n in (40, 41))
    expected = (
        f"{file}:{line} error study:dawn has one als:participantCount, but would have {values} → retract the value"
    )
    assert any(finding.startswith(expected) for finding in found)
    with pytest.raises(BuildError):
        write(sandbox.dataset(), sandbox.root / "build")
    assert not (sandbox.root / "build").exists()


def test_a_value_that_takes_the_place_of_a_retracted_one_is_fine(sandbox):
    sandbox.edit(REVIEW, "    study:dawn\n        als:participantCount 40 .\n\n", "")
    text = retracting("count", "study:dawn als:participantCount 40") + "\nstudy:dawn als:participantCount 41 ."
    add_review(sandbox, "count", text)
    assert findings(sandbox) == []


def test_a_confirmation_adds_no_second_value(mini_dataset):
    counts = [t for t in mini_dataset.view("current") if t.predicate.value == f"{VOCAB}participantCount"]
    assert len(counts) == 1


def test_two_reviews_that_disagree_are_both_told(sandbox):
    for name, number in (("one", 7), ("two", 8)):
        add_review(sandbox, name, f"study:dusk als:participantCount {number} .")
    found = findings(sandbox)
    assert len(found) == 2
    assert [finding.split(":")[0] for finding in found] == ["data/review/one.trig", "data/review/two.trig"]


def test_a_second_value_that_follows_by_a_rule_is_told(sandbox):
    sandbox.edit(
        "ontology/als-kg.ttl",
        "als:participantCount\n    a owl:DatatypeProperty, owl:FunctionalProperty ;",
        "als:exactCount rdfs:subPropertyOf als:participantCount .\n\n"
        "als:participantCount\n    a owl:DatatypeProperty, owl:FunctionalProperty ;",
    )
    add_review(sandbox, "count", "study:dawn als:exactCount 41 .")
    assert any("study:dawn has one als:participantCount, but would have" in finding for finding in findings(sandbox))


def test_claims_that_disagree_among_themselves_are_not_the_fault_of_a_review(sandbox):
    sandbox.edit(
        "data/claim/mini-guide/02-murivec.trig",
        "als:concerns result:dawn-wonder .",
        "als:concerns result:dawn-wonder ;\n        als:participantCount 39 .",
    )
    assert findings(sandbox) == []


# A file that speaks in a graph that is not its own.


@pytest.mark.parametrize(
    ("file", "graph"),
    [
        ("data/claim/mini-guide/03.trig", "entity/gene"),
        ("data/claim/mini-guide/03.trig", "claim/other/1-01"),
        ("data/claim/mini-guide/03.trig", "review/x"),
        ("data/review/x.trig", "documents"),
        ("data/review/x.trig", "claim/mini-guide/1-01"),
        ("data/review/x.trig", "current"),
    ],
)
def test_a_file_speaks_only_for_itself(sandbox, file, graph):
    sandbox.write(file, f"@prefix als: <{VOCAB}> .\n\n<{BASE}graph/{graph}> {{\n<{BASE}gene/zyx1> als:ordinal 1 . }}\n")
    message, _, todo = the_one(sandbox)
    assert message == f"{file}:3 error speaks in the graph {BASE}graph/{graph}"
    claims = f"{BASE}graph/claim/mini-guide/… or {BASE}graph/documents"
    assert todo == f"write into {claims if 'claim' in file else f'{BASE}graph/review/…'}"
