"""Registering a connection while the program runs."""

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import Connection, ConnectionDefinition
from jupyter_openbis_server.domain.model.mount_settings import AS_USUAL
from jupyter_openbis_server.domain.ports import Connections
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.use_cases.save_own_connection import SaveOwnConnection


@dataclass(frozen=True)
class RegisterConnection:
    """Register a connection for the lifetime of the program and log in where credentials come with it."""

    connections: Connections
    keeper: SessionKeeper
    save_own: SaveOwnConnection

    def __call__(self, definition: ConnectionDefinition, *, save: bool = False) -> Connection:
        """Register it at once, replacing one of the same name, then try to log in.

        A login that fails is no error: the connection stays registered, and its `problem` says why.

        Args:
            definition: What there is to register.
            save: Whether it is written into the user's own connection file first, so that it outlives the program.

        Raises:
            InvalidConnection, TargetNotWritable, DiskFull: it cannot be saved, and is not registered.
        """
        known = self._same_as(definition)
        definition = self._completed(definition, known)
        if save:
            definition = self.save_own(definition)
        if known:
            return self._kept(known, definition)
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

    def _completed(self, definition: ConnectionDefinition, same: Connection | None) -> ConnectionDefinition:
        """Say who defines that name now; and what the connection is that the definition says nothing new about."""
        origins = [each.origin for each in self.connections.all() if each.name == definition.name]
        definition = replace(definition, origin=origins[0]) if origins else definition
        if same is None:
            return definition
        mounting = same.mounting if definition.mounting == AS_USUAL else definition.mounting
        return replace(definition, username=definition.username or same.username, mounting=mounting)

    def _same_as(self, definition: ConnectionDefinition) -> Connection | None:
        """Return the present connection if the definition says nothing new: its session is worth keeping."""
        for known in self.connections.all():
            if known.instance == definition.instance and definition.credentials is None:
                is_same_user = definition.username in ("", known.username)
                return known if is_same_user and definition.mounting.host in ("", known.mounting.host) else None
        return None

    def _kept(self, known: Connection, definition: ConnectionDefinition) -> Connection:
        """Return the connection, maybe with other settings of its mount."""
        mounting, origin = definition.mounting, definition.origin
        if (mounting, origin) == (known.mounting, known.origin):
            return known
        return self.connections.change(known.name, lambda now: replace(now, mounting=mounting, origin=origin))
