"""Remembered logins after restarts of a Jupyter server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server import connect
from jupyter_openbis_server.domain.errors import NotLoggedIn
from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.kernels.notebooks import ask
from tests.support.one_extension import ONE_EXTENSION
from tests.support.waiting import until

LOGIN = {"action": "login", "username": "alice", "password": USERS["alice"], "remember": True}


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS) as server:
        yield server


@pytest.fixture
def start(tmp_path: Path, openbis: FakeOpenbis) -> Callable[[], AbstractContextManager[Jupyter]]:
    """Start the user's Jupyter server, with the same folders each time."""
    for name in ("work", "config"):
        (tmp_path / name).mkdir()
    (tmp_path / "config" / "openbis-connections.yaml").write_text(
        f"connections:\n  - name: lab\n    url: {openbis.url}\n    ca_bundle: {openbis.ca_file}\n    username: alice\n"
    )
    environ = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    return partial(jupyter_server, tmp_path, tmp_path / "work", tmp_path / "config", [*ONE_EXTENSION], environ=environ)


def lab(jupyter: Jupyter) -> dict[str, Any]:
    return ask(jupyter, "GET", "openbis/conn/lab")["connection"]


def log_in(jupyter: Jupyter) -> None:
    assert ask(jupyter, "PUT", "openbis/conn/lab", LOGIN)["connection"]["remembered"]


def test_the_login_survives_a_restart_and_a_changed_password(
    start: Callable[[], AbstractContextManager[Jupyter]],
    openbis: FakeOpenbis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with start() as first:
        assert lab(first)["status"] == "not connected"
        log_in(first)
    openbis.requests.clear()
    monkeypatch.setitem(openbis.users, "alice", "another one")
    with start() as second:
        assert openbis.sessions.login("alice", USERS["alice"]) is None
        until(lambda: lab(second)["status"] == "connected")
        assert lab(second)["remembered"]["username"] == "alice"
        assert ask(second, "GET", "openbis/datasetTypes/lab")
        assert "login" not in openbis.requests.methods()
        (token,) = [pat.hash for pat in openbis.laboratory.personal_access_tokens]
        assert token not in (tmp_path / "jupyter.log").read_text()
        answer = ask(second, "PUT", "openbis/conn/lab", {"action": "forget", "password": "another one"})
        assert answer["connection"]["status"] == "connected"
        assert answer["connection"]["unrevoked"] is None
    assert list(openbis.laboratory.personal_access_tokens) == []
    with start() as third:
        ask(third, "GET", "openbis/conns")
        assert lab(third)["status"] == "not connected"


def test_a_token_that_was_revoked_in_openbis_leads_to_the_login_with_the_reason(
    start: Callable[[], AbstractContextManager[Jupyter]], openbis: FakeOpenbis
) -> None:
    with start() as first:
        log_in(first)
    (token,) = openbis.laboratory.personal_access_tokens
    openbis.laboratory.remove(token)
    with start() as second:
        until(lambda: lab(second)["problem"] is not None)
        shown = lab(second)
        assert "the remembered login is not valid any more" in shown["problem"]
        assert (shown["status"], shown["remembered"]) == ("not connected", None)
        log_in(second)
        ask(second, "PUT", "openbis/conn/lab", {"action": "logout", "forget": True})


def test_scripts_use_the_remembered_login_until_it_is_forgotten(
    start: Callable[[], AbstractContextManager[Jupyter]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    with start() as jupyter:
        log_in(jupyter)
        try:
            assert connect("lab").types()
            ask(jupyter, "PUT", "openbis/conn/lab", {"action": "logout", "forget": True})
            forget_programs()
            with pytest.raises(NotLoggedIn):
                connect("lab").types()
        finally:
            forget_programs()
