"""A data store, visible as a folder."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.model.connection import Connection


@dataclass(frozen=True)
class Mount:
    """A connection's data store is mounted.

    Attributes:
        mountpoint: Where, an absolute path.
        new_host_key: Fingerprint of the server's SSH key, if this mount was the first one to see it; people can compare
            it with what the administrator says.
        is_own: Whether this program has mounted it since it was started.
    """

    mountpoint: str
    new_host_key: str | None = field(default=None, compare=False)
    is_own: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class ConnectionView:
    """What a user wants to know of a connection at a glance."""

    connection: Connection
    mount: Mount | None
