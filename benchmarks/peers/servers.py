"""The servers: how each is given its data and started. To add a peer, add a function and a line of PEERS."""

import os
import shlex
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import als_kg

from .graphs import Graph
from .obtaining import Tools
from .running import HOST, Command, finish, free_port, running, said
from .speaking import await_port

ALS_KG, OXIGRAPH, RDFLIB, VIRTUOSO, NGINX = "als-kg", "oxigraph", "rdflib-endpoint", "Virtuoso", "nginx"
GRAPH = "urn:benchmark"


@dataclass(frozen=True)
class Site:
    """Where a server is set up: its own folder and port, the graph to serve, and how many processes it may have."""

    tools: Tools
    graph: Graph
    folder: Path
    port: int
    workers: int
    processors: frozenset[int]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Peer:
    """A server: ``prepare`` loads the data and gives the command that serves them on the site's port.

    ``path`` is where it answers, ``setting`` says for readers what its workers are.
    """

    name: str
    prepare: Callable[[Site], Command]
    version: Callable[[Site], str]
    path: str
    setting: str


def _als_kg(site: Site) -> Command:
    words = ["-m", "als_kg", "serve", "--dataset", str(site.graph.dataset), "--host", HOST, "--port", str(site.port)]
    told = {name: "" for name in os.environ if name.startswith("ALS_KG_")}  # settings are those of the command line
    words += ["--workers", str(site.workers), *site.extra]
    return Command([sys.executable, *words], site.folder, told | {"PYTHONPATH": str(site.graph.source.folder)})


def _version(site: Site) -> str:
    return f"{als_kg.__version__}, code {site.graph.source.code}"


def _oxigraph(site: Site) -> Command:
    program, place = str(site.tools.python(OXIGRAPH, OXIGRAPH)), ["--location", str(site.folder / "store")]
    finish(Command([program, "load", *place, "--file", str(site.graph.ntriples)], site.folder))
    return Command([program, "serve-read-only", *place, "--bind", f"{HOST}:{site.port}"], site.folder)


# `uvicorn --workers` opens its socket without TCP_NODELAY, and then keep-alive clients wait 40 ms for
# each answer: an eighth of what it can do. So each worker has a socket of its own, as with one worker.
_RDFLIB_APP = """
import os
import socket

import uvicorn
from rdflib import Graph
from rdflib_endpoint import SparqlEndpoint

app = SparqlEndpoint(graph=Graph().parse({file!r}, format="nt"), path="/sparql")
for _ in range({workers} - 1):
    if os.fork() == 0:
        break
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
listener.bind(({host!r}, {port}))
uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listener])
"""


def _rdflib(site: Site) -> Command:
    text = _RDFLIB_APP.format(file=str(site.graph.ntriples), workers=site.workers, host=HOST, port=site.port)
    (site.folder / "serve.py").write_text(text, encoding="utf-8")
    return Command([str(site.tools.python(RDFLIB, "python")), "serve.py"], site.folder)


# Memory for 2 million triples; no checkpoint in the middle; results of any length.
_VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = {host}:{sql}
DisableUnixSocket = 1
ServerThreads = 60
ThreadsPerQuery = {workers}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
CheckpointInterval = 0
DirsAllowed = {data}
[HTTPServer]
ServerPort = {host}:{port}
ServerRoot = .
ServerThreads = 60
MaxKeepAlives = 60
KeepAliveTimeout = 60
[SPARQL]
ResultSetMaxRows = 1000000
"""


def _virtuoso(site: Site) -> Command:
    program = site.tools.debian("virtuoso-t")
    environment, sql = site.tools.environment, free_port()
    data = site.graph.ntriples
    (site.folder / "virtuoso.ini").write_text(
        _VIRTUOSO_INI.format(host=HOST, port=site.port, sql=sql, workers=site.workers, data=data.parent),
        encoding="utf-8",
    )
    command = Command([str(program), "+foreground", "+configfile", "virtuoso.ini"], site.folder, environment)
    with running(command, site.processors) as process:
        await_port(sql, process)
        steps = f"DB.DBA.TTLP_MT (file_to_string_output ('{data}'), '', '{GRAPH}', 512); checkpoint;"
        isql = str(site.tools.beside(program, "isql-vt"))
        finish(Command([isql, f"{HOST}:{sql}", "dba", "dba", f"exec={steps}"], site.folder, environment))
    (site.folder / "virtuoso.lck").unlink(missing_ok=True)
    time.sleep(0.5)
    return command


_NGINX_CONF = """
{user}
daemon off;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nodelay on;
  open_file_cache max=10;
  keepalive_requests 100000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {host}:{port};
    root {folder};
    location = /sparql {{ default_type application/sparql-results+json; }}
  }}
}}
"""


def _nginx(site: Site) -> Command:
    """Serve the file ``sparql``, which is filled with the bytes of als-kg's answer before the load."""
    program, configuration = site.tools.debian("nginx"), site.folder / "nginx.conf"
    (site.folder / "sparql").touch()
    configuration.write_text(
        _NGINX_CONF.format(
            user="user root;" if os.geteuid() == 0 else "", workers=site.workers, folder=site.folder, host=HOST,
            port=site.port,
        ),
        encoding="utf-8",
    )  # fmt: skip
    words = [str(program), "-e", str(site.folder / "error.log"), "-c", str(configuration)]
    return Command(words, site.folder, site.tools.environment)


def _told(words: Callable[[Site], list[str]], place: int) -> Callable[[Site], str]:
    """Make a function that asks a program for its version: the word at ``place`` of the first fitting line."""

    def version(site: Site) -> str:
        _, printed = said(Command(words(site), site.folder, site.tools.environment))
        lines = [line.split() for line in printed.splitlines() if any(sign.isdigit() for sign in line)]
        return lines[0][place] if lines and len(lines[0]) > place else "?"

    return version


_PIP_SHOW = "import importlib.metadata as m; print(m.version('rdflib-endpoint'), m.version('rdflib'))"

PEERS = (
    Peer(ALS_KG, _als_kg, _version, "/sparql", "{workers} web workers, query processes by its default{extra}"),
    Peer(
        OXIGRAPH, _oxigraph, _told(lambda site: [str(site.tools.python(OXIGRAPH, OXIGRAPH)), "--version"], 1), "/query",
        "read-only server, its own threads",
    ),
    Peer(
        RDFLIB, _rdflib, _told(lambda site: [str(site.tools.python(RDFLIB, "python")), "-c", _PIP_SHOW], 0), "/sparql",
        "uvicorn, {workers} workers, rdflib's store in memory",
    ),
    Peer(
        VIRTUOSO, _virtuoso, _told(lambda site: [str(site.tools.debian("virtuoso-t")), "-?"], 1),
        f"/sparql?default-graph-uri={GRAPH}", "{workers} threads per query, 1.4 GB of buffers",
    ),
    Peer(
        NGINX, _nginx, _told(lambda site: [str(site.tools.debian("nginx")), "-v"], 2), "/sparql",
        "{workers} workers, answers with a file",
    ),
)  # fmt: skip


def setting_of(peer: Peer, site: Site) -> str:
    """Say how a server is set up on this site."""
    extra = f", {shlex.join(site.extra)}" if site.extra and peer.name == ALS_KG else ""
    return peer.setting.format(workers=site.workers, extra=extra)
