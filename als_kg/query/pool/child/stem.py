"""The stem: hold one dataset version, run no query, and split off query processes when told to.

One thread, always: that is what makes forking it safe.
"""

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from als_kg.build import Published, load_kept, view_iri
from als_kg.build.publish import open_version
from als_kg.errors import AlsKgError
from als_kg.query.pool.child import sandbox
from als_kg.query.pool.child.answering import rehearse
from als_kg.query.pool.child.serving import Bounds, serve
from als_kg.store import Store
from als_kg.store.embedded import EmbeddedStore, open_store
from als_kg.vocabulary import CURRENT

_MESSAGE = 4096
# Of memory that a statement takes, beside its text, as the engine holds it; measured with 1.8 million.
_PER_QUAD = 400
_FAULT = 300  # characters, each six bytes at most in JSON


@dataclass(frozen=True)
class Task:
    """What a stem is started with: a version directory, bounds in bytes, and the ports that queries may go to."""

    version: str
    parent: int
    dataset: int
    memory: int
    result: int
    ports: tuple[int, ...] = ()

    def written(self) -> str:
        """Write it as an argument."""
        return json.dumps(asdict(self))


def main(argument: str) -> None:
    """Run a stem; its standard input is the socket over which it is told what to do."""
    task = Task(**json.loads(argument))
    sandbox.die_with_parent(task.parent)
    control = socket.socket(fileno=os.dup(0))
    alone = not task.ports and sandbox.leave_network()
    sandbox.gain_nothing()
    sandbox.die_with_parent(task.parent)  # a new namespace has cleared it
    try:
        open_it = _opener(task)
    except (AlsKgError, OSError, SyntaxError, ValueError, MemoryError) as error:
        control.send(json.dumps({"fault": f"the dataset cannot be loaded: {error}"[:_FAULT]}).encode())
        return
    control.send(json.dumps({"alone": alone}).encode())
    _split(control, partial(serve, open_store=open_it, bounds=Bounds(task.memory, task.result, tuple(task.ports))))


def _opener(task: Task) -> Callable[[], Store]:
    """Load the dataset now, for all; one that is too large is opened by each query process, as that starts threads."""
    published = open_version(Path(task.version))
    manifest = published.manifest
    size, more = _size_in_memory(published), _size_of(manifest.views[CURRENT], published.ntriples(CURRENT))
    if size > task.dataset:
        return partial(_opened, published)
    store = load(published, alone=(CURRENT,) if size + more <= task.dataset else ())
    rehearse(store)
    return lambda: store


def _opened(published: Published) -> Store:
    store = open_store(published)
    rehearse(store)
    return store


def _size_in_memory(published: Published) -> int:
    """Estimate, rather too high, how many bytes a dataset takes."""
    manifest = published.manifest
    graphs = _size_of(sum(manifest.graphs.values()), published.nquads)
    views = sum(_size_of(count, published.ntriples(name)) for name, count in manifest.views.items())
    outside = sum(manifest.outside_counts.values()) * _PER_QUAD + sum(loaded.size for loaded in manifest.outside)
    return graphs + views + outside


def _size_of(quads: int, text: Path) -> int:
    return quads * _PER_QUAD + text.stat().st_size


def load(published: Published, alone: Iterable[str] = ()) -> EmbeddedStore:
    """Read the dataset's own dump, which was valid when it was written, into memory; some views also ``alone``."""
    engine = ox.Store()
    engine.bulk_load(path=str(published.nquads), format=ox.RdfFormat.N_QUADS, lenient=True)
    for name in published.manifest.views:
        _load_view(engine, published, name)
    manifest = published.manifest
    load_kept(engine, manifest.outside, published.path)
    stores = {name: ox.Store() for name in alone}
    for name, store in stores.items():
        _load_view(store, published, name)
    return EmbeddedStore(
        engine, manifest.version, manifest.graphs, manifest.views, outside_counts=manifest.outside_counts,
        alone={view_iri(name): store for name, store in stores.items()},
    )  # fmt: skip


def _load_view(store: ox.Store, published: Published, name: str) -> None:
    graph, path = ox.NamedNode(view_iri(name)), str(published.ntriples(name))
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)


def _split(control: socket.socket, serve_on: Callable[[socket.socket], None]) -> None:
    """Fork for each message: it brings the socket and the error stream of the new process."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _MESSAGE, 2)
        if not message:
            return
        connection, errors = descriptors
        if (pid := os.fork()) == 0:
            control.close()
            _become(connection, errors, serve_on)
        for descriptor in descriptors:
            os.close(descriptor)
        _introduce(control, pid)


def _become(connection: int, errors: int, serve_on: Callable[[socket.socket], None]) -> None:
    """Be a query process until the end."""
    try:
        os.dup2(errors, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.close(errors)
        serve_on(socket.socket(fileno=connection))
    except BaseException as error:  # noqa: BLE001  nothing of the stem may run on in here
        os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
    finally:
        os._exit(1)


def _introduce(control: socket.socket, pid: int) -> None:
    """Send a handle that stays with the process whatever becomes of its number."""
    handle = os.pidfd_open(pid)
    socket.send_fds(control, [b"%d" % pid], [handle])
    os.close(handle)


if __name__ == "__main__":
    main(sys.argv[-1])
