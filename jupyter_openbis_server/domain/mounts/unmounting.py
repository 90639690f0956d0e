"""Unmounting of data stores."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import UnmountFailed
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.mounts.ports import Mounts


@dataclass(frozen=True)
class Unmount:
    """Unmount a connection's data store."""

    connections: Connections
    mounts: Mounts

    def __call__(self, name: str, *, force: bool = False) -> ConnectionView:
        """Unmount; no error if it is not mounted.

        Args:
            name: Name of the connection.
            force: Whether to unmount even if programs use it.

        Raises:
            UnknownConnection.
            UnmountFailed: it is in use (the message says by which programs), or the system refuses.
        """
        connection = self.connections.get(name)
        self.mounts.unmount(connection, force=force)
        return ConnectionView(connection, self.mounts.of(connection))

    def all_own(self) -> tuple[UnmountFailed, ...]:
        """Unmount all that this program has mounted, even if in use, for shutdown.

        Returns:
            The errors of the mounts that could not be unmounted.
        """
        return self.mounts.unmount_all()
