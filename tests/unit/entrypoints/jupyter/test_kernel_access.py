"""Access of kernels: only connections from this computer with the right token."""

import socket
from dataclasses import dataclass
from typing import Any

import pytest

from jupyter_openbis_server.entrypoints.jupyter.kernel_access import KernelAccess, local_peer
from jupyter_openbis_server.entrypoints.jupyter.request_errors import KernelLoginRefused


@dataclass
class Connected:
    """A socket with given addresses."""

    peer: str
    own: str
    family: int = socket.AF_INET

    def getpeername(self) -> tuple[str, int]:
        return self.peer, 40000

    def getsockname(self) -> tuple[str, int]:
        return self.own, 8888


@pytest.mark.parametrize(
    ("peer", "own", "address"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.53", "127.0.0.1", "127.0.0.53"),
        ("::1", "::1", "::1"),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1", "127.0.0.1"),
        ("192.0.2.7", "192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::1%eth0", "fe80::1"),
        ("192.0.2.8", "192.0.2.7", None),
        ("::ffff:192.0.2.8", "::ffff:192.0.2.7", None),
        ("2001:db8::2", "2001:db8::1", None),
        ("172.17.0.1", "172.17.0.2", None),
        ("not an address", "127.0.0.1", None),
    ],
)
def test_only_peers_on_this_computer_are_local(peer: str, own: str, address: str | None) -> None:
    connected: Any = Connected(peer, own)
    assert local_peer(connected) == address


def test_a_closed_connection_is_not_local() -> None:
    assert local_peer(None) is None
    with socket.socket() as unconnected:
        assert local_peer(unconnected) is None


def test_a_unix_socket_is_local() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert local_peer(one) == "unix-socket"


class Hub:
    """A JupyterHub's identity provider."""

    auth_enabled = True
    token = "5eC8e7"
    hub_auth = None


@dataclass
class User:
    username: str


class Handler:
    """A request with the right token, from this computer."""

    token_authenticated = True

    def __init__(self, user: str, peer: str = "127.0.0.1") -> None:
        self.current_user = User(user)
        connection: Any = type("Connection", (), {})()
        connection.stream = type("Stream", (), {"socket": Connected(peer, "127.0.0.1")})()
        headers = {
            "Authorization": f"token {Hub.token}",
            "User-Agent": "jupyter-openbis-server",
            "Content-Type": "application/json",
        }
        parts = {"headers": headers, "query": "", "connection": connection, "version": "HTTP/1.1"}
        self.request: Any = type("Request", (), parts)()


def refusal(handler: Any, environ: dict[str, str]) -> str:
    with pytest.raises(KernelLoginRefused) as caught:
        KernelAccess(Hub(), environ, is_enabled=True).check(handler)
    return str(caught.value.response["reason"])


def test_on_a_hub_only_the_owner_may_ask() -> None:
    owner: Any = Handler("alice")
    assert KernelAccess(Hub(), {"JUPYTERHUB_USER": "alice"}, is_enabled=True).check(owner) == "127.0.0.1"
    assert "only the owner" in refusal(Handler("bob"), {"JUPYTERHUB_USER": "alice"})
    assert "only the owner" in refusal(Handler(""), {})


def test_the_token_of_a_hub_may_be_in_the_environment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "token", "")
    handler: Any = Handler("alice")
    handler.request.headers["Authorization"] = "token h7b"
    environ = {"JUPYTERHUB_USER": "alice", "JUPYTERHUB_API_TOKEN": "h7b"}
    assert KernelAccess(Hub(), environ, is_enabled=True).check(handler) == "127.0.0.1"
    assert "has no token" in refusal(handler, {"JUPYTERHUB_USER": "alice"})


def test_other_computers_may_not_ask() -> None:
    assert "only programs on this computer" in refusal(Handler("alice", "192.0.2.8"), {"JUPYTERHUB_USER": "alice"})


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.2"])
def test_other_versions_of_http_are_refused(version: str) -> None:
    handler = Handler("alice")
    handler.request.version = version
    assert f"{version} shows" in refusal(handler, {"JUPYTERHUB_USER": "alice"})


@pytest.mark.parametrize("value", ["", "token", "token other", "Basic 5eC8e7", "token  x"])
def test_invalid_authorization_headers_are_refused(value: str) -> None:
    handler = Handler("alice")
    handler.request.headers["Authorization"] = value
    assert "send Jupyter's token" in refusal(handler, {"JUPYTERHUB_USER": "alice"})
