import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from als_kg.web.stalling import Stalling

Pair = tuple[socket.socket, socket.socket]
TICK = 0.02  # more than a tick of the kernel's clock


class Ends:
    """Make connections to a port of this process, and look after them."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.stalling = Stalling(self._listener.getsockname()[1], 0.05)

    def pair(self) -> Pair:
        client = self._stack.enter_context(socket.create_connection(self._listener.getsockname()))
        server = self._stack.enter_context(self._listener.accept()[0])
        client.setblocking(False)
        return client, server

    def look(self) -> None:
        self.stalling.look()
        time.sleep(0.1)
        self.stalling.look()


@pytest.fixture
def ends() -> Iterator[Ends]:
    with ExitStack() as stack:
        yield Ends(stack)


def received(client: socket.socket) -> bytes | None:
    """Give what came, empty at the end; None while nothing comes."""
    try:
        return client.recv(10)
    except BlockingIOError:
        return None


def test_a_client_that_begins_and_says_no_more_is_parted_with(ends: Ends) -> None:
    client, _ = ends.pair()
    client.send(b"POST")
    ends.look()
    assert received(client) == b""


def test_so_is_one_that_trickles(ends: Ends) -> None:
    client, _ = ends.pair()
    client.send(b"P")
    ends.stalling.look()
    time.sleep(0.1)
    client.send(b"O")
    ends.stalling.look()
    assert received(client) == b""


def test_and_one_that_does_so_after_an_answer(ends: Ends) -> None:
    client, server = ends.pair()
    client.send(b"GET")
    time.sleep(TICK)
    server.send(b"200")
    assert received(client) == b"200"
    time.sleep(TICK)
    client.send(b"POST")
    ends.look()
    assert received(client) == b""


def test_who_has_said_nothing_or_was_answered_stays(ends: Ends) -> None:
    (new, _), (answered, server) = ends.pair(), ends.pair()
    answered.send(b"GET")
    time.sleep(TICK)
    server.send(b"200")
    ends.look()
    assert (received(new), received(answered), received(answered)) == (None, b"200", None)


def test_an_answer_gives_time_anew(ends: Ends) -> None:
    client, server = ends.pair()
    client.send(b"GET")
    ends.stalling.look()
    server.send(b"200")
    time.sleep(TICK)
    client.send(b"GET")
    time.sleep(0.05)
    ends.stalling.look()
    assert (received(client), received(client)) == (b"200", None)
