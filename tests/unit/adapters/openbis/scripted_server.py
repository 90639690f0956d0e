"""An HTTP server with scripted responses that no healthy openBIS gives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Reply:
    """A response; without a status, the connection is closed instead."""

    body: str = ""
    status: int | None = 200
    content_type: str = "text/html"


BREAK_OFF = Reply(status=None)


@dataclass(frozen=True)
class Request:
    path: str
    raw_query: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw_query))


@dataclass
class ScriptedServer:
    """Replies by path: each is sent once, in order; the last one is repeated."""

    url: str
    requests: list[Request] = field(default_factory=list)
    _replies: dict[str, list[Reply]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answers(self, path: str, *replies: Reply) -> None:
        self._replies.setdefault(path, []).extend(replies)

    def times(self, path: str) -> int:
        """Return the number of requests to a path."""
        return sum(request.path == path for request in self.requests)

    def reply_to(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            replies = self._replies.get(request.path, [Reply(status=404)])
            return replies.pop(0) if len(replies) > 1 else replies[0]


@contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    """Serve on a free port of this host."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as http:
        http.daemon_threads = True
        http.script = ScriptedServer(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield http.script
        finally:
            http.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.script.reply_to(Request(address.path, address.query, headers, body))
        if reply.status is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        content = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Log nothing: tests read the output."""
