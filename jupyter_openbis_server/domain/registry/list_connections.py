"""Registered connections with their mounts."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import AmbiguousConnection
from jupyter_openbis_server.domain.instances.ports import Instances
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.mounts.ports import Mounts


@dataclass(frozen=True)
class ListConnections:
    """List all connections from memory, without a request to openBIS."""

    connections: Connections
    mounts: Mounts

    def __call__(self) -> tuple[ConnectionView, ...]:
        """Return the connections with their mounts, in the order of their registration."""
        return tuple(ConnectionView(each, self.mounts.of(each)) for each in self.connections.all())


@dataclass(frozen=True)
class ListServersWithoutTokens:
    """List the openBIS servers that create no personal access tokens, so that logins there cannot be remembered."""

    connections: Connections
    instances: Instances

    def __call__(self) -> tuple[str, ...]:
        """Return their URLs, as far as they are known; no request is sent."""
        found = {
            each.instance.url: self.instances.makes_access_tokens(each.instance) for each in self.connections.all()
        }
        return tuple(sorted(url for url, makes_tokens in found.items() if makes_tokens is False))


@dataclass(frozen=True)
class GetConnection:
    """Return one connection from memory, without a request to openBIS."""

    connections: Connections
    mounts: Mounts

    def __call__(self, name: str) -> ConnectionView:
        """Return the connection with its mount. Raises UnknownConnection."""
        connection = self.connections.get(name)
        return ConnectionView(connection, self.mounts.of(connection))


@dataclass(frozen=True)
class GetOnlyConnection:
    """Return the only connection, for requests that name none."""

    connections: Connections

    def __call__(self) -> Connection:
        """Return the only connection. Raises AmbiguousConnection when there are none or several."""
        known = self.connections.all()
        if len(known) != 1:
            raise AmbiguousConnection(connection.name for connection in known)
        return known[0]
