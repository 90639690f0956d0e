"""An installation that does not mount."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.model import Connection, Credentials, Mount


class UnavailableMounts:
    """Port `Mounts` where mounting is not offered: nothing is ever mounted, and asking for it says what to do."""

    def of(self, connection: Connection) -> Mount | None:  # noqa: ARG002 - the port's signature
        """See the port: there is never a mount."""
        return None

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:  # noqa: ARG002 - the port's signature
        """See the port: always raises MountFailed."""
        raise MountFailed(
            f"this release cannot mount the data store of {connection.name}; download its data sets instead"
        )

    def unmount(self, connection: Connection) -> None:
        """See the port: there is nothing to do."""
