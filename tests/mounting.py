"""Real mounts: sshfs and FUSE against the SFTP server of the fake openBIS."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.adapters.sshfs.mount_table import mount_table
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.mounts.mount import Mount
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.support.waiting import until

ALICE = Credentials("alice", Secret(USERS["alice"]))
NewConnection = Callable[..., Connection]


def connection_to(openbis: FakeOpenbis, name: str = "lab", **mounting: Any) -> Connection:
    """Return a connection to a fake openBIS; its mount is described by the keys of a connection file."""
    entry = {"name": name, "url": openbis.url, "http_only": True, "username": "alice"}
    return Connection.defined(
        ConnectionDefinition.from_mapping({**entry, "mount": {"port": openbis.sftp.port, **mounting}})
    )


@contextmanager
def mounts_below(folder: Path, **options: Any) -> Iterator[SshfsMounts]:
    """Yield mounts that keep their records in a folder. At the end, assert that no mount is left below the folder."""
    mounts = SshfsMounts(folder / "data", **options)
    try:
        yield mounts
    finally:
        mounts.unmount_all()
        left = [each.mountpoint for each in mount_table() if each.mountpoint.startswith(f"{folder}/")]
        assert left == []


@contextmanager
def a_file_open_in(mount: Mount) -> Iterator[None]:
    """Keep a file of a mount open during the block."""
    file = next(each for each in Path(mount.mountpoint).rglob("*") if each.is_file())
    with file.open("rb"):
        yield


def wait_until_readable(folder: str | Path) -> None:
    """Wait until a folder of a mount can be listed.

    Raises:
        AssertionError: it cannot; with the last error, which shows whether sshfs still runs (EIO) or not (ENOTCONN).
    """
    errors: list[OSError] = []

    def is_listed() -> bool:
        try:
            return bool(names_in(folder))
        except OSError as error:
            errors.append(error)
            return False

    try:
        until(is_listed)
    except AssertionError as error:
        raise AssertionError(f"{error}; {len(errors)} errors, the last one: {errors[-1:]}") from error


def names_in(folder: str | Path) -> set[str]:
    return {each.name for each in Path(folder).iterdir()}


def sshfs_of(mountpoint: Path) -> int:
    """Return the process that serves a mount."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if arguments[0].endswith(b"sshfs") and os.fsencode(mountpoint) in arguments:
            return int(process.name)
    raise AssertionError("no sshfs")


def kill_sshfs_of(mountpoint: Path) -> None:
    """Kill the process that serves a mount, and wait for its end: the mount is released shortly after the signal."""
    process = Path(f"/proc/{sshfs_of(mountpoint)}")
    os.kill(int(process.name), signal.SIGKILL)
    until(lambda: not _is_alive(process))


def _is_alive(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
