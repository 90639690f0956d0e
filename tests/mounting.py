"""Real mounts: sshfs and FUSE against the SFTP server of the fake openBIS."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.adapters.sshfs.mount_table import mount_table
from jupyter_openbis_server.domain.model import Connection, ConnectionDefinition, Credentials, Mount, Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import USERS

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
    """Give mounts that keep their notes in a folder. At the end nothing may be mounted below the folder any more."""
    mounts = SshfsMounts(folder / "data", **options)
    try:
        yield mounts
    finally:
        mounts.unmount_own()
        left = [each.mountpoint for each in mount_table() if each.mountpoint.startswith(f"{folder}/")]
        assert left == []


@contextmanager
def a_file_open_in(mount: Mount) -> Iterator[None]:
    """Use a mount as long as the block lasts."""
    file = next(each for each in Path(mount.mountpoint).rglob("*") if each.is_file())
    with file.open("rb"):
        yield


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
    """Kill it, and wait until it is dead: it lets go of the mount a moment after the signal."""
    process = Path(f"/proc/{sshfs_of(mountpoint)}")
    os.kill(int(process.name), signal.SIGKILL)
    deadline = time.monotonic() + 30
    while _is_alive(process):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _is_alive(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
