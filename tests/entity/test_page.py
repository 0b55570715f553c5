"""What a page shows: every speaker, what reviews take back, what points at a thing."""

from datetime import date
from functools import partial

import pyoxigraph as ox
import pytest

from als_kg.build import Dataset, Triples
from als_kg.entity import Entity, Value, look_up, questions
from als_kg.entity.page import MOST_CONTENT, MOST_INCOMING
from als_kg.entity.reviewing import Review, by_subject, most_weighty
from als_kg.entity.standing import standing_in
from als_kg.query.embedded import answer
from als_kg.store.embedded import EmbeddedStore, hold
from als_kg.vocabulary import ALS, BASE, RDF, SKOS, VOCAB, XSD, graph_for

FABLEXIN, APPROVAL = f"{BASE}intervention/fablexin", f"{BASE}event/fablexin-approval"


@pytest.fixture
def show(mini_store: EmbeddedStore):
    def shown(iri: str) -> Entity:
        found = look_up(partial(answer, mini_store), iri)
        assert found is not None
        return found

    return shown


def values(entity: Entity, predicate: str) -> dict[str, list[str]]:
    """List who says each value of a property: graph kind and name."""
    return {
        each.value.text: [f"{graph.kind} {graph.name}" for graph in each.graphs]
        for each in entity.statements
        if each.predicate == predicate
    }


def test_a_statement_names_everybody_who_makes_it(show) -> None:
    route = values(show(FABLEXIN), f"{VOCAB}hasRoute")
    assert route == {
        f"{BASE}code/route/intrathecal": ["claim mini-guide/1-01", "claim mini-guide/1-03", "review route"]
    }


def test_a_claim_tells_its_passage_and_strength(show) -> None:
    (code,) = (each for each in show(FABLEXIN).statements if each.predicate == f"{VOCAB}codeName")
    assert code.graphs[0].passage == f"{BASE}passage/mini-guide/1-01"
    assert code.graphs[0].strength == f"{BASE}code/strength/stated-fact"


def test_names_in_both_languages(show) -> None:
    entity = show(FABLEXIN)
    assert (entity.name(FABLEXIN, "en"), entity.name(FABLEXIN, "zh")) == ("fablexin", "虚构生")
    assert entity.name(f"{VOCAB}hasRoute", "zh") != entity.name(f"{VOCAB}hasRoute", "en")
    assert entity.name(f"{BASE}code/strength/stated-fact", "en") == "stated fact"
    assert entity.name("http://outside.example/x", "en") == "http://outside.example/x"
    assert f"{VOCAB}AntisenseOligonucleotide" in entity.types
    assert not [each for each in entity.statements if each.predicate == SKOS.prefLabel]


def test_what_a_review_takes_back_is_marked(show) -> None:
    entity = show(APPROVAL)
    dates = {each.value.text: each for each in entity.statements if each.predicate == ALS.date}
    assert dates["2031-05-30"].retracted == (f"{BASE}review/approval-date",)
    assert not dates["2031-05-30"].holds
    assert dates["2031-05-22"].holds
    assert dates["2031-05-22"].retracted == ()


def test_what_a_review_says_anew_holds(show) -> None:
    (precision,) = (each for each in show(APPROVAL).statements if each.predicate == ALS.datePrecision)
    assert precision.retracted
    assert precision.holds


DATED = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix event: <https://w3id.org/als-kg/event/> .
@prefix precision: <https://w3id.org/als-kg/code/precision/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CORRECTED = f"{BASE}event/corrected"


