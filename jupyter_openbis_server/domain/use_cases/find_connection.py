"""Finding a connection by its name, also one that only the openBIS panel knows."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import AmbiguousConnection, UnknownConnection
from jupyter_openbis_server.domain.model import Connection
from jupyter_openbis_server.domain.ports import Connections, PanelLogin


@dataclass(frozen=True)
class AddPanelConnections:
    """Register the connections of the openBIS panel that this process does not know yet."""

    connections: Connections
    panel: PanelLogin | None = None

    def __call__(self) -> None:
        """Ask the panel; nothing happens where there is none."""
        if self.panel is None:
            return
        definitions = self.panel.connections()
        known = {each.name for each in self.connections.all()}
        for definition in definitions:
            if definition.name not in known:
                self.connections.add(Connection.defined(definition))


@dataclass(frozen=True)
class FindConnection:
    """Find a connection for a script or command."""

    connections: Connections
    add_panel_connections: AddPanelConnections

    def __call__(self, name: str | None = None) -> Connection:
        """Return the connection of that name; without a name, the only one.

        Raises:
            UnknownConnection: neither this process nor the panel has it.
            AmbiguousConnection: no name is given, and there are several connections or none.
        """
        if name is None:
            return self._only()
        try:
            return self.connections.get(name)
        except UnknownConnection:
            self.add_panel_connections()
        return self.connections.get(name)

    def _only(self) -> Connection:
        self.add_panel_connections()
        known = self.connections.all()
        if len(known) != 1:
            raise AmbiguousConnection(each.name for each in known)
        return known[0]
