"""A session for those who work on behalf of this program."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import Session
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class GetPanelSession:
    """Find out whether the login of the openBIS panel can be used."""

    keeper: SessionKeeper

    def __call__(self, name: str) -> Session | None:
        """Return the session of the panel, which the connection uses from now on; None if there is none.

        Raises:
            UnknownConnection.
        """
        return self.keeper.from_panel(name)


@dataclass(frozen=True)
class GetSession:
    """Give the session of a connection to other processes that work for this one. It stays this program's to end."""

    keeper: SessionKeeper

    def __call__(self, name: str) -> Session:
        """Return the open session, or a new one where that is possible unasked; openBIS is not asked about an open one.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed: there is none to be had.
        """
        return self.keeper.use(name, lambda session: session)
