"""Logging in."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import ConnectionView, Credentials, Secret
from jupyter_openbis_server.domain.ports import Connections, Mounts
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class Login:
    """Open a session for a registered connection and keep the credentials in memory for the next time."""

    connections: Connections
    keeper: SessionKeeper
    mounts: Mounts

    def __call__(
        self, name: str, username: str | None = None, password: Secret | None = None, *, token: Secret | None = None
    ) -> ConnectionView:
        """Log in with what was typed, completed by what is remembered; or with a token, which stands for all of it.

        Raises:
            UnknownConnection, MissingCredentials, WrongCredentials, InstanceUnreachable, UntrustedCertificate.
        """
        known = self.connections.get(name)
        credentials = Credentials.of_token(token, known.username) if token else known.credentials_or(username, password)
        connection = self.keeper.log_in(name, credentials)
        return ConnectionView(connection, self.mounts.of(connection))
