"""Issuers of tokens: JupyterHub, and the fake."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

import pytest

from jupyter_openbis_server.adapters.jupyterhub import HubTokenIssuer
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.deadline import Deadline
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.token_store import MemoryTokenIssuer
from tests.contract.contracts.token_issuer import URL, TokenIssuerContract

LAB = Instance("lab", URL)


@dataclass
class HubRoute:
    """What the hub answers, and what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b"{}"
    requests: int = 0

    @property
    def environ(self) -> dict[str, str]:
        return {
            "JUPYTERHUB_API_URL": f"{self.url}/prefix/hub/api",
            "JUPYTERHUB_API_TOKEN": "5e1f",
            "OPENBIS_URL": "openbis.example.org",
            "OPENBIS_TOKEN_FROM_HUB": "1",
        }


@pytest.fixture
def hub() -> Iterator[HubRoute]:
    route = HubRoute()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            route.requests += 1
            is_right = (self.path, self.headers["Authorization"]) == ("/prefix/hub/openbis/token", "token 5e1f")
            self.send_response(route.status if is_right else 404)
            self.send_header("Content-Length", str(len(route.body)))
            self.send_header("Location", f"{route.url}/other")
            self.end_headers()
            self.wfile.write(route.body)

        def log_message(self, *args: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    route.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield route
    server.shutdown()
    server.server_close()


@pytest.fixture
def without_pauses() -> Callable[[], float]:
    """A clock on which so much time passes between two requests that each one is sent."""
    return count(0, 60).__next__


class TestHubTokenIssuer(TokenIssuerContract):
    @pytest.fixture
    def issuer(self, hub, without_pauses):
        return HubTokenIssuer(hub.environ, clock=without_pauses)

    @pytest.fixture
    def issue(self, hub):
        def issue(token: str | None) -> None:
            hub.status = 403 if token is None else 200
            hub.body = json.dumps({"token": token}).encode()

        return issue


class TestMemoryTokenIssuer(TokenIssuerContract):
    @pytest.fixture
    def issuer(self):
        return MemoryTokenIssuer(URL)

    @pytest.fixture
    def issue(self, issuer):
        def issue(token: str | None) -> None:
            issuer.current = Secret(token) if token else None

        return issue


@pytest.mark.parametrize("body", [b"", b"no JSON", b"[]", b'{"token": 7}', b'{"token": ""}', b"[" * 100_000])
def test_answers_without_a_token_are_none(hub, body):
    hub.body = body
    assert HubTokenIssuer(hub.environ).token(LAB) is None
    assert hub.requests == 1


@pytest.mark.parametrize("status", [301, 403, 404, 500])
def test_refusals_are_none_and_redirects_are_not_followed(hub, status):
    hub.status, hub.body = status, b'{"token": "$pat-anna-1"}'
    assert HubTokenIssuer(hub.environ).token(LAB) is None
    assert hub.requests == 1


def test_requests_to_the_hub_are_five_seconds_apart(hub):
    now = [0.0]
    issuer = HubTokenIssuer(hub.environ, clock=lambda: now[0])
    for now[0] in (0.0, 1.0, 4.9):
        issuer.token(LAB)
    assert hub.requests == 1
    now[0] = 5.0
    issuer.token(LAB)
    assert hub.requests == 2


@pytest.mark.parametrize(
    "name", ["OPENBIS_TOKEN_FROM_HUB", "OPENBIS_URL", "JUPYTERHUB_API_URL", "JUPYTERHUB_API_TOKEN"]
)
def test_without_our_authenticator_the_hub_is_not_asked(hub, name):
    assert HubTokenIssuer({**hub.environ, name: ""}).token(LAB) is None
    assert hub.requests == 0


def test_a_silent_hub_is_none_after_the_time_limit_of_the_login(hub):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environ = hub.environ | {"JUPYTERHUB_API_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/hub/api"}
        with Deadline.within(0.1):
            assert HubTokenIssuer(environ).token(LAB) is None


def test_a_hub_that_is_down_is_none(hub):
    environ = hub.environ | {"JUPYTERHUB_API_URL": "http://127.0.0.1:1/hub/api"}
    assert HubTokenIssuer(environ).token(LAB) is None
    assert HubTokenIssuer(environ | {"JUPYTERHUB_API_URL": "https://127.0.0.1:99999/hub/api"}).token(LAB) is None
