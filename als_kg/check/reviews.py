"""Check that each review speaks in the graph of its name, and list what was promised and never heard of again."""

from collections.abc import Iterator

from als_kg.build import Triples
from als_kg.check.case import REVIEWS, Case, text, told, types_of
from als_kg.entity.promises import is_overdue
from als_kg.errors import Finding, Severity
from als_kg.vocabulary import ALS, BASE, CURRENT, shorten

_REVIEW = f"{BASE}vocab#Review"


def misnamed_reviews(case: Case) -> Iterator[Finding]:
    """Find review graphs that do not hold exactly the review of their name: nobody could tell who adds what."""
    for graph in sorted(name for name in case.authored if name.startswith(REVIEWS)):
        wanted = f"{BASE}review/{graph.removeprefix(REVIEWS)}"
        found = sorted(name for name, classes in types_of(case.authored[graph]).items() if _REVIEW in classes)
        if found != [wanted]:
            held = ", ".join(map(shorten, found)) or "no review"
            yield told(
                graph,
                case.place(found[0], graph=graph) if found else case.opening(graph),
                f"holds {held} → let it hold {shorten(wanted)} and no other review",
                f"其中为 {held} → 应恰好载有 {shorten(wanted)}",
            )


def overdue_promises(case: Case) -> Iterator[Finding]:
    """List announced steps whose last day has passed and which nothing settles, earliest first."""
    held = case.dataset.stated.get(CURRENT, frozenset())
    settled = {text(triple.object) for triple in held if triple.predicate.value == ALS.settles}
    for due, step in sorted(_due(held)):
        if is_overdue(due, case.today, settled=step in settled):
            yield told(
                step,
                case.place(step, ALS.dueDate),
                f"was due by {due}, and nothing says what became of it → look for it, and let a review tell",
                f"应于 {due} 前完成，结果未见记载 → 请查找并以评议写明",
                Severity.INFO,
            )


def _due(held: Triples) -> set[tuple[str, str]]:
    return {(text(t.object), text(t.subject)) for t in held if t.predicate.value == ALS.dueDate}
