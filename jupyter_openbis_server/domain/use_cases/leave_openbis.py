"""The end of the program."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.ports import Connections
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class LeaveOpenbis:
    """Close the session of a connection when the program ends, so that it does not count among the user's five."""

    connections: Connections
    keeper: SessionKeeper

    def __call__(self, name: str) -> None:
        """Log out where the program itself has logged in. Raises UnknownConnection."""
        self.keeper.leave(self.connections.get(name))
