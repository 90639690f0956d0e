"""A proxy: forwards requests for http://, and opens tunnels for https://."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_PIECE = 65536


@dataclass
class Proxy:
    """A running proxy.

    Attributes:
        hosts: Host and port in requests to the actual address; other hosts are refused.
        asked: The request lines of all requests.
    """

    hosts: Mapping[str, tuple[str, int]]
    url: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def proxy(hosts: Mapping[str, tuple[str, int]]) -> Iterator[Proxy]:
    """Run a proxy."""
    running = Proxy(hosts)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            _serve(running, self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        running.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()


def _serve(running: Proxy, client: socket.socket) -> None:
    head = _head(client)
    line = head.split(b"\r\n", 1)[0].decode()
    running.asked.append(line)
    verb, target, version = line.split()
    is_tunnel = verb == "CONNECT"
    host = target if is_tunnel else urlsplit(target).netloc
    if host not in running.hosts:
        client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        return
    with socket.create_connection(running.hosts[host]) as server:
        if is_tunnel:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            parts = urlsplit(target)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            first = f"{verb} {path} {version}\r\nConnection: close\r\n".encode()
            server.sendall(first + head.split(b"\r\n", 1)[1].replace(b"Connection: keep-alive\r\n", b""))
        _join(client, server)


def _head(client: socket.socket) -> bytes:
    """Return the bytes received first: the head of a request, and the bytes after it."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = client.recv(_PIECE)
        if not piece:
            raise ConnectionError("the client has closed the connection")
        head += piece
    return head


def _join(client: socket.socket, server: socket.socket) -> None:
    upwards = threading.Thread(target=_copy, args=(client, server), daemon=True)
    upwards.start()
    _copy(server, client)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
