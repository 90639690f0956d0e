"""The connections that are defined before anybody asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.model import Connection
from jupyter_openbis_server.domain.ports import Connections, ConnectionSource


@dataclass(frozen=True)
class LoadConnections:
    """Register what the sources define, without logging in anywhere."""

    connections: Connections
    sources: Sequence[ConnectionSource]

    def __call__(self) -> tuple[str, ...]:
        """Register all usable definitions; of several with one name the first source's wins.

        Returns:
            A sentence for each definition that could not be used.
        """
        problems: list[str] = []
        seen: set[str] = set()
        for source in self.sources:
            entries = source.read()
            problems += entries.problems
            for definition in entries.definitions:
                if definition.name not in seen:
                    seen.add(definition.name)
                    self.connections.add(Connection.defined(definition))
        return tuple(problems)
