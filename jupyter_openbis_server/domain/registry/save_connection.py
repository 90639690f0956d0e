"""Saving of connections in connection files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionOrigin
from jupyter_openbis_server.domain.connections.connection_entry import NO_SECRETS, entry_of
from jupyter_openbis_server.domain.connections.ports import ConnectionFile
from jupyter_openbis_server.domain.errors import InvalidConnection


@dataclass(frozen=True)
class SaveConnection:
    """Write a connection to a connection file, which is read when Jupyter starts."""

    file: ConnectionFile

    def __call__(self, entry: Mapping[str, object]) -> bool:
        """Add or update the entry; return whether there was one of that name.

        Raises:
            InvalidConnection: the entry is invalid, or the file is not a connection file; nothing is written.
            TargetNotWritable, DiskFull: the file cannot be written.
        """
        ConnectionDefinition.from_mapping(entry)
        return self.file.save(entry)


@dataclass(frozen=True)
class SaveOwnConnection:
    """Write a connection to the user's own connection file. Passwords and tokens are never written.

    Attributes:
        file: The file; None if users' files are not read.
    """

    file: ConnectionFile | None

    def __call__(self, definition: ConnectionDefinition, replacing: str | None = None) -> ConnectionDefinition:
        """Add the entry, or update the existing one.

        A password that users have written to the file is kept only if user and hosts are unchanged.

        Args:
            definition: The connection; `origin` is the current one of its name.
            replacing: The previous name of the connection in the file, if it is renamed.

        Returns:
            The definition with the origin `USER_FILE`.

        Raises:
            InvalidConnection: an operator defines it, `file` is None, or the file is not a connection file.
            TargetNotWritable, DiskFull: the file cannot be written; it is unchanged.
        """
        if self.file is None:
            raise InvalidConnection("save", "connection files of users do not count here: ask the operator of Jupyter")
        if definition.origin is ConnectionOrigin.OPERATOR:
            raise InvalidConnection(
                "save",
                f"{definition.name} is defined by the operator (in Jupyter's configuration, the environment or another "
                "connection file), which will count again after a restart; save it under another name",
            )
        name = replacing or definition.name
        entry = entry_of(definition)
        if not self._has_same_target(definition, name):
            entry |= NO_SECRETS
        self.file.save(entry, replacing=name)
        return replace(definition, origin=ConnectionOrigin.USER_FILE)

    def _has_same_target(self, definition: ConnectionDefinition, name: str) -> bool:
        """Return whether the secrets in the file's entry are for the same hosts and user."""
        written = self.file.read().definitions if self.file else ()
        before = next((each for each in written if each.name == name), None)
        if before is None or before.hosts != definition.hosts:
            return False
        return before.username in ("", definition.username)
