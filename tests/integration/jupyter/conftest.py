"""A real Jupyter server in the test's process, with the extension, in front of the wire-level fake openBIS."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_jupyter.jupyter_core import jp_asyncio_loop
from pytest_jupyter.jupyter_server import jp_server_cleanup
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from jupyter_openbis_server.fake_openbis.state.entities import DataSet
from tests.integration.jupyter.described import check_described

__all__ = ["jp_asyncio_loop", "jp_server_cleanup"]  # fixtures that tests/conftest.py switches off

PASSWORD = USERS["alice"]


def registered(openbis: FakeOpenbis, perm_id: str) -> DataSet:
    """Return a data set from the state of the fake openBIS."""
    data_set = openbis.laboratory.data_sets.get(perm_id)
    assert data_set is not None, f"{perm_id} is not registered"
    return data_set


@dataclass(frozen=True)
class Answer:
    """A response: status, parsed JSON (None without a body), headers."""

    status: int
    json: Any
    headers: Any


Request = Callable[..., Awaitable[Answer]]


@pytest.fixture(scope="session")
def openbis_server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS) as server:
        yield server


@pytest.fixture
def openbis(openbis_server: FakeOpenbis) -> Iterator[FakeOpenbis]:
    """The fake openBIS, healthy again after each test."""
    openbis_server.requests.clear()
    yield openbis_server
    openbis_server.faults.clear()


@pytest.fixture
def connections(openbis: FakeOpenbis) -> list[dict[str, Any]]:
    """The configured connections; test modules may override them."""
    return [{"name": "lab", "url": openbis.url, "ca_bundle": str(openbis.ca_file)}]


@pytest.fixture
def jp_nbconvert_templates() -> None:
    """Keep pytest-jupyter from copying them for each test: these servers show no notebooks."""


@pytest.fixture
def jp_server_config(connections: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_openbis_server": True, "jupyter_server_terminals": False},
            "allow_unauthenticated_access": False,
        },
        "OpenbisExtension": {"connections": connections, "read_timeout": 5.0, "retry_seconds": 0.0},
    }


@pytest.fixture
def extension(jp_serverapp: Any) -> OpenbisExtension:
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyter_openbis_server"]
    return app


@pytest.fixture
def request_(
    jp_serverapp: Any, http_server: Any, jp_base_url: str, jp_http_port: int, jp_auth_header: dict[str, str]
) -> Request:
    """Send a request below Jupyter's base URL; the path goes out as it is, already percent-encoded.

    An answer that the description of the API does not allow fails the test.
    """

    async def send(
        method: str, path: str, body: Any = None, *, raw: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        content = raw if raw is not None else (None if body is None else json.dumps(body).encode())
        answer = await AsyncHTTPClient().fetch(
            HTTPRequest(
                f"http://127.0.0.1:{jp_http_port}{jp_base_url}{path}",
                method=method,
                headers=jp_auth_header if headers is None else headers,
                body=content,
                allow_nonstandard_methods=True,
                request_timeout=100,
                follow_redirects=False,
            ),
            raise_error=False,
        )
        parsed = json.loads(answer.body) if answer.body else None
        assert answer.headers.get("Content-Type", "application/json").startswith("application/json")
        check_described(method, path, answer.code, parsed)
        return Answer(answer.code, parsed, answer.headers)

    return send


@pytest.fixture
def logged_in(request_: Request, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Request:
    """The same, after alice has logged in to the connection `lab`."""
    body = {"username": "alice", "password": PASSWORD}
    answer = jp_asyncio_loop.run_until_complete(request_("PUT", "openbis/conn/lab", body))
    assert answer.status == 200, answer.json
    return request_


@pytest.fixture
def cookies(request_: Request, jp_asyncio_loop: asyncio.AbstractEventLoop) -> str:
    """The cookies of a browser that is logged in to Jupyter, without the XSRF cookie."""
    answer = jp_asyncio_loop.run_until_complete(request_("GET", "api/status"))
    return "; ".join(each.partition(";")[0] for each in answer.headers.get_list("Set-Cookie"))


@pytest.fixture
def root(jp_root_dir: Path) -> Path:
    """Jupyter's root folder."""
    return jp_root_dir


@pytest.fixture
def unused_tcp_port_url() -> str:
    """The URL of a closed port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"https://127.0.0.1:{taken.getsockname()[1]}"
