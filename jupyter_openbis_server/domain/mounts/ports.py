"""Port of mounts."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import UnmountFailed
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.mounts.mount import Mount


class Mounts(Protocol):
    """Mounts of data stores as folders of the host."""

    def of(self, connection: Connection) -> Mount | None:
        """Return the connection's mount; None if there is none. Never accesses the mountpoint, never hangs."""

    def check_mountpoint(self, connection: Connection) -> None:
        """Check whether the connection's mountpoint is allowed, without mounting.

        Raises:
            InvalidPath: mounts are not allowed there, like downloads.
            MountFailed: the user has no home folder.
        """

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """Mount the connection's data store; return the existing mount if there is a working one.

        Raises:
            InvalidPath: as `check_mountpoint`.
            MountFailed (HostKeyRefused, MountingUnavailable): it cannot be mounted; the message says what to do.
            Cancelled: on request, within a second.
        """

    def unmount(self, connection: Connection, *, force: bool = False) -> None:
        """Unmount the connection's data store; no error if it is not mounted.

        Args:
            connection: The connection.
            force: Whether to unmount even if programs use it.

        Raises:
            UnmountFailed: it is in use (the message says by which programs), or the system refuses.
        """

    def check(self, connection: Connection) -> None:
        """Check whether the connection's data store could be mounted, as far as possible without a login.

        Raises:
            MountingUnavailable: this host cannot mount.
            MountFailed: the data store's SFTP server does not respond.
        """

    def place_of(self, connection: Connection, data_set: DataSet) -> str:
        """Return the folder of a data set in the connection's mount, an absolute path. May wait for the data store.

        Raises:
            NotMounted.
            DataNotAvailable: the mount does not contain the data set.
            MountFailed: the mount does not respond.
        """

    def unmount_all(self) -> tuple[UnmountFailed, ...]:
        """Unmount all that this program has mounted, even if in use; return the errors. Never raises."""
