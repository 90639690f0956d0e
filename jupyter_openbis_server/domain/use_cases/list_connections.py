"""All connections, as far as they are known."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import ConnectionView
from jupyter_openbis_server.domain.ports import Connections, Mounts


@dataclass(frozen=True)
class ListConnections:
    """Show all connections. Asks nobody: answers at once from what is known, whatever openBIS does."""

    connections: Connections
    mounts: Mounts

    def __call__(self) -> tuple[ConnectionView, ...]:
        """Return the connections with their mounts, in the order of their registration."""
        return tuple(ConnectionView(each, self.mounts.of(each)) for each in self.connections.all())
