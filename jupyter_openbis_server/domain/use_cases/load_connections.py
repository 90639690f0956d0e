"""The connections that are defined before anybody asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.model import Connection, ConnectionDefinition
from jupyter_openbis_server.domain.ports import Connections, ConnectionSource


@dataclass(frozen=True)
class LoadConnections:
    """Register what the sources define, without logging in anywhere."""

    connections: Connections
    sources: Sequence[ConnectionSource]

    def __call__(self) -> tuple[str, ...]:
        """Register all usable definitions.

        Of several with one name the first source's wins; a later one may add the credentials that it lacks (a hub
        gives the token, the operator's file the address).

        Returns:
            A sentence for each definition that could not be used.
        """
        definitions, problems = read_sources(self.sources)
        for definition in definitions:
            self.connections.add(Connection.defined(definition))
        return problems


def read_sources(sources: Sequence[ConnectionSource]) -> tuple[tuple[ConnectionDefinition, ...], tuple[str, ...]]:
    """Return the definitions of all sources, one for each name, and a sentence for each that cannot be used."""
    problems: list[str] = []
    chosen: dict[str, ConnectionDefinition] = {}
    for source in sources:
        entries = source.read()
        problems += entries.problems
        for definition in entries.definitions:
            earlier = chosen.get(definition.name)
            chosen[definition.name] = earlier.completed_by(definition) if earlier else definition
    return tuple(chosen.values()), tuple(problems)
