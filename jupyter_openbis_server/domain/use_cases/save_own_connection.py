"""Keeping a connection for the time after a restart."""

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.model import ConnectionDefinition, ConnectionOrigin
from jupyter_openbis_server.domain.model.connection_entry import NO_SECRETS, entry_of
from jupyter_openbis_server.domain.ports import ConnectionFile


@dataclass(frozen=True)
class SaveOwnConnection:
    """Write a connection into the user's own connection file. Never a password or token.

    Attributes:
        file: None where users have none that counts.
    """

    file: ConnectionFile | None

    def __call__(self, definition: ConnectionDefinition, replacing: str | None = None) -> ConnectionDefinition:
        """Add the entry, or change the one that is there.

        A password that people have written into the file stays only for the user and the hosts that it is for.

        Args:
            definition: Its `origin` says who defines that name now.
            replacing: The name that the connection has had in the file, where it has another one now.

        Returns:
            The definition, as one of the user's own.

        Raises:
            InvalidConnection: an operator defines it, users have no file of their own, or the file is none.
            TargetNotWritable, DiskFull: the file system refuses; the file is as before.
        """
        if self.file is None:
            raise InvalidConnection("save", "connection files of users do not count here: ask the operator of Jupyter")
        if definition.origin is ConnectionOrigin.PRESCRIBED:
            raise InvalidConnection(
                "save",
                f"{definition.name} is defined by the operator (in Jupyter's configuration, the environment or another "
                "connection file), which will count again after a restart; save it under another name",
            )
        name = replacing or definition.name
        entry = entry_of(definition)
        if not self._is_still_for(definition, name):
            entry |= NO_SECRETS
        self.file.save(entry, replacing=name)
        return replace(definition, origin=ConnectionOrigin.OWN_FILE)

    def _is_still_for(self, definition: ConnectionDefinition, name: str) -> bool:
        """Whether the secrets in the file's entry go where they have gone, for the same user."""
        written = self.file.read().definitions if self.file else ()
        before = next((each for each in written if each.name == name), None)
        if before is None or before.hosts != definition.hosts:
            return False
        return before.username in ("", definition.username)
