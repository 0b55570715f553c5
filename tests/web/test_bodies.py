"""Bodies that trickle in hold up nobody but their own clients."""

import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from als_kg.web.endpoint.bodies import MOST, Bodies
from als_kg.web.endpoint.failing import Rejected
from als_kg.web.endpoint.incoming import Incoming

ASK = "ASK { ?s ?p ?o }"
HEAD = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\n"


class Stuck:
    """A stream that gives nothing until it is released."""

    def __init__(self) -> None:
        self.asked, self.released = Event(), Event()

    def read(self, length: int) -> bytes:
        self.asked.set()
        self.released.wait(10)
        return b"x" * length


class Broken:
    """A stream whose client went away."""

    def read(self, length: int) -> bytes:
        raise OSError(f"no {length} bytes")


def posted(stream: Any, bodies: Bodies) -> Incoming:
    return Incoming({"REQUEST_METHOD": "POST", "wsgi.input": stream, "CONTENT_LENGTH": "4"}, bodies)


@pytest.mark.parametrize("stream", [Broken(), BytesIO(b"abc")], ids=["broken", "short"])
def test_a_part_of_a_body_is_no_body(stream: Any) -> None:
    with pytest.raises(Rejected, match="ended early") as caught:
        _ = posted(stream, Bodies()).body
    assert caught.value.status == 400


def test_a_late_body_holds_up_no_other_until_all_places_are_taken() -> None:
    bodies, stuck = Bodies(most=2), Stuck()
    late = posted(stuck, bodies)
    thread = Thread(target=lambda: late.body)
    thread.start()
    assert stuck.asked.wait(5)
    assert posted(BytesIO(b"abcdef"), bodies).body == b"abcd"
    second = Thread(target=lambda: posted(stuck, bodies).body)
    stuck.asked.clear()
    second.start()
    assert stuck.asked.wait(5)
    with pytest.raises(Rejected, match="too many bodies") as caught:
        _ = posted(BytesIO(b"abcd"), bodies).body
    assert (caught.value.status, caught.value.headers) == (503, (("Retry-After", "1"),))
    stuck.released.set()
    for each in (thread, second):
        each.join(5)
    assert late.body == b"xxxx"
    assert posted(BytesIO(b"abcd"), bodies).body == b"abcd"


@contextmanager
def trickling(url: str) -> Iterator[socket.socket]:
    """Begin a request whose body does not come."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port)) as client:
        client.sendall(HEAD + b"A")
        yield client


@pytest.mark.slow
def test_clients_that_never_finish_are_parted_with_and_hold_up_no_other(serve: Callable[..., Any]) -> None:
    """There are more of them than threads that answer."""
    server = serve(ALS_KG_TIMEOUT="0.1")
    with ExitStack() as stack:
        late = [stack.enter_context(trickling(server.url)) for _ in range(MOST + 600)]
        for number in range(10):
            assert server.ask(f"{ASK} # {number}").status_code == 200
        refused = httpx.post(f"{server.url}/sparql", data={"query": ASK}, timeout=30)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        for client in late:
            client.settimeout(40)
        answers = Counter(client.recv(1000)[:12] for client in late)
    assert answers == {b"": MOST, b"HTTP/1.1 503": 600}
    until = time.monotonic() + 10
    while httpx.post(f"{server.url}/sparql", data={"query": ASK}, timeout=30).status_code != 200:
        assert time.monotonic() < until, "the places were not given back"


@pytest.mark.slow
def test_the_kernel_asks_after_clients_that_say_nothing(serve: Callable[..., Any]) -> None:
    server = serve()
    with trickling(server.url) as client:
        assert server.get("/healthz").status_code == 200
        until = time.monotonic() + 10
        while not timer_of(client).startswith("02:"):  # the timer of keep-alive
            assert time.monotonic() < until
            time.sleep(0.01)


def timer_of(client: socket.socket) -> str:
    """Read which timer the server's end of a connection has."""
    local = f"0100007F:{client.getsockname()[1]:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()]
    (timer,) = [line[5] for line in lines if line[2] == local]
    return timer
