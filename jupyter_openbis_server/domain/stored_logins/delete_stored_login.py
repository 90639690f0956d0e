"""Removal of stored tokens from this computer and, where possible, from openBIS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections, TokenStore
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.instances.stored_token import RememberedLogin, StoredToken
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.mounts.ports import Mounts
from jupyter_openbis_server.domain.shared.secret import Secret


@dataclass(frozen=True)
class DeletedToken:
    """A token that is no longer stored.

    Attributes:
        stored: The token.
        is_revoked: Whether openBIS does not accept it any more.
    """

    stored: StoredToken
    is_revoked: bool

    @property
    def unrevoked(self) -> RememberedLogin | None:
        """What may be shown about the token if openBIS still accepts it; None if it does not."""
        return None if self.is_revoked else self.stored.remembered_in("")


@dataclass(frozen=True)
class DeleteStoredLogin:
    """Delete the stored tokens of a connection.

    Personal access tokens that this program has created are deleted in openBIS, too, if the connection has a session
    of the same user that was opened with a password: openBIS does not let such tokens delete tokens.
    """

    connections: Connections
    sessions: Sessions
    token_stores: Sequence[TokenStore]

    def __call__(self, name: str) -> tuple[DeletedToken, ...]:
        """Delete the tokens and return them. Sessions are closed.

        Raises:
            UnknownConnection.
            KeyringUnavailable, TargetNotWritable: a token could not be deleted.
        """
        known = self.connections.get(name)
        removed = tuple(stored for store in self.token_stores if (stored := store.remove(known.instance)))
        deleted = tuple(DeletedToken(each, self._is_ended(known, each)) for each in dict.fromkeys(removed))
        unrevoked = next((each.unrevoked for each in deleted if each.unrevoked), None)
        self.connections.change(name, lambda now: replace(now, remembered=None, unrevoked=unrevoked))
        return deleted

    def _is_ended(self, known: Connection, stored: StoredToken) -> bool:
        """End a token in openBIS if possible; return whether that was successful. Otherwise it ends by itself."""
        own = Session(known.instance, stored.token, stored.username)
        try:
            if not stored.credentials.is_access_token:
                self.sessions.close(own)
                return True
            if not stored.is_own or known.session is None or known.session.has_access_token:
                return False
            self.sessions.revoke_access_token(known.session, stored.token)
            return not self.sessions.is_alive(own)
        except OpenbisError:
            return False


@dataclass(frozen=True)
class ForgetLogin:
    """Delete the remembered login of a connection. The user stays logged in until the program ends."""

    connections: Connections
    session_manager: SessionManager
    mounts: Mounts
    delete_stored_login: DeleteStoredLogin

    def __call__(self, name: str, username: str | None = None, password: Secret | None = None) -> ConnectionView:
        """Delete the login from this computer and, with a session that a password has opened, in openBIS.

        Args:
            name: The connection.
            username: The user; None for the remembered one.
            password: If given, a session is opened with it first, and used from then on.

        Raises:
            UnknownConnection, WrongCredentials, ConnectionFailed: nothing is deleted.
            KeyringUnavailable, TargetNotWritable: the token is still stored.
        """
        if password:
            self.session_manager.log_in(name, self.connections.get(name).credentials_or(username, password))
        self.delete_stored_login(name)
        connection = self.connections.get(name)
        return ConnectionView(connection, self.mounts.of(connection))
