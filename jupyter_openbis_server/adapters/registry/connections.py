"""The registry of connections."""

from __future__ import annotations

import threading
from collections.abc import Callable

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import InvalidConnection, UnknownConnection


class ConnectionRegistry:
    """In-memory `Connections`. Thread-safe.

    A connection that is replaced keeps its position in the list.
    """

    def __init__(self) -> None:
        self._connections: dict[str, Connection] = {}
        self._lock = threading.RLock()

    def all(self) -> tuple[Connection, ...]:
        """See `Connections.all`."""
        with self._lock:
            return tuple(self._connections.values())

    def get(self, name: str) -> Connection:
        """See `Connections.get`."""
        with self._lock:
            self._ensure_known(name)
            return self._connections[name]

    def add(self, connection: Connection) -> Connection | None:
        """See `Connections.add`."""
        with self._lock:
            replaced = self._connections.get(connection.name)
            self._connections[connection.name] = connection
            return replaced

    def change(self, name: str, change: Callable[[Connection], Connection]) -> Connection:
        """See `Connections.change`. `change` runs while the registry is locked: it must not block."""
        with self._lock:
            self._ensure_known(name)
            changed = change(self._connections[name])
            if changed.name != name:
                self._rename(name, changed.name)
            self._connections[changed.name] = changed
            return changed

    def remove(self, name: str) -> Connection:
        """See `Connections.remove`."""
        with self._lock:
            self._ensure_known(name)
            return self._connections.pop(name)

    def _rename(self, name: str, new: str) -> None:
        if new in self._connections:
            raise InvalidConnection("name", f"there is a connection {new!r} already")
        self._connections = {new if key == name else key: each for key, each in self._connections.items()}

    def _ensure_known(self, name: str) -> None:
        if name not in self._connections:
            raise UnknownConnection(name, self._connections)
