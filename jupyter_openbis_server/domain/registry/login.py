"""Login to registered connections, and logout."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import OpenbisError, WrongCredentials
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.mounts.ports import Mounts
from jupyter_openbis_server.domain.shared.secret import MASK, Secret
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeleteStoredLogin
from jupyter_openbis_server.domain.stored_logins.remember_login import RememberLogin
from jupyter_openbis_server.domain.stored_logins.restore_login import RestoreLogin


@dataclass(frozen=True)
class Login:
    """Open a session for a registered connection and keep the credentials in memory for the next login."""

    connections: Connections
    session_manager: SessionManager
    mounts: Mounts
    restore_login: RestoreLogin
    remember_login: RememberLogin

    def __call__(
        self,
        name: str,
        username: str | None = None,
        password: Secret | None = None,
        *,
        token: Secret | None = None,
        remember: bool = False,
    ) -> ConnectionView:
        """Log in with the entered credentials, completed by the remembered ones; or with a token alone.

        Args:
            name: The connection.
            username: The user.
            password: The password, or a personal access token; without it, that in memory or the stored token is used.
            token: A token, instead of both.
            remember: Whether the login should survive a restart. If that is impossible, the login succeeds all the
                same, and `Connection.remember_problem` is the reason.

        Raises:
            UnknownConnection, MissingCredentials, WrongCredentials, InstanceUnreachable, UntrustedCertificate.
        """
        known = self.connections.get(name) if token or _is_entered(password) else self.restore_login(name)
        credentials = Credentials.of_token(token, known.username) if token else known.credentials_or(username, password)
        try:
            connection = self.session_manager.log_in(name, credentials)
        except WrongCredentials:
            if credentials.is_stored:
                self.restore_login.discard(name)
            raise
        connection = self.connections.change(name, Connection.with_new_login)
        if remember:
            connection = self._remembered(name)
        return ConnectionView(connection, self.mounts.of(connection))

    def _remembered(self, name: str) -> Connection:
        try:
            return self.remember_login(name)
        except OpenbisError as error:
            problem = str(error)
            return self.connections.change(name, lambda now: replace(now, remember_problem=problem))


def _is_entered(password: Secret | None) -> bool:
    return bool(password) and password != Secret(MASK)


@dataclass(frozen=True)
class Logout:
    """Close a connection's session. A mount stays: it has its own SFTP connection."""

    session_manager: SessionManager
    mounts: Mounts
    delete_stored_login: DeleteStoredLogin

    def __call__(self, name: str, *, forget: bool = False) -> ConnectionView:
        """Log out, even if openBIS cannot be reached.

        Args:
            name: The connection.
            forget: Whether to delete the remembered login, too; otherwise it is used after a restart.

        Raises:
            UnknownConnection.
            KeyringUnavailable, TargetNotWritable: the remembered login is still stored, and the user still logged in.
        """
        if forget:
            self.delete_stored_login(name)  # first: openBIS deletes tokens only in a session
        connection = self.session_manager.log_out(name)
        return ConnectionView(connection, self.mounts.of(connection))
