"""Logins that another program holds for its users, e.g. JupyterHub, and hands to the programs that it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import NoAccessTokens, OpenbisError, RequestRefused
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret


@dataclass(frozen=True)
class IssuedLogin:
    """A login of one user.

    Attributes:
        stored: The token for the programs of the user, with the user's id as openBIS has it.
        session: Token of the session that the user's password has opened, with which tokens are created and deleted;
            None if the user has signed in with a token.
    """

    stored: StoredToken
    session: Secret | None = None

    @property
    def username(self) -> str:
        """The user's id, as openBIS has it."""
        return self.stored.username


@dataclass(frozen=True)
class IssueLogins:
    """Signs users in, and creates, renews and revokes the tokens of their programs.

    A token is a personal access token where openBIS creates them, else the session itself.

    Attributes:
        label: Name in openBIS of the personal access tokens that this creates.
        longest: Maximum validity of a token; openBIS may shorten it.
    """

    sessions: Sessions
    instance: Instance
    label: str
    clock: Callable[[], dt.datetime]
    longest: dt.timedelta

    def sign_in(self, credentials: Credentials, known: IssuedLogin | None = None) -> IssuedLogin:
        """Check a password or token, and return the login.

        The user is the one that openBIS returns for the session: a token may belong to another user than the entered
        name.

        Raises:
            WrongCredentials: openBIS does not accept them.
            InstanceUnreachable, UnexpectedResponse, RequestRefused.
        """
        session = self.sessions.open(self.instance, credentials)
        username = self.sessions.user_of(session)
        session = replace(session, username=username)
        return self._given(session) if credentials.is_token else self.with_known(session, known)

    def with_known(self, session: Session, known: IssuedLogin | None) -> IssuedLogin:
        """Return the login for a session that a password has opened.

        A token that was created earlier is kept while it is valid: each sign-in would create another one. An earlier
        session is kept as well, and the new one closed: openBIS allows a user few sessions.
        """
        if known is None or known.username != session.username:
            return self._issue(session)
        if known.session and self._is_alive(known, known.session):
            kept = known.session
            with suppress(OpenbisError):
                self.sessions.close(session)
        else:
            kept = session.token
        is_kept = known.stored.is_own and not self._is_due(known) and self._is_alive(known, known.stored.token)
        if is_kept:
            return replace(known, session=kept)
        return self._issue(replace(session, token=kept))

    def renewed(self, login: IssuedLogin) -> IssuedLogin | None:
        """Return the login with a token that openBIS accepts: the same one, or a new one if it ends soon or has ended.

        None if the user has to sign in again.

        Raises:
            InstanceUnreachable, UnexpectedResponse: openBIS gave no answer, so nothing is known.
        """
        is_accepted = self._is_alive(login, login.stored.token)
        if is_accepted and not self._is_due(login):
            return login
        if login.session and login.stored.is_own and self._is_alive(login, login.session):
            return self._issue(self._session(login, login.session))
        return login if is_accepted else None

    def revoke(self, login: IssuedLogin) -> bool:
        """End what this program has opened and created; return whether openBIS no longer accepts the token.

        A personal access token that the user has entered belongs to the user, and stays valid. Without a session that
        is still alive, a token cannot be deleted: it ends by itself.

        Raises:
            InstanceUnreachable, UnexpectedResponse: openBIS gave no answer.
        """
        if login.session is None:
            return False
        session = self._session(login, login.session)
        if login.stored.is_own and self.sessions.is_alive(session):
            with suppress(RequestRefused):
                self.sessions.revoke_access_token(session, login.stored.token)
        self.sessions.close(session)
        return not self._is_alive(login, login.stored.token)

    def _issue(self, session: Session) -> IssuedLogin:
        try:
            stored = self.sessions.new_access_token(session, self.label, self.clock(), self.longest)
        except NoAccessTokens:
            stored = StoredToken(session.token, session.username)
        return IssuedLogin(stored, session.token)

    def _given(self, session: Session) -> IssuedLogin:
        current = next((each for each in self.sessions.access_tokens(session) if each.is_current), None)
        return IssuedLogin(StoredToken(session.token, session.username, current.valid_until if current else None))

    def _is_due(self, login: IssuedLogin) -> bool:
        return login.stored.remembered_in("").is_due(self.clock())

    def _is_alive(self, login: IssuedLogin, token: Secret) -> bool:
        return self.sessions.is_alive(self._session(login, token))

    def _session(self, login: IssuedLogin, token: Secret) -> Session:
        return Session(self.instance, token, login.username)
