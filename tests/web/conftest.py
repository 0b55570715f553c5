import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient

from als_kg.build import Published
from als_kg.query import EmbeddedService
from als_kg.settings import load
from als_kg.web import create_app

# The server without the build before it: tests bring a dataset of their own.
SERVE = """
from als_kg.settings import load
from als_kg.web.server import serve
serve(load(port=0), lambda settings: print(settings.url, flush=True))
"""


@pytest.fixture(scope="session")
def client(mini: Path, mini_published: Published) -> FlaskClient:
    dataset = mini_published.path.parent.parent
    return create_app(EmbeddedService(dataset), load({}, content=mini, dataset=dataset)).test_client()


@pytest.fixture
def bare(mini: Path, tmp_path: Path) -> FlaskClient:
    """A server whose dataset is gone."""
    return create_app(EmbeddedService(tmp_path), load({}, content=mini, dataset=tmp_path)).test_client()


@dataclass(frozen=True)
class Running:
    """A real server."""

    process: subprocess.Popen[str]
    url: str

    def get(self, path: str, **parameters: str) -> httpx.Response:
        return httpx.get(self.url + path, params=parameters or None, timeout=30)

    def ask(self, query: str, **parameters: str) -> httpx.Response:
        return self.get("/sparql", query=query, **parameters)

    def workers(self) -> list[int]:
        """Find the workers among the children: they have our program's command line."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        names = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return [int(pid) for pid, name in names.items() if b"resource_tracker" not in name]

    def ended(self) -> tuple[str, str]:
        """End it as a service manager does; give what it wrote."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=30)


@contextmanager
def serving(dataset: Path, content: Path, **environment: str) -> Iterator[Running]:
    """Start a real server on a free port, over a dataset that is there."""
    given = {"ALS_KG_DATASET": str(dataset), "ALS_KG_CONTENT": str(content)} | environment
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE], cwd=Path(__file__).parents[2], env=os.environ | given,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url), (url, process.communicate(timeout=5))
        running = Running(process, url)
        with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as patient:
            assert patient.get(f"{url}/readyz", timeout=30).status_code == 200
        yield running
    finally:
        process.kill()  # its workers end with it
        process.communicate(timeout=20)


@pytest.fixture
def serve(mini: Path, mini_published: Published) -> Iterator[Callable[..., Running]]:
    """Start real servers on the mini data set."""
    with ExitStack() as stack:
        out = mini_published.path.parent.parent
        yield lambda **environment: stack.enter_context(serving(out, mini, **environment))


@pytest.fixture(scope="module")
def server(mini: Path, mini_published: Published) -> Iterator[Running]:
    """A real server on the mini data set that several tests share."""
    with serving(mini_published.path.parent.parent, mini) as running:
        yield running


@pytest.fixture
def serve_at() -> Iterator[Callable[..., Running]]:
    """Start real servers on any dataset and content."""
    with ExitStack() as stack:
        yield lambda dataset, content, **environment: stack.enter_context(serving(dataset, content, **environment))
