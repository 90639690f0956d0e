"""A data store, visible as a folder."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.model.connection import Connection


@dataclass(frozen=True)
class Mount:
    """A connection's data store is mounted at `mountpoint`, an absolute path."""

    mountpoint: str


@dataclass(frozen=True)
class ConnectionView:
    """What a user wants to know of a connection at a glance."""

    connection: Connection
    mount: Mount | None
