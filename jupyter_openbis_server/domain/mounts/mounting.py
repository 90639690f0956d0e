"""Mounting the data store."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import ConnectionView, Secret
from jupyter_openbis_server.domain.ports import Connections, Mounts


@dataclass(frozen=True)
class Mount:
    """Make a connection's data store visible as a folder."""

    connections: Connections
    mounts: Mounts

    def __call__(self, name: str, username: str | None = None, password: Secret | None = None) -> ConnectionView:
        """Mount with what was typed, completed by what is remembered; mounting twice changes nothing.

        Raises:
            UnknownConnection, MissingCredentials.
            MountFailed (HostKeyRefused, MountingUnavailable): it cannot be mounted; the message says what to do.
        """
        connection = self.connections.get(name)
        credentials = connection.credentials_or(username, password)
        return ConnectionView(connection, self.mounts.mount(connection, credentials))
