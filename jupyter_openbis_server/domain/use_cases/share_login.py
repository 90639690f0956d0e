"""Sharing the login of this program with kernels of the same user."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import SessionExpired
from jupyter_openbis_server.domain.model import Session
from jupyter_openbis_server.domain.ports import Sessions
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class ShareLogin:
    """Return the session of a connection for another process of the same user, renewed if it has expired."""

    keeper: SessionKeeper
    sessions: Sessions

    def __call__(self, name: str, expired: str | None = None) -> Session:
        """Return the current session; log in with the remembered credentials if there is none.

        Args:
            name: The connection.
            expired: Fingerprint (`Secret.fingerprint`) of the token that openBIS has refused to the other process. Only
                if that is the current one, openBIS is asked whether it is alive, and else it is renewed.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed: there is no session.
        """

        def checked(session: Session) -> Session:
            if session.token.fingerprint == expired and not self.sessions.is_alive(session):
                raise SessionExpired(name)
            return session

        return self.keeper.use(name, checked)
