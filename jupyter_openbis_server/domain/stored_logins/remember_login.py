"""Logins that are remembered: personal access tokens, created, stored and renewed without questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.ports import Connections, TokenStore
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import KeyringUnavailable, OpenbisError, RememberingRefused
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.stored_logins.new_tokens import revoking_unless_stored

_RETRY_AFTER = dt.timedelta(hours=1)
"""Time between two attempts to renew a token."""


@dataclass(frozen=True)
class RememberLogin:
    """Store a personal access token for the login of a connection, in the first store that works.

    Attributes:
        token_stores: The stores, the preferred one first.
        label: Name in openBIS of the personal access tokens that this creates.
        longest: Maximum validity of a token; openBIS may shorten it.
        is_enabled: Whether logins may be remembered.
    """

    connections: Connections
    session_manager: SessionManager
    sessions: Sessions
    token_stores: Sequence[TokenStore]
    label: str
    clock: Callable[[], dt.datetime]
    longest: dt.timedelta
    is_enabled: bool = True

    def __call__(self, name: str) -> Connection:
        """Remember the login, and return the connection.

        A stored token of the same user is kept if openBIS accepts it and it does not end soon. The replaced one is not
        deleted in openBIS: other programs of the user may be using it, and it ends soon.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed.
            RememberingRefused: the setting or the connection does not allow it.
            NoAccessTokens: this openBIS creates none.
            KeyringUnavailable, TargetNotWritable, DiskFull: no store works; openBIS has no new token.
        """
        if not self.is_enabled:
            raise RememberingRefused("remembering logins is switched off by the operator of Jupyter")
        if self.connections.get(name).origin is ConnectionOrigin.RUNTIME:
            raise RememberingRefused("the connection is not saved; save it, then log in again")
        stored, location = self.session_manager.use(name, self._store_token, self.connections.get(name).instance)
        remembered = stored.remembered_in(location)
        return self.connections.change(
            name, lambda now: replace(now, remembered=remembered, remember_problem=None, unrevoked=None)
        )

    def _store_token(self, session: Session, instance: Instance) -> tuple[StoredToken, str]:
        """Store a token that exists, or a new one; return it, and the name of the store."""
        if stored := self._existing_token(session):
            return stored, self._store(instance, stored)
        self._check_stores()
        new = self.sessions.new_access_token(session, self.label, self.clock(), self.longest)
        with revoking_unless_stored(self.sessions, session, new):
            return new, self._store(instance, new)

    def _existing_token(self, session: Session) -> StoredToken | None:
        if session.has_access_token:
            return self._given_token(session)
        stored = next(filter(None, (store.get(session.instance) for store in self.token_stores)), None)
        return stored if stored and self._is_usable(session, stored) else None

    def _check_stores(self) -> None:
        """Check that the first store that is available can keep a token."""
        for number, store in enumerate(self.token_stores, 1):
            try:
                store.check()
            except KeyringUnavailable:
                if number == len(self.token_stores):
                    raise
            else:
                return

    def _given_token(self, session: Session) -> StoredToken:
        """Return the personal access token that the user has entered as the password, or the stored one."""
        stored = next(filter(None, (store.get(session.instance) for store in self.token_stores)), None)
        if stored and stored.token == session.token:
            return stored
        current = next((each for each in self.sessions.access_tokens(session) if each.is_current), None)
        username = Credentials.of_token(session.token, session.username).username
        return StoredToken(session.token, username, current.valid_until if current else None)

    def _is_usable(self, session: Session, stored: StoredToken) -> bool:
        """Return whether a stored token can be kept for the user of a session."""
        is_of_user = stored.is_own and stored.username.casefold() == session.username.casefold()
        if not is_of_user or stored.remembered_in("").is_due(self.clock()):
            return False
        return self.sessions.is_alive(Session(session.instance, stored.token, stored.username))

    def _store(self, instance: Instance, stored: StoredToken) -> str:
        """Store a token in one store only; return its name."""
        location = ""
        for number, store in enumerate(self.token_stores, 1):
            if location:
                with suppress(OpenbisError):
                    store.remove(instance)
                continue
            try:
                store.put(instance, stored)
                location = store.name
            except KeyringUnavailable:
                if number == len(self.token_stores):
                    raise
        return location


class RenewLogin:
    """Renew remembered logins before they end, while the password is still in memory.

    openBIS creates no token in the session of a token, so after a restart the user has to enter the password.
    """

    def __init__(
        self, connections: Connections, remember_login: RememberLogin, clock: Callable[[], dt.datetime]
    ) -> None:
        self._connections = connections
        self._remember_login = remember_login
        self._clock = clock
        self._attempts: dict[str, dt.datetime] = {}

    def __call__(self, name: str) -> None:
        """Renew the remembered login of a connection if it ends soon. Raises UnknownConnection."""
        known, now = self._connections.get(name), self._clock()
        if not _can_renew(known) or known.remembered is None or not known.remembered.is_due(now):
            return
        if now - self._attempts.get(name, now - _RETRY_AFTER) < _RETRY_AFTER:
            return
        self._attempts[name] = now
        try:
            self._remember_login(name)
        except OpenbisError as error:
            problem = str(error)
            self._connections.change(name, lambda now: replace(now, remember_problem=problem))


def _can_renew(known: Connection) -> bool:
    has_password = known.credentials is not None and not known.credentials.is_token
    return known.session is not None and has_password


class CheckLogin:
    """Check the session of a connection, and renew its remembered login before it ends."""

    def __init__(self, session_manager: SessionManager, renew_login: RenewLogin) -> None:
        self._session_manager = session_manager
        self._renew_login = renew_login

    def __call__(self, name: str) -> None:
        """Record whether openBIS knows the session. Raises UnknownConnection."""
        self._session_manager.check(name)
        self._renew_login(name)
