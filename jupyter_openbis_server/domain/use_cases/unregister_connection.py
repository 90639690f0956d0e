"""Removing a connection."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import MountError
from jupyter_openbis_server.domain.ports import Connections, Mounts
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class UnregisterConnection:
    """Forget a connection: it leaves the list at once, its mount and its session are ended as far as possible."""

    connections: Connections
    keeper: SessionKeeper
    mounts: Mounts

    def __call__(self, name: str) -> None:
        """Remove the connection. Raises UnknownConnection."""
        removed = self.connections.remove(name)
        try:
            self.mounts.unmount(removed)
        except MountError:
            pass
        finally:
            self.keeper.forget(removed)
