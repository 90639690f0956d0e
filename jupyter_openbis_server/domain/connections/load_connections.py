"""Loading of connection definitions at startup, and reloading at runtime."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.ports import Connections, ConnectionSource
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import UnknownConnection


@dataclass(frozen=True)
class LoadConnections:
    """Register the connections that the sources define, without logging in."""

    connections: Connections
    sources: Sequence[ConnectionSource]

    def __call__(self) -> tuple[str, ...]:
        """Register all valid definitions.

        If several sources define the same name, the first one takes precedence; a later one may add missing credentials
        (e.g. the token comes from the hub, the address from the operator's file).

        Returns:
            A sentence for each invalid definition and for each unknown key.
        """
        definitions, problems = read_sources(self.sources)
        for definition in definitions:
            self.connections.add(Connection.defined(definition))
        return problems

    def remarks(self) -> frozenset[str]:
        """Return the sentences that are warnings only: an entry with an unknown key is used without that key."""
        return frozenset(remark for source in self.sources for remark in source.read().remarks)


def read_sources(sources: Sequence[ConnectionSource]) -> tuple[tuple[ConnectionDefinition, ...], tuple[str, ...]]:
    """Return the definitions of all sources, one per name, and a sentence for each problem and remark."""
    problems: list[str] = []
    chosen: dict[str, ConnectionDefinition] = {}
    for source in sources:
        entries = source.read()
        problems += (*entries.problems, *entries.remarks)
        for definition in entries.definitions:
            earlier = chosen.get(definition.name)
            chosen[definition.name] = earlier.completed_by(definition) if earlier else definition
    return tuple(chosen.values()), tuple(problems)


class ReloadConnections:
    """Register definitions that are new or changed since the last call. Safe for use from several threads.

    Connections whose definition is unchanged keep their session; those whose definition was deleted stay registered.
    """

    def __init__(
        self, connections: Connections, session_manager: SessionManager, sources: Sequence[ConnectionSource]
    ) -> None:
        self._connections = connections
        self._session_manager = session_manager
        self._sources = sources
        self._lock = threading.Lock()
        self._loaded: dict[str, ConnectionDefinition] = {}

    def __call__(self) -> tuple[str, ...]:
        """Read the sources; openBIS is only called to close sessions that are no longer valid.

        Returns:
            A sentence for each problem and remark (`read_sources`).
        """
        with self._lock:
            definitions, problems = read_sources(self._sources)
            changed = [each for each in definitions if not each.is_identical_to(self._loaded.get(each.name))]
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
        after = self._connections.change(definition.name, lambda now: now.merged_with(definition))
        if before.session and not after.session:
            self._session_manager.close_if_owned(before)
