"""Finding a connection by its name, also one that only the openBIS panel knows."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import AmbiguousConnection, UnknownConnection
from jupyter_openbis_server.domain.model import Connection, ConnectionDefinition, ConnectionOrigin, PanelConnections
from jupyter_openbis_server.domain.ports import Connections, PanelLogin
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


class AddPanelConnections:
    """Register the connections of the openBIS panel as they are there now. Safe for use from several threads.

    What this process knows from elsewhere, e.g. from a connection file, stays as it is.
    """

    def __init__(self, connections: Connections, keeper: SessionKeeper, panel: PanelLogin | None = None) -> None:
        self._connections = connections
        self._keeper = keeper
        self._panel = panel
        self._lock = threading.Lock()
        self._added: dict[str, ConnectionDefinition] = {}

    def __call__(self) -> PanelConnections:
        """Ask the panel, and return its answer; nothing changes where there is none or it cannot be asked."""
        if self._panel is None:
            return PanelConnections.none()
        with self._lock:
            answer = self._panel.connections()
            if answer.is_answered:
                self._apply({each.name: each for each in answer.definitions})
        return answer

    def are_origin_of(self, name: str) -> bool:
        """Whether the connection of that name comes from the panel."""
        with self._lock, suppress(UnknownConnection):
            return name in self._added and self._connections.get(name).origin is ConnectionOrigin.UNSAVED
        return False

    def _apply(self, definitions: dict[str, ConnectionDefinition]) -> None:
        known = {each.name: each for each in self._connections.all()}
        own = {name for name in self._added if name in known and known[name].origin is ConnectionOrigin.UNSAVED}
        for name in own - definitions.keys():
            self._keeper.forget(self._connections.remove(name))
        for name, definition in definitions.items():
            if name not in known:
                self._connections.add(Connection.defined(definition))
            elif name not in own:
                continue
            elif definition != self._added[name]:
                self._redefine(known[name], definition)
            self._added[name] = definition

    def _redefine(self, before: Connection, definition: ConnectionDefinition) -> None:
        after = self._connections.change(before.name, lambda now: now.redefined(definition))
        if before.session and not after.session:
            self._keeper.leave(before)


@dataclass(frozen=True)
class FindConnection:
    """Find a connection for a script or command."""

    connections: Connections
    add_panel_connections: AddPanelConnections

    def __call__(self, name: str | None = None) -> Connection:
        """Return the connection of that name; without a name, the only one.

        The panel is asked for its own connections, and for what is not known here.

        Raises:
            UnknownConnection: neither this process nor the panel has it, or the panel cannot be asked: see the message.
            AmbiguousConnection: no name is given, and there are several connections or none.
        """
        if name is None:
            return self._only()
        try:
            known = self.connections.get(name)
        except UnknownConnection:
            return self._in_panel(name)
        return self._in_panel(name) if self.add_panel_connections.are_origin_of(name) else known

    def _in_panel(self, name: str) -> Connection:
        answer = self.add_panel_connections()
        try:
            return self.connections.get(name)
        except UnknownConnection as error:
            _explain(error, answer)
            raise

    def _only(self) -> Connection:
        answer = self.add_panel_connections()
        known = self.connections.all()
        if len(known) != 1:
            error = AmbiguousConnection(each.name for each in known)
            if not known:
                _explain(error, answer)
            raise error
        return known[0]


def _explain(error: UnknownConnection | AmbiguousConnection, answer: PanelConnections) -> None:
    """Add to a message why the panel cannot be asked, which may have what is missing."""
    if answer.problem:
        error.args = (f"{error}; the openBIS panel cannot be asked: {answer.problem}",)
