"""Registering a connection while the program runs."""

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import Connection, ConnectionDefinition, MountSettings
from jupyter_openbis_server.domain.model.mount_settings import AS_USUAL
from jupyter_openbis_server.domain.ports import Connections
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class RegisterConnection:
    """Register a connection for the lifetime of the program and log in where credentials come with it."""

    connections: Connections
    keeper: SessionKeeper

    def __call__(self, definition: ConnectionDefinition) -> Connection:
        """Register it at once, replacing one of the same name, then try to log in.

        A login that fails is no error: the connection stays registered, and its `problem` says why.
        """
        known = self._same_as(definition)
        if known:
            return self._mounted_as(known, definition.mounting)
        connection = Connection.defined(definition)
        replaced = self.connections.add(connection)
        try:
            if connection.credentials:
                connection = self.keeper.log_in(connection.name, connection.credentials)
        except OpenbisError as error:
            connection = connection.disconnected(str(error))
        if replaced and replaced.session != connection.session:
            self.keeper.leave(replaced)
        return connection

    def _same_as(self, definition: ConnectionDefinition) -> Connection | None:
        """Return the present connection if the definition says nothing new: its session is worth keeping."""
        for known in self.connections.all():
            if known.instance == definition.instance and definition.credentials is None:
                is_same_user = definition.username in ("", known.username)
                return known if is_same_user and definition.mounting.host in ("", known.mounting.host) else None
        return None

    def _mounted_as(self, known: Connection, mounting: MountSettings) -> Connection:
        """Return the connection with other settings of its mount; who says nothing about them keeps them."""
        if mounting in (AS_USUAL, known.mounting):
            return known
        return self.connections.change(known.name, lambda connection: replace(connection, mounting=mounting))
