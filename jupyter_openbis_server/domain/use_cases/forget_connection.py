"""Removing a connection for good."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.model import ConnectionOrigin
from jupyter_openbis_server.domain.ports import ConnectionFile, Connections
from jupyter_openbis_server.domain.use_cases.forget_login import ForgetLogin
from jupyter_openbis_server.domain.use_cases.unregister_connection import UnregisterConnection


@dataclass(frozen=True)
class ForgetConnection:
    """Remove a connection also from the user's own connection file, and the tokens that are kept for it.

    Attributes:
        file: None where users have none that counts.
    """

    connections: Connections
    file: ConnectionFile | None
    forget_login: ForgetLogin
    unregister: UnregisterConnection

    def __call__(self, name: str) -> None:
        """Forget it; one that was never saved is only removed.

        Raises:
            UnknownConnection.
            InvalidConnection: an operator defines it, or the file is no connection file.
            KeyringUnavailable, TargetNotWritable, DiskFull: it is still there.
        """
        if self.connections.get(name).origin is ConnectionOrigin.PRESCRIBED:
            raise InvalidConnection(
                "forget",
                f"{name} is defined by the operator of Jupyter; it can be removed only until the next restart",
            )
        self.forget_login(name)  # first: without the connection, nobody could name the token any more
        if self.file:
            self.file.remove(name)
        self.unregister(name)
