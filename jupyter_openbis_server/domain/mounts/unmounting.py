"""Unmounting the data store."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import UnmountFailed
from jupyter_openbis_server.domain.model import ConnectionView
from jupyter_openbis_server.domain.ports import Connections, Mounts


@dataclass(frozen=True)
class Unmount:
    """Take a connection's data store out of the file system again."""

    connections: Connections
    mounts: Mounts

    def __call__(self, name: str, *, force: bool = False) -> ConnectionView:
        """Unmount; what is not mounted is left alone.

        Args:
            name: Name of the connection.
            force: Whether it is taken away also from programs that use it.

        Raises:
            UnknownConnection.
            UnmountFailed: it is in use, and by whom, or the system refuses.
        """
        connection = self.connections.get(name)
        self.mounts.unmount(connection, force=force)
        return ConnectionView(connection, self.mounts.of(connection))


@dataclass(frozen=True)
class UnmountOwn:
    """Take away what this program has mounted: it is about to end."""

    mounts: Mounts

    def __call__(self) -> tuple[UnmountFailed, ...]:
        """Unmount, also where programs use it; return what went wrong."""
        return self.mounts.unmount_own()
