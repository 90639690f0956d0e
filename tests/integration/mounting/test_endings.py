"""Ends of mounts: unmounted, in use, lost, dead, of an earlier program."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.adapters.sshfs.mount_table import mount_table
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import UnmountFailed
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.mounting import (
    ALICE,
    a_file_open_in,
    connection_to,
    kill_sshfs_of,
    mounts_below,
    names_in,
    wait_until_readable,
)
from tests.support.waiting import at_once

_MAX_SECONDS = 45.0
"""Seconds until a lost server is an error."""


def is_mounted(mountpoint: Path) -> bool:
    return any(each.mountpoint == str(mountpoint) for each in mount_table())


def test_a_created_mountpoint_is_removed(mounts: SshfsMounts, connection: Connection, mountpoint: Path) -> None:
    mounts.mount(connection, ALICE)
    mounts.unmount(connection)
    assert not mountpoint.exists()


def test_an_existing_mountpoint_is_kept(mounts: SshfsMounts, connection: Connection, mountpoint: Path) -> None:
    mountpoint.mkdir()
    mounts.mount(connection, ALICE)
    mounts.unmount(connection)
    assert mountpoint.is_dir()


def test_the_process_that_uses_a_mount_is_named(mounts: SshfsMounts, connection: Connection) -> None:
    mount = mounts.mount(connection, ALICE)
    with a_file_open_in(mount), pytest.raises(UnmountFailed, match=rf"in use by .*\({os.getpid()}\).*by force"):
        mounts.unmount(connection)
    mounts.unmount(connection)


def test_a_process_with_its_working_folder_in_a_mount_is_named(mounts: SshfsMounts, connection: Connection) -> None:
    mount = mounts.mount(connection, ALICE)
    with subprocess.Popen(
        [sys.executable, "-c", "print(1, flush=True); input()"],
        cwd=mount.mountpoint,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdout
        program.stdout.readline()
        with pytest.raises(UnmountFailed, match=rf"\({program.pid}\)"):
            mounts.unmount(connection)
        program.communicate(b"\n")


def test_open_files_stay_readable_after_a_forced_unmount(
    mounts: SshfsMounts, connection: Connection, mountpoint: Path
) -> None:
    mounts.mount(connection, ALICE)
    file = next(each for each in mountpoint.rglob("*") if each.is_file() and each.stat().st_size)
    expected = file.read_bytes()
    with file.open("rb", buffering=0) as content:
        mounts.unmount(connection, force=True)
        assert not mountpoint.exists()
        assert content.read() == expected


def test_a_mount_is_known_after_a_restart(mounts: SshfsMounts, connection: Connection, tmp_path: Path) -> None:
    """The next program finds and uses it, does not own it, and can unmount it."""
    mounts.mount(connection, ALICE)
    later = SshfsMounts(tmp_path / "data")
    found = later.of(connection)
    assert found == mounts.of(connection)
    assert found is not None
    assert not found.is_own
    assert later.mount(connection, ALICE) == found
    assert later.unmount_all() == ()
    assert later.of(connection) == found
    later.unmount(connection)
    assert later.of(connection) is None
    assert not Path(found.mountpoint).exists()


def test_a_mount_is_known_when_its_mountpoint_was_changed_meanwhile(
    mounts: SshfsMounts, connection_of: Callable[..., Connection], tmp_path: Path
) -> None:
    mount = mounts.mount(connection_of(), ALICE)
    moved = connection_of(mountpoint=str(tmp_path / "other"))
    assert mounts.of(moved) == mount
    mounts.unmount(moved)


def test_a_mount_of_another_program_is_found(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection, mountpoint: Path
) -> None:
    """Mounted like by pyBIS, without this program's name in the kernel's mount table."""
    mountpoint.mkdir()
    command = ["sshfs", "alice@127.0.0.1:/", str(mountpoint), "-p", str(openbis.sftp.port), "-F", "/dev/null"]
    options = ["-o", "password_stdin,StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null"]
    subprocess.run([*command, *options], input=ALICE.secret.reveal(), text=True, check=True)
    found = mounts.of(connection)
    assert found is not None
    assert found.mountpoint == str(mountpoint)
    mounts.unmount(connection)
    assert mounts.of(connection) is None


def test_a_stopped_server_is_an_error_at_once_and_the_mount_recovers(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection
) -> None:
    top = mounts.mount(connection, ALICE).mountpoint
    openbis.sftp.stop()
    with pytest.raises(OSError):
        names_in(f"{top}/YEAST_LAB")
    openbis.sftp.start()
    wait_until_readable(f"{top}/YEAST_LAB")  # sshfs may still be noticing the end of the former connection
    mounts.unmount(connection)


def test_a_silent_server_ends_in_an_error_within_45_seconds_and_unmounting_works(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection
) -> None:
    top = mounts.mount(connection, ALICE).mountpoint
    openbis.sftp.hang()
    began = time.monotonic()
    with at_once():
        assert mounts.of(connection) is not None
    with pytest.raises(OSError):
        names_in(f"{top}/YEAST_LAB")
    assert time.monotonic() - began < _MAX_SECONDS
    mounts.unmount(connection)
    assert mounts.of(connection) is None
    openbis.sftp.go_on()


def test_a_mount_whose_sshfs_was_killed_is_removed(
    mounts: SshfsMounts, connection: Connection, mountpoint: Path
) -> None:
    mounts.mount(connection, ALICE)
    kill_sshfs_of(mountpoint)
    mounts.unmount(connection)
    assert not is_mounted(mountpoint)


def test_a_mount_whose_sshfs_was_killed_is_replaced(
    mounts: SshfsMounts, connection: Connection, mountpoint: Path
) -> None:
    mounts.mount(connection, ALICE)
    kill_sshfs_of(mountpoint)
    mounts.mount(connection, ALICE)
    assert "YEAST_LAB" in names_in(mountpoint)
    mounts.unmount(connection)


def test_the_session_ends_with_the_mount(openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection) -> None:
    mounts.mount(connection, ALICE)
    assert len(openbis.sessions.of_user("alice")) == 1
    mounts.unmount(connection)
    openbis.sftp.drop()
    assert openbis.sessions.of_user("alice") == []


def test_several_connections_mount_one_server_at_the_same_time(openbis: FakeOpenbis, tmp_path: Path) -> None:
    """Like several users, or one user with two connections. The server's key is reported once."""
    connections = [connection_to(openbis, f"lab {n}", mountpoint=str(tmp_path / f"lab {n}")) for n in range(4)]
    with mounts_below(tmp_path) as mounts, ThreadPoolExecutor(4) as threads:
        new_keys = []
        for _ in range(4):
            done = list(threads.map(lambda each: mounts.mount(each, ALICE), connections))
            new_keys += [each.new_host_key for each in done if each.new_host_key]
            list(threads.map(mounts.unmount, connections))
    assert len(new_keys) == 1


def test_mountpoints_do_not_wait_for_each_other(openbis: FakeOpenbis, tmp_path: Path) -> None:
    """One server does not answer; the mount of the other succeeds meanwhile."""
    with FakeOpenbis(users=USERS, sftp=True) as silent, mounts_below(tmp_path) as mounts:
        silent.sftp.hang()
        stuck = connection_to(silent, "silent", mountpoint=str(tmp_path / "silent"))
        thread = threading.Thread(target=mounts.mount, args=(stuck, ALICE))
        thread.start()
        mounts.mount(connection_to(openbis, mountpoint=str(tmp_path / "lab")), ALICE)
        assert thread.is_alive()
        assert mounts.of(stuck) is None
        silent.sftp.go_on()
        thread.join()
        assert mounts.of(stuck) is not None
