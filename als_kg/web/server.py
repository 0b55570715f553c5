"""Run the app under granian until it is told to stop."""

import gc
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from als_kg.errors import DatasetError, UsageError
from als_kg.query import EmbeddedService
from als_kg.query.pool import FederatingService, Limits, dataset_share, slow_beside
from als_kg.query.pool.child.sandbox import die_with_parent
from als_kg.query.services import Allowed
from als_kg.settings import Settings
from als_kg.web.app import REFRESH, create_app
from als_kg.web.cores import settle
from als_kg.web.stalling import Stalling

# Beyond what a query may take, in seconds: how long a running request may hold up the end.
_GRACE = 3
# Per worker, beyond those that wait for the pool: to read requests, which a slow client may draw out.
# Granian starts them when they are needed.
_THREADS = 512
# A query may wait for a place and for a process, twice; and so many seconds go for reading and answering.
_WAITS, _SLACK = 4, 3.0
# How old may be what others know of a worker's metrics, in seconds.
_FRESH = 2.0
# How many objects may come before rings are looked for among them. A query makes hundreds and no ring; with
# Python's own numbers (700, 10, 10) the search took an eighth of the time of what Python does for it.
_RARELY = (20_000, 20, 20)
# In seconds: how long one thread may keep the others from Python. Reading a query of a new kind takes milliseconds,
# which one that is known must not wait for.
_TURN = 0.0005
# In seconds: how long a server that starts is tried, and how soon again.
_TRIED, _RETRIED = 1.0, 0.02
_HTTP = HTTP1Settings(header_read_timeout=10_000, max_buffer_size=128 * 1024)


def serve(settings: Settings, started: Callable[[Settings], None]) -> None:
    """Serve until SIGINT or SIGTERM; call ``started`` with the address once connections are taken.

    Port 0 takes a free one. Raises UsageError when the port cannot be had.
    """
    # Faults are told here, not by a worker that dies.
    settings = replace(settings, port=_free_port(settings))
    limits = limits_of(settings)
    Allowed.of(settings.allow_service)
    with TemporaryDirectory(prefix="als-kg-workers-") as shared:
        create_app(EmbeddedService(settings.dataset), settings)
        server = Server(
            "als_kg.web:create_app",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            http1_settings=_HTTP,
            workers=settings.workers,
            blocking_threads=_THREADS + 3 * limits.queue + limits.size,
            workers_kill_timeout=int(limits.seconds + limits.queue_seconds) + _GRACE,
            respawn_failed_workers=True,
            respawn_interval=0.1,
            log_level=LogLevels.error,
            websockets=False,
        )
        announce = Thread(target=_once_open, args=(settings, started), daemon=True)
        server.on_startup(announce.start)
        server.serve(target_loader=partial(_load, settings, Path(shared)), wrap_loader=False)


def limits_of(settings: Settings) -> Limits:
    """Make the limits of one worker's pool: its share of processes and memory, and what is not set as it is."""
    processes = max(1, (settings.processes or Limits.processes) // settings.workers)
    given = {
        "seconds": settings.timeout,
        "memory_mib": settings.memory,
        "dataset_mib": settings.dataset_memory,
        "result_mib": settings.result_size,
        "queue": settings.queue,
    }
    changes: dict[str, Any] = {"dataset_mib": dataset_share(settings.workers, processes)}
    changes |= {name: value for name, value in given.items() if value is not None}
    return Limits(processes=processes, slow=slow_beside(processes), **changes)


def _load(settings: Settings, shared: Path) -> Any:
    """Make the application of one worker, with query processes of its own; it ends with the server.

    In the folder ``shared`` workers leave their counts, and which core each has taken.
    """
    die_with_parent(os.getppid())
    limits = limits_of(settings)
    app = create_app(FederatingService(settings.dataset, limits, settings.allow_service), settings, shared)
    stalling = Stalling(settings.port, limits.seconds + _WAITS * limits.queue_seconds + _SLACK)
    Thread(target=_look_after, args=(app.extensions[REFRESH], stalling.look), daemon=True).start()
    gc.freeze()  # what is there now stays
    gc.set_threshold(*_RARELY)
    sys.setswitchinterval(_TURN)
    settle(settings.workers, shared)  # the threads of granian come next; those of the query processes were before
    return app.wsgi_app


def _once_open(settings: Settings, started: Callable[[Settings], None]) -> None:
    """Wait for the first worker to listen: granian's own hook runs before there is one."""
    while True:
        with suppress(OSError):
            socket.create_connection((settings.host, settings.port), timeout=_TRIED).close()
            break
        sleep(_RETRIED)
    started(settings)


def _look_after(refresh: Callable[[], None], look: Callable[[], None]) -> None:
    """Say now and then what there is in this worker, as whichever is scraped tells it of all; end what stalls."""
    while True:
        with suppress(DatasetError, OSError):
            refresh()
        with suppress(OSError):
            look()
        sleep(_FRESH)


def _free_port(settings: Settings) -> int:
    """Make sure that nobody listens there: granian would share the port with a server of older data."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        message = f"cannot listen on {settings.host}:{settings.port}: {error.strerror}"
        raise UsageError(message, todo="choose another with --port and --host, or PORT= and HOST= of make") from error
