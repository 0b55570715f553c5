"""Tell a promise that is still open from one that nothing was heard of: one rule for pages and checks."""

from datetime import UTC, date, datetime


def today() -> date:
    """Tell the day by which promises are judged, in UTC."""
    return datetime.now(UTC).date()


def is_overdue(due: str, day: date, *, settled: bool) -> bool:
    """Tell whether the last day (xsd:date) of an announced step has passed and nothing settles it."""
    return not settled and date.fromisoformat(due) < day
