"""Fake of the port `Relations`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jupyter_openbis_server.domain.catalogue.details import RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.lineage.lineage import LineageLevel
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis


class MemoryRelations:
    """`Relations` of a `MemoryNetwork`.

    Attributes:
        requests: Number of requests.
    """

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network
        self.requests = 0

    def level(
        self, session: Session, kind: EntityKind, parents_of: Sequence[str], children_of: Sequence[str]
    ) -> LineageLevel:
        """See `Relations.level`."""
        openbis = self._network.used_by(session)
        self.requests += 1
        known = _known(openbis, kind)
        wanted = [each for each in dict.fromkeys((*parents_of, *children_of)) if each in known]
        return LineageLevel(
            {each: known[each][0] for each in wanted},
            {each: known[each][1] for each in parents_of if each in known},
            {each: _children(known, each) for each in children_of if each in known},
        )


_Known = Mapping[str, tuple[RelatedEntity, tuple[str, ...]]]


def _known(openbis: MemoryOpenbis, kind: EntityKind) -> _Known:
    """Return the entities of a kind with the permIds of their parents, by permId."""
    if kind is EntityKind.DATA_SET:
        stored = tuple(openbis.data_sets.items())
        return {
            key: (RelatedEntity(kind, key, each.data_set.type_code, each.data_set.name), tuple(each.parents))
            for key, each in stored
        }
    entities = [each for each in tuple(openbis.entities.values()) if each.kind is kind]
    return {
        each.perm_id: (
            RelatedEntity(kind, each.perm_id, each.type_code, each.name),
            tuple(openbis.records[each.perm_id].parents),
        )
        for each in entities
    }


def _children(known: _Known, perm_id: str) -> tuple[str, ...]:
    return tuple(key for key, (_, parents) in known.items() if perm_id in parents)
