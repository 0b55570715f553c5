"""Tell whether the process lives (healthz) and whether it can answer (readyz)."""

import json
from collections.abc import Mapping

import als_kg
from als_kg.errors import DatasetError
from als_kg.query import QueryService, Status
from als_kg.query.pool import PoolService
from als_kg.web.endpoint.failing import plain
from als_kg.web.endpoint.incoming import Incoming
from als_kg.web.endpoint.outgoing import Outgoing

METHODS = ("GET", "HEAD", "OPTIONS")


class Health:
    """Answer that this process lives, what it serves and within which limits."""

    def __init__(self, service: QueryService, limits: Mapping[str, float], allowed: tuple[str, ...]) -> None:
        self._service = service
        self._limits = limits
        self._allowed = allowed

    def __call__(self, incoming: Incoming) -> Outgoing:  # noqa: ARG002  there is one answer
        """Answer, also without a dataset."""
        status = self._status()
        told = {
            "status": "ok",
            "package": als_kg.__version__,
            "version": status.version if status else None,
            "views": dict(status.views) if status else {},
            "outside": dict(status.outside) if status else {},
            "limits": dict(self._limits),
            "allow_service": self._allowed,
        }
        return _json(told)

    def _status(self) -> Status | None:
        try:
            return self._service.status()
        except DatasetError:
            return None


class Ready:
    """Answer whether a query could be answered now."""

    def __init__(self, service: QueryService) -> None:
        self._service = service

    def __call__(self, incoming: Incoming) -> Outgoing:  # noqa: ARG002  there is one answer
        """Answer 200 or, with the reason, 503."""
        version = self._service.version()
        if isinstance(self._service, PoolService):
            state = self._service.state()
            if state.free + state.quick + state.slow == 0:
                return plain(503, "no query process is ready", (("Retry-After", "1"),), "not ready")
        return _json({"status": "ready", "version": version})


def _json(told: object) -> Outgoing:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Outgoing(200, (("Content-Type", "application/json"), ("Cache-Control", "no-store")), body)