@pytest.fixture(scope="module")
def dated(mini_dataset: Dataset) -> EmbeddedStore:
    """An event of May 2031 in one graph, of 22 May in another, promised for a year, and checked on a day."""
    said = {
        graph_for("claim", "mini-guide", "9-01"): "als:date '2031-05-01'^^xsd:date ; als:datePrecision precision:month",
        graph_for("review", "corrected"): "als:date '2031-05-22'^^xsd:date ; als:datePrecision precision:day",
        graph_for("claim", "mini-guide", "9-02"): "als:dueDate '2031-12-31'^^xsd:date ; "
        "als:datePrecision precision:year ; als:lastChecked '2032-01-01'^^xsd:date",
    }
    graphs = {
        name: frozenset(
            quad.triple for quad in ox.parse(f"{DATED} <{CORRECTED}> {text} .".encode(), format=ox.RdfFormat.TURTLE)
        )
        for name, text in said.items()
    }
    return hold(Dataset({**mini_dataset.graphs, **graphs}, mini_dataset.views, mini_dataset.stated))


def test_a_date_is_told_as_precisely_as_the_graph_that_gives_it(dated: EmbeddedStore) -> None:
    event = look_up(partial(answer, dated), CORRECTED)
    assert event is not None
    told = {(each.predicate, each.value.told) for each in event.statements if each.value.datatype == XSD.date}
    assert told == {
        (ALS.date, "2031-05"), (ALS.date, "2031-05-22"), (ALS.dueDate, "2031"), (f"{VOCAB}lastChecked", "2032-01-01"),
    }  # fmt: skip
    graph = look_up(partial(answer, dated), graph_for("claim", "mini-guide", "9-01"))
    assert graph is not None
    assert [each.value.told for each in graph.content if each.predicate == ALS.date] == ["2031-05"]


def test_a_report_has_the_date_as_it_is_in_the_data() -> None:
    assert Value("2031-05-01", precision="month").turtle == '"2031-05-01"'


def test_a_node_that_is_taken_back_keeps_its_page(show) -> None:
    entity = show(f"{BASE}result/dawn-wonder")
    assert entity.statements
    assert not [each for each in entity.statements if each.graphs[0].kind == "claim" and each.holds]


def test_reviews_with_verdict_and_note(show) -> None:
    (review,) = show(APPROVAL).reviews
    assert review.facts["als:verdict"].iri == f"{BASE}code/verdict/contradicted"
    assert review.note == {"en": "The board says 22 May.", "zh": "寓言局记为5月22日。"}


def test_reviews_of_what_belongs_to_a_thing_stand_under_what_they_are_about(show) -> None:
    around = {about: [review.iri for review in reviews] for about, reviews in show(FABLEXIN).around}
    assert around[APPROVAL] == [f"{BASE}review/approval-date"]
    assert not {review.iri for review in show(FABLEXIN).reviews} & {iri for each in around.values() for iri in each}
    (own,) = show(APPROVAL).reviews
    assert own.about == ()
    assert show(FABLEXIN).name(APPROVAL, "zh") == "虚构生获批"


def test_what_changes_most_comes_first_and_each_review_once() -> None:
    verdicts = {"a": "confirmed", "b": "contradicted", "c": "context"}
    facts = {name: {"als:verdict": Value("", iri=f"{BASE}code/verdict/{slug}")} for name, slug in verdicts.items()}
    study, result = f"{BASE}study/dawn", f"{BASE}result/dawn-wonder"
    reviews = [Review(name, facts[name], {}, {}, (study, result) if name == "a" else (result,)) for name in verdicts]
    assert [review.iri for review in most_weighty(reviews)] == ["b", "c", "a"]
    grouped = [(about, [review.iri for review in each]) for about, each in by_subject(most_weighty(reviews))]
    assert grouped == [(study, ["a"]), (result, ["b", "c"])]


def test_of_a_statement_and_its_inverse_one_is_shown(show) -> None:
    drug, study = show(FABLEXIN), f"{BASE}study/dawn"
    assert [(each.subject, each.predicate) for each in drug.incoming if each.subject == study] == [
        (study, f"{VOCAB}tests")
    ]
    assert not [each for each in drug.statements if each.value.iri == study]
    assert [each.predicate for each in show(study).statements if each.value.iri == FABLEXIN] == [f"{VOCAB}tests"]
    assert not [each for each in show(study).incoming if each.subject == FABLEXIN]


