"""Mounts of data stores."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.connections.connection import Connection


@dataclass(frozen=True)
class Mount:
    """The mount of a connection's data store.

    Attributes:
        mountpoint: Absolute path of the folder.
        new_host_key: Fingerprint of the server's SSH key, if it was unknown before this mount; users can compare it
            with the one that the administrator states.
        is_own: Whether this program has mounted it since its start.
    """

    mountpoint: str
    new_host_key: str | None = field(default=None, compare=False)
    is_own: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class ConnectionView:
    """A connection and its mount, None if it is not mounted."""

    connection: Connection
    mount: Mount | None
