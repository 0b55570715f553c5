"""The kitchen: a release and a server of the real data, made by the commands that the pages name."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from .kitchen import Kitchen, address_in

RELEASE = "0.1.0"  # The folder that the pages read; no page depends on what als-kg's own version is.


@pytest.fixture(scope="session")
def kitchen(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    folder = tmp_path_factory.mktemp("kitchen")
    environment = os.environ | {"ALS_KG_DATASET": str(folder / "dataset"), "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-m", "als_kg"]
    subprocess.run(
        [*command, "release", "--version", RELEASE, "--out", str(folder / "release")],
        cwd=repository, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    server = subprocess.Popen(
        [*command, "serve", "--port", "0"], cwd=repository, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        url = address_in(server.stdout.readline())
        with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as patient:
            assert patient.get(f"{url}/readyz", timeout=30).status_code == 200
        yield Kitchen(folder, url)
    finally:
        server.terminate()
        server.communicate(timeout=30)
