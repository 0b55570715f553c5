"""Run the app under granian until it is told to stop."""

import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from als_kg.errors import UsageError
from als_kg.query import EmbeddedService
from als_kg.settings import Settings
from als_kg.web.app import create_app

# How long a running request may hold up the end, in seconds.
_GRACE = 5
# Per process. The engine lets go of Python's lock while it evaluates, so threads do work side by side.
_THREADS = 8


def serve(settings: Settings, started: Callable[[Settings], None]) -> None:
    """Serve until SIGINT or SIGTERM; call ``started`` with the address when the socket is open.

    Port 0 takes a free one. Raises UsageError when the port cannot be had.
    """
    settings = replace(settings, port=_free_port(settings))
    _load(settings)  # a fault is told here, not by a worker that dies
    server = Server(
        "als_kg.web:create_app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=_THREADS,
        workers_kill_timeout=_GRACE,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        websockets=False,
    )
    server.on_startup(partial(started, settings))
    server.serve(target_loader=partial(_load, settings), wrap_loader=False)


def _load(settings: Settings) -> Any:
    return create_app(EmbeddedService(settings.dataset), settings)


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
