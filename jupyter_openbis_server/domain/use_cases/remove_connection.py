"""Taking a connection out of the files that Jupyter reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.ports import ConnectionFile, Connections
from jupyter_openbis_server.domain.use_cases.forget_login import ForgetLogin


@dataclass(frozen=True)
class RemoveConnection:
    """Remove a connection's definition, and the tokens that are kept for it."""

    connections: Connections
    files: Sequence[ConnectionFile]
    forget_login: ForgetLogin

    def __call__(self, name: str) -> str:
        """Return which file it was in: the nearest one that has it.

        Raises:
            UnknownConnection.
            InvalidConnection: it is defined elsewhere, or a file is no connection file.
            KeyringUnavailable, TargetNotWritable, DiskFull: it is still there.
        """
        self.connections.get(name)
        for file in self.files:
            if file.defines(name):
                self.forget_login(name)  # first: without the connection, nobody could name the token any more
                file.remove(name)
                return file.name
        raise InvalidConnection("name", f"{name} is in none of the connection files: the environment defines it")
