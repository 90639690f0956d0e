"""Connections whose definitions have changed while the program runs."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from jupyter_openbis_server.domain.errors import UnknownConnection
from jupyter_openbis_server.domain.model import Connection, ConnectionDefinition
from jupyter_openbis_server.domain.ports import Connections, ConnectionSource
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.use_cases.load_connections import read_sources


class ReloadConnections:
    """Register what is new or different in the sources since the last call. Safe for use from several threads.

    Connections whose definition is the same keep their session; those whose definition is gone stay registered.
    """

    def __init__(self, connections: Connections, keeper: SessionKeeper, sources: Sequence[ConnectionSource]) -> None:
        self._connections = connections
        self._keeper = keeper
        self._sources = sources
        self._lock = threading.Lock()
        self._loaded: dict[str, ConnectionDefinition] = {}

    def __call__(self) -> tuple[str, ...]:
        """Read the sources; openBIS is asked only to close sessions that no longer apply.

        Returns:
            A sentence for each definition that cannot be used.
        """
        with self._lock:
            definitions, problems = read_sources(self._sources)
            changed = [each for each in definitions if self._loaded.get(each.name) != each]
            self._loaded.update({each.name: each for each in changed})
            for definition in changed:
                self._apply(definition)
        return problems

    def _apply(self, definition: ConnectionDefinition) -> None:
        try:
            before = self._connections.get(definition.name)
        except UnknownConnection:
            self._connections.add(Connection.defined(definition))
            return
        after = self._connections.change(definition.name, lambda now: now.redefined(definition))
        if before.session and not after.session:
            self._keeper.leave(before)
