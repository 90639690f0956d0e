"""Data stores become folders and vanish again."""

import pytest

from jupyter_openbis_server.domain.errors import MissingCredentials, MountFailed, UnknownConnection, UnmountFailed
from jupyter_openbis_server.domain.model import Connection, Secret
from jupyter_openbis_server.domain.use_cases import Mount, Unmount, UnmountOwn


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


def test_a_mount_is_taken_away(mount, unmount):
    mount("lab")
    assert unmount("lab").mount is None


def test_what_is_not_mounted_is_left_alone(unmount):
    assert unmount("lab").mount is None


def test_a_mount_in_use_stays(mount, unmount, mounts):
    mount("lab")
    mounts.in_use = True
    with pytest.raises(UnmountFailed):
        unmount("lab")


def test_by_force_a_mount_in_use_goes(mount, unmount, mounts):
    mount("lab")
    mounts.in_use = True
    assert unmount("lab", force=True).mount is None


def test_at_the_end_all_own_mounts_go(mount, mounts, connections):
    mount("lab")
    mounts.in_use = True
    assert UnmountOwn(mounts)() == ()
    assert mounts.of(connections.get("lab")) is None


def test_an_unknown_connection_is_neither_mounted_nor_unmounted(mount, unmount):
    for use_case in (mount, unmount):
        with pytest.raises(UnknownConnection):
            use_case("nowhere")
