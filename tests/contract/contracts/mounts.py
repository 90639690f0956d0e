"""The contract of the port `Mounts`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    MountError,
    NotMounted,
    UnmountFailed,
    WrongCredentials,
)
from jupyter_openbis_server.domain.model import Connection, Credentials, DataSet, Mount
from jupyter_openbis_server.domain.ports import Mounts

InUse = Callable[[Mount], AbstractContextManager[object]]


class MountsContract:
    """Fixtures.

    - `mounts`, nothing is mounted;
    - `connection` and `other_connection`: two connections whose data stores can be mounted;
    - `credentials` that the data stores accept, `wrong_credentials` that they do not;
    - `in_use`: a program uses a mount as long as the block lasts;
    - `data_set`: one of an experiment in the data store of `connection`.
    """

    def test_at_first_nothing_is_mounted(self, mounts: Mounts, connection: Connection) -> None:
        assert mounts.of(connection) is None

    def test_a_mount_is_known_by_its_connection(
        self, mounts: Mounts, connection: Connection, other_connection: Connection, credentials: Credentials
    ) -> None:
        mount = mounts.mount(connection, credentials)
        assert mount.mountpoint.startswith("/")
        assert mounts.of(connection) == mount
        assert mounts.of(other_connection) is None

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

    def test_what_is_unmounted_is_gone(self, mounts: Mounts, connection: Connection, credentials: Credentials) -> None:
        mounts.mount(connection, credentials)
        mounts.unmount(connection)
        assert mounts.of(connection) is None

    def test_unmounting_what_is_not_mounted_is_no_error(self, mounts: Mounts, connection: Connection) -> None:
        mounts.unmount(connection)
        assert mounts.of(connection) is None

    def test_where_a_data_store_can_be_mounted_nothing_is_wrong(self, mounts: Mounts, connection: Connection) -> None:
        mounts.check(connection)
        assert mounts.of(connection) is None

    def test_a_mount_that_is_in_use_stays(
        self, mounts: Mounts, connection: Connection, credentials: Credentials, in_use: InUse
    ) -> None:
        mount = mounts.mount(connection, credentials)
        with in_use(mount), pytest.raises(UnmountFailed):
            mounts.unmount(connection)
        assert mounts.of(connection) == mount

    def test_by_force_it_goes_also_when_it_is_in_use(
        self, mounts: Mounts, connection: Connection, credentials: Credentials, in_use: InUse
    ) -> None:
        with in_use(mounts.mount(connection, credentials)):
            mounts.unmount(connection, force=True)
            assert mounts.of(connection) is None

    def test_all_own_mounts_can_be_taken_away_at_once(
        self,
        mounts: Mounts,
        connection: Connection,
        other_connection: Connection,
        credentials: Credentials,
        in_use: InUse,
    ) -> None:
        assert mounts.unmount_own() == ()
        first = mounts.mount(connection, credentials)
        mounts.mount(other_connection, credentials)
        assert first.is_own
        with in_use(first):
            assert mounts.unmount_own() == ()
        assert mounts.of(connection) is mounts.of(other_connection) is None

    def test_a_data_set_is_found_below_the_mountpoint(
        self, mounts: Mounts, connection: Connection, credentials: Credentials, data_set: DataSet
    ) -> None:
        mount = mounts.mount(connection, credentials)
        place = mounts.place_of(connection, data_set)
        assert place.startswith(f"{mount.mountpoint}/")
        assert place.endswith(f"/{data_set.perm_id}")

    def test_without_a_mount_a_data_set_has_no_place(
        self, mounts: Mounts, connection: Connection, data_set: DataSet
    ) -> None:
        with pytest.raises(NotMounted, match="mount it first"):
            mounts.place_of(connection, data_set)

    def test_a_data_set_of_no_experiment_has_no_place(
        self, mounts: Mounts, connection: Connection, credentials: Credentials, data_set: DataSet
    ) -> None:
        mounts.mount(connection, credentials)
        with pytest.raises(DataNotAvailable):
            mounts.place_of(connection, replace(data_set, experiment=None))
