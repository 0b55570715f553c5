import socket

import pytest

from als_kg.query.pool.child.frames import Course, FrameError, Incoming, Outcome, pack, unpack


def gathered(message: bytes, most: int = 1 << 20) -> list[bytes]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        incoming = Incoming(most)
        for start in range(0, len(message), 3):
            theirs.sendall(message[start : start + 3])
            parts = incoming.read(ours)
            assert (parts is not None) == (start + 3 >= len(message))
        return parts or []


@pytest.mark.parametrize("parts", [[b""], [b"a"], [b"one", b"", "沉默".encode(), b"x" * 1000]])
def test_a_message_comes_out_as_it_went_in(parts: list[bytes]) -> None:
    assert gathered(pack(parts)) == parts


def test_a_message_over_the_bound_is_an_error() -> None:
    with pytest.raises(FrameError, match="longer than agreed"):
        gathered(pack([b"x" * 100]), most=50)


def test_more_than_one_message_is_an_error() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(pack([b"a"]) + pack([b"b"]))
        with pytest.raises(FrameError, match="longer than agreed"):
            Incoming(1000).read(ours)


def test_a_part_longer_than_its_message_is_an_error() -> None:
    with pytest.raises(FrameError, match="not as long as their message"):
        unpack(pack([b"abc"])[:-1])


@pytest.mark.parametrize("length", range(9))
def test_a_message_without_its_whole_head_is_an_error(length: int) -> None:
    with pytest.raises(FrameError, match="shorter than its head"):
        unpack(pack([b"", b"abc"])[:length])


def test_the_end_of_the_other_side_is_an_end() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        theirs.close()
        with pytest.raises(EOFError):
            Incoming(1000).read(ours)


def test_one_message_after_the_other_is_gathered() -> None:
    incoming = Incoming(1000)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for part in (b"one", b"two"):
            message = pack([part])
            theirs.sendall(message[:6])
            assert incoming.read(ours) is None
            theirs.sendall(message[6:])
            assert incoming.read(ours) == [part]
        theirs.sendall(pack([b"three"]))
        assert incoming.read(ours) == [b"three"]


@pytest.mark.parametrize("outcome", Outcome)
def test_how_a_query_went_comes_out_as_it_went_in(outcome: Outcome) -> None:
    course = Course(outcome, worn=True, spent=0.25)
    assert Course.of(course.packed()) == course
    assert Course.of(course.packed()).outcome is outcome


@pytest.mark.parametrize("part", [b"", b"1", bytes([99, 0]) + bytes(8)], ids=["none", "short", "unknown"])
def test_what_does_not_tell_how_a_query_went_is_an_error(part: bytes) -> None:
    with pytest.raises(FrameError, match="how it went"):
        Course.of(part)
