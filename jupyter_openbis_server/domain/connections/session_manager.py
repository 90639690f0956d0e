"""One session per connection, shared by all callers and renewed after it has expired.

openBIS allows a user five sessions, including those of browsers, and ends the oldest one at the sixth login. So
sessions are reused, and logins to one connection are serialised.

In kernels the session of the openBIS panel takes precedence, if there is one (port `PanelLogin`). A token of the
operator that openBIS does not accept any more is replaced by a new one, where a hub issues them (port `TokenIssuer`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec, TypeVar

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.login_attempts import LoginAttempts
from jupyter_openbis_server.domain.connections.ports import Connections, PanelLogin, TokenIssuer
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    NotAToken,
    NotLoggedIn,
    OpenbisError,
    SessionExpired,
    TokenExpired,
    WrongCredentials,
    WrongUser,
)
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Session
from jupyter_openbis_server.domain.shared.deadline import Deadline
from jupyter_openbis_server.domain.shared.kept_errors import detached

P = ParamSpec("P")
T = TypeVar("T")


class SessionManager:
    """Manages the sessions of all connections. Safe for use from several threads.

    Args:
        connections: The registered connections.
        sessions: Opens and closes sessions.
        panel: The login of the openBIS panel; None in programs that do not use it.
        login_seconds: Timeout of a login, including its other requests and the wait for a login in progress.
        issuer: Issues new tokens for the connection of a hub; None if there is no hub.
    """

    def __init__(
        self,
        connections: Connections,
        sessions: Sessions,
        panel: PanelLogin | None = None,
        login_seconds: float = 30.0,
        issuer: TokenIssuer | None = None,
    ) -> None:
        self._connections = connections
        self._sessions = sessions
        self._panel = panel
        self._issuer = issuer
        self._login_seconds = login_seconds
        self._attempts = LoginAttempts(connections, sessions)

    def use(
        self, name: str, action: Callable[Concatenate[Session, P], T], *arguments: P.args, **options: P.kwargs
    ) -> T:
        """Call `action` with the connection's session and the arguments; return its result. Log in if necessary.

        If openBIS reports that the session has expired, log in again with the remembered credentials and retry once.
        So `action` must be safe to repeat after it has raised SessionExpired.

        Raises:
            UnknownConnection, NotLoggedIn: there is no session, and none can be opened.
            OpenbisError: `action` has raised it.
        """
        session = self._session(name, stale=None)
        try:
            return action(session, *arguments, **options)
        except SessionExpired:
            return action(self._session(name, stale=session), *arguments, **options)

    def user_of(self, session: Session) -> str:
        """Return openBIS's own id of a session's user; at most one request for each session. Raises OpenbisError."""
        return self._sessions.user_of(session)

    def session(self, name: str) -> Session:
        """Return the open session of a connection; log in with the remembered credentials if there is none.

        openBIS is not asked whether an open session is alive. The session manager remains responsible for closing it.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed: there is no session.
        """
        return self._session(name, stale=None)

    def from_panel(self, name: str) -> Session | None:
        """Return the session of the openBIS panel; None if there is none. Remembered credentials are not used.

        Raises:
            UnknownConnection.
        """
        with self._attempts.lock(name).lock:
            known = self._connections.get(name)
            if self._panel is None or not known.may_use_panel:
                return None
            if known.session and known.session.is_shared:
                return known.session
            try:
                return self._from_panel(self._panel, known, None)
            except OpenbisError:
                return None

    def compare_with_panel(self, name: str) -> None:
        """Update a session that came from the panel: the user may have logged out there, or logged in as another user.

        openBIS does not report this: a logout does not end a personal access token. If the panel cannot be queried,
        nothing is changed.

        Raises:
            UnknownConnection.
        """
        with self._attempts.lock(name).lock:
            known = self._connections.get(name)
            seen = known.session
            if self._panel is None or seen is None or not seen.is_shared:
                return
            if not self._panel.connections().is_answered:
                return
            try:
                session = self._panel.session(name)
                if session != seen:
                    self._attempts.check_user(known, session)
            except NotLoggedIn:
                self._attempts.note(name, seen, lambda now: now.disconnected(None))
                return
            except ConnectionFailed:
                return
            if session != seen:
                self._attempts.note(name, seen, lambda now: now.sharing(session))

    def log_in(self, name: str, credentials: Credentials) -> Connection:
        """Open a session with the given credentials, or keep the one that they opened before if it is still alive.

        The session is renewed with these credentials from now on, not by the panel.
        """
        with Deadline.within(self._login_seconds) as deadline:
            with self._attempts.lock(name).held(name, deadline):
                known = self._connections.change(name, lambda now: replace(now, may_use_panel=False))
                if self._is_opened_by(known, credentials):
                    return self._connections.change(name, lambda now: now.with_problem(None))
                session = self._attempts.open(known, credentials)
            if known.session != session:
                self.close_if_owned(known)
        return self._connections.get(name)

    def _is_opened_by(self, known: Connection, credentials: Credentials) -> bool:
        """Return whether there is a session that was opened with these credentials and is still alive."""
        if known.session is None or known.session.is_shared or credentials != known.credentials:
            return False
        return self._sessions.is_alive(known.session)

    def log_out(self, name: str) -> Connection:
        """Close the session and disable automatic login. The password stays remembered.

        A token of the operator or hub is not ended in openBIS, since others use it too, and stays remembered for the
        next login.
        """
        with self._attempts.lock(name).lock:
            known = self._connections.get(name)
            connection = self._connections.change(name, lambda now: now.disconnected(None, auto_login=False))
        if known.session and not known.has_operators_token:
            self._attempts.close(known.session)
        return connection

    def check(self, name: str) -> Connection:
        """Check with openBIS whether the session is alive, and record the result.

        If there is none, or it has expired, a new token of the hub is used, if there is one.
        """
        known = self._connections.get(name)
        if known.session is None:
            return self._connections.get(name) if self._reopen_quietly(name, None) else known
        try:
            with Deadline.within(self._login_seconds):
                alive = self._sessions.is_alive(known.session)
        except OpenbisError as error:
            problem = str(error)
            return self._attempts.note(name, known.session, lambda now: now.with_problem(problem))
        if alive:
            return self._attempts.note(name, known.session, lambda now: now.with_problem(None))
        if self._reopen_quietly(name, known.session):
            return self._connections.get(name)
        problem = "the session has expired"
        if known.has_operators_token or known.has_stored_token:
            problem = str(
                TokenExpired(name, is_given_by_operator=known.has_operators_token, is_stored=known.has_stored_token)
            )
        return self._attempts.note(name, known.session, lambda now: now.disconnected(problem))

    def end_session(self, name: str) -> None:
        """Close the session of a connection if this program has opened it. Raises UnknownConnection.

        For shutdown: open sessions count towards the limit of five per user.
        """
        self.close_if_owned(self._connections.get(name))

    def close_if_owned(self, connection: Connection) -> None:
        """Close the session of a connection, unless it was given as a token, which others may use too."""
        self._attempts.close_if_owned(connection)

    def forget(self, removed: Connection) -> None:
        """Close the session of a connection that is no longer registered."""
        self.renamed(removed.name)
        self.close_if_owned(removed)

    def renamed(self, name: str) -> None:
        """Release the state of a name that no connection has any more."""
        self._attempts.forget(name)

    def _session(self, name: str, stale: Session | None) -> Session:
        """Return a session other than `stale`; raise an error with the reason if there is none."""
        login_lock = self._attempts.lock(name)
        seen = login_lock.finished
        with Deadline.within(self._login_seconds) as deadline, login_lock.held(name, deadline):
            known = self._connections.get(name)
            if known.session and known.session != stale:
                return known.session
            if login_lock.finished != seen and login_lock.failure:
                # Another thread's login failed while this one waited: one attempt is enough for all waiting threads.
                raise detached(login_lock.failure)
            return self._renewed(known, stale)

    def _renewed(self, known: Connection, stale: Session | None) -> Session:
        """Return the panel's session; if there is none, open one with the remembered credentials."""
        problem: OpenbisError | None = None
        if self._panel and known.may_use_panel:
            try:
                return self._from_panel(self._panel, known, stale)
            except OpenbisError as error:
                problem = detached(error)
        if known.credentials is None and known.required_user and not isinstance(problem, WrongUser):
            user = known.required_user
            raise NotLoggedIn(known.name, f"no login of {user} is available; give the password or token of {user}")
        if known.credentials is None or not known.auto_login:
            if session := self._open_issued(known, stale):
                return session
            refused = known.credentials is not None and known.problem is not None
            raise self._no_session(known, stale) if problem is None or refused else detached(problem)
        return self._reopen(known, known.credentials, stale)

    def _from_panel(self, panel: PanelLogin, known: Connection, stale: Session | None) -> Session:
        """Return the panel's session, renewed there if it is the stale one. Raises NotLoggedIn, ConnectionFailed."""
        login_lock = self._attempts.lock(known.name)
        try:
            is_saved = known.origin is not ConnectionOrigin.RUNTIME
            expired = stale.token if stale and stale.is_shared else None
            session = panel.session(known.name, expired, is_saved=is_saved)
            try:
                self._attempts.check_user(known, session)
            except SessionExpired:  # detected before the panel noticed
                session = panel.session(known.name, session.token, is_saved=is_saved)
                self._attempts.check_user(known, session)
            if stale and session.token == stale.token:  # alive according to the panel, but refused by openBIS
                raise SessionExpired(known.name)
        except OpenbisError as error:
            login_lock.failure = detached(error)
            if stale:
                self._attempts.note(known.name, stale, lambda now: now.disconnected("the session has expired"))
            raise
        else:
            login_lock.failure = None
        finally:
            login_lock.finished += 1
        self._connections.change(known.name, lambda now: now.sharing(session))
        return session

    def _reopen(self, known: Connection, credentials: Credentials, stale: Session | None) -> Session:
        try:
            session = self._attempts.open(known, credentials)
        except WrongCredentials as error:
            if issued := self._open_issued(known, stale):
                return issued
            if credentials.is_token and not isinstance(error, (NotAToken, SessionExpired)):
                raise SessionExpired(known.name) from error
            raise
        if session == stale:  # a token that is alive according to openBIS, but refused by it
            if issued := self._open_issued(known, stale):
                return issued
            raise SessionExpired(known.name)
        return session

    def _open_issued(self, known: Connection, stale: Session | None) -> Session | None:
        """Open a session with a new token of the hub; return None if there is none, or if the user has logged out."""
        has_logged_out = not known.auto_login and known.problem is None
        if self._issuer is None or known.credentials is None or not known.has_operators_token or has_logged_out:
            return None
        token = self._issuer.token(known.instance)
        if token is None or token == known.credentials.secret or (stale and token == stale.token):
            return None
        return self._attempts.open(known, Credentials.of_token(token, known.username))

    def _reopen_quietly(self, name: str, stale: Session | None) -> bool:
        """Return whether there is a session other than `stale`, maybe one with a new token of the hub."""
        if self._issuer is None or not self._connections.get(name).has_operators_token:
            return False
        login_lock = self._attempts.lock(name)
        try:
            with Deadline.within(self._login_seconds) as deadline, login_lock.held(name, deadline):
                known = self._connections.get(name)
                if known.session and known.session != stale:
                    return True
                return self._open_issued(known, stale) is not None
        except OpenbisError:
            return False

    def _no_session(self, known: Connection, stale: Session | None) -> NotLoggedIn:
        if stale is None:
            return NotLoggedIn(known.name, known.problem or "log in first")
        self._attempts.note(known.name, stale, lambda now: now.disconnected("the session has expired"))
        return SessionExpired(known.name)
