"""The contract of the port `Mounts`."""

import pytest

from jupyter_openbis_server.domain.errors import MountError, WrongCredentials
from jupyter_openbis_server.domain.model import Connection, Credentials
from jupyter_openbis_server.domain.ports import Mounts


class MountsContract:
    """Fixtures.

    - `mounts`, nothing is mounted;
    - `connection` and `other_connection`: two connections whose data stores can be mounted;
    - `credentials` that the data stores accept, `wrong_credentials` that they do not.
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
