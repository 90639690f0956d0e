"""Mounts that nobody can enter."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from jupyter_openbis_server.domain.errors import MountFailed, UnmountFailed
from jupyter_openbis_server.domain.model import Connection, Credentials, Mount


class MemoryMounts:
    """`Mounts` that remember what is mounted, and do nothing else.

    Args:
        users: User name to password, as the data stores accept them; None accepts everybody.

    Attributes:
        in_use: Set it to let unmounting fail.
    """

    def __init__(self, users: Mapping[str, str] | None = None) -> None:
        self.in_use = False
        self._users = users
        self._mounts: dict[str, Mount] = {}

    def of(self, connection: Connection) -> Mount | None:
        """See `Mounts.of`."""
        return self._mounts.get(connection.name)

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """See `Mounts.mount`."""
        if self._users is not None and self._users.get(credentials.username) != credentials.secret.reveal():
            raise MountFailed("permission denied")
        return self._mounts.setdefault(connection.name, Mount(f"/mnt/openbis/{quote(connection.name, safe='')}"))

    def unmount(self, connection: Connection) -> None:
        """See `Mounts.unmount`."""
        if self.in_use and connection.name in self._mounts:
            raise UnmountFailed("target is busy")
        self._mounts.pop(connection.name, None)
