"""Every construct of the grammar, nested and in a row, a thousand to a hundred thousand times: it ends in time."""

import pytest

from als_kg.errors import QueryError, QueryRefused
from als_kg.query import QueryRequest
from als_kg.query.pool import LimitReached, PoolService, ProcessLost

from .conftest import SMALL, TINY, eventually, in_time, whole
from .grammar import NESTED, ROWS, SIZES, Shape


def end(service: PoolService, text: str) -> str:
    """Tell how a query ends, and see that it does."""
    with in_time(SMALL.seconds):
        try:
            service.answer(QueryRequest(text))
        except QueryRefused:
            return "refused"
        except (LimitReached, ProcessLost, QueryError) as error:
            return type(error).__name__
        return "answered"


@pytest.mark.slow
@pytest.mark.parametrize("times", SIZES)
@pytest.mark.parametrize("shape", NESTED.values(), ids=NESTED)
def test_what_is_nested_is_refused(rings: PoolService, shape: Shape, times: int) -> None:
    eventually(lambda: whole(rings))
    forked = rings.state().forked
    assert end(rings, shape(times)) == "refused"
    assert (rings.state().forked, rings.state().free) == (forked, SMALL.size)


@pytest.mark.slow
@pytest.mark.parametrize("times", SIZES)
@pytest.mark.parametrize("shape", ROWS.values(), ids=ROWS)
def test_what_is_in_a_row_ends_in_time(rings: PoolService, shape: Shape, times: int) -> None:
    eventually(lambda: whole(rings))
    assert end(rings, shape(times)) in {"answered", "refused", "LimitReached", "QuerySyntaxError"}
    assert rings.answer(TINY).body
    eventually(lambda: whole(rings), 1)
