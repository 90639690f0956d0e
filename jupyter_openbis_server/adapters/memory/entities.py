"""Samples and experiments of instances in memory."""

from __future__ import annotations

from jupyter_openbis_server.adapters.memory.network import MemoryNetwork
from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.model import Entity, EntityKind, EntityReference, Session


class MemoryEntities:
    """`Entities` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def find(self, session: Session, reference: EntityReference) -> Entity:
        """See `Entities.find`."""
        known = tuple(self._network.used_by(session).entities.values())
        for kind in (EntityKind.SAMPLE, EntityKind.EXPERIMENT):
            found = [each for each in known if each.kind is kind and reference.text in _names_of(each)]
            if len(found) == 1:
                return found[0]
            if found:
                break
        raise EntityNotFound(reference.text)


def _names_of(entity: Entity) -> tuple[str, str, str]:
    return entity.perm_id, entity.identifier, entity.identifier.rpartition("/")[2]
