"""Mounts that nobody can enter."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    MountFailed,
    MountingUnavailable,
    NotMounted,
    UnmountFailed,
)
from jupyter_openbis_server.domain.model import Connection, Credentials, DataSet, Mount


class MemoryMounts:
    """`Mounts` that remember what is mounted, and do nothing else.

    Args:
        users: User name to password, as the data stores accept them; None accepts everybody.

    Attributes:
        in_use: Set it to let unmounting fail.
        unavailable: Set it to why this host cannot mount.
    """

    def __init__(self, users: Mapping[str, str] | None = None) -> None:
        self.in_use = False
        self.unavailable: str | None = None
        self._users = users
        self._mounts: dict[str, Mount] = {}

    def of(self, connection: Connection) -> Mount | None:
        """See `Mounts.of`."""
        return self._mounts.get(connection.name)

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """See `Mounts.mount`."""
        if self._users is not None and self._users.get(credentials.username) != credentials.secret.reveal():
            raise MountFailed("permission denied")
        return self._mounts.setdefault(
            connection.name, Mount(f"/mnt/openbis/{quote(connection.name, safe='')}", is_own=True)
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
        """See `Mounts.place_of`: data sets of experiments show, others do not."""
        mount = self._mounts.get(connection.name)
        if mount is None:
            raise NotMounted(connection.name)
        if data_set.experiment is None:
            raise DataNotAvailable(f"the mounted data store does not show data set {data_set.perm_id}")
        return f"{mount.mountpoint}{data_set.experiment}/{data_set.perm_id}"

    def unmount_own(self) -> tuple[UnmountFailed, ...]:
        """See `Mounts.unmount_own`."""
        self._mounts.clear()
        return ()
