"""The registry of connections."""

from __future__ import annotations

import threading
from collections.abc import Callable

from jupyter_openbis_server.domain.errors import UnknownConnection
from jupyter_openbis_server.domain.model import Connection


class MemoryConnections:
    """`Connections` for the lifetime of the program, safe for use from several threads.

    A connection that is replaced keeps its place in the list.
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
            self._must_be_known(name)
            return self._connections[name]

    def add(self, connection: Connection) -> Connection | None:
        """See `Connections.add`."""
        with self._lock:
            replaced = self._connections.get(connection.name)
            self._connections[connection.name] = connection
            return replaced

    def change(self, name: str, change: Callable[[Connection], Connection]) -> Connection:
        """See `Connections.change`. `change` runs under the registry's lock: it must not wait for anything."""
        with self._lock:
            self._must_be_known(name)
            self._connections[name] = change(self._connections[name])
            return self._connections[name]

    def remove(self, name: str) -> Connection:
        """See `Connections.remove`."""
        with self._lock:
            self._must_be_known(name)
            return self._connections.pop(name)

    def _must_be_known(self, name: str) -> None:
        if name not in self._connections:
            raise UnknownConnection(name)
