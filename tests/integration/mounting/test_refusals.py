"""Failed mounts: the error has the reason and a solution, and nothing is left on the disk."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs import SshfsMounts, diagnosis, program
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import Cancelled, HostKeyRefused, MountFailed
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.mounting import ALICE, mounts_below
from tests.support.waiting import at_once

ConnectionOf = Callable[..., Connection]


@pytest.fixture(autouse=True)
def _nothing_stays(mountpoint: Path) -> Iterator[None]:
    """Check after each test of this module that the mountpoint does not exist."""
    yield
    assert not mountpoint.exists()


def test_a_wrong_password(mounts: SshfsMounts, connection: Connection) -> None:
    with pytest.raises(MountFailed, match="does not accept user name and password") as caught:
        mounts.mount(connection, Credentials("alice", Secret("m1styped")))
    assert "m1styped" not in str(caught.value)


def test_a_password_is_tried_once_only(openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection) -> None:
    with pytest.raises(MountFailed):
        mounts.mount(connection, Credentials("alice", Secret("mistyped")))
    assert openbis.sftp.logins == [("alice", False)]


def test_a_changed_host_key(openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection) -> None:
    known = openbis.sftp.fingerprint
    mounts.mount(connection, ALICE)
    mounts.unmount(connection)
    openbis.sftp.logins.clear()
    openbis.sftp.change_host_key()
    with pytest.raises(HostKeyRefused, match="Ask the administrator of openBIS") as caught:
        mounts.mount(connection, ALICE)
    assert known in str(caught.value)
    assert openbis.sftp.fingerprint in str(caught.value)
    assert openbis.sftp.logins == []


def test_the_solution_in_the_message_about_a_changed_host_key_works(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection
) -> None:
    mounts.mount(connection, ALICE)
    mounts.unmount(connection)
    openbis.sftp.change_host_key()
    with pytest.raises(HostKeyRefused) as caught:
        mounts.mount(connection, ALICE)
    command = str(caught.value).partition("forget the old one with: ")[2].partition(". If not")[0]
    assert os.system(f"{command} 2>&1 >/dev/null") == 0
    assert mounts.mount(connection, ALICE).new_host_key == f"ED25519 {openbis.sftp.fingerprint}"
    mounts.unmount(connection)


def test_a_new_host_key_is_shown_once(openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection) -> None:
    shown = []
    for _ in range(2):
        shown.append(mounts.mount(connection, ALICE).new_host_key)
        mounts.unmount(connection)
    assert shown == [f"ED25519 {openbis.sftp.fingerprint}", None]


def test_a_key_that_was_accepted_by_a_failed_attempt_is_shown_by_the_next(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection
) -> None:
    with pytest.raises(MountFailed):
        mounts.mount(connection, Credentials("alice", Secret("mistyped")))
    assert mounts.mount(connection, ALICE).new_host_key == f"ED25519 {openbis.sftp.fingerprint}"
    mounts.unmount(connection)


def test_a_new_host_key_is_refused_if_keys_must_be_known(
    openbis: FakeOpenbis, connection: Connection, tmp_path: Path
) -> None:
    with mounts_below(tmp_path, is_strict=True) as strict:
        with pytest.raises(HostKeyRefused, match="Have the administrator of openBIS confirm it"):
            strict.mount(connection, ALICE)
        assert openbis.sftp.logins == []
        known = tmp_path / "data" / "known_hosts"
        known.write_text(f"[127.0.0.1]:{openbis.sftp.port} {openbis.sftp.host_key}\n")
        assert strict.mount(connection, ALICE).new_host_key is None
        strict.unmount(connection)


def test_a_server_that_refuses(openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection) -> None:
    openbis.sftp.refuse()
    with pytest.raises(MountFailed, match=r"connection refused.*ftp\.server\.enable"):
        mounts.mount(connection, ALICE)


def test_a_silent_server(openbis: FakeOpenbis, connection: Connection, tmp_path: Path) -> None:
    openbis.sftp.hang()
    with (
        mounts_below(tmp_path, seconds=1.0) as impatient,
        pytest.raises(MountFailed, match=r"no answer from .* within 1 seconds"),
    ):
        impatient.mount(connection, ALICE)
    openbis.sftp.go_on()


def test_an_attempt_can_be_cancelled(openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection) -> None:
    openbis.sftp.hang()
    cancellation = Cancellation()
    timer = threading.Timer(0.3, cancellation.cancel)
    timer.start()
    with at_once(), cancellation.as_current(), pytest.raises(Cancelled):
        mounts.mount(connection, ALICE)
    openbis.sftp.go_on()


def test_a_host_that_does_not_exist(mounts: SshfsMounts, connection_of: ConnectionOf) -> None:
    with pytest.raises(MountFailed, match=r"there is no host nowhere\.invalid"):
        mounts.mount(connection_of(host="nowhere.invalid"), ALICE)


def test_a_folder_that_does_not_exist(mounts: SshfsMounts, connection_of: ConnectionOf) -> None:
    with pytest.raises(MountFailed, match="there is no folder /NOWHERE on"):
        mounts.mount(connection_of(path="/NOWHERE"), ALICE)


def test_an_old_server_is_refused_until_the_connection_asks_for_it_by_name(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection_of: ConnectionOf
) -> None:
    openbis.sftp.old_key_exchange()
    with pytest.raises(MountFailed, match="offers only an old key exchange method") as caught:
        mounts.mount(connection_of(), ALICE)
    option = str(caught.value).rpartition("mount option '")[2].rstrip("'")
    assert option == "KexAlgorithms=+diffie-hellman-group14-sha1"
    old = connection_of(options=[option])
    mounts.mount(old, ALICE)
    mounts.unmount(old)


def test_a_mountpoint_that_is_taken(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection_of: ConnectionOf, mountpoint: Path
) -> None:
    first = connection_of("first", path="/YEAST_LAB")
    mounts.mount(first, ALICE)
    with pytest.raises(MountFailed, match=f"is mounted on {mountpoint}; give another"):
        mounts.mount(connection_of("second"), ALICE)
    mounts.unmount(first)


def test_another_connection_s_mount_is_not_taken_for_one_s_own(
    mounts: SshfsMounts, connection_of: ConnectionOf, mountpoint: Path
) -> None:
    """Both have the same address, but possibly different users."""
    first, second = connection_of("as alice"), connection_of("as bob")
    mounts.mount(first, ALICE)
    assert mounts.of(second) is None
    with pytest.raises(MountFailed, match=f"as%20alice is mounted on {mountpoint}; give another"):
        mounts.mount(second, Credentials("bob", Secret(USERS["bob"])))
    mounts.unmount(second)
    assert mounts.of(first) is not None
    mounts.unmount(first)


@pytest.mark.parametrize("user", ["-oProxyCommand=id", "a@b", "a:b", "a b", ""])
def test_a_user_name_that_sshfs_would_misread(mounts: SshfsMounts, connection: Connection, user: str) -> None:
    with pytest.raises(MountFailed, match="use a personal access token"):
        mounts.mount(connection, Credentials(user, Secret("x")))


@pytest.mark.parametrize("password", ["two\nlines", "x" * 5000, "null\0"])
def test_a_password_that_sshfs_would_misread(mounts: SshfsMounts, connection: Connection, password: str) -> None:
    with pytest.raises(MountFailed, match="use an access token") as caught:
        mounts.mount(connection, Credentials("alice", Secret(password)))
    assert password not in str(caught.value)


def test_without_sshfs_the_packages_are_named(
    mounts: SshfsMounts, connection: Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(program, "_USUAL_PATH", str(tmp_path))
    with pytest.raises(MountFailed, match=r"apt install sshfs.*dnf install fuse-sshfs.*macFUSE"):
        mounts.mount(connection, ALICE)


def test_without_fuse_the_container_s_flags_are_named(
    mounts: SshfsMounts, connection: Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(diagnosis, "_DEVICE", tmp_path / "fuse")
    with pytest.raises(MountFailed, match=r"there is no .*fuse.*--device /dev/fuse and --cap-add SYS_ADMIN"):
        mounts.mount(connection, ALICE)


def test_windows_cannot_mount(mounts: SshfsMounts, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(MountFailed, match="Windows cannot mount"):
        mounts.mount(connection, ALICE)
