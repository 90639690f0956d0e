"""Mountpoints: created if missing, refused if in use."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import MountFailed
from tests.mounting import ALICE

ConnectionOf = Callable[..., Connection]


def test_a_file_in_the_place_of_the_mountpoint(mounts: SshfsMounts, connection: Connection, mountpoint: Path) -> None:
    mountpoint.write_text("mine")
    with pytest.raises(MountFailed, match="is no folder"):
        mounts.mount(connection, ALICE)
    assert mountpoint.read_text() == "mine"


def test_a_folder_that_is_not_empty(mounts: SshfsMounts, connection: Connection, mountpoint: Path) -> None:
    mountpoint.mkdir()
    (mountpoint / "mine.txt").write_text("mine")
    with pytest.raises(MountFailed, match="is not empty"):
        mounts.mount(connection, ALICE)
    assert (mountpoint / "mine.txt").read_text() == "mine"


def test_a_link_in_the_place_of_the_mountpoint(
    mounts: SshfsMounts, connection: Connection, mountpoint: Path, tmp_path: Path
) -> None:
    mountpoint.symlink_to(tmp_path)
    with pytest.raises(MountFailed, match="is no folder"):
        mounts.mount(connection, ALICE)


def test_a_folder_in_which_nothing_may_be_made(mounts: SshfsMounts, connection_of: ConnectionOf) -> None:
    with pytest.raises(MountFailed, match="/proc/openbis cannot be used"):
        mounts.mount(connection_of(mountpoint="/proc/openbis"), ALICE)
