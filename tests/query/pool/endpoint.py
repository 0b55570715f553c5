"""A small SPARQL endpoint, and a listener that counts who comes."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

EMPTY = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"from afar"}}]}}'


class Endpoint(ThreadingHTTPServer):
    """Answer every POST with one row; ``/to/N`` redirects with status N, ``/slow`` never ends, ``/big`` neither."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.touched = 0
        self.target = ""
        self.open = True
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def close(self) -> None:
        self.open = False
        self.shutdown()
        self.server_close()

    def get_request(self) -> tuple[socket.socket, Any]:
        taken = super().get_request()
        self.touched += 1
        return taken

    def handle_error(self, *_: object) -> None:
        """Clients are killed in the middle."""


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = int(self.path[4:]) if self.path.startswith("/to/") else 200
        self.send_response(status)
        self.send_header("Location", self.server.target)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", "1000000000000" if self.path in {"/slow", "/big"} else str(len(EMPTY)))
        self.end_headers()
        while self.path in {"/slow", "/big"} and self.server.open:
            if self.path == "/big":
                self.wfile.write(b" " * (1 << 20))
            else:
                time.sleep(0.01)
        self.wfile.write(EMPTY)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
