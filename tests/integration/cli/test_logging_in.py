"""Stored logins."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server import connect
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Run, Terminal

PASSWORD = lab.USERS["alice"]
KEYRING = """
import json, os, pathlib
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    priority = 1
    file = pathlib.Path(os.environ["TEST_KEYRING"])
    def _read(self):
        return json.loads(self.file.read_text()) if self.file.exists() else {}
    def get_password(self, service, username):
        return self._read().get(f"{service} {username}")
    def set_password(self, service, username, password):
        self.file.write_text(json.dumps({**self._read(), f"{service} {username}": password}))
    def delete_password(self, service, username):
        self.file.write_text(json.dumps({k: v for k, v in self._read().items() if k != f"{service} {username}"}))
"""


@pytest.fixture(autouse=True)
def _without_password(configure: Callable[..., None]) -> None:
    configure("    username: alice\n")


def test_a_stored_token_logs_in_later_commands(run: Run, openbis: FakeOpenbis, tmp_path: Path) -> None:
    assert run("ls").status == 3
    kept = run("login", "--password-stdin", "--keep", "file", typed=f"{PASSWORD}\n")
    assert kept.status == 0, kept.err
    assert kept.out.startswith("lab: logged in as alice\na personal access token is kept in ")
    assert run("ls").status == 0
    (file,) = (tmp_path / "data" / "jupyter_openbis_server" / "tokens").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in file.read_text()
    assert openbis.sessions.of_user("alice") == []


def test_logging_out_deletes_the_stored_token(run: Run, openbis: FakeOpenbis) -> None:
    run("login", "--password-stdin", "--keep", "file", typed=PASSWORD)
    assert "alice's access token is forgotten here" in run("logout").out
    assert run("ls").status == 3
    assert run("logout").err == "Nothing was kept for lab.\n"


def test_logging_out_with_the_password_deletes_the_token_in_openbis_too(run: Run, openbis: FakeOpenbis) -> None:
    run("login", "--password-stdin", "--keep", "file", "--days", "10", typed=PASSWORD)
    (shown,) = run("--json", "conn", "list").json["connections"]
    assert shown["remembered"]["username"] == "alice"
    assert "kept until" in run("conn", "list").out
    assert "kept login of lab: alice's token in " in run("doctor").out
    wrong = run("logout", "--revoke", "--password-stdin", typed="wrong")
    assert (wrong.status, len(list(openbis.laboratory.personal_access_tokens))) == (3, 1)
    ended = run("--json", "logout", "--revoke", "--password-stdin", typed=PASSWORD)
    assert ended.json == {"forgotten": 1, "revoked": 1}
    assert list(openbis.laboratory.personal_access_tokens) == []
    assert openbis.sessions.of_user("alice") == []


def test_a_token_is_stored_in_the_keyring(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "keyring_of_the_test.py").write_text(KEYRING)
    before = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = f"{tmp_path / 'modules'}:{before}" if before else str(tmp_path / "modules")
    environment["PYTHON_KEYRING_BACKEND"] = "keyring_of_the_test.Keyring"
    environment["TEST_KEYRING"] = str(tmp_path / "keyring.json")
    found = run("--json", "login", "--password-stdin", "--keep", "keyring", typed=PASSWORD).json
    assert (found["kept"], found["connection"]["status"]) == ("the keyring", "connected")
    assert found["validUntil"] is not None
    assert run("ls").status == 0
    assert run("conn", "remove", "lab").out == f"Removed connection lab from {tmp_path / 'openbis-connections.yaml'}\n"
    assert (tmp_path / "keyring.json").read_text() == "{}"


def test_without_a_keyring_no_token_is_stored_and_a_message_says_so(
    run: Run, environment: dict[str, str], openbis: FakeOpenbis
) -> None:
    environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    ended = run("login", "--password-stdin", "--keep", "keyring", typed=PASSWORD)
    assert (ended.status, ended.out) == (8, "")
    assert "The keyring cannot be used: there is none on this computer" in ended.err
    assert "Hint: `jupyter-openbis login --keep file` keeps a token" in ended.err
    assert list(openbis.laboratory.personal_access_tokens) == []


def test_a_login_that_is_not_stored_says_so(run: Run) -> None:
    ended = run("login", "--password-stdin", typed=PASSWORD)
    assert ended.out == "lab: logged in as alice\n"
    assert ended.err == "Nothing is kept, so the next command logs in again; see --keep.\n"


def test_a_wrong_password_is_not_stored(run: Run) -> None:
    assert run("login", "--password-stdin", "--keep", "file", typed="wrong").status == 3
    assert run("logout").err == "Nothing was kept for lab.\n"


def test_no_question_is_asked_without_a_terminal(run: Run) -> None:
    ended = run("login", "--keep", "file")
    assert (ended.status, ended.out) == (3, "")


def test_revoking_without_a_terminal_needs_the_password_from_standard_input(run: Run) -> None:
    ended = run("logout", "--revoke")
    assert (ended.status, ended.out) == (3, "")
    assert "Hint: `jupyter-openbis logout --revoke --password-stdin` reads the password" in ended.err


def test_another_user_can_log_in_at_a_terminal(
    run: Run, on_terminal: Callable[..., Terminal], openbis: FakeOpenbis
) -> None:
    terminal = on_terminal("login", "--user", "bob", "--keep", "file")
    terminal.read_until("Password: ")
    terminal.type(f"{lab.USERS['bob']}\n")
    assert terminal.read_to_end() == 0, terminal.shown
    assert "lab: logged in as bob" in terminal.shown
    assert lab.USERS["bob"] not in terminal.shown
    assert run("conn", "test").out == f"lab: logged in to {openbis.url} as bob\n"


def test_an_expired_token_is_reported(run: Run, openbis: FakeOpenbis) -> None:
    run("login", "--password-stdin", "--keep", "file", typed=PASSWORD)
    (token,) = openbis.laboratory.personal_access_tokens
    openbis.laboratory.remove(token)
    ended = run("ls")
    assert (ended.status, token.hash in ended.err) == (3, False), ended
    assert "the remembered login is not valid any more: it has expired, or was revoked in openBIS" in ended.err


def test_scripts_use_the_stored_token(run: Run, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    run("login", "--password-stdin", "--keep", "file", typed=PASSWORD)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, environment[name])
    with connect("lab") as openbis:
        assert [each.perm_id for each in openbis.datasets(lab.TIME_SERIES)]


def test_a_connection_that_is_in_no_file_cannot_be_removed(run: Run, environment: dict[str, str]) -> None:
    environment["OPENBIS_URL"] = "https://hub.example.org"
    ended = run("conn", "remove", "hub.example.org")
    assert (ended.status, "is in none of the connection files" in ended.err) == (2, True)
