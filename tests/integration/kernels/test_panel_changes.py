"""Changes of connections and logins in the panel while programs use them."""

import multiprocessing
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
import requests

from jupyter_openbis_server import connect
from jupyter_openbis_server.domain.errors import NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.entrypoints.library.library import Connection
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs, shared_program
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.kernels.notebooks import ask
from tests.support.one_extension import ONE_EXTENSION

TABLE = f"my lab/{lab.IMAGES}/original/intensities.csv"


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS) as server:
        yield server


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's folder for its runtime file."""
    return tmp_path_factory.mktemp("jupyter") / "runtime"


@pytest.fixture(scope="module")
def jupyter(runtime: Path) -> Iterator[Jupyter]:
    for name in ("work", "config"):
        (runtime.parent / name).mkdir()
    with jupyter_server(runtime.parent, runtime.parent / "work", runtime.parent / "config", ONE_EXTENSION) as server:
        yield server


@pytest.fixture(autouse=True)
def panel(
    jupyter: Jupyter, openbis: FakeOpenbis, runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Jupyter]:
    """The server that this process is a kernel of; alice is logged in to `my lab`, which is not saved."""
    monkeypatch.setenv("JPY_PARENT_PID", str(jupyter.process_id))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "own config"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "own data"))
    connection = {"name": "my lab", "url": openbis.url, "ca_bundle": str(openbis.ca_file)}
    ask(jupyter, "POST", "openbis/conns", {**connection, "username": "alice", "password": USERS["alice"]})
    yield jupyter
    forget_programs()
    fsspec.get_filesystem_class("openbis").clear_instance_cache()
    for each in ask(jupyter, "GET", "openbis/conns")["connections"]:
        ask(jupyter, "DELETE", f"openbis/conn/{each['name']}")
    for token in [token for user in USERS for token in openbis.sessions.of_user(user)]:
        openbis.sessions.end(token)


@pytest.fixture
def my_lab() -> Connection:
    connection = connect("my lab")
    assert connection.types()
    return connection


def log_out(panel: Jupyter) -> None:
    ask(panel, "PUT", "openbis/conn/my%20lab", {"action": "logout"})


def log_in(panel: Jupyter, username: str, password: str) -> None:
    ask(panel, "PUT", "openbis/conn/my%20lab", {"action": "login", "username": username, "password": password})


def store_token(openbis: FakeOpenbis) -> None:
    """Store a token for the connection, like `jupyter openbis login --keep file`."""
    token = Secret(openbis.sessions.open("alice"))
    files = shared_program().use_cases.connections.token_stores["file"]
    files.put(Instance("my lab", openbis.url), StoredToken(token, "alice", None))


def in_a_forked_process(use: Callable[[], Any]) -> int | None:
    process = multiprocessing.get_context("fork").Process(target=use)
    process.start()
    process.join()
    return process.exitcode


class TestAnotherProgram:
    """Objects that outlive the program that created them."""

    @pytest.fixture(params=["login of the panel", "kept token"])
    def connection(
        self, request: pytest.FixtureRequest, my_lab: Connection, panel: Jupyter, openbis: FakeOpenbis
    ) -> Connection:
        if request.param == "login of the panel":
            return my_lab
        log_out(panel)
        store_token(openbis)
        forget_programs()
        connection = connect("my lab")
        assert connection.types()
        return connection

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
    def test_an_object_can_be_used_in_a_forked_process(self, connection: Connection) -> None:
        assert in_a_forked_process(connection.types) == 0
        assert connection.types()

    def test_an_object_can_be_used_after_the_programs_were_discarded(self, connection: Connection) -> None:
        fsspec.filesystem("openbis").clear_instance_cache()
        assert connection.types()

    def test_an_object_can_be_used_after_a_change_of_the_folders(
        self, connection: Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "another config"))
        assert connection.types()


def test_files_are_found_after_a_later_login(panel: Jupyter, openbis: FakeOpenbis) -> None:
    log_out(panel)
    for _ in range(2):
        with pytest.raises(PermissionError, match="Not logged in to my lab"):
            fsspec.filesystem("openbis").cat_file(TABLE)
    store_token(openbis)
    assert fsspec.filesystem("openbis").cat_file(TABLE)


class TestAccessToken:
    """The panel is logged in by a personal access token, which outlives every logout."""

    @pytest.fixture
    def connection(self, panel: Jupyter, openbis: FakeOpenbis) -> Connection:
        openbis_session = requests.post(
            f"{openbis.url}/openbis/openbis/rmi-application-server-v3.json",
            json={
                "jsonrpc": "2.0",
                "id": "1",
                "method": "createPersonalAccessTokens",
                "params": [
                    openbis.sessions.open("alice"),
                    [
                        {
                            "@type": "as.dto.pat.create.PersonalAccessTokenCreation",
                            "sessionName": "panel",
                            "validFromDate": int(time.time() * 1000),
                            "validToDate": int(time.time() * 1000) + 86400000,
                        }
                    ],
                ],
            },
            verify=str(openbis.ca_file),
            timeout=60,
        )
        log_in(panel, "alice", openbis_session.json()["result"][0]["permId"])
        connection = connect("my lab")
        assert connection.types()
        return connection

    def test_after_a_logout_in_the_panel_the_next_connect_has_no_login(
        self, connection: Connection, panel: Jupyter
    ) -> None:
        log_out(panel)
        assert connect("my lab")
        with pytest.raises(NotLoggedIn, match="log in in the openBIS panel"):
            connection.types()

    def test_another_user_of_the_panel_is_used_from_the_next_connect_on(
        self, connection: Connection, panel: Jupyter, openbis: FakeOpenbis
    ) -> None:
        log_in(panel, "bob", USERS["bob"])
        connect("my lab").types()
        (token,) = openbis.sessions.of_user("bob")
        used = shared_program().use_cases.connections.sessions.session("my lab")
        assert (used.username, used.token) == ("bob", Secret(token))
        with pytest.raises(NotLoggedIn, match="alice"):
            connect("my lab", username="alice")


def test_a_password_is_sent_to_the_current_address_of_the_panel(panel: Jupyter, openbis: FakeOpenbis) -> None:
    ask(panel, "POST", "openbis/conns", {"name": "typo", "url": "http://127.0.0.1:9", "http_only": True})
    assert connect("typo")
    ask(
        panel, "PATCH", "openbis/conn/typo", {"url": openbis.url, "ca_bundle": str(openbis.ca_file), "http_only": False}
    )
    assert connect("typo", username="bob", password=USERS["bob"]).types()


def test_connections_removed_in_the_panel_are_not_listed(panel: Jupyter, my_lab: Connection) -> None:
    ask(panel, "PATCH", "openbis/conn/my%20lab", {"name": "another"})
    assert fsspec.filesystem("openbis").ls("", detail=False) == ["another"]
    with pytest.raises(UnknownConnection):
        connect("my lab")
    with pytest.raises(UnknownConnection):
        my_lab.types()


def test_the_error_says_why_the_panel_cannot_be_asked(runtime: Path) -> None:
    (file,) = runtime.glob("jpserver-*.json")
    sentence = (
        f"No such connection: my lab; the openBIS panel cannot be asked: {file} belongs to another user, or others"
    )
    file.chmod(0o666)
    try:
        with pytest.raises(UnknownConnection, match=re.escape(sentence)):
            connect("my lab")
        with pytest.raises(FileNotFoundError, match=re.escape(sentence)):
            fsspec.filesystem("openbis").cat_file(TABLE)
    finally:
        file.chmod(0o600)
