"""Staying logged in from one run of the program to the next."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import MissingCredentials, NoAccessTokens
from jupyter_openbis_server.domain.model import Credentials, KeptToken, Session
from jupyter_openbis_server.domain.ports import Connections, Sessions, TokenKeeper
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class KeepLogin:
    """Keep a token for a connection that is logged in. Never the password.

    Attributes:
        label: What personal access tokens are called in openBIS that this makes.
    """

    connections: Connections
    keeper: SessionKeeper
    sessions: Sessions
    label: str
    clock: Callable[[], dt.datetime]

    def __call__(self, name: str, where: TokenKeeper) -> KeptToken:
        """Keep the token that opened the session, or have openBIS make one; return what is kept.

        An openBIS that makes none has the session itself kept, as long as it lives: this program no longer closes it.

        Raises:
            UnknownConnection, NotLoggedIn.
            NoAccessTokens: the login is that of the openBIS panel, and this openBIS makes none.
            KeyringUnavailable, TargetNotWritable, DiskFull: nothing is kept.
        """
        kept = self.keeper.use(name, lambda session: self._token(name, session))
        known = self.connections.get(name)
        where.put(known.instance, kept)
        if known.session and kept.token == known.session.token and not known.session.is_shared:
            self.connections.change(name, lambda now: now.remembering(kept.credentials))
        return kept

    def _token(self, name: str, session: Session) -> KeptToken:
        if session.is_shared:
            return self._token_of_panel(session)
        credentials = self.connections.get(name).credentials
        if credentials is None:
            raise MissingCredentials(name)
        if credentials.is_token:
            return KeptToken(credentials.secret, credentials.username)
        try:
            return self.sessions.new_access_token(session, self.label, self.clock())
        except NoAccessTokens:
            return KeptToken(session.token, Credentials.of_token(session.token, session.username).username)

    def _token_of_panel(self, session: Session) -> KeptToken:
        """Return a token of the panel's user. The panel's session itself is not kept: forgetting it would close it."""
        credentials = Credentials.of_token(session.token, session.username)
        if credentials.is_access_token:
            return KeptToken(session.token, credentials.username)
        return self.sessions.new_access_token(session, self.label, self.clock())
