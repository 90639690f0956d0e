"""The contract of the port `Mounts`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InvalidPath,
    MountError,
    NotMounted,
    UnmountFailed,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.mounts.mount import Mount
from jupyter_openbis_server.domain.mounts.ports import Mounts

InUse = Callable[[Mount], AbstractContextManager[object]]


class MountsContract:
    """Fixtures.

    - `mounts`, nothing is mounted;
    - `connection` and `other_connection`: two connections whose data stores can be mounted;
    - `credentials` that the data stores accept, `wrong_credentials` that they do not;
    - `in_use`: a context manager in which a program uses a mount;
    - `closed_connection`: one whose mountpoint is closed; the others' are open;
    - `data_set`: one of an experiment in the data store of `connection`.
    """

    def test_nothing_is_mounted_initially(self, mounts: Mounts, connection: Connection) -> None:
        assert mounts.of(connection) is None

    def test_mount_is_found_by_its_connection(
        self, mounts: Mounts, connection: Connection, other_connection: Connection, credentials: Credentials
    ) -> None:
        mount = mounts.mount(connection, credentials)
        assert mount.mountpoint.startswith("/")
        assert mounts.of(connection) == mount
        assert mounts.of(other_connection) is None

    def test_nothing_is_mounted_on_a_closed_folder(
        self, mounts: Mounts, connection: Connection, closed_connection: Connection, credentials: Credentials
    ) -> None:
        mounts.check_mountpoint(connection)
        with pytest.raises(InvalidPath):
            mounts.check_mountpoint(closed_connection)
        with pytest.raises(InvalidPath):
            mounts.mount(closed_connection, credentials)
        assert mounts.of(closed_connection) is None

    def test_mounting_twice_changes_nothing(
        self, mounts: Mounts, connection: Connection, credentials: Credentials
    ) -> None:
        assert mounts.mount(connection, credentials) == mounts.mount(connection, credentials)

    def test_two_connections_do_not_share_a_mountpoint(
        self, mounts: Mounts, connection: Connection, other_connection: Connection, credentials: Credentials
    ) -> None:
        assert mounts.mount(connection, credentials) != mounts.mount(other_connection, credentials)

    def test_a_refused_password_mounts_nothing_and_is_not_shown(
        self, mounts: Mounts, connection: Connection, wrong_credentials: Credentials
    ) -> None:
        with pytest.raises((MountError, WrongCredentials)) as caught:
            mounts.mount(connection, wrong_credentials)
        assert wrong_credentials.secret.reveal() not in str(caught.value)
        assert mounts.of(connection) is None

    def test_unmounted_connection_has_no_mount(
        self, mounts: Mounts, connection: Connection, credentials: Credentials
    ) -> None:
        mounts.mount(connection, credentials)
        mounts.unmount(connection)
        assert mounts.of(connection) is None

    def test_unmounting_without_a_mount_is_no_error(self, mounts: Mounts, connection: Connection) -> None:
        mounts.unmount(connection)
        assert mounts.of(connection) is None

    def test_check_reports_no_problem_if_mounts_are_possible(self, mounts: Mounts, connection: Connection) -> None:
        mounts.check(connection)
        assert mounts.of(connection) is None

    def test_mount_in_use_is_kept(
        self, mounts: Mounts, connection: Connection, credentials: Credentials, in_use: InUse
    ) -> None:
        mount = mounts.mount(connection, credentials)
        with in_use(mount), pytest.raises(UnmountFailed):
            mounts.unmount(connection)
        assert mounts.of(connection) == mount

    def test_forced_unmount_removes_a_mount_in_use(
        self, mounts: Mounts, connection: Connection, credentials: Credentials, in_use: InUse
    ) -> None:
        with in_use(mounts.mount(connection, credentials)):
            mounts.unmount(connection, force=True)
            assert mounts.of(connection) is None

    def test_all_own_mounts_can_be_removed_together(
        self,
        mounts: Mounts,
        connection: Connection,
        other_connection: Connection,
        credentials: Credentials,
        in_use: InUse,
    ) -> None:
        assert mounts.unmount_all() == ()
        first = mounts.mount(connection, credentials)
        mounts.mount(other_connection, credentials)
        assert first.is_own
        with in_use(first):
            assert mounts.unmount_all() == ()
        assert mounts.of(connection) is mounts.of(other_connection) is None

    def test_a_data_set_is_found_below_the_mountpoint(
        self, mounts: Mounts, connection: Connection, credentials: Credentials, data_set: DataSet
    ) -> None:
        mount = mounts.mount(connection, credentials)
        place = mounts.place_of(connection, data_set)
        assert place.startswith(f"{mount.mountpoint}/")
        assert place.endswith(f"/{data_set.perm_id}")

    def test_data_set_has_no_path_without_a_mount(
        self, mounts: Mounts, connection: Connection, data_set: DataSet
    ) -> None:
        with pytest.raises(NotMounted, match="mount it first"):
            mounts.place_of(connection, data_set)

    def test_data_set_without_an_experiment_has_no_path(
        self, mounts: Mounts, connection: Connection, credentials: Credentials, data_set: DataSet
    ) -> None:
        mounts.mount(connection, credentials)
        with pytest.raises(DataNotAvailable):
            mounts.place_of(connection, replace(data_set, experiment=None))
