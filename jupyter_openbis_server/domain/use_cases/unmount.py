"""Unmounting the data store."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import ConnectionView
from jupyter_openbis_server.domain.ports import Connections, Mounts


@dataclass(frozen=True)
class Unmount:
    """Take a connection's data store out of the file system again."""

    connections: Connections
    mounts: Mounts

    def __call__(self, name: str) -> ConnectionView:
        """Unmount; what is not mounted is left alone. Raises UnknownConnection, UnmountFailed."""
        connection = self.connections.get(name)
        self.mounts.unmount(connection)
        return ConnectionView(connection, self.mounts.of(connection))
