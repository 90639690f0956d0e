"""One connection, as far as it is known."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import AmbiguousConnection
from jupyter_openbis_server.domain.model import Connection, ConnectionView
from jupyter_openbis_server.domain.ports import Connections, Mounts


@dataclass(frozen=True)
class GetConnection:
    """Show one connection. Asks nobody: answers at once from what is known."""

    connections: Connections
    mounts: Mounts

    def __call__(self, name: str) -> ConnectionView:
        """Return the connection with its mount. Raises UnknownConnection."""
        connection = self.connections.get(name)
        return ConnectionView(connection, self.mounts.of(connection))


@dataclass(frozen=True)
class GetOnlyConnection:
    """Find the connection that is meant when none is named."""

    connections: Connections

    def __call__(self) -> Connection:
        """Return the only connection. Raises AmbiguousConnection when there are none or several."""
        known = self.connections.all()
        if len(known) != 1:
            raise AmbiguousConnection(connection.name for connection in known)
        return known[0]
