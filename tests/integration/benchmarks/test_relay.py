"""The relay that adds latency."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
LATENCY = 0.05


def serve(server: socket.socket) -> None:
    """Answer each connection with its bytes in reverse order, after it has shut down writing."""
    with suppress(OSError):
        while True:
            connection, _ = server.accept()
            with connection:
                received = b"".join(iter(lambda: connection.recv(65536), b""))  # noqa: B023
                connection.sendall(received[::-1])


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield listening
        listening.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(to: int) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "benchmarks.relay", str(port), str(to), str(LATENCY)]
    with subprocess.Popen(command, cwd=PROJECT) as process:
        try:
            yield port
        finally:
            process.kill()


def connect(port: int) -> socket.socket:
    end = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            assert time.monotonic() < end, "the relay does not listen"
            time.sleep(0.01)


def test_bytes_pass_unchanged_and_each_direction_is_delayed(server):
    sent = bytes(range(256)) * 20_000
    with relay(server.getsockname()[1]) as port, connect(port) as client:
        begin = time.monotonic()
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        received = b"".join(iter(lambda: client.recv(65536), b""))
    assert received == sent[::-1]
    assert time.monotonic() - begin >= 2 * LATENCY, "one round trip for the connection, one for the request"


def test_a_connection_ends_if_the_server_behind_the_relay_is_down():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        closed_port = closed.getsockname()[1]
    with relay(closed_port) as port, connect(port) as client:
        assert client.recv(1) == b""
