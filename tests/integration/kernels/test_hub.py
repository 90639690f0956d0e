"""A real `jupyterhub-singleuser` in front of a stub of the hub's API: only its owner's kernels get the session."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests

from jupyter_openbis_server.adapters.jupyter_server.panel_login import USER_AGENT
from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.integration.kernels.cells import COMMAND, CONNECT, TABLE, logins
from tests.integration.kernels.notebooks import TIMEOUT, ask, kernel
from tests.support.free_port import free_port
from tests.support.one_extension import ONE_EXTENSION

PREFIX = "/user/alice/"
SERVER_TOKEN = "5e1f"
ACCESS = "access:servers!server=alice/"
USERS = {
    SERVER_TOKEN: {"name": "alice", "admin": False, "scopes": [ACCESS]},
    "a11ce": {"name": "alice", "admin": False, "scopes": [ACCESS]},
    "b0b": {"name": "bob", "admin": False, "scopes": [ACCESS]},
    "ad319": {"name": "root", "admin": True, "scopes": [ACCESS, "admin:users"]},
}
"""Another token of the owner, a user who may access this server, and an administrator."""


class HubApi(BaseHTTPRequestHandler):
    """Requests that `jupyterhub-singleuser` sends to its hub."""

    def do_GET(self) -> None:
        token = self.headers.get("Authorization", "").rpartition(" ")[2]
        user = USERS.get(token)
        if not self.path.endswith("/user"):
            self._answer(200, {"version": "5.0"})
        elif user:
            self._answer(200, {**user, "kind": "user", "groups": [], "session_id": None})
        else:
            self._answer(403, {"status": 403, "message": "Forbidden"})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(200, {})

    def log_message(self, *args: Any) -> None:
        """Log nothing."""

    def _answer(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-JupyterHub-Version", "5.0.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hub_api() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), HubApi)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hub/api"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def jupyter(tmp_path: Path) -> Iterator[Jupyter]:
    for name in ("work", "config"):
        (tmp_path / name).mkdir()
    port = free_port()
    with hub_api() as api:
        environ = {
            "JUPYTERHUB_API_TOKEN": SERVER_TOKEN,
            "JUPYTERHUB_API_URL": api,
            "JUPYTERHUB_BASE_URL": "/",
            "JUPYTERHUB_CLIENT_ID": "jupyterhub-user-alice",
            "JUPYTERHUB_HOST": "",
            "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([ACCESS]),
            "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{PREFIX}oauth_callback",
            "JUPYTERHUB_OAUTH_SCOPES": json.dumps([ACCESS]),
            "JUPYTERHUB_SERVER_NAME": "",
            "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
            "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}{PREFIX}",
            "JUPYTERHUB_USER": "alice",
        }
        folder = tmp_path / "work"
        with jupyter_server(
            tmp_path, folder, tmp_path / "config", ONE_EXTENSION, environ, "jupyterhub.singleuser"
        ) as server:
            yield replace(server, token=SERVER_TOKEN)


def request_login(jupyter: Jupyter, headers: dict[str, str], query: str = "") -> requests.Response:
    url = f"{jupyter.url}openbis/kernel/login{query}"
    return requests.post(
        url, json={"connection": "my lab"}, headers={"User-Agent": USER_AGENT} | headers, timeout=TIMEOUT
    )


def test_kernels_of_the_owner_use_the_session_of_the_panel(panel: Jupyter, openbis: FakeOpenbis) -> None:
    assert panel.url.endswith(PREFIX)
    assert ask(panel, "GET", "openbis/conns")["kernel_login"] is True
    with kernel(panel) as python:
        for code in (CONNECT, TABLE, COMMAND):
            assert python.run(code).error == []
    assert logins(openbis) == 1


@pytest.mark.timeout(600)
def test_other_users_tokens_browsers_and_proxies_are_refused(panel: Jupyter, openbis: FakeOpenbis) -> None:
    (session,) = openbis.sessions.of_user("alice")
    owner = {"Authorization": f"token {SERVER_TOKEN}"}
    assert request_login(panel, owner).json()["token"] == session
    attempts = [
        *(({"Authorization": f"token {token}"}, "") for token in USERS if token != SERVER_TOKEN),
        ({"Authorization": "token unknown"}, ""),
        ({}, ""),
        ({}, f"?token={SERVER_TOKEN}"),
        (owner, f"?token={SERVER_TOKEN}"),
        ({"Cookie": f"jupyterhub-user-alice={SERVER_TOKEN}"}, ""),
        ({**owner, "Cookie": "jupyterhub-session-id=x"}, ""),
        # added by configurable-http-proxy
        ({**owner, "X-Forwarded-For": "192.0.2.8", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"}, ""),
        ({**owner, "X-Forwarded-Host": "hub.example.org"}, ""),
        ({**owner, "X_Forwarded_For": "192.0.2.8"}, ""),
        ({**owner, "CF-Connecting-IP": "192.0.2.8"}, ""),
        ({**owner, "User-Agent": "Mozilla/5.0"}, ""),
        ({**owner, "Origin": "https://hub.example.org", "Sec-Fetch-Site": "same-origin"}, ""),
        ({**owner, "Referer": "https://hub.example.org/user/bob/lab"}, ""),
    ]
    for headers, query in attempts:
        answer = request_login(panel, headers, query)
        assert answer.status_code == 403, (headers, query)
        assert session not in answer.text
