"""Authentication of SFTP logins (openbis-protocol 8.1)."""

from collections import Counter
from dataclasses import dataclass, field

from jupyter_openbis_server.fake_openbis.state.sessions import Sessions
from jupyter_openbis_server.fake_openbis.wire.failures import Failure

TOKEN_USER = "?"  # noqa: S105 -- no password, but what says that one is a token
"""The user name that says that the password is a session token or a personal access token."""


@dataclass(frozen=True)
class SftpLogin:
    """One connection's right to read.

    Attributes:
        token: What was given as password, or the token of the session that user and password opened.
        session_token: The token of the session, which a personal access token only stands for.
    """

    token: str = field(repr=False)
    session_token: str = field(repr=False)


class SftpLogins:
    """Opens sessions for connections and closes them.

    Connections with the same user and password share a session, which ends with the last of them, as in openBIS
    (``FtpUserManager.java``). Sessions that came with a token are left alone.

    Args:
        sessions: The sessions of the application server.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._shared: dict[tuple[str, str], str] = {}
        self._connections: Counter[str] = Counter()

    def enter(self, user: str, password: str) -> SftpLogin | None:
        """Lets a connection in; None when user and password, or the token, are wrong."""
        try:
            token = password if user == TOKEN_USER else self._session(user, password)
            if token is None:
                return None
            login = SftpLogin(token, self._sessions.resolve(token).token)
        except Failure:
            return None
        self._connections[token] += 1
        return login

    def leave(self, login: SftpLogin) -> None:
        """End what ``enter`` began."""
        self._connections[login.token] -= 1
        if self._connections[login.token]:
            return
        del self._connections[login.token]
        for key, token in list(self._shared.items()):
            if token == login.token:
                del self._shared[key]
                self._sessions.logout(token)

    def user(self, login: SftpLogin) -> str:
        """Whose connection it is; the session counts as used.

        Raises:
            InvalidSession: When the session has ended, or the personal access token is no longer valid.
        """
        if not self._sessions.is_active(login.token):
            return self._sessions.resolve(login.token).user  # fails with the right text
        return self._sessions.resolve(login.session_token).user

    def _session(self, user: str, password: str) -> str | None:
        """Return the token of the session that all connections with this user and password use."""
        token = self._shared.get((user, password))
        if token is None or not self._sessions.is_active(token):
            token = self._sessions.login(user, password)
            if token is not None:
                self._shared[user, password] = token
        return token
