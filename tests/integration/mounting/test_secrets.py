"""The password is nowhere to be seen: not in any process's arguments or environment, not in what is written."""

import logging
import re
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.model import Connection, Credentials, Secret
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


def test_sshfs_gets_nothing_of_our_environment(
    mounts: SshfsMounts, connection: Connection, mountpoint: Path, watcher: Watcher
) -> None:
    mounts.mount(connection, ALICE)
    environment = Path(f"/proc/{sshfs_of(mountpoint)}/environ").read_text()
    assert "of-no-concern" not in environment
    assert {each.partition("=")[0] for each in environment.split("\0") if each} <= {
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LC_ALL",
    }  # fmt: skip


def test_no_core_dump_can_hold_it(mounts: SshfsMounts, connection: Connection, mountpoint: Path) -> None:
    mounts.mount(connection, ALICE)
    limits = Path(f"/proc/{sshfs_of(mountpoint)}/limits").read_text()
    assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core file size")] == [["0", "0"]]


def test_nothing_is_written_with_it(
    mounts: SshfsMounts, connection: Connection, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mounts.mount(connection, ALICE)
    mounts.unmount(connection)
    with pytest.raises(MountFailed) as caught:
        mounts.mount(connection, Credentials("bob", Secret(_PASSWORD.decode())))
    assert _PASSWORD.decode() not in str(caught.value) + caplog.text
    assert all(_PASSWORD not in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())


def test_a_password_that_a_shell_would_understand_is_just_a_password(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection, tmp_path: Path
) -> None:
    password = f"""$(touch {tmp_path}/x) `id` "q" 'q' \\ ; ü & | > {tmp_path}/y"""
    openbis.users["alice"] = password
    openbis.restart()
    mounts.mount(connection, Credentials("alice", Secret(password)))
    mounts.unmount(connection)
    assert not (tmp_path / "x").exists()
    assert not (tmp_path / "y").exists()
