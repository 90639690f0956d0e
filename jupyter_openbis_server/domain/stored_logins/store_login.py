"""Storage of the current login in a store that the user names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.ports import Connections, TokenStore
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import MissingCredentials, NoAccessTokens
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.stored_logins.new_tokens import revoking_unless_stored


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

    def __call__(self, name: str, where: TokenStore, longest: dt.timedelta | None = None) -> StoredToken:
        """Store the token that opened the session, or a new personal access token; return the stored token.

        If openBIS creates no such tokens, the session token is stored: this program then no longer closes the session.

        Args:
            name: The connection.
            where: The store.
            longest: Maximum validity of a new token; None: as long as openBIS allows.

        Raises:
            UnknownConnection, NotLoggedIn.
            NoAccessTokens: the login is that of the openBIS panel, and this openBIS creates none.
            KeyringUnavailable, TargetNotWritable, DiskFull: nothing is stored, and openBIS has no new token.
        """
        where.check()
        stored = self.session_manager.use(name, self._store_token, name, where, longest)
        known = self.connections.get(name)
        if known.session and stored.token == known.session.token and not known.session.is_shared:
            self.connections.change(name, lambda now: now.with_credentials(stored.credentials))
        remembered = stored.remembered_in(where.name)
        self.connections.change(name, lambda now: replace(now, remembered=remembered))
        return stored

    def _store_token(self, session: Session, name: str, where: TokenStore, longest: dt.timedelta | None) -> StoredToken:
        stored, instance = self._token(session, name, longest), self.connections.get(name).instance
        if stored.is_own:
            with revoking_unless_stored(self.sessions, session, stored):
                where.put(instance, stored)
        else:
            where.put(instance, stored)
        return stored

    def _token(self, session: Session, name: str, longest: dt.timedelta | None) -> StoredToken:
        if session.is_shared:
            return self._token_of_panel(session, longest)
        credentials = self.connections.get(name).credentials
        if credentials is None:
            raise MissingCredentials(name)
        if credentials.is_token:
            return StoredToken(credentials.secret, credentials.username)
        try:
            return self._new_token(session, longest)
        except NoAccessTokens:
            return StoredToken(session.token, Credentials.of_token(session.token, session.username).username)

    def _token_of_panel(self, session: Session, longest: dt.timedelta | None) -> StoredToken:
        """Return a token of the panel's user. The panel's session is not stored: deleting the login would close it."""
        credentials = Credentials.of_token(session.token, session.username)
        if credentials.is_access_token:
            return StoredToken(session.token, credentials.username)
        return self._new_token(session, longest)

    def _new_token(self, session: Session, longest: dt.timedelta | None) -> StoredToken:
        return self.sessions.new_access_token(session, self.label, self.clock(), longest)
