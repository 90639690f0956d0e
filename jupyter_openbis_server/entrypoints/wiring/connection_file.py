"""Wiring for writing one connection file, without a running program."""

from __future__ import annotations

from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.connections.connection_file import YamlConnectionFile
from jupyter_openbis_server.domain.registry.save_connection import SaveConnection


def save_connection_into(path: Path) -> SaveConnection:
    """Return the use case that writes to a connection file."""
    return SaveConnection(YamlConnectionFile(path))
