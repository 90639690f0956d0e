"""Fake of the port `Mounts`."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InvalidPath,
    MountFailed,
    MountingUnavailable,
    NotMounted,
    UnmountFailed,
)
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.mounts.mount import Mount


class MemoryMounts:
    """`Mounts` that only record what is mounted.

    Args:
        users: Maps the user names that the data stores accept to passwords; None accepts all users.

    Attributes:
        in_use: Set it to make unmounting fail.
        unavailable: The reason why this host cannot mount; None if it can.
    """

    def __init__(self, users: Mapping[str, str] | None = None) -> None:
        self.in_use = False
        self.unavailable: str | None = None
        self._users = users
        self._mounts: dict[str, Mount] = {}
        self._closed: set[str] = set()

    def close(self, mountpoint: str) -> None:
        """Reject mounts on a folder from now on."""
        self._closed.add(mountpoint)

    def check_mountpoint(self, connection: Connection) -> None:
        """See `Mounts.check_mountpoint`."""
        mountpoint = connection.mounting.mountpoint
        if mountpoint in self._closed:
            raise InvalidPath(mountpoint, "nothing may be mounted there; choose another folder")

    def of(self, connection: Connection) -> Mount | None:
        """See `Mounts.of`."""
        return self._mounts.get(connection.name)

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """See `Mounts.mount`."""
        self.check_mountpoint(connection)
        if self._users is not None and self._users.get(credentials.username) != credentials.secret.reveal():
            raise MountFailed("permission denied")
        return self._mounts.setdefault(
            connection.name,
            Mount(f"/mnt/openbis/{quote(connection.name, safe='', errors='surrogatepass')}", is_own=True),
        )

    def unmount(self, connection: Connection, *, force: bool = False) -> None:
        """See `Mounts.unmount`."""
        if self.in_use and connection.name in self._mounts and not force:
            raise UnmountFailed("target is busy")
        self._mounts.pop(connection.name, None)

    def check(self, connection: Connection) -> None:  # noqa: ARG002 - the port's signature
        """See `Mounts.check`."""
        if self.unavailable:
            raise MountingUnavailable(self.unavailable)

    def place_of(self, connection: Connection, data_set: DataSet) -> str:
        """See `Mounts.place_of`: only data sets of experiments are visible."""
        mount = self._mounts.get(connection.name)
        if mount is None:
            raise NotMounted(connection.name)
        if data_set.experiment is None:
            raise DataNotAvailable(f"the mounted data store does not show data set {data_set.perm_id}")
        return f"{mount.mountpoint}{data_set.experiment}/{data_set.perm_id}"

    def unmount_all(self) -> tuple[UnmountFailed, ...]:
        """See `Mounts.unmount_all`."""
        self._mounts.clear()
        return ()
