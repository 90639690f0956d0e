"""One session per connection, shared by all callers and renewed after it has expired.

openBIS allows a user five sessions, including those of browsers, and ends the oldest one at the sixth login. So
sessions are reused, and logins to one connection are serialised.

In kernels the session of the openBIS panel takes precedence, if there is one (port `PanelLogin`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec, TypeVar

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.login_locks import LoginLock, LoginLocks
from jupyter_openbis_server.domain.connections.ports import Connections, PanelLogin
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    NotAToken,
    NotLoggedIn,
    OpenbisError,
    SessionExpired,
    SessionTokenAsPassword,
    TokenExpired,
    UnknownConnection,
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
    """

    def __init__(
        self,
        connections: Connections,
        sessions: Sessions,
        panel: PanelLogin | None = None,
        login_seconds: float = 30.0,
    ) -> None:
        self._connections = connections
        self._sessions = sessions
        self._panel = panel
        self._login_seconds = login_seconds
        self._login_locks = LoginLocks()

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
        with self._login_lock(name).lock:
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
        with self._login_lock(name).lock:
            known = self._connections.get(name)
            seen = known.session
            if self._panel is None or seen is None or not seen.is_shared:
                return
            if not self._panel.connections().is_answered:
                return
            try:
                session = self._panel.session(name)
                if session != seen:
                    self._check_user(known, session)
            except NotLoggedIn:
                self._note(name, seen, lambda now: now.disconnected(None))
                return
            except ConnectionFailed:
                return
            if session != seen:
                self._note(name, seen, lambda now: now.sharing(session))

    def log_in(self, name: str, credentials: Credentials) -> Connection:
        """Open a session with the given credentials, or keep the one that they opened before if it is still alive.

        The session is renewed with these credentials from now on, not by the panel.
        """
        with Deadline.within(self._login_seconds) as deadline:
            with self._login_lock(name).held(name, deadline):
                known = self._connections.change(name, lambda now: replace(now, may_use_panel=False))
                if self._is_opened_by(known, credentials):
                    return self._connections.change(name, lambda now: now.with_problem(None))
                session = self._open(known, credentials)
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
        with self._login_lock(name).lock:
            known = self._connections.get(name)
            connection = self._connections.change(name, lambda now: now.disconnected(None, auto_login=False))
        if known.session and not known.has_operators_token:
            self._close(known.session)
        return connection

    def check(self, name: str) -> Connection:
        """Check with openBIS whether the session is alive, and record the result."""
        known = self._connections.get(name)
        if known.session is None:
            return known
        try:
            with Deadline.within(self._login_seconds):
                alive = self._sessions.is_alive(known.session)
        except OpenbisError as error:
            problem = str(error)
            return self._note(name, known.session, lambda now: now.with_problem(problem))
        if alive:
            return self._note(name, known.session, lambda now: now.with_problem(None))
        problem = "the session has expired"
        if known.has_operators_token:
            problem = str(TokenExpired(name, is_given_by_operator=True))
        return self._note(name, known.session, lambda now: now.disconnected(problem))

    def end_session(self, name: str) -> None:
        """Close the session of a connection if this program has opened it. Raises UnknownConnection.

        For shutdown: open sessions count towards the limit of five per user.
        """
        self.close_if_owned(self._connections.get(name))

    def close_if_owned(self, connection: Connection) -> None:
        """Close the session of a connection, unless it was given as a token, which others may use too."""
        is_token = connection.credentials is not None and connection.credentials.is_token
        if connection.session and not is_token:
            self._close(connection.session)

    def forget(self, removed: Connection) -> None:
        """Close the session of a connection that is no longer registered."""
        self.renamed(removed.name)
        self.close_if_owned(removed)

    def renamed(self, name: str) -> None:
        """Release the state of a name that no connection has any more."""
        self._login_locks.remove(name)

    def _session(self, name: str, stale: Session | None) -> Session:
        """Return a session other than `stale`; raise an error with the reason if there is none."""
        login_lock = self._login_lock(name)
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
            refused = known.credentials is not None and known.problem is not None
            raise self._no_session(known, stale) if problem is None or refused else detached(problem)
        return self._reopen(known, known.credentials, stale)

    def _from_panel(self, panel: PanelLogin, known: Connection, stale: Session | None) -> Session:
        """Return the panel's session, renewed there if it is the stale one. Raises NotLoggedIn, ConnectionFailed."""
        login_lock = self._login_lock(known.name)
        try:
            is_saved = known.origin is not ConnectionOrigin.RUNTIME
            expired = stale.token if stale and stale.is_shared else None
            session = panel.session(known.name, expired, is_saved=is_saved)
            try:
                self._check_user(known, session)
            except SessionExpired:  # detected before the panel noticed
                session = panel.session(known.name, session.token, is_saved=is_saved)
                self._check_user(known, session)
            if stale and session.token == stale.token:  # alive according to the panel, but refused by openBIS
                raise SessionExpired(known.name)
        except OpenbisError as error:
            login_lock.failure = detached(error)
            if stale:
                self._note(known.name, stale, lambda now: now.disconnected("the session has expired"))
            raise
        else:
            login_lock.failure = None
        finally:
            login_lock.finished += 1
        self._connections.change(known.name, lambda now: now.sharing(session))
        return session

    def _reopen(self, known: Connection, credentials: Credentials, stale: Session | None) -> Session:
        try:
            session = self._open(known, credentials)
        except WrongCredentials as error:
            if credentials.is_token and not isinstance(error, (NotAToken, SessionExpired)):
                raise SessionExpired(known.name) from error
            raise
        if session == stale:  # a token that is alive according to openBIS, but refused by it
            raise SessionExpired(known.name)
        return session

    def _no_session(self, known: Connection, stale: Session | None) -> NotLoggedIn:
        if stale is None:
            return NotLoggedIn(known.name, known.problem or "log in first")
        self._note(known.name, stale, lambda now: now.disconnected("the session has expired"))
        return SessionExpired(known.name)

    def _open(self, known: Connection, credentials: Credentials) -> Session:
        """Log in and record the result. A failed login does not drop a session that is still alive."""
        login_lock = self._login_lock(known.name)
        try:
            session = self._opened(known, credentials)
            self._refuse_others(known, session, credentials)
        except OpenbisError as error:
            # A mistyped password must not affect other waiting callers, which use the remembered one.
            is_for_all = credentials == known.credentials or isinstance(error, ConnectionFailed)
            login_lock.failure = detached(error) if is_for_all else None
            self._note_failure(known, credentials, error)
            raise
        else:
            login_lock.failure = None
        finally:
            login_lock.finished += 1
        self._attach(known, session, credentials)
        return session

    def _opened(self, known: Connection, credentials: Credentials) -> Session:
        """Open a session. Raises WrongCredentials; if a token was refused, a subclass with a hint."""
        try:
            return self._sessions.open(known.instance, credentials)
        except WrongCredentials as error:
            if credentials.is_token:
                is_operators = known.has_operators_token and credentials == known.credentials
                raise TokenExpired(known.name, is_given_by_operator=is_operators) from error
            if credentials.looks_like_session_token:
                raise SessionTokenAsPassword(known.name) from error
            raise

    def _refuse_others(self, known: Connection, session: Session, credentials: Credentials) -> None:
        """Close the session of another user than the required one. Raises WrongUser; OpenbisError: user unknown."""
        by_password = not credentials.is_token
        if by_password and credentials.username.casefold() == known.required_user.casefold():
            return  # openBIS itself accepts that name for this user
        try:
            self._check_user(known, session)
        except OpenbisError:
            self.close_if_owned(known.connected(session, credentials))
            raise

    def _attach(self, known: Connection, session: Session, credentials: Credentials) -> None:
        """Store the session in the connection, unless that was removed or replaced during the login."""

        def change(now: Connection) -> Connection:
            is_same = (now.instance, now.hosts) == (known.instance, known.hosts)  # no other host may get the password
            return now.connected(session, credentials) if is_same else now

        try:
            attached = self._connections.change(known.name, change).session == session
        except UnknownConnection:
            self.close_if_owned(known.connected(session, credentials))
            raise
        if not attached:
            self.close_if_owned(known.connected(session, credentials))
            raise NotLoggedIn(known.name, "the connection has changed meanwhile, try again")

    def _note_failure(self, known: Connection, credentials: Credentials, error: OpenbisError) -> None:
        are_refused = isinstance(error, WrongCredentials) and credentials == known.credentials
        if known.session and not are_refused:
            return
        auto_login = known.auto_login and not are_refused
        self._note(known.name, known.session, lambda now: now.disconnected(str(error), auto_login=auto_login))

    def _note(self, name: str, seen: Session | None, change: Callable[[Connection], Connection]) -> Connection:
        """Change the state of the connection, unless its session has changed meanwhile."""
        return self._connections.change(name, lambda now: change(now) if now.session == seen else now)

    def _close(self, session: Session) -> None:
        """Log out; if openBIS cannot be reached, the session expires there.

        A shared session is not closed: others use it, and its owner closes it.
        """
        if session.is_shared:
            return
        try:
            self._sessions.close(session)
        except OpenbisError:
            return

    def _login_lock(self, name: str) -> LoginLock:
        self._connections.get(name)  # no lock is created for a name that is not registered
        return self._login_locks.get(name)

    def _check_user(self, known: Connection, session: Session) -> None:
        """Ensure that a session is that of the required user, by the user's id in openBIS, ignoring case.

        Raises:
            WrongUser: the session belongs to another user.
            OpenbisError: openBIS did not return the user.
        """
        if not known.required_user:
            return
        user = self._sessions.user_of(session)
        if user.casefold() != known.required_user.casefold():
            raise WrongUser(known.name, known.required_user, user)
