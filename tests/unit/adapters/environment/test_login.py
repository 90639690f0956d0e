"""The login that OPENBIS_USERNAME and OPENBIS_PASSWORD_FILE name."""

import os
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.environment.connections import EnvironmentConnection
from jupyter_openbis_server.adapters.environment.login import EnvironmentLogin
from jupyter_openbis_server.domain.connections.logins import ExplicitLogin

SECRET = "correct horse"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\nmore\n")
    file.chmod(0o600)
    return file


def read(**environ: object) -> EnvironmentLogin:
    return EnvironmentLogin.read({name: str(value) for name, value in environ.items()})


def test_first_line_of_the_file_is_the_password(file: Path) -> None:
    found = read(OPENBIS_USERNAME=" anna ", OPENBIS_PASSWORD_FILE=file)
    assert found.problems == ()
    assert found.login is not None
    assert found.login.password is not None
    assert (found.login.username, found.login.password.reveal()) == ("anna", SECRET)
    assert SECRET not in repr(found)


def test_without_a_file_there_is_no_login() -> None:
    assert read() == EnvironmentLogin()


def test_a_user_without_a_file_is_no_other_user() -> None:
    assert read(OPENBIS_USERNAME="anna") == EnvironmentLogin(ExplicitLogin("anna"))


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_file_that_others_can_read_is_reported(file: Path, mode: int) -> None:
    file.chmod(mode)
    found = read(OPENBIS_USERNAME="anna", OPENBIS_PASSWORD_FILE=file)
    assert found.login is not None
    (problem,) = found.problems
    assert "other users can read the password" in problem
    assert "chmod 600" in problem


@pytest.mark.parametrize("content", [b"", b"\n" + SECRET.encode(), b"\xff\xfe"])
def test_file_without_a_password_is_reported(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    found = read(OPENBIS_USERNAME="anna", OPENBIS_PASSWORD_FILE=file)
    (problem,) = found.problems
    assert found.login is None
    assert "OPENBIS_PASSWORD_FILE" in problem
    assert SECRET not in problem


def test_unreadable_file_and_missing_user_are_reported(tmp_path: Path, file: Path) -> None:
    (problem,) = read(OPENBIS_USERNAME="anna", OPENBIS_PASSWORD_FILE=tmp_path / "none").problems
    assert problem == "the file of OPENBIS_PASSWORD_FILE cannot be read: No such file or directory"
    assert read(OPENBIS_PASSWORD_FILE=file).problems == ("OPENBIS_PASSWORD_FILE is set without OPENBIS_USERNAME",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX")
def test_named_pipe_without_a_writer_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert read(OPENBIS_USERNAME="anna", OPENBIS_PASSWORD_FILE=tmp_path / "pipe").login is None


def test_connection_of_the_environment_uses_it_without_a_token(file: Path) -> None:
    environ = {"OPENBIS_URL": "a.org", "OPENBIS_USERNAME": "anna", "OPENBIS_PASSWORD_FILE": str(file)}
    (definition,) = EnvironmentConnection(environ).read().definitions
    assert definition.credentials is not None
    assert (definition.username, definition.credentials.secret.reveal()) == ("anna", SECRET)
    (other,) = EnvironmentConnection({**environ, "OPENBIS_TOKEN": "otto-20240401101530123"}).read().definitions
    assert other.credentials is not None
    assert other.credentials.username == "otto"