def test_what_is_taken_back_and_what_takes_it_back_have_names(show) -> None:
    approval, wonder = show(APPROVAL), f"{BASE}result/dawn-wonder"
    assert approval.name(f"{BASE}review/approval-date", "zh") == "批准日期"
    taken = show(f"{BASE}review/approval-date")
    assert taken.name(f"{BASE}statement/approval-date-day", "en") == "approval of fablexin · date · 2031-05-30"
    assert show(f"{BASE}review/no-wonder").name(wonder, "en") != f"result:{wonder.rpartition('/')[2]}"


def test_what_stands_latest_comes_first_and_a_promise_is_told_from_a_step() -> None:
    given = {
        "event/old": (ALS.date, "2031-05-01", "month"),
        "event/new": (ALS.date, "2031-06-07", "day"),
        "event/hoped": (ALS.dueDate, "2033-12-31", "year"),
    }
    found = [
        {
            "node": {"type": "uri", "value": BASE + node},
            "property": {"type": "uri", "value": name},
            "value": {"type": kind, "value": text},
        }
        for node, (predicate, day, precision) in given.items()
        for name, kind, text in (
            (predicate, "literal", day), (ALS.datePrecision, "uri", f"{BASE}code/precision/{precision}"),
        )
    ]  # fmt: skip
    told = [(each.dates[0].told, each.promised) for each in standing_in(found, date(2032, 1, 1))["event"]]
    assert told == [("2031-06-07", False), ("2031-05", False), ("2033", True)]


STEPS = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix event: <https://w3id.org/als-kg/event/> .
@prefix intervention: <https://w3id.org/als-kg/intervention/> .
@prefix organisation: <https://w3id.org/als-kg/organisation/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
event:hoped a als:MarketingApproval ; skos:prefLabel "hoped-for approval"@en ;
    als:concerns intervention:murivec ; als:agency organisation:board-of-fables ; als:dueDate "2031-12-31"^^xsd:date .
event:kept a als:MarketingApproval ; skos:prefLabel "kept promise"@en ;
    als:concerns intervention:murivec ; als:agency organisation:board-of-fables ; als:dueDate "2031-06-30"^^xsd:date .
