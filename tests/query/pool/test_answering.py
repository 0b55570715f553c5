from typing import Any

import pytest

from als_kg.query.pool.child.answering import answer
from als_kg.query.pool.child.frames import Outcome
from als_kg.store.embedded import EmbeddedStore

REQUEST = (b"ASK {}", b"json results", b"", b"*", b"")


class Panic(BaseException):
    """What a panic of the engine looks like in Python."""


class Failing:
    """A store in which every query fails in its own way."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def query(self, *_: Any, **__: Any) -> Any:
        raise self._error


FAILURES = {
    "memory": (MemoryError(), Outcome.MEMORY_LIMIT, []),
    "service": (OSError("no way out"), Outcome.ENGINE, [b"no way out"]),
    "panic": (Panic("index out of bounds"), Outcome.FAULT, [b"Panic: index out of bounds"]),
}


@pytest.mark.parametrize(("error", "outcome", "parts"), FAILURES.values(), ids=FAILURES)
def test_whatever_happens_in_the_engine_is_an_outcome(
    error: BaseException, outcome: Outcome, parts: list[bytes]
) -> None:
    store: Any = Failing(error)
    assert answer(store, REQUEST, 1000) == (outcome, parts)


def test_an_answer_is_written(mini_store: EmbeddedStore) -> None:
    assert answer(mini_store, REQUEST, 1000) == (Outcome.ANSWERED, [b'{"head":{},"boolean":true}', b""])
