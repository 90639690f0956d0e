"""Logins to openBIS: one at a time per connection, and what they change in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    InstanceUnreachable,
    NotLoggedIn,
    OpenbisError,
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


@dataclass
class LoginLock:
    """Serialises logins to one connection.

    Attributes:
        finished: Number of logins that have ended.
        failure: Why the last one failed, if this concerns all callers; else None.
    """

    lock: threading.RLock = field(default_factory=threading.RLock)
    finished: int = 0
    failure: OpenbisError | None = None

    @contextmanager
    def held(self, name: str, deadline: Deadline) -> Iterator[None]:
        """Hold the lock during the block. Raises InstanceUnreachable if another login holds it until the deadline."""
        if not self.lock.acquire(timeout=deadline.remaining):
            raise InstanceUnreachable(name, f"another login has no answer after {deadline.seconds:g} seconds")
        try:
            yield
        finally:
            self.lock.release()


class LoginLocks:
    """The locks of all connections, by name. Safe for use from several threads."""

    def __init__(self) -> None:
        self._locks: dict[str, LoginLock] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> LoginLock:
        """Return the lock of a connection."""
        with self._lock:
            return self._locks.setdefault(name, LoginLock())

    def remove(self, name: str) -> None:
        """Remove the lock of a connection that is no longer registered."""
        with self._lock:
            self._locks.pop(name, None)


class LoginAttempts:
    """Opens and closes sessions, and records in the connections how that ended. Safe for several threads.

    Args:
        connections: The registered connections.
        sessions: Opens and closes sessions.
    """

    def __init__(self, connections: Connections, sessions: Sessions) -> None:
        self._connections = connections
        self._sessions = sessions
        self._login_locks = LoginLocks()

    def lock(self, name: str) -> LoginLock:
        """Return the lock of a connection's logins. Raises UnknownConnection."""
        self._connections.get(name)  # no lock is created for a name that is not registered
        return self._login_locks.get(name)

    def forget(self, name: str) -> None:
        """Release the lock of a name that no connection has any more."""
        self._login_locks.remove(name)

    def open(self, known: Connection, credentials: Credentials) -> Session:
        """Log in and record the result. A failed login does not drop a session that is still alive."""
        login_lock = self.lock(known.name)
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

    def close_if_owned(self, connection: Connection) -> None:
        """Close the session of a connection, unless it was given as a token, which others may use too."""
        is_token = connection.credentials is not None and connection.credentials.is_token
        if connection.session and not is_token:
            self.close(connection.session)

    def close(self, session: Session) -> None:
        """Log out; if openBIS cannot be reached, the session expires there.

        A shared session is not closed: others use it, and its owner closes it.
        """
        if session.is_shared:
            return
        try:
            self._sessions.close(session)
        except OpenbisError:
            return

    def note(self, name: str, seen: Session | None, change: Callable[[Connection], Connection]) -> Connection:
        """Change the state of the connection, unless its session has changed meanwhile."""
        return self._connections.change(name, lambda now: change(now) if now.session == seen else now)

    def check_user(self, known: Connection, session: Session) -> None:
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

    def _opened(self, known: Connection, credentials: Credentials) -> Session:
        """Open a session. Raises WrongCredentials; if a token was refused, a subclass with a hint."""
        try:
            return self._sessions.open(known.instance, credentials)
        except WrongCredentials as error:
            if credentials.is_token:
                is_operators = known.has_operators_token and credentials == known.credentials
                raise TokenExpired(
                    known.name, is_given_by_operator=is_operators, is_stored=credentials.is_stored
                ) from error
            if credentials.looks_like_session_token:
                raise SessionTokenAsPassword(known.name) from error
            raise

    def _refuse_others(self, known: Connection, session: Session, credentials: Credentials) -> None:
        """Close the session of another user than the required one. Raises WrongUser; OpenbisError: user unknown."""
        by_password = not credentials.is_token
        if by_password and credentials.username.casefold() == known.required_user.casefold():
            return  # openBIS itself accepts that name for this user
        try:
            self.check_user(known, session)
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
        self.note(known.name, known.session, lambda now: now.disconnected(str(error), auto_login=auto_login))
