"""Connections to Jupyter servers: the token is sent to servers of the same user on this computer only."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.jupyter_server import local_connection
from jupyter_openbis_server.adapters.jupyter_server.local_connection import LocalConnection, NotLocal
from jupyter_openbis_server.adapters.jupyter_server.running_server import RunningServer
from jupyter_openbis_server.domain.shared.secret import Secret


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def server(host: str, port: int = 0, sock: str = "") -> RunningServer:
    return RunningServer(host, port, sock, False, "/", Secret("t"), "")


def connect(to: RunningServer) -> None:
    connection = LocalConnection(to, timeout=60)
    try:
        connection.connect()
    finally:
        connection.close()


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "0.0.0.0", "::", "*"])
def test_servers_on_this_computer_are_reached_by_all_its_names(listener: socket.socket, host: str) -> None:
    connect(server(host, listener.getsockname()[1]))


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "no-such-host.invalid", "\ud800"])
def test_other_computers_are_not_reached(listener: socket.socket, host: str) -> None:
    with pytest.raises(NotLocal):
        connect(server(host, listener.getsockname()[1]))


def test_a_listener_of_another_user_gets_nothing(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(NotLocal, match="another user"):
        connect(server("localhost", listener.getsockname()[1]))
    listener.settimeout(60)
    accepted, _ = listener.accept()
    with accepted:
        assert accepted.recv(100) == b""


def test_listener_on_all_addresses_is_accepted() -> None:
    with socket.create_server(("0.0.0.0", 0)) as listening:
        connect(server("0.0.0.0", listening.getsockname()[1]))
    if socket.has_dualstack_ipv6():
        with socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as listening:
            connect(server("", listening.getsockname()[1]))


def test_without_proc_the_listener_is_accepted(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_connection, "_TABLES", ((Path("/nowhere"), 4), (Path("/nowhere"), 16)))
    connect(server("localhost", listener.getsockname()[1]))


def test_a_unix_socket_of_another_user_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "jupyter.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        connect(server("", sock=path))
        monkeypatch.setattr(os, "geteuid", lambda: 54321)
        with pytest.raises(NotLocal, match="another user"):
            connect(server("", sock=path))


def test_a_closed_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        connect(server("127.0.0.1", port))
