"""Login to registered connections, and logout."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.mounts.ports import Mounts
from jupyter_openbis_server.domain.shared.secret import Secret


@dataclass(frozen=True)
class Login:
    """Open a session for a registered connection and keep the credentials in memory for the next login."""

    connections: Connections
    session_manager: SessionManager
    mounts: Mounts

    def __call__(
        self, name: str, username: str | None = None, password: Secret | None = None, *, token: Secret | None = None
    ) -> ConnectionView:
        """Log in with the entered credentials, completed by the remembered ones; or with a token alone.

        Raises:
            UnknownConnection, MissingCredentials, WrongCredentials, InstanceUnreachable, UntrustedCertificate.
        """
        known = self.connections.get(name)
        credentials = Credentials.of_token(token, known.username) if token else known.credentials_or(username, password)
        connection = self.session_manager.log_in(name, credentials)
        return ConnectionView(connection, self.mounts.of(connection))


@dataclass(frozen=True)
class Logout:
    """Close a connection's session. A mount stays: it has its own SFTP connection."""

    session_manager: SessionManager
    mounts: Mounts

    def __call__(self, name: str) -> ConnectionView:
        """Log out, even if openBIS cannot be reached. Raises UnknownConnection."""
        connection = self.session_manager.log_out(name)
        return ConnectionView(connection, self.mounts.of(connection))
