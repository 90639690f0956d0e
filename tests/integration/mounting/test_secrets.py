"""The password is in no process's arguments or environment and in no file."""

import logging
import re
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.mounting import ALICE, sshfs_of
from tests.watching import Watcher

_PASSWORD = ALICE.secret.reveal().encode()


@pytest.fixture
def watcher(monkeypatch: pytest.MonkeyPatch) -> Watcher:
    monkeypatch.setenv("OPENBIS_TOKEN", "of-no-concern-to-sshfs")
    return Watcher(re.compile(re.escape(_PASSWORD)))


def test_no_process_shows_the_password(mounts: SshfsMounts, connection: Connection, watcher: Watcher) -> None:
    watcher.start()
    for _ in range(5):
        mounts.mount(connection, ALICE)
        mounts.unmount(connection)
    watcher.end()
    assert {"sshfs", "ssh"} <= watcher.seen
    assert watcher.found == []


def test_sshfs_inherits_no_environment(
    mounts: SshfsMounts, connection: Connection, mountpoint: Path, watcher: Watcher
) -> None:
    mounts.mount(connection, ALICE)
    environment = Path(f"/proc/{sshfs_of(mountpoint)}/environ").read_text()
    assert "of-no-concern" not in environment
    assert {each.partition("=")[0] for each in environment.split("\0") if each} <= {
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LC_ALL",
    }  # fmt: skip


def test_the_password_cannot_be_in_a_core_dump(mounts: SshfsMounts, connection: Connection, mountpoint: Path) -> None:
    mounts.mount(connection, ALICE)
    limits = Path(f"/proc/{sshfs_of(mountpoint)}/limits").read_text()
    assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core file size")] == [["0", "0"]]


def test_the_password_is_written_to_no_file(
    mounts: SshfsMounts, connection: Connection, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mounts.mount(connection, ALICE)
    mounts.unmount(connection)
    with pytest.raises(MountFailed) as caught:
        mounts.mount(connection, Credentials("bob", Secret(_PASSWORD.decode())))
    assert _PASSWORD.decode() not in str(caught.value) + caplog.text
    assert all(_PASSWORD not in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())


def test_a_password_with_shell_syntax_works(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection, tmp_path: Path
) -> None:
    password = f"""$(touch {tmp_path}/x) `id` "q" 'q' \\ ; ü & | > {tmp_path}/y"""
    openbis.users["alice"] = password
    openbis.restart()
    mounts.mount(connection, Credentials("alice", Secret(password)))
    mounts.unmount(connection)
    assert not (tmp_path / "x").exists()
    assert not (tmp_path / "y").exists()
