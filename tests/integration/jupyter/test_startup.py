"""Connections that are configured before Jupyter starts."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.integration.jupyter.conftest import PASSWORD, Request
from tests.support.waiting import at_once


@pytest.fixture
def connections() -> list[dict[str, Any]]:
    """Jupyter's own configuration defines none here."""
    return []


@pytest.fixture
def yaml_files(jp_config_dir: Path, jp_env_config_path: Path, openbis: FakeOpenbis) -> None:
    """Two files; the folder of a virtual environment takes precedence over the user's."""
    near, far = jp_env_config_path, jp_config_dir
    address = f"url: {openbis.url}\n    ca_bundle: {openbis.ca_file}"
    near.mkdir(parents=True, exist_ok=True)
    (near / "openbis-connections.yaml").write_text(
        f"""connections:
  - name: both
    {address}
    username: alice
    password: {PASSWORD}
  - name: broken
  - name: wrong password
    {address}
    username: alice
    password: wrong
"""
    )
    far.mkdir(parents=True, exist_ok=True)
    (far / "openbis-connections.yaml").write_text(
        "connections:\n  - name: both\n    url: other.example.org\n  - name: far\n    url: far.example.org\n"
    )


async def all_logins(extension: OpenbisExtension) -> None:
    """Run the hook that Jupyter calls when its loop runs; wait for all logins that it has started."""
    await extension._start_jupyter_server_extension(extension.serverapp)
    await asyncio.gather(*extension.logins)


async def test_files_are_read_by_precedence_and_logins_run_in_the_background(
    yaml_files: None, request_: Request, extension: OpenbisExtension, openbis: FakeOpenbis
):
    await all_logins(extension)
    shown = {each["name"]: each for each in (await request_("GET", "openbis/conns")).json["connections"]}
    assert shown.keys() == {"both", "wrong password", "far"}
    assert shown["both"]["url"] == openbis.url
    assert shown["both"]["status"] == "connected"
    assert shown["wrong password"]["status"] == "not connected"
    assert "Incorrect username or password" in shown["wrong password"]["problem"]


async def test_a_bad_entry_is_reported_with_file_and_reason_and_without_the_password(
    capsys: pytest.CaptureFixture[str], yaml_files: None, extension: OpenbisExtension
):
    await all_logins(extension)
    log = capsys.readouterr().err
    (line,) = [line for line in log.splitlines() if "'broken'" in line]
    assert "openbis-connections.yaml" in line
    assert "url: is missing" in line
    assert "OpenbisExtension" in log
    assert f"password: {PASSWORD}" not in log


@pytest.fixture
def token_in_the_environment(openbis: FakeOpenbis, monkeypatch: pytest.MonkeyPatch) -> str:
    token = openbis.sessions.open("alice")
    assert token is not None
    monkeypatch.setenv("OPENBIS_URL", openbis.url)
    monkeypatch.setenv("OPENBIS_TOKEN", token)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(openbis.ca_file))
    return token


async def test_the_token_of_the_hub_is_used(
    token_in_the_environment: str, request_: Request, extension: OpenbisExtension, openbis: FakeOpenbis
):
    await all_logins(extension)
    (connection,) = (await request_("GET", "openbis/conns")).json["connections"]
    assert (connection["name"], connection["username"]) == ("127.0.0.1", "alice")
    assert connection["status"] == "connected"
    assert (await request_("GET", "openbis/datasetTypes/127.0.0.1")).status == 200
    assert "login" not in openbis.requests.methods()


async def test_logging_out_does_not_end_the_session_of_the_hubs_token(
    token_in_the_environment: str, request_: Request, extension: OpenbisExtension, openbis: FakeOpenbis
):
    await all_logins(extension)
    assert (await request_("PUT", "openbis/conn/127.0.0.1", {"action": "logout"})).status == 200
    assert openbis.sessions.is_active(token_in_the_environment)


async def test_an_expired_hub_token_is_replaced_by_a_login_without_a_restart(
    token_in_the_environment: str, request_: Request, extension: OpenbisExtension, openbis: FakeOpenbis
):
    await all_logins(extension)
    openbis.restart()
    expired = await request_("GET", "openbis/datasetTypes/127.0.0.1")
    assert expired.status == 401
    assert (
        "the token that the hub or OPENBIS_TOKEN gave has expired; sign in to the hub again, restart your server"
        in expired.json["reason"]
    )
    login = await request_("PUT", "openbis/conn/127.0.0.1", {"username": "alice", "password": PASSWORD})
    assert login.status == 200
    assert (await request_("GET", "openbis/datasetTypes/127.0.0.1")).status == 200


class TestSilentHosts:
    """Hosts that accept the connection and send nothing."""

    @pytest.fixture
    def silent_port(self) -> Iterator[int]:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(16)
            yield listener.getsockname()[1]

    @pytest.fixture
    def connections(self, silent_port: int) -> list[dict[str, Any]]:
        url = f"https://127.0.0.1:{silent_port}"
        return [{"name": f"silent {number}", "url": url, "username": "alice", "password": "any"} for number in range(3)]

    async def test_three_silent_hosts_delay_neither_the_start_nor_the_list(
        self, request_: Request, extension: OpenbisExtension
    ):
        with at_once():
            await extension._start_jupyter_server_extension(extension.serverapp)
            answer = await request_("GET", "openbis/conns")
        assert [each["status"] for each in answer.json["connections"]] == ["not connected"] * 3


class TestStopping:
    """The end of the server."""

    @pytest.fixture
    def connections(self, openbis: FakeOpenbis) -> list[dict[str, Any]]:
        return [
            {
                "name": "lab",
                "url": openbis.url,
                "ca_bundle": str(openbis.ca_file),
                "username": "alice",
                "password": PASSWORD,
            }
        ]

    async def test_our_own_session_is_closed_when_the_server_stops(
        self, extension: OpenbisExtension, openbis: FakeOpenbis
    ):
        await all_logins(extension)
        openbis.requests.clear()
        await extension.stop_extension()
        assert openbis.requests.methods() == ["logout"]
