"""Timeouts of logins and address checks with hosts that stop answering at any point."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.errors import InstanceUnreachable
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases

LOGIN_SECONDS = 0.4
MAX_SECONDS = 10
"""Generous for busy machines; without a deadline it would take at least a minute."""


def _send_nothing(_: socket.socket) -> None:
    pass


def _send_slow_headers(connection: socket.socket) -> None:
    _drip(connection, b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x")


def _send_slow_body(connection: socket.socket) -> None:
    _drip(connection, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", b" ")


def _send_slow_handshake(connection: socket.socket) -> None:
    _drip(connection, b"", b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")


def _send_busy(connection: socket.socket) -> None:
    """Answer like a proxy whose openBIS is down: the client retries, after a delay."""
    time.sleep(LOGIN_SECONDS / 3)
    connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def _drip(connection: socket.socket, begin: bytes, drop: bytes) -> None:
    connection.sendall(begin)
    while True:
        connection.sendall(drop)
        time.sleep(0.05)


class SilentHost:
    """Accepts connections and handles each with `handle` in a thread, until the host is closed."""

    def __init__(self, handle: Callable[[socket.socket], None]) -> None:
        self._handle = handle
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._accepted: list[socket.socket] = []
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        for each in (self._listening, *self._accepted):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._accepted.append(self._listening.accept()[0])
                threading.Thread(target=self._serve, args=(self._accepted[-1],), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._handle is not _send_slow_handshake:
                connection.recv(65536)
            self._handle(connection)


HOSTS = {
    "silent": ("http", _send_nothing),
    "silent handshake": ("https", _send_nothing),
    "slow handshake": ("https", _send_slow_handshake),
    "slow headers": ("http", _send_slow_headers),
    "slow body": ("http", _send_slow_body),
    "busy": ("http", _send_busy),
}


@pytest.fixture(params=HOSTS.values(), ids=HOSTS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    scheme, handle = request.param
    with closing(SilentHost(handle)) as host:
        yield f"{scheme}://{host.address}"


@pytest.fixture
def program(url: str, tmp_path: Path) -> UseCases:
    return _program(url, tmp_path)


def _program(url: str, folder: Path) -> UseCases:
    connection = {"name": "lab", "url": url, "http_only": url.startswith("http:"), "username": "a", "password": "b"}
    settings = Settings(folder, connections=[connection], login_seconds=LOGIN_SECONDS)
    use_cases: UseCases = Container(settings=settings).use_cases()
    assert not list(use_cases.connections.load())
    return use_cases


LOGINS: dict[str, Callable[[UseCases], object]] = {
    "password": lambda program: program.connections.login("lab"),
    "token": lambda program: program.connections.login("lab", token=Secret("anna-230317133255245x9E43")),
    "on demand": lambda program: program.catalogue.list_contents("lab", "/", PageRequest()),
}


@pytest.mark.parametrize("log_in", LOGINS.values(), ids=LOGINS)
def test_a_login_ends_in_time(program: UseCases, log_in: Callable[[UseCases], object]) -> None:
    began = time.monotonic()
    with pytest.raises(InstanceUnreachable, match=r"no (whole )?answer within 0\.\d seconds|openBIS is not running"):
        log_in(program)
    assert time.monotonic() - began < MAX_SECONDS


def test_a_check_of_an_address_ends_in_time(program: UseCases, url: str) -> None:
    began = time.monotonic()
    found = program.connections.check_instance(url, http_only=True)
    assert isinstance(found.error, InstanceUnreachable)
    assert time.monotonic() - began < MAX_SECONDS


def test_logins_that_wait_for_each_other_end_in_time(tmp_path: Path) -> None:
    endings: list[Exception] = []
    with closing(SilentHost(_send_nothing)) as host:
        program = _program(f"http://{host.address}", tmp_path)

        def log_in() -> None:
            try:
                program.connections.login("lab")
            except InstanceUnreachable as error:
                endings.append(error)

        threads = [threading.Thread(target=log_in) for _ in range(40)]
        began = time.monotonic()
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert time.monotonic() - began < 20 * LOGIN_SECONDS, "in sequence it would be 40 times LOGIN_SECONDS"
    assert len(endings) == len(threads)
