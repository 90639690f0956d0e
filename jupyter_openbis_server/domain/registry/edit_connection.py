"""Changing a connection while the program runs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidConnection, OpenbisError
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import (
    Connection,
    ConnectionDefinition,
    ConnectionOrigin,
    ConnectionView,
)
from jupyter_openbis_server.domain.model.connection_entry import edited
from jupyter_openbis_server.domain.ports import Connections, Mounts
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.use_cases.forget_login import ForgetLogin
from jupyter_openbis_server.domain.use_cases.save_own_connection import SaveOwnConnection


@dataclass(frozen=True)
class EditConnection:
    """Change settings of a connection; what is not mentioned stays.

    Password and session never go to other hosts: where the address changes, both are left behind. Other TLS settings
    end the session, too.

    Attributes:
        verify_by_default: Whether certificates are checked where a connection does not say.
    """

    connections: Connections
    keeper: SessionKeeper
    mounts: Mounts
    jobs: Jobs
    save_own: SaveOwnConnection
    forget_login: ForgetLogin
    verify_by_default: bool = True

    def __call__(self, name: str, changes: Mapping[str, Any], *, save: bool = False) -> ConnectionView:
        """Change it, and log in where a password or token comes with the changes.

        A login that fails is no error: the connection is changed, and its `problem` says why it is not connected.

        Args:
            name: What it is called now.
            changes: Keys of the connection file, `name` for a new name; None stands for the usual value.
            save: Whether it is written into the user's own connection file, too. If that fails, nothing is changed.

        Raises:
            UnknownConnection.
            InvalidConnection: a value is unusable, the new name is taken, an operator defines the connection, or it is
                in use: mounted, or busy with downloads or uploads.
            KeyringUnavailable, TargetNotWritable, DiskFull: it cannot be saved.
        """
        known = self.connections.get(name)
        definition = self._origin_kept(known, edited(known, changes, verify_by_default=self.verify_by_default))
        self._must_be_possible(known, definition)
        if save:
            definition = self._saved(known, definition)
        connection = self._changed(name, definition)
        if definition.credentials:
            connection = self._logged_in(connection)
        return ConnectionView(connection, self.mounts.of(connection))

    @staticmethod
    def _origin_kept(known: Connection, definition: ConnectionDefinition) -> ConnectionDefinition:
        origin = known.origin if definition.name == known.name else ConnectionOrigin.UNSAVED
        return replace(definition, origin=origin)

    def _must_be_possible(self, known: Connection, definition: ConnectionDefinition) -> None:
        is_renamed, leads_elsewhere = known.name != definition.name, known.hosts != definition.hosts
        if is_renamed:
            self._must_be_renameable(known, definition.name)
        if is_renamed or leads_elsewhere or known.mounting != definition.mounting:
            self._must_not_be_mounted(known)
        if known.instance != definition.instance:
            self._must_not_be_busy(known, "name" if is_renamed else "url")

    def _must_be_renameable(self, known: Connection, name: str) -> None:
        if known.origin is ConnectionOrigin.PRESCRIBED:
            raise InvalidConnection(
                "name", f"{known.name} is defined by the operator of Jupyter and keeps its name; register a new one"
            )
        if any(each.name == name for each in self.connections.all()):
            raise InvalidConnection("name", f"there is a connection {name!r} already")

    def _must_not_be_mounted(self, known: Connection) -> None:
        mount = self.mounts.of(known)
        if mount:
            raise InvalidConnection("mount", f"the data store is mounted on {mount.mountpoint}; unmount it first")

    def _must_not_be_busy(self, known: Connection, field: str) -> None:
        if any(job.connection == known.name and not job.state.is_final for job in self.jobs.all()):
            raise InvalidConnection(
                field, f"{known.name} is busy with downloads or uploads; wait for their end, or cancel them"
            )

    def _saved(self, known: Connection, definition: ConnectionDefinition) -> ConnectionDefinition:
        is_still_named = (known.name, known.instance.url) == (definition.name, definition.instance.url)
        if known.origin is ConnectionOrigin.OWN_FILE and not is_still_named:
            self.forget_login(known.name)  # nobody could name the kept token any more
        return self.save_own(definition, replacing=known.name)

    def _changed(self, name: str, definition: ConnectionDefinition) -> Connection:
        before: list[Connection] = []

        def change(now: Connection) -> Connection:
            before.append(now)
            return now.redefined(definition)

        connection = self.connections.change(name, change)
        if connection.session is None:
            self.keeper.leave(before[0])
        if connection.name != name:
            self.keeper.renamed(name)
        return connection

    def _logged_in(self, connection: Connection) -> Connection:
        try:
            return self.keeper.log_in(connection.name, connection.credentials_or(None, None))
        except OpenbisError as error:
            return connection.disconnected(str(error))
