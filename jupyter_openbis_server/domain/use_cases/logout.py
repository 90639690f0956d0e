"""Logging out."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import ConnectionView
from jupyter_openbis_server.domain.ports import Mounts
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class Logout:
    """Close a connection's session. A mount stays: it is a connection of its own."""

    keeper: SessionKeeper
    mounts: Mounts

    def __call__(self, name: str) -> ConnectionView:
        """Log out; works also when openBIS cannot be reached. Raises UnknownConnection."""
        connection = self.keeper.log_out(name)
        return ConnectionView(connection, self.mounts.of(connection))
