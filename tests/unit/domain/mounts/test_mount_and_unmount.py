"""Mounting and unmounting of data stores."""

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import MissingCredentials, MountFailed, UnknownConnection, UnmountFailed
from jupyter_openbis_server.domain.mounts.mounting import Mount
from jupyter_openbis_server.domain.mounts.unmounting import Unmount
from jupyter_openbis_server.domain.shared.secret import Secret


@pytest.fixture
def mount(connections, mounts) -> Mount:
    return Mount(connections, mounts)


@pytest.fixture
def unmount(connections, mounts) -> Unmount:
    return Unmount(connections, mounts)


def test_a_data_store_is_mounted_with_the_remembered_password(mount, mounts, connections):
    view = mount("lab")
    assert view.mount is not None
    assert view.mount == mounts.of(connections.get("lab"))


def test_a_data_store_is_mounted_with_a_typed_password(mount, connections, openbis, anna):
    connections.add(Connection(openbis.instance("lab")))
    assert mount("lab", "anna", anna.secret).mount is not None


def test_mounting_needs_no_session(mount, openbis):
    mount("lab")
    assert openbis.login_attempts == 0


def test_mounting_twice_changes_nothing(mount):
    assert mount("lab") == mount("lab")


def test_a_wrong_password_mounts_nothing(mount, mounts, connections):
    with pytest.raises(MountFailed):
        mount("lab", "anna", Secret("mistyped"))
    assert mounts.of(connections.get("lab")) is None


def test_without_a_password_nothing_is_mounted(mount, connections, openbis):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(MissingCredentials):
        mount("lab")


def test_mount_is_removed(mount, unmount):
    mount("lab")
    assert unmount("lab").mount is None


def test_unmounting_without_a_mount_changes_nothing(unmount):
    assert unmount("lab").mount is None


def test_mount_in_use_is_kept(mount, unmount, mounts):
    mount("lab")
    mounts.in_use = True
    with pytest.raises(UnmountFailed):
        unmount("lab")


def test_forced_unmount_removes_a_mount_in_use(mount, unmount, mounts):
    mount("lab")
    mounts.in_use = True
    assert unmount("lab", force=True).mount is None


def test_own_mounts_are_removed_at_shutdown(mount, unmount, mounts, connections):
    mount("lab")
    mounts.in_use = True
    assert unmount.all_own() == ()
    assert mounts.of(connections.get("lab")) is None


def test_an_unknown_connection_is_neither_mounted_nor_unmounted(mount, unmount):
    for use_case in (mount, unmount):
        with pytest.raises(UnknownConnection):
            use_case("nowhere")
