"""What a query process cannot do, asked past the guard, straight into the process."""

import os
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from als_kg.query.pool import PoolService
from als_kg.query.pool.child.frames import Outcome
from als_kg.query.pool.process import QueryProcess

from .conftest import tell

SERVICE = "SELECT * WHERE {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
REACHING = {
    "service": SERVICE,
    "silent": "SELECT * WHERE {{ SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "variable": "SELECT * WHERE {{ VALUES ?e {{ <http://127.0.0.1:{port}/> }} SERVICE ?e {{ ?s ?p ?o }} }}",
    "name": "SELECT * WHERE {{ SERVICE <http://localhost:{port}/> {{ ?s ?p ?o }} }}",
    "from": "SELECT * FROM <http://127.0.0.1:{port}/> WHERE {{ ?s ?p ?o }}",
    "from named": "SELECT * FROM NAMED <http://127.0.0.1:{port}/> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "load": "LOAD <http://127.0.0.1:{port}/>",
    "file": "SELECT * FROM <file:///etc/passwd> WHERE {{ ?s ?p ?o }}",
}

# Without it the network is left by way of a user namespace, in which there is no other user to become.
MAY_ADMINISTER = int(Path("/proc/self/status").read_text().split("CapEff:")[1].split()[0], 16) >> 21 & 1


class Canary:
    """Count the connections to a port of the loopback."""

    def __init__(self) -> None:
        self.touched = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.touched += 1
            connection.close()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def canary() -> Iterator[Canary]:
    with closing(Canary()) as bird:
        yield bird


@pytest.mark.parametrize("text", REACHING.values(), ids=REACHING)
def test_no_query_reaches_the_network(split: Callable[..., QueryProcess], canary: Canary, text: str) -> None:
    reply = tell(split(), text.format(port=canary.port))
    assert reply is not None
    assert canary.touched == 0
    assert b"passwd" not in b"".join(reply.parts)


def test_the_canary_sees_a_process_that_may_go_out(split: Callable[..., QueryProcess], canary: Canary) -> None:
    reply = tell(split(ports=(canary.port,)), SERVICE.format(port=canary.port))
    assert reply is not None
    assert reply.outcome is Outcome.ENGINE
    assert canary.touched > 0


WALLS = {"namespace": "sandbox.leave_network()", "descriptors": "sandbox.open_nothing(networked=False)", "none": "0"}


@pytest.mark.parametrize("wall", WALLS)
def test_each_wall_holds_alone(canary: Canary, wall: str) -> None:
    query = SERVICE.format(port=canary.port)
    program = (
        "import pyoxigraph as ox, sys\n"
        "from als_kg.query.pool.child import sandbox\n"
        f"made = {WALLS[wall]}\n"
        "print('made', made)\n"
        f"try: list(ox.Store().query({query!r}))\n"
        "except OSError as error: pass\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    if "made False" in done.stdout:
        pytest.skip("this kernel gives no network namespace")
    assert (canary.touched > 0) == (wall == "none")


def limits_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:47].strip() for line in lines}


def test_a_process_may_open_start_and_write_nothing(split: Callable[..., QueryProcess]) -> None:
    process = split()
    limits = limits_of(process.pid)
    nothing = ("Max file size", "Max core file size", "Max processes", "Max open files")
    assert [limits[name] for name in nothing] == ["0"] * 4
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines())
    assert status["NoNewPrivs"] == "1"
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 0
    assert int(status["CapEff"], 16) == 0
    if os.getuid() == 0 and MAY_ADMINISTER:
        assert set(status["Uid"].split()) == {"65534"}


def test_a_process_holds_no_secrets_and_no_descriptors_of_others(
    split: Callable[..., QueryProcess], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALS_KG_SECRET", "hush")
    with (tmp_path / "secret").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        process = split()
    assert b"hush" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    opened = {str(link.readlink()).split(":")[0] for link in Path(f"/proc/{process.pid}/fd").iterdir()}
    assert opened <= {"/dev/null", "pipe", "socket", "anon_inode"}


def test_a_process_loads_none_of_the_libraries_of_the_web() -> None:
    program = (
        "import sys, als_kg.query.pool.child.stem as stem\n"
        "print(*sorted(set(sys.modules) & {'flask', 'werkzeug', 'click', 'rdflib', 'pyshacl', 'granian', 'rich'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []


def test_a_stem_has_one_thread(pool: PoolService) -> None:
    pool.status()
    (stem,) = pool._keeper._stems.values()
    assert len(list(Path(f"/proc/{stem.pid}/task").iterdir())) == 1


def test_landlock_leaves_names_and_allowed_ports_and_no_files(tmp_path: Path, canary: Canary) -> None:
    (tmp_path / "secret").write_text("hush")
    program = (
        "import socket, sys\n"
        "from als_kg.query.pool.child.landlock import narrow\n"
        "from als_kg.query.pool.child.sandbox import gain_nothing\n"
        "port, path = int(sys.argv[1]), sys.argv[2]\n"
        "other = socket.create_server(('127.0.0.1', 0)).getsockname()[1]\n"
        "gain_nothing()\n"
        "print(narrow((port,)))\n"
        "def reach(port): socket.socket().connect(('127.0.0.1', port))\n"
        "def tell(act):\n"
        "    try: act(); print('done')\n"
        "    except OSError as error: print(type(error).__name__)\n"
        "tell(lambda: socket.getaddrinfo(b'localhost', port))\n"
        "tell(lambda: reach(port))\n"
        "tell(lambda: reach(other))\n"
        "tell(lambda: socket.create_server(('127.0.0.1', 0)))\n"
        "tell(lambda: open(path))\n"
        "tell(lambda: open(path + '2', 'w'))\n"
        "tell(lambda: open('/proc/self/environ'))\n"
        "tell(lambda: open('/etc/passwd'))\n"
    )
    arguments = [sys.executable, "-W", "ignore", "-c", program, str(canary.port), str(tmp_path / "secret")]
    told = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=True).stdout.split()
    if int(told[0]) < 4:
        pytest.skip("this kernel cannot bind a process to ports")
    assert told[1:] == ["done"] * 2 + ["PermissionError"] * 6
