"""Find retractions and additions of reviews that do not do what they say.

The failures of the model (section 1, reviews and retraction): a retraction that matches no claim; a
statement that another speaker or a rule brings back; a date that goes without its precision and
wording; a second value of a functional property.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from als_kg.build.closure import Closure
from als_kg.build.dataset import Origins, Triples, quad_in, sentence, shown
from als_kg.build.reviews import Retraction, Review
from als_kg.build.speakers import CLAIMS, REVIEWS
from als_kg.errors import Finding, Place, Severity
from als_kg.sources import text_of
from als_kg.vocabulary import ALS, OWL, XSD, kind_of, shorten

Index = Mapping[str, list[ox.Triple]]

_DATE_COMPANIONS = (ALS.datePrecision, ALS.dateText, ALS.yearInferred)


@dataclass(frozen=True)
class Case:
    """All that judging reviews needs; ``graphs`` are the authored ones, ``closure`` is of the current view."""

    graphs: Mapping[str, Triples]
    reviews: tuple[Review, ...]
    claims: Triples
    retracted: Triples
    closure: Closure
    origins: Origins

    @cached_property
    def remaining(self) -> Index:
        """What is still claimed."""
        return _index(self.claims - self.retracted)

    @cached_property
    def claimed(self) -> Index:
        """What claims say, retracted or not."""
        return _index(self.claims)

    @cached_property
    def believed(self) -> Index:
        """What the current view holds."""
        return _index(self.closure.triples)

    @cached_property
    def authored(self) -> Triples:
        """What anybody states, retracted or not."""
        return frozenset[ox.Triple]().union(*self.graphs.values())

    @cached_property
    def stated(self) -> Triples:
        """What others than reviews state and nobody retracts."""
        said = (triples for graph, triples in self.graphs.items() if not graph.startswith(REVIEWS))
        return frozenset[ox.Triple]().union(*said) - self.retracted

    @cached_property
    def functional(self) -> frozenset[str]:
        """The properties that the ontology declares functional."""
        return frozenset(text_of(t.subject) for t in self.believed.get(OWL.FunctionalProperty, ()))

    def place(self, review: Review, subject: str, predicate: str | None = None, obj: str | None = None) -> Place | None:
        """Say where a review says something."""
        return self.origins.place(subject, predicate, obj, review.graph)


def review_failures(case: Case) -> list[Finding]:
    """List everything that stops a build because of a review, review by review."""
    return [finding for review in case.reviews for check in _CHECKS for finding in check(case, review)]


def _malformed(case: Case, review: Review) -> Iterator[Finding]:
    for name in review.broken:
        yield _error(
            f"{shorten(name)} does not name one statement",
            case.place(review, name),
            "give it one rdf:subject, one rdf:predicate and one rdf:object",
            f"{shorten(name)} 未能指明唯一一条陈述",
            name,
            "retraction-form",
        )
    for name in review.unused:
        yield _error(
            f"{shorten(name)} names a statement that nothing retracts",
            case.place(review, name),
            "point at it with als:retracts, or remove it",
            f"{shorten(name)} 所指陈述未被任何评议撤下",
            name,
            "retraction-form",
        )


def _unmatched(case: Case, review: Review) -> Iterator[Finding]:
    for retraction in review.retractions:
        if retraction.triple not in case.claims:
            yield _unmatched_statement(case, review, retraction)
    for node in review.nodes:
        if node not in case.claimed:
            yield _error(
                f"the retracted node {shorten(node)} is in no claim",
                _node_place(case, review, node),
                "copy its IRI from the claim",
                f"被撤下的节点 {shorten(node)} 不在任何主张中",
                node,
                "retraction-unmatched",
            )


def _unmatched_statement(case: Case, review: Review, retraction: Retraction) -> Finding:
    triple = retraction.triple
    said = sorted(shown(other.object) for other in _about(case.claimed, triple.subject, triple.predicate))
    return _error(
        f"no claim says the retracted {sentence(triple)}",
        case.place(review, retraction.descriptor),
        f"the claims say {', '.join(said)} there" if said else "copy subject, predicate and object from the claim",
        f"没有主张包含被撤下的陈述 {sentence(triple)}",
        retraction.descriptor,
        "retraction-unmatched",
    )


def _brought_back(case: Case, review: Review) -> Iterator[Finding]:
    for retraction in review.retractions:
        triple = retraction.triple
        if triple in case.closure.triples and not _restated_companion(case, review, triple):
            yield _back(case, triple, case.place(review, retraction.descriptor), retraction.descriptor)
    for node in review.nodes:
        if back := [t for t in case.believed.get(node, ()) if not _is_review_link(t, node)]:
            first = min(back, key=lambda triple: (triple not in case.authored, str(triple)))
            yield _back(case, first, _node_place(case, review, node), node)


def _restated_companion(case: Case, review: Review, triple: ox.Triple) -> bool:
    """Tell whether a review says anew the precision or wording of a date that it replaces."""
    named = [retraction.triple for retraction in review.retractions]
    return (
        text_of(triple.predicate) in _DATE_COMPANIONS
        and any(t.subject == triple.subject and _is_date(t) for t in named)
        and triple in review.added
        and not any(triple in other.added for other in case.reviews if other is not review)
    )


def _is_review_link(triple: ox.Triple, node: str) -> bool:
    """Tell whether a review points at the node: it must be able to name what it retracts."""
    return text_of(triple.object) == node and kind_of(text_of(triple.subject)) == "review"


def _back(case: Case, triple: ox.Triple, place: Place | None, focus: str) -> Finding:
    cause, todo = _cause(case, triple)
    return _error(
        f"the retracted {sentence(triple)} comes back: {cause}",
        place,
        todo,
        f"被撤下的陈述 {sentence(triple)} 又被带回",
        focus,
        "retraction-undone",
    )


def _cause(case: Case, triple: ox.Triple) -> tuple[str, str]:
    """Tell who brings a statement back, and what to do about it."""
    for graph in sorted(case.graphs):
        if triple in case.graphs[graph] and not graph.startswith(CLAIMS):
            place = case.origins.place_of(quad_in(ox.NamedNode(graph), triple))
            return f"{shorten(graph)} says it too ({place})", "correct it there, or do not retract it"
    rules = sorted(name for name, found in case.closure.inferred.items() if triple in found)
    return f"the rule {' and '.join(rules)} infers it again", "retract the statement that it follows from as well"


def _dates(case: Case, review: Review) -> Iterator[Finding]:
    for retraction in review.retractions:
        triple = retraction.triple
        if _is_date(triple) and not _keeps_a_date(case, triple):
            yield from (_left(case, review, retraction, companion) for companion in _companions(case, triple))


def _left(case: Case, review: Review, retraction: Retraction, companion: ox.Triple) -> Finding:
    subject, predicate = shorten(text_of(companion.subject)), shorten(text_of(companion.predicate))
    return _error(
        f"the date {text_of(retraction.triple.object)} of {subject} is retracted, "
        f"but its {predicate} {shown(companion.object)} stays",
        case.place(review, retraction.descriptor),
        f"retract its {predicate} too; the review states anew what holds for its own date",
        f"{subject} 的日期被撤下，但其 {predicate} 仍保留",
        retraction.descriptor,
        "retraction-date",
    )


def _companions(case: Case, date: ox.Triple) -> list[ox.Triple]:
    """List precision and wording of a retracted date that are still claimed."""
    about = _about(case.remaining, date.subject)
    return sorted((t for t in about if text_of(t.predicate) in _DATE_COMPANIONS), key=str)


def _keeps_a_date(case: Case, date: ox.Triple) -> bool:
    """Tell whether another date of the node stays, to which precision and wording may belong."""
    return text_of(date.predicate) != ALS.date and any(_is_date(t) for t in _about(case.remaining, date.subject))


def _is_date(triple: ox.Triple) -> bool:
    return isinstance(triple.object, ox.Literal) and triple.object.datatype.value == XSD.date


def _second_values(case: Case, review: Review) -> Iterator[Finding]:
    touched = {text_of(term) for t in review.added for term in (t.subject, t.object) if isinstance(term, ox.NamedNode)}
    for subject in sorted(touched):
        for predicate, triples in sorted(_functional(case, subject).items()):
            if len(triples) > 1 and any(triple not in case.stated for triple in triples):
                yield _second_value(case, review, subject, predicate, triples)


def _functional(case: Case, subject: str) -> dict[str, list[ox.Triple]]:
    found: dict[str, list[ox.Triple]] = {}
    for triple in case.believed.get(subject, ()):
        if text_of(triple.subject) == subject and text_of(triple.predicate) in case.functional:
            found.setdefault(text_of(triple.predicate), []).append(triple)
    return found


def _second_value(case: Case, review: Review, subject: str, predicate: str, triples: list[ox.Triple]) -> Finding:
    values = ", ".join(sorted(shown(triple.object) for triple in triples))
    return _error(
        f"{shorten(subject)} has one {shorten(predicate)}, but would have {values}",
        case.place(review, subject, predicate),
        "retract the value that no longer holds, or do not add another",
        f"{shorten(subject)} 只能有一个 {shorten(predicate)}，现将有 {values}",
        subject,
        "review-second-value",
    )


_CHECKS = (_malformed, _unmatched, _brought_back, _dates, _second_values)


def _index(triples: Triples) -> Index:
    """List the triples of each node, as their subject or object."""
    found: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        for term in {triple.subject, triple.object}:
            if isinstance(term, ox.NamedNode):
                found.setdefault(term.value, []).append(triple)
    return found


def _about(index: Index, subject: object, predicate: object = None) -> list[ox.Triple]:
    found = (t for t in index.get(text_of(subject), ()) if t.subject == subject)
    return [t for t in found if predicate in (None, t.predicate)]


def _node_place(case: Case, review: Review, node: str) -> Place | None:
    subjects = [
        text_of(t.subject)
        for t in review.added
        if text_of(t.predicate) == ALS.retractsNode and text_of(t.object) == node
    ]
    return case.place(review, min(subjects), ALS.retractsNode, node)


def _error(message: str, place: Place | None, todo: str, message_zh: str, focus: str, rule: str) -> Finding:
    return Finding(Severity.ERROR, message, place, todo, message_zh, focus, rule)