event:hearing als:settles event:kept .
"""
KINDS_BY_REVIEW = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/als-kg/event/fablexin-approval> a als:Narrower .
<https://w3id.org/als-kg/review/narrower> a als:Review ; skos:prefLabel "a narrower kind"@en .
"""
ABOVE = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
als:Narrower rdfs:subClassOf als:MarketingApproval ; rdfs:label "narrower approval"@en .
"""


def triples_of(text: str) -> Triples:
    return frozenset(quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def stepping(mini_dataset: Dataset) -> EmbeddedStore:
    """A promise, one that is kept, and an approval whose narrower kind only a review tells."""
    said = {
        graph_for("claim", "mini-guide", "9-03"): triples_of(STEPS),
        graph_for("review", "narrower"): triples_of(KINDS_BY_REVIEW),
        graph_for("ontology"): mini_dataset.graphs[graph_for("ontology")] | triples_of(ABOVE),
    }
    more = triples_of(STEPS) | triples_of(KINDS_BY_REVIEW) | triples_of(ABOVE)
    views = {name: triples | more for name, triples in mini_dataset.views.items()}
    return hold(Dataset({**mini_dataset.graphs, **said}, views, mini_dataset.stated))


@pytest.mark.parametrize(("day", "overdue"), [(date(2031, 12, 31), False), (date(2032, 1, 1), True)])
def test_a_promise_is_overdue_after_its_last_day_unless_it_is_settled(
    stepping: EmbeddedStore, day: date, overdue: bool
) -> None:
    murivec = look_up(partial(answer, stepping), f"{BASE}intervention/murivec", day)
    assert murivec is not None
    told = {each.iri.rpartition("/")[2]: each.overdue for each in murivec.standing["event"]}
    assert told == {"hoped": overdue, "kept": False}


def test_a_step_has_its_narrowest_kind_and_the_review_that_alone_says_it(stepping: EmbeddedStore, show) -> None:
    (step,) = show(FABLEXIN).standing["event"]
    assert step.types == {f"{VOCAB}MarketingApproval": ""}
    drug = look_up(partial(answer, stepping), FABLEXIN)
    assert drug is not None
    (step,) = drug.standing["event"]
    assert step.types == {f"{VOCAB}Narrower": f"{BASE}review/narrower"}
    assert drug.name(f"{VOCAB}Narrower", "en") == "narrower approval"


def test_kinds_stand_among_what_is_said_where_a_review_has_a_say(stepping: EmbeddedStore, show) -> None:
    assert not values(show(APPROVAL), RDF.type)
    approval = look_up(partial(answer, stepping), APPROVAL)
    assert approval is not None
    assert values(approval, RDF.type) == {
        f"{VOCAB}Narrower": ["review narrower"], f"{VOCAB}MarketingApproval": ["claim mini-guide/1-02"],
    }  # fmt: skip
    assert approval.name(f"{BASE}review/narrower", "en") == "a narrower kind"


COMPARED = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix comparison: <https://w3id.org/als-kg/comparison/> .
@prefix operator: <https://w3id.org/als-kg/code/operator/> .
@prefix result: <https://w3id.org/als-kg/result/> .
result:dusk als:hasComparison comparison:dusk, comparison:untold .
comparison:dusk als:pValue 0.04 ; als:operator operator:less-than .
comparison:untold als:pValue 0.5 .
"""


def test_a_result_tells_the_p_values_of_its_comparisons(mini_dataset: Dataset) -> None:
    said = triples_of(COMPARED)
    views = {name: triples | said for name, triples in mini_dataset.views.items()}
    graphs = {**mini_dataset.graphs, graph_for("claim", "mini-guide", "9-04"): said}
    result = look_up(partial(answer, hold(Dataset(graphs, views, mini_dataset.stated))), f"{BASE}result/dusk")
    assert result is not None
    assert result.p_values == {f"{BASE}comparison/dusk": "< 0.04", f"{BASE}comparison/untold": "= 0.5"}


def test_a_study_tells_its_own_status_with_its_date_and_participants(show) -> None:
    (study,) = show(f"{BASE}study/dawn").standing["study"]
    assert (study.iri, study.participants) == (f"{BASE}study/dawn", "40")
    assert [each.told for each in study.dates] == ["2031-01-01"]


def test_what_points_here(show) -> None:
    pointing = {(each.subject, each.predicate) for each in show(FABLEXIN).incoming}
    assert (APPROVAL, f"{VOCAB}concerns") in pointing
    assert not [each for each in show(APPROVAL).incoming if "/statement/" in each.subject]


def test_a_graph_and_a_passage_show_their_content(show) -> None:
    for iri in (graph_for("claim", "mini-guide", "1-01"), f"{BASE}passage/mini-guide/1-01"):
        content = {(each.subject, each.predicate) for each in show(iri).content}
        assert (FABLEXIN, f"{VOCAB}codeName") in content


def test_nothing_is_nothing(mini_store: EmbeddedStore) -> None:
    assert look_up(partial(answer, mini_store), f"{BASE}intervention/unheard-of") is None


MAPPED = """
@prefix als: <https://w3id.org/als-kg/vocab#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix gene: <https://w3id.org/als-kg/gene/> .
gene:zyx1 skos:exactMatch <http://outside.example/1> .
<http://outside.example/1> dcterms:identifier "X:1" ; schema:url "http://outside.example/page/1" .
gene:zyx-old owl:deprecated true ; dcterms:isReplacedBy gene:zyx1 .
"""


