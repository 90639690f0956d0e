"""Logins: explicit credentials, stored tokens, and the session for other processes of the same user."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections, TokenStore
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    ConflictingCredentials,
    MissingCredentials,
    NoAccessTokens,
    OpenbisError,
    SessionExpired,
)
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret


@dataclass(frozen=True)
class ExplicitLogin:
    """A user name, a user name with a password, or a token; missing parts are None. Compared by value."""

    username: str | None = None
    password: Secret | None = None
    token: Secret | None = None

    @classmethod
    def checked(cls, username: str | None, password: str | None, token: str | None) -> ExplicitLogin | None:
        """Validate and return the credentials; None if all are None.

        Raises:
            ConflictingCredentials: both a password and a token are given, or an empty text.
        """
        given = {"username": username, "password": password, "token": token}
        for name, value in given.items():
            if value is not None and not value:
                raise ConflictingCredentials(f"{name} is empty; leave it out to use the login of the connection")
        if password is not None and token is not None:
            raise ConflictingCredentials("Both a password and a token are given; leave one of them out")
        if not any(given.values()):
            return None
        return cls(username, Secret(password) if password else None, Secret(token) if token else None)

    @property
    def has_secret(self) -> bool:
        """Whether there is a password or token, not only a user name."""
        return bool(self.password or self.token)

    def applied_to(self, known: Connection) -> Connection:
        """Return the connection, without a session, for this login only.

        With a password or token, only that is used. With a user name alone, the login of the openBIS panel and the
        remembered credentials are used if they belong to that user.

        Raises:
            MissingCredentials: there is a password, but a user name neither here nor in the connection.
        """
        if not self.has_secret:
            return known.restricted_to(self.username or "")
        credentials = self._credentials(known)
        return replace(
            known.disconnected(None),
            username=credentials.username or known.username,
            credentials=credentials,
            may_use_panel=False,
            required_user=(self.username or "") if credentials.is_token else "",
        )

    def _credentials(self, known: Connection) -> Credentials:
        username = self.username or known.username
        if self.token:
            return Credentials.of_token(self.token, username)
        credentials = Credentials.typed(username, self.password or Secret(""))
        if not credentials.username and not credentials.is_token:
            raise MissingCredentials(known.name)
        return credentials


@dataclass(frozen=True)
class StoreLogin:
    """Store a token of a connection that is logged in. Passwords are never stored.

    Attributes:
        label: Name in openBIS of the personal access tokens that this creates.
    """

    connections: Connections
    session_manager: SessionManager
    sessions: Sessions
    label: str
    clock: Callable[[], dt.datetime]

    def __call__(self, name: str, where: TokenStore) -> StoredToken:
        """Store the token that opened the session, or a new personal access token; return the stored token.

        If openBIS creates no such tokens, the session token is stored: this program then no longer closes the session.

        Raises:
            UnknownConnection, NotLoggedIn.
            NoAccessTokens: the login is that of the openBIS panel, and this openBIS creates none.
            KeyringUnavailable, TargetNotWritable, DiskFull: nothing is stored.
        """
        stored = self.session_manager.use(name, self._token, name)
        known = self.connections.get(name)
        where.put(known.instance, stored)
        if known.session and stored.token == known.session.token and not known.session.is_shared:
            self.connections.change(name, lambda now: now.with_credentials(stored.credentials))
        return stored

    def _token(self, session: Session, name: str) -> StoredToken:
        if session.is_shared:
            return self._token_of_panel(session)
        credentials = self.connections.get(name).credentials
        if credentials is None:
            raise MissingCredentials(name)
        if credentials.is_token:
            return StoredToken(credentials.secret, credentials.username)
        try:
            return self.sessions.new_access_token(session, self.label, self.clock())
        except NoAccessTokens:
            return StoredToken(session.token, Credentials.of_token(session.token, session.username).username)

    def _token_of_panel(self, session: Session) -> StoredToken:
        """Return a token of the panel's user. The panel's session is not stored: deleting the login would close it."""
        credentials = Credentials.of_token(session.token, session.username)
        if credentials.is_access_token:
            return StoredToken(session.token, credentials.username)
        return self.sessions.new_access_token(session, self.label, self.clock())


@dataclass(frozen=True)
class RestoreLogin:
    """Set the stored token of a connection as its credentials, if it has none. The token may be any user's."""

    connections: Connections
    token_stores: Sequence[TokenStore]

    def __call__(self, name: str) -> Connection:
        """Return the updated connection, without a request to openBIS. Raises UnknownConnection."""
        known = self.connections.get(name)
        if known.credentials is not None:
            return known
        stored = next(filter(None, (token_store.get(known.instance) for token_store in self.token_stores)), None)
        if stored is None:
            return known
        credentials = stored.credentials
        return self.connections.change(name, lambda now: now.with_credentials(credentials))


@dataclass(frozen=True)
class DeleteStoredLogin:
    """Delete the stored tokens of a connection."""

    connections: Connections
    sessions: Sessions
    token_stores: Sequence[TokenStore]

    def __call__(self, name: str) -> tuple[StoredToken, ...]:
        """Delete the tokens and return them. Sessions are closed; personal access tokens stay valid in openBIS.

        Raises:
            UnknownConnection.
            KeyringUnavailable, TargetNotWritable: a token could not be deleted.
        """
        instance = self.connections.get(name).instance
        deleted = tuple(stored for token_store in self.token_stores if (stored := token_store.remove(instance)))
        for stored in deleted:
            self._close(instance, stored)
        return deleted

    def _close(self, instance: Instance, stored: StoredToken) -> None:
        try:
            self.sessions.close(Session(instance, stored.token, stored.username))
        except OpenbisError:  # the session expires in openBIS
            return


@dataclass(frozen=True)
class ShareLogin:
    """Return the session of a connection for another process of the same user, renewed if it has expired."""

    session_manager: SessionManager
    sessions: Sessions

    def __call__(self, name: str, expired: str | None = None) -> Session:
        """Return the current session; log in with the remembered credentials if there is none.

        Args:
            name: The connection.
            expired: Fingerprint (`Secret.fingerprint`) of the token that openBIS has refused to the other process. Only
                if that is the current token, openBIS is asked whether its session is alive; if not, it is renewed.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed: there is no session.
        """
        return self.session_manager.use(name, self._checked, name, expired)

    def _checked(self, session: Session, name: str, expired: str | None) -> Session:
        if session.token.fingerprint == expired and not self.sessions.is_alive(session):
            raise SessionExpired(name)
        return session
