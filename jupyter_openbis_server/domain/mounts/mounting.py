"""Mounting of data stores."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.mounts.ports import Mounts
from jupyter_openbis_server.domain.shared.secret import Secret


@dataclass(frozen=True)
class Mount:
    """Mount a connection's data store as a folder."""

    connections: Connections
    mounts: Mounts

    def __call__(self, name: str, username: str | None = None, password: Secret | None = None) -> ConnectionView:
        """Mount with the entered credentials, completed by the remembered ones; idempotent.

        Raises:
            UnknownConnection, MissingCredentials.
            InvalidPath: the mountpoint is not allowed.
            MountFailed (HostKeyRefused, MountingUnavailable): it cannot be mounted; the message says what to do.
        """
        connection = self.connections.get(name)
        credentials = connection.credentials_or(username, password)
        return ConnectionView(connection, self.mounts.mount(connection, credentials))
