"""Logins: explicit credentials, and the session for other processes of the same user."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import NativeClients
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import ConflictingCredentials, MissingCredentials, SessionExpired
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Session
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
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


@dataclass(frozen=True)
class OpenNativeClient:
    """Return an object of openBIS's own Python client for everything that this program does not do."""

    session_manager: SessionManager
    native_clients: NativeClients
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, name: str) -> object:
        """Return the object, for one thread.

        Raises:
            ReadOnly: changes are switched off, and the object could make some.
            UnknownConnection, NotLoggedIn, ConnectionFailed: there is no session.
        """
        self.guard.check()
        session = self.session_manager.session(name)
        return self.native_clients.client(session, partial(self.session_manager.use, name))
