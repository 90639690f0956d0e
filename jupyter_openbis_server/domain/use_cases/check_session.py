"""Is the session still open?"""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import Connection
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class CheckSession:
    """Ask openBIS whether a connection's session still lives, and remember the answer for the list."""

    keeper: SessionKeeper

    def __call__(self, name: str) -> Connection:
        """Return the connection as it is now. Raises UnknownConnection; an openBIS in trouble is noted, not raised."""
        return self.keeper.check(name)
