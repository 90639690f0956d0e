"""Editing of registered connections."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionOrigin
from jupyter_openbis_server.domain.connections.connection_entry import edited
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidConnection, OpenbisError
from jupyter_openbis_server.domain.instances.allowed_hosts import ALL_HOSTS, AllowedHosts
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.mounts.ports import Mounts
from jupyter_openbis_server.domain.registry.definition_checks import check_hosts_of, check_mountpoint_of
from jupyter_openbis_server.domain.registry.save_connection import SaveOwnConnection
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeleteStoredLogin
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping


@dataclass(frozen=True)
class EditConnection:
    """Change settings of a connection; settings that are not mentioned stay.

    Password and session are never sent to other hosts: if the address changes, both are dropped. A change of the TLS
    settings closes the session, too. Folders that are kept in openBIS follow a new name.

    Attributes:
        verify_by_default: Whether certificates are checked if a connection does not set this.
    """

    connections: Connections
    session_manager: SessionManager
    mounts: Mounts
    jobs: Jobs
    save_own: SaveOwnConnection
    delete_stored_login: DeleteStoredLogin
    keeping: FolderKeeping
    verify_by_default: bool = True
    allowed_hosts: AllowedHosts = ALL_HOSTS

    def __call__(self, name: str, changes: Mapping[str, Any], *, save: bool = False) -> ConnectionView:
        """Change the connection, and log in if the changes include a password or token.

        A failed login raises no error: the connection is changed, and its `problem` is why it is not connected.

        Args:
            name: The current name.
            changes: Keys of the connection file, `name` for a new name; None means the default.
            save: Whether to write it to the user's own connection file, too. If that fails, nothing is changed.

        Raises:
            UnknownConnection.
            InvalidConnection: a value is invalid, the new name is in use, an operator defines the connection, it is
                mounted or has active downloads or uploads, or its mountpoint is not allowed.
            KeyringUnavailable, TargetNotWritable, DiskFull: it cannot be saved.
            InvalidKeptFolders, KeptFoldersTooLong: folders that are kept in openBIS cannot follow a new name.
        """
        known = self.connections.get(name)
        definition = self._with_origin(known, edited(known, changes, verify_by_default=self.verify_by_default))
        self._ensure_allowed(known, definition)
        with self.keeping.renaming(name, definition.name):
            if save:
                definition = self._saved(known, definition)
            connection = self._changed(name, definition)
        if definition.credentials:
            connection = self._logged_in(connection)
        return ConnectionView(connection, self.mounts.of(connection))

    @staticmethod
    def _with_origin(known: Connection, definition: ConnectionDefinition) -> ConnectionDefinition:
        origin = known.origin if definition.name == known.name else ConnectionOrigin.RUNTIME
        return replace(definition, origin=origin)

    def _ensure_allowed(self, known: Connection, definition: ConnectionDefinition) -> None:
        is_renamed, has_other_hosts = known.name != definition.name, known.hosts != definition.hosts
        if is_renamed:
            self._ensure_renameable(known, definition.name)
        if is_renamed or has_other_hosts or known.mounting != definition.mounting:
            self._ensure_not_mounted(known)
        if has_other_hosts or known.mounting != definition.mounting:
            check_hosts_of(definition, self.allowed_hosts)
            check_mountpoint_of(definition, self.mounts)
        if is_renamed or not known.instance.is_same_target(definition.instance):
            self._ensure_not_busy(known, "name" if is_renamed else "url")

    def _ensure_renameable(self, known: Connection, name: str) -> None:
        if known.origin is ConnectionOrigin.OPERATOR:
            raise InvalidConnection(
                "name", f"{known.name} is defined by the operator of Jupyter and keeps its name; register a new one"
            )
        if any(each.name == name for each in self.connections.all()):
            raise InvalidConnection("name", f"there is a connection {name!r} already")

    def _ensure_not_mounted(self, known: Connection) -> None:
        mount = self.mounts.of(known)
        if mount:
            raise InvalidConnection("mount", f"the data store is mounted on {mount.mountpoint}; unmount it first")

    def _ensure_not_busy(self, known: Connection, field: str) -> None:
        if any(job.connection == known.name and not job.state.is_final for job in self.jobs.all()):
            raise InvalidConnection(
                field, f"{known.name} is busy with downloads or uploads; wait for their end, or cancel them"
            )

    def _saved(self, known: Connection, definition: ConnectionDefinition) -> ConnectionDefinition:
        is_still_named = (known.name, known.instance.url) == (definition.name, definition.instance.url)
        if known.origin is ConnectionOrigin.USER_FILE and not is_still_named:
            self.delete_stored_login(known.name)  # the stored token could not be found any more
        return self.save_own(definition, replacing=known.name)

    def _changed(self, name: str, definition: ConnectionDefinition) -> Connection:
        before: list[Connection] = []

        def change(now: Connection) -> Connection:
            before.append(now)
            return now.merged_with(definition)

        connection = self.connections.change(name, change)
        if connection.session is None:
            self.session_manager.close_if_owned(before[0])
        if connection.name != name:
            self.session_manager.renamed(name)
        return connection

    def _logged_in(self, connection: Connection) -> Connection:
        try:
            return self.session_manager.log_in(connection.name, connection.credentials_or(None, None))
        except OpenbisError as error:
            return connection.disconnected(str(error))
