"""One session per connection: opened once, used by all, renewed when it has expired.

openBIS allows a user five sessions and ends the oldest one at the sixth login, a browser's too. So sessions are
reused, and logins to one connection wait for each other instead of multiplying.

In kernels the session of the openBIS panel comes first, if there is one (port `PanelLogin`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    NotLoggedIn,
    OpenbisError,
    SessionExpired,
    UnknownConnection,
    WrongCredentials,
    WrongUser,
)
from jupyter_openbis_server.domain.model import Connection, ConnectionOrigin, Credentials, Session
from jupyter_openbis_server.domain.ports import Connections, PanelLogin, Sessions

T = TypeVar("T")


@dataclass
class _Gate:
    """Where the logins to one connection pass one by one; how many are over, and why the last one failed, if it did."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    finished: int = 0
    failure: OpenbisError | None = None


class SessionKeeper:
    """Keeps the sessions of all connections. Safe for use from several threads.

    Args:
        connections: The registered connections.
        sessions: Opens and closes sessions.
        panel: The login of the openBIS panel; None in programs that do not use it.
    """

    def __init__(self, connections: Connections, sessions: Sessions, panel: PanelLogin | None = None) -> None:
        self._connections = connections
        self._sessions = sessions
        self._panel = panel
        self._gates: dict[str, _Gate] = {}
        self._gates_lock = threading.Lock()

    def use(self, name: str, action: Callable[[Session], T]) -> T:
        """Return what `action` makes of the connection's session, logging in if that is possible unasked.

        If openBIS says that the session has expired, log in once more with the remembered credentials and repeat.
        So `action` must be safe to repeat when it has raised SessionExpired.

        Raises:
            UnknownConnection, NotLoggedIn: there is no session to be had.
            OpenbisError: whatever `action` raises.
        """
        session = self._session(name, stale=None)
        try:
            return action(session)
        except SessionExpired:
            return action(self._session(name, stale=session))

    def from_panel(self, name: str) -> Session | None:
        """Return the session of the openBIS panel, if there is one; remembered credentials are not used.

        Raises:
            UnknownConnection.
        """
        with self._gate(name).lock:
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
        """Bring a session that the panel has given up to date: the panel's user may have logged out, or be another one.

        openBIS would not tell: a logout ends no personal access token. A panel that cannot be asked changes nothing.

        Raises:
            UnknownConnection.
        """
        with self._gate(name).lock:
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
        """Open a session with the given credentials, or keep the one that they have opened before and still lives.

        From now on the connection is renewed by these credentials, not by the panel.
        """
        with self._gate(name).lock:
            known = self._connections.change(name, lambda now: replace(now, may_use_panel=False))
            if self._is_opened_by(known, credentials):
                return self._connections.change(name, lambda now: now.with_problem(None))
            session = self._open(known, credentials)
        if known.session != session:
            self.leave(known)
        return self._connections.get(name)

    def _is_opened_by(self, known: Connection, credentials: Credentials) -> bool:
        """Whether there is a session that still lives and was opened with these credentials."""
        if known.session is None or known.session.is_shared or credentials != known.credentials:
            return False
        return self._sessions.is_alive(known.session)

    def log_out(self, name: str) -> Connection:
        """Close the session; from now on only the user opens a new one. The password stays remembered."""
        with self._gate(name).lock:
            session = self._connections.get(name).session
            connection = self._connections.change(name, lambda known: known.disconnected(None, may_log_in=False))
        if session:
            self._close(session)
        return connection

    def check(self, name: str) -> Connection:
        """Ask openBIS whether the session still lives, and note the answer."""
        known = self._connections.get(name)
        if known.session is None:
            return known
        try:
            alive = self._sessions.is_alive(known.session)
        except OpenbisError as error:
            problem = str(error)
            return self._note(name, known.session, lambda now: now.with_problem(problem))
        if alive:
            return self._note(name, known.session, lambda now: now.with_problem(None))
        return self._note(name, known.session, lambda now: now.disconnected("the session has expired"))

    def leave(self, connection: Connection) -> None:
        """Close the session that a connection has had, unless it was given to us as a token: then others use it too."""
        given = connection.credentials is not None and connection.credentials.is_token
        if connection.session and not given:
            self._close(connection.session)

    def forget(self, removed: Connection) -> None:
        """Close what a connection that is no longer registered has left open."""
        self.renamed(removed.name)
        self.leave(removed)

    def renamed(self, name: str) -> None:
        """Let go of what belongs to a name that no connection has any more."""
        with self._gates_lock:
            self._gates.pop(name, None)

    def _session(self, name: str, stale: Session | None) -> Session:
        """Return a session other than `stale`, or say why there is none."""
        gate = self._gate(name)
        seen = gate.finished
        with gate.lock:
            known = self._connections.get(name)
            if known.session and known.session != stale:
                return known.session
            if gate.finished != seen and gate.failure:
                # Somebody tried while we waited, in vain: asking a dead host once is enough for all who wait.
                raise gate.failure
            return self._renewed(known, stale)

    def _renewed(self, known: Connection, stale: Session | None) -> Session:
        """Return the panel's session, else one that the remembered credentials open."""
        problem: OpenbisError | None = None
        if self._panel and known.may_use_panel:
            try:
                return self._from_panel(self._panel, known, stale)
            except OpenbisError as error:
                problem = error
        if known.credentials is None and known.required_user and not isinstance(problem, WrongUser):
            user = known.required_user
            raise NotLoggedIn(known.name, f"no login of {user} is available; give the password or token of {user}")
        if known.credentials is None or not known.may_log_in:
            refused = known.credentials is not None and known.problem is not None
            raise self._no_session(known, stale) if problem is None or refused else problem
        return self._reopen(known, known.credentials, stale)

    def _from_panel(self, panel: PanelLogin, known: Connection, stale: Session | None) -> Session:
        """Return the panel's session, renewed there if it is the stale one. Raises NotLoggedIn, ConnectionFailed."""
        gate = self._gate(known.name)
        try:
            is_saved = known.origin is not ConnectionOrigin.UNSAVED
            expired = stale.token if stale and stale.is_shared else None
            session = panel.session(known.name, expired, is_saved=is_saved)
            try:
                self._check_user(known, session)
            except SessionExpired:  # found out sooner than by the panel
                session = panel.session(known.name, session.token, is_saved=is_saved)
                self._check_user(known, session)
            if stale and session.token == stale.token:  # the panel calls it alive, and yet openBIS refuses it
                raise SessionExpired(known.name)
        except OpenbisError as error:
            gate.failure = error
            if stale:
                self._note(known.name, stale, lambda now: now.disconnected("the session has expired"))
            raise
        else:
            gate.failure = None
        finally:
            gate.finished += 1
        self._connections.change(known.name, lambda now: now.sharing(session))
        return session

    def _reopen(self, known: Connection, credentials: Credentials, stale: Session | None) -> Session:
        try:
            session = self._open(known, credentials)
        except WrongCredentials as error:
            if credentials.is_token:
                raise SessionExpired(known.name) from error
            raise
        if session == stale:  # a token that openBIS calls alive and yet refuses
            raise SessionExpired(known.name)
        return session

    def _no_session(self, known: Connection, stale: Session | None) -> NotLoggedIn:
        if stale is None:
            return NotLoggedIn(known.name, known.problem or "log in first")
        self._note(known.name, stale, lambda now: now.disconnected("the session has expired"))
        return SessionExpired(known.name)

    def _open(self, known: Connection, credentials: Credentials) -> Session:
        """Log in and note the outcome. A session that lives on is not given up for a login that failed."""
        gate = self._gate(known.name)
        try:
            session = self._sessions.open(known.instance, credentials)
            self._refuse_others(known, session, credentials)
        except OpenbisError as error:
            # A mistyped password is the typist's affair: others who wait have the remembered one.
            gate.failure = error if credentials == known.credentials or isinstance(error, ConnectionFailed) else None
            self._note_failure(known, credentials, error)
            raise
        else:
            gate.failure = None
        finally:
            gate.finished += 1
        self._attach(known, session, credentials)
        return session

    def _refuse_others(self, known: Connection, session: Session, credentials: Credentials) -> None:
        """Close the session of another user than the required one. Raises WrongUser; OpenbisError: it is not known."""
        by_password = not credentials.is_token
        if by_password and credentials.username.casefold() == known.required_user.casefold():
            return  # openBIS itself takes that name for this user
        try:
            self._check_user(known, session)
        except OpenbisError:
            self.leave(known.connected(session, credentials))
            raise

    def _attach(self, known: Connection, session: Session, credentials: Credentials) -> None:
        """Give the session to the connection, unless it was removed or replaced while the login ran."""

        def change(now: Connection) -> Connection:
            is_same = (now.instance, now.hosts) == (known.instance, known.hosts)  # none of them may get the password
            return now.connected(session, credentials) if is_same else now

        try:
            attached = self._connections.change(known.name, change).session == session
        except UnknownConnection:
            self.leave(known.connected(session, credentials))
            raise
        if not attached:
            self.leave(known.connected(session, credentials))
            raise NotLoggedIn(known.name, "the connection has changed meanwhile, try again")

    def _note_failure(self, known: Connection, credentials: Credentials, error: OpenbisError) -> None:
        remembered_are_wrong = isinstance(error, WrongCredentials) and credentials == known.credentials
        if known.session and not remembered_are_wrong:
            return
        may_log_in = known.may_log_in and not remembered_are_wrong
        self._note(known.name, known.session, lambda now: now.disconnected(str(error), may_log_in=may_log_in))

    def _note(self, name: str, seen: Session | None, change: Callable[[Connection], Connection]) -> Connection:
        """Change what is known of the connection, unless it has another session by now."""
        return self._connections.change(name, lambda now: change(now) if now.session == seen else now)

    def _close(self, session: Session) -> None:
        """Log out as far as openBIS can be reached; otherwise the session ends there by itself.

        A session that is shared stays: others use it, and its owner closes it.
        """
        if session.is_shared:
            return
        try:
            self._sessions.close(session)
        except OpenbisError:
            return

    def _gate(self, name: str) -> _Gate:
        self._connections.get(name)  # names that nobody has registered leave nothing behind
        with self._gates_lock:
            return self._gates.setdefault(name, _Gate())

    def _check_user(self, known: Connection, session: Session) -> None:
        """Refuse the session of another user than the connection requires, as openBIS names him, in any case.

        Raises:
            WrongUser: it is another user's.
            OpenbisError: openBIS does not tell.
        """
        if not known.required_user:
            return
        user = self._sessions.user_of(session)
        if user.casefold() != known.required_user.casefold():
            raise WrongUser(known.name, known.required_user, user)
