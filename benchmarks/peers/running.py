"""Start and stop servers: on given processors, with a port of 127.0.0.1, never left behind."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
_GRACE = 8


class UnavailableError(Exception):
    """A peer cannot be had or does not do its work; the message says why, and what to do."""


@dataclass(frozen=True)
class Command:
    """What to run, where, with which additions to the environment."""

    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def on_processors(processors: frozenset[int]) -> Iterator[None]:
    """Start children on these processors only: they inherit our own mask, which is put back."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def running(command: Command, processors: frozenset[int]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in a session of its own; at the end it and its children are gone."""
    with (command.folder / "output.log").open("wb") as log, on_processors(processors):
        process = subprocess.Popen(
            list(command.words), cwd=command.folder, env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        _stop(process)


def finish(command: Command, seconds: float = 300) -> str:
    """Run a program to its end and give what it printed; raises UnavailableError with its last line if it fails."""
    code, printed = said(command, seconds)
    if code:
        program, line = Path(command.words[0]).name, (printed.strip().splitlines() or ["it said nothing"])[-1]
        raise UnavailableError(f"{program} failed: {line}")
    return printed


def said(command: Command, seconds: float = 300) -> tuple[int, str]:
    """Run a program to its end and give its exit code and what it printed; raises UnavailableError."""
    try:
        done = subprocess.run(
            list(command.words), cwd=command.folder, env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            timeout=seconds, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"{command.words[0]}: {error}") from error
    return done.returncode, done.stdout


def last_words(folder: Path) -> str:
    """Give the last line that a server wrote."""
    lines = (folder / "output.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask, wait, insist; the session's id is the first process' id, so only what we started is meant."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
