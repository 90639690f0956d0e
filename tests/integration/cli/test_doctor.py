"""`doctor` with set-ups that do not work, and one that does."""

import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.cli.conftest import Ended, Run
from tests.real_parts import need_fuse


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS, sftp=True) as server:
        yield server


@pytest.fixture
def write(tmp_path: Path, openbis: FakeOpenbis) -> Callable[..., None]:
    """Return a function that writes the connection `lab` with changed keys; None omits one."""

    def write_entry(**other: str | None) -> None:
        entry = {
            "url": openbis.url,
            "ca_bundle": str(openbis.ca_file),
            "username": "alice",
            "password": USERS["alice"],
            "mount": f"{{port: {openbis.sftp.port}}}",
        } | other
        lines = "".join(f"    {key}: {value}\n" for key, value in entry.items() if value is not None)
        (tmp_path / "openbis-connections.yaml").write_text(f"connections:\n  - name: lab\n{lines}")

    write_entry()
    return write_entry


def problems(ended: Ended) -> dict[str, str]:
    """Return the failed checks by subject."""
    return dict(re.findall(r"^(?:PROBLEM|warning)\s+(.+?): (.+)$", ended.out, re.MULTILINE))


def test_a_working_setup_is_ok(run: Run, write: Callable[..., None], openbis: FakeOpenbis) -> None:
    need_fuse()
    ended = run("doctor")
    assert (ended.status, problems(ended)) == (0, {})
    assert f"ok        connection lab: logged in to {openbis.url} as alice" in ended.out
    assert [each["ok"] for each in run("--json", "doctor").json["results"]] == [True] * 8
    assert f"ok        data store DSS1 of lab: {openbis.url} answers" in ended.out
    assert "ok        file server (AFS) of lab: this openBIS has none" in ended.out


def test_only_the_named_connection_is_checked(run: Run, write: Callable[..., None], tmp_path: Path) -> None:
    file = tmp_path / "openbis-connections.yaml"
    file.write_text(f"{file.read_text()}  - name: other\n    url: https://127.0.0.1:1\n    usename: alice\n")
    named = run("doctor", "-c", "lab")
    assert "connection lab" in named.out
    assert "other" not in problems(named)
    assert "connection other" not in named.out
    everything = run("doctor")
    assert everything.status == 1
    assert "no user and password are known" in problems(everything)["connection other"]
    assert "did you mean 'username'?" in everything.out


def test_a_wrong_url(run: Run, write: Callable[..., None], tmp_path: Path, openbis: FakeOpenbis) -> None:
    write(url=f"https://localhost:{openbis.sftp.port}")
    ended = run("doctor")
    assert ended.status == 1
    assert "could not be established" in problems(ended)["connection lab"]


def test_a_dead_host(run: Run, write: Callable[..., None]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        write(url=f"https://127.0.0.1:{taken.getsockname()[1]}")
        ended = run("doctor")
    assert ended.status == 1
    assert "refused" in problems(ended)["connection lab"]


def test_an_untrusted_certificate(run: Run, write: Callable[..., None]) -> None:
    write(ca_bundle=None)
    ended = run("doctor")
    assert ended.status == 1
    assert "ca_bundle" in problems(ended)["connection lab"]


def test_an_expired_token(run: Run, write: Callable[..., None], openbis: FakeOpenbis) -> None:
    token = openbis.sessions.open("alice")
    openbis.sessions.logout(token)
    write(password=None, token=token)
    ended = run("doctor")
    assert ended.status == 1
    assert "has expired, or was never one; make a new one" in problems(ended)["connection lab"]
    assert token not in ended.out + ended.err


def test_a_wrong_password(run: Run, write: Callable[..., None]) -> None:
    write(password="mistyped")
    ended = run("doctor")
    assert ended.status == 1
    assert "Incorrect username or password" in problems(ended)["connection lab"]


def test_an_unencrypted_connection_is_a_warning(run: Run, write: Callable[..., None]) -> None:
    """The exit status is 0."""
    write(ca_bundle=None, verify_certificates="false")
    ended = run("doctor")
    assert ended.status == 0, ended
    assert "the certificate is not checked" in problems(ended)["TLS of lab"]


def test_a_clock_that_is_wrong(run: Run, write: Callable[..., None]) -> None:
    with FakeOpenbis(users=USERS, clock=lambda: time.time() - 3600) as late:
        write(url=late.url, http_only="true", ca_bundle=None)
        found = problems(run("doctor"))
    assert re.match("this computer's clock is 3[56][0-9][0-9] seconds ahead", found["clocks of lab"])
    assert "not encrypted" in found["TLS of lab"]


def test_an_openbis_that_is_old(run: Run, write: Callable[..., None]) -> None:
    with FakeOpenbis(users=USERS, api_version="3.5") as old:
        write(url=old.url, http_only="true", ca_bundle=None)
        assert "API 3.5 has no fast download" in problems(run("doctor"))["openBIS of lab"]


def test_no_sshfs(
    run: Run, write: Callable[..., None], environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """sshfs is optional: the exit status is 0. The usual folders of programs are searched, too; the test hides them."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "from jupyter_openbis_server.adapters.sshfs import program\nprogram._USUAL_PATH = ''\n"
    )
    environment |= {"PYTHONPATH": str(hidden), "PATH": str(hidden)}
    ended = run("doctor")
    assert ended.status == 0, ended
    assert "apt install sshfs" in problems(ended)["mounting lab"]


def test_no_fuse(run: Run, write: Callable[..., None], environment: dict[str, str], tmp_path: Path) -> None:
    need_fuse()
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import pathlib\nfrom jupyter_openbis_server.adapters.sshfs import diagnosis\n"
        "diagnosis._DEVICE = pathlib.Path('/nowhere/fuse')\n"
    )
    environment |= {"PYTHONPATH": str(hidden)}
    ended = run("doctor")
    assert "--device /dev/fuse" in problems(ended)["mounting lab"]


def test_an_sftp_server_that_is_off(run: Run, write: Callable[..., None], openbis: FakeOpenbis) -> None:
    need_fuse()
    openbis.sftp.refuse()
    ended = run("doctor")
    assert ended.status == 0
    assert "ftp.server.enable" in problems(ended)["mounting lab"]


def test_an_unwritable_target(run: Run, write: Callable[..., None]) -> None:
    ended = run("doctor", "--to", "/proc/here")
    assert ended.status == 1
    assert "/proc/here" in problems(ended)["downloads"]


def test_a_bad_entry_and_none_at_all(run: Run, write: Callable[..., None], tmp_path: Path) -> None:
    file = tmp_path / "openbis-connections.yaml"
    file.write_text("connections:\n  - name: broken\n")
    found = problems(run("doctor"))
    assert "connection 'broken': url: is missing" in found["configuration"]
    assert "jupyter-openbis conn add" in found["connections"]
    assert os.environ.get("OPENBIS_URL") is None
