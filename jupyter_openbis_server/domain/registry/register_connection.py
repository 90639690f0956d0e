"""Registration of connections at runtime."""

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.mount_settings import DEFAULT_MOUNT_SETTINGS
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.instances.allowed_hosts import ALL_HOSTS, AllowedHosts
from jupyter_openbis_server.domain.mounts.ports import Mounts
from jupyter_openbis_server.domain.registry.definition_checks import check_hosts_of, check_mountpoint_of
from jupyter_openbis_server.domain.registry.save_connection import SaveOwnConnection


@dataclass(frozen=True)
class RegisterConnection:
    """Register a connection for the lifetime of the program, and log in if it has credentials."""

    connections: Connections
    session_manager: SessionManager
    save_own: SaveOwnConnection
    mounts: Mounts
    allowed_hosts: AllowedHosts = ALL_HOSTS

    def __call__(self, definition: ConnectionDefinition, *, save: bool = False) -> Connection:
        """Register the connection, replacing one of the same name, then try to log in.

        A failed login raises no error: the connection stays registered, and its `problem` is the reason.

        Args:
            definition: The connection to register.
            save: Whether to write it to the user's own connection file first, so that it persists after a restart.

        Raises:
            InvalidConnection, TargetNotWritable, DiskFull: it cannot be saved, and is not registered.
            InvalidConnection: its mountpoint or one of its hosts is not allowed.
        """
        check_hosts_of(definition, self.allowed_hosts)
        known = self._same_as(definition)
        definition = self._completed(definition, known)
        if not known or known.mounting != definition.mounting:
            check_mountpoint_of(definition, self.mounts)
        if save:
            definition = self.save_own(definition)
        if known:
            return self._kept(known, definition)
        connection = Connection.defined(definition)
        replaced = self.connections.add(connection)
        try:
            if connection.credentials:
                connection = self.session_manager.log_in(connection.name, connection.credentials)
        except OpenbisError as error:
            connection = connection.disconnected(str(error))
        if replaced and replaced.session != connection.session:
            self.session_manager.close_if_owned(replaced)
        return connection

    def _completed(self, definition: ConnectionDefinition, same: Connection | None) -> ConnectionDefinition:
        """Return the definition with the current origin of its name, and settings of `same` that it leaves out."""
        origins = [each.origin for each in self.connections.all() if each.name == definition.name]
        definition = replace(definition, origin=origins[0]) if origins else definition
        if same is None:
            return definition
        return replace(
            definition,
            instance=definition.instance.with_notes_of(same.instance),
            username=definition.username or same.username,
            mounting=same.mounting if definition.mounting == DEFAULT_MOUNT_SETTINGS else definition.mounting,
        )

    def _same_as(self, definition: ConnectionDefinition) -> Connection | None:
        """Return the registered connection if the definition has the same target and user: its session is kept."""
        for known in self.connections.all():
            is_known = known.name == definition.name and known.instance.is_same_target(definition.instance)
            if is_known and definition.credentials is None:
                is_same_user = definition.username in ("", known.username)
                return known if is_same_user and definition.mounting.host in ("", known.mounting.host) else None
        return None

    def _kept(self, known: Connection, definition: ConnectionDefinition) -> Connection:
        """Return the connection, with changed notes, mount settings and origin if they differ."""
        has_same_settings = (definition.mounting, definition.origin) == (known.mounting, known.origin)
        if has_same_settings and definition.instance.is_identical_to(known.instance):
            return known
        return self.connections.change(known.name, lambda now: now.with_settings_of(definition))
