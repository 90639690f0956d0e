"""Lookup of connections: those in memory, and those that only the openBIS panel knows."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionOrigin
from jupyter_openbis_server.domain.connections.logins import ExplicitLogin
from jupyter_openbis_server.domain.connections.panel_connections import PanelConnections
from jupyter_openbis_server.domain.connections.ports import Connections, PanelLogin
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import AmbiguousConnection, UnknownConnection


@dataclass(frozen=True)
class KnownConnections:
    """List connections that have a session or may open one, from memory: without requests to openBIS or the panel."""

    connections: Connections

    def get(self, name: str) -> Connection:
        """Return one connection. Raises UnknownConnection."""
        return self.connections.get(name)

    def add(self, connection: Connection) -> None:
        """Register a connection that the program itself has created, without logging in."""
        self.connections.add(connection)

    def use_login(self, name: str, login: ExplicitLogin) -> None:
        """Restrict a connection to this login.

        Raises:
            UnknownConnection.
            MissingCredentials: see `ExplicitLogin.applied_to`.
        """
        self.connections.change(name, login.applied_to)

    def can_log_in(self, name: str) -> bool:
        """Return whether a connection has a session, or credentials that may open one; False if it is unknown."""
        try:
            known = self.connections.get(name)
        except UnknownConnection:
            return False
        return known.session is not None or (known.credentials is not None and known.auto_login)

    def names(self) -> tuple[str, ...]:
        """Return the names of all connections."""
        return _names(self.connections.all())

    def with_session(self) -> tuple[str, ...]:
        """Return the names of the connections that have a session."""
        return _names(each for each in self.connections.all() if each.session)


def _names(connections: Iterable[Connection]) -> tuple[str, ...]:
    return tuple(each.name for each in connections)


class AddPanelConnections:
    """Register the current connections of the openBIS panel. Safe for use from several threads.

    Connections that this process has from another source, e.g. a connection file, are not changed.
    """

    def __init__(
        self, connections: Connections, session_manager: SessionManager, panel: PanelLogin | None = None
    ) -> None:
        self._connections = connections
        self._session_manager = session_manager
        self._panel = panel
        self._lock = threading.Lock()
        self._added: dict[str, ConnectionDefinition] = {}

    def __call__(self) -> PanelConnections:
        """Query the panel and return its response; without a response, or without a panel, nothing is changed."""
        if self._panel is None:
            return PanelConnections.none()
        with self._lock:
            answer = self._panel.connections()
            if answer.is_answered:
                self._apply({each.name: each for each in answer.definitions})
        return answer

    def are_origin_of(self, name: str) -> bool:
        """Return whether the connection of that name comes from the panel."""
        with self._lock, suppress(UnknownConnection):
            return name in self._added and self._connections.get(name).origin is ConnectionOrigin.RUNTIME
        return False

    def _apply(self, definitions: dict[str, ConnectionDefinition]) -> None:
        known = {each.name: each for each in self._connections.all()}
        own = {name for name in self._added if name in known and known[name].origin is ConnectionOrigin.RUNTIME}
        for name in own - definitions.keys():
            self._session_manager.forget(self._connections.remove(name))
        for name, definition in definitions.items():
            if name not in known:
                self._connections.add(Connection.defined(definition))
            elif name not in own:
                continue
            elif not definition.is_identical_to(self._added[name]):
                self._redefine(known[name], definition)
            self._added[name] = definition

    def _redefine(self, before: Connection, definition: ConnectionDefinition) -> None:
        after = self._connections.change(before.name, lambda now: now.merged_with(definition))
        if before.session and not after.session:
            self._session_manager.close_if_owned(before)


@dataclass(frozen=True)
class FindConnection:
    """Return the connection that a script or command names.

    Attributes:
        default_name: The connection if none is named; empty: the only one.
    """

    connections: Connections
    add_panel_connections: AddPanelConnections
    default_name: str = ""

    def __call__(self, name: str | None = None) -> Connection:
        """Return the connection of that name; without a name, the default one, else the only one.

        The panel is queried for its own connections, and for names that are not known here.

        Raises:
            UnknownConnection: neither this process nor the panel has it, or the panel cannot be queried (message).
            AmbiguousConnection: no name is given, and there are several connections or none.
        """
        name = self.default_name or None if name is None else name
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
            raise _ambiguous(known, answer)
        return known[0]


def _explain(error: UnknownConnection | AmbiguousConnection, answer: PanelConnections) -> None:
    """Add to a message why the panel, which may have the missing connection, cannot be queried."""
    if answer.problem:
        error.args = (f"{error}; the openBIS panel cannot be asked: {answer.problem}",)


def _ambiguous(known: Sequence[Connection], answer: PanelConnections) -> AmbiguousConnection:
    error = AmbiguousConnection(each.name for each in known)
    if not known:
        _explain(error, answer)
    return error