@pytest.fixture(scope="module")
def extended(mini_dataset: Dataset) -> EmbeddedStore:
    triples: Triples = frozenset(quad.triple for quad in ox.parse(MAPPED.encode(), format=ox.RdfFormat.TURTLE))
    views = {name: said | triples for name, said in mini_dataset.views.items()}
    graphs = {**mini_dataset.graphs, graph_for("mapping", "gene"): triples}
    return hold(Dataset(graphs, views, mini_dataset.stated))


def test_outside_identifiers(extended: EmbeddedStore) -> None:
    entity = look_up(partial(answer, extended), f"{BASE}gene/zyx1")
    assert entity is not None
    (found,) = entity.identifiers
    assert entity.name(found.iri, "zh") == "X:1"
    assert (found.curie, found.iri, found.page) == ("X:1", "http://outside.example/1", "http://outside.example/page/1")


def test_what_is_no_longer_used_names_what_replaced_it(extended: EmbeddedStore) -> None:
    entity = look_up(partial(answer, extended), f"{BASE}gene/zyx-old")
    assert entity is not None
    assert entity.deprecated
    assert entity.replaced_by == (f"{BASE}gene/zyx1",)


def test_a_value_is_written_as_in_a_report() -> None:
    assert Value("x", iri="http://x").turtle == "<http://x>"
    assert Value("x", language="zh-Hans").turtle == '"x"@zh-Hans'


@pytest.fixture(scope="module")
def crowded(mini_dataset: Dataset) -> EmbeddedStore:
    """A gene that more things point at than a page lists, said in a graph that says more than a page lists."""
    pointing = (f"<{BASE}study/s{number}> <{ALS.mentions}> <{BASE}gene/zyx1> ." for number in range(MOST_CONTENT + 1))
    triples: Triples = frozenset(
        quad.triple for quad in ox.parse("\n".join(pointing).encode(), format=ox.RdfFormat.N_TRIPLES)
    )
    return hold(Dataset({**mini_dataset.graphs, graph_for("crowd"): triples}, mini_dataset.views, {}))


def test_lists_that_are_cut_say_so(crowded: EmbeddedStore, show) -> None:
    gene = look_up(partial(answer, crowded), f"{BASE}gene/zyx1")
    graph = look_up(partial(answer, crowded), graph_for("crowd"))
    assert gene is not None
    assert graph is not None
    assert (len(gene.incoming), gene.more_incoming) == (MOST_INCOMING, True)
    assert (len(graph.content), graph.more_content) == (MOST_CONTENT, True)
    whole = show(f"{BASE}gene/zyx1")
    assert not whole.more_incoming
    assert not whole.more_content


@pytest.mark.parametrize("text", ["zyx1", 'a"b\\c', "x\n}", "虚构"])
def test_questions_that_pages_lead_to_can_be_asked(mini_store: EmbeddedStore, text: str) -> None:
    found = {row["name"].value for row in mini_store.query(questions.named_like(text))}
    assert bool(found) == (text in ("zyx1", "虚构"))
    assert all(text in name.lower() for name in found)


def test_questions_list_all_of_something(mini_store: EmbeddedStore) -> None:
    route, has_route = f"{BASE}code/route/intrathecal", f"{VOCAB}hasRoute"
    asked = {
        "thing": questions.instances_of(f"{VOCAB}Drug"),
        "value": questions.statements_with(has_route),
        "property": questions.pointing_at(route),
        "graph": questions.said_to_point_at(route),
        "subject": questions.content_of(graph_for("claim", "mini-guide", "1-01")),
    }
    found = {name: {row[name].value for row in mini_store.query(text)} for name, text in asked.items()}
    assert FABLEXIN in found["thing"] & found["subject"]
    assert found["value"] >= {route}
    assert has_route in found["property"]
    assert graph_for("claim", "mini-guide", "1-01") in found["graph"]
