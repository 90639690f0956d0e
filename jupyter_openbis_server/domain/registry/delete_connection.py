"""Removal of registered connections and deletion of their definitions."""

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.ports import ConnectionFile, Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidConnection, MountError
from jupyter_openbis_server.domain.mounts.ports import Mounts
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeleteStoredLogin


@dataclass(frozen=True)
class DeleteDefinition:
    """Delete a connection's entry in a connection file, and its stored tokens.

    The running program keeps the connection: see `UnregisterConnection`.

    Attributes:
        files: Files that may contain the entry, in order of precedence.
        is_for_own_only: Whether only connections of the user can be deleted: those of an operator are refused, and for
            those that are in no file nothing is deleted. Otherwise a connection must be in one of the files.
    """

    connections: Connections
    files: Sequence[ConnectionFile]
    delete_stored_login: DeleteStoredLogin
    is_for_own_only: bool = False

    def __call__(self, name: str) -> str | None:
        """Delete the entry in the first file that has it.

        Returns:
            Name of that file; None if no file has the entry.

        Raises:
            UnknownConnection.
            InvalidConnection: it is defined by an operator or in none of the files, or a file is no connection file.
            KeyringUnavailable, TargetNotWritable, DiskFull: the entry is not deleted.
        """
        known = self.connections.get(name)
        if self.is_for_own_only and known.origin is ConnectionOrigin.OPERATOR:
            raise InvalidConnection(
                "forget",
                f"{name} is defined by the operator of Jupyter; it can be removed only until the next restart",
            )
        file = next((each for each in self.files if each.defines(name)), None)
        if file is None and not self.is_for_own_only:
            raise InvalidConnection("name", f"{name} is in none of the connection files: the environment defines it")
        self.delete_stored_login(name)  # first: the key of a stored token is the connection's name and address
        if file is None:
            return None
        file.remove(name)
        return file.name


@dataclass(frozen=True)
class UnregisterConnection:
    """Remove a connection; unmount its data store and close its session as far as possible."""

    connections: Connections
    session_manager: SessionManager
    mounts: Mounts
    delete_definition: DeleteDefinition

    def __call__(self, name: str, *, delete: bool = False) -> None:
        """Remove the connection.

        Args:
            name: The connection.
            delete: Whether to delete its definition first, so that it is not loaded after a restart.

        Raises:
            UnknownConnection.
            InvalidConnection, KeyringUnavailable, TargetNotWritable, DiskFull: the definition cannot be deleted (see
                `DeleteDefinition`); the connection stays.
        """
        if delete:
            self.delete_definition(name)
        removed = self.connections.remove(name)
        try:
            self.mounts.unmount(removed)
        except MountError:
            pass
        finally:
            self.session_manager.forget(removed)
