"""Fake of the port `Entities`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import (
    OWNERS,
    Entity,
    EntityPage,
    EntityRef,
    EntityReference,
    join_names,
)
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.testing.fakes.openbis.details import details_of
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis


class MemoryEntities:
    """`Entities` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def find(self, session: Session, reference: EntityReference, kinds: Sequence[EntityKind] = OWNERS) -> Entity:
        """See `Entities.find`."""
        openbis = self._network.used_by(session)
        known = tuple(openbis.entities.values())
        for kind in kinds:
            found = [each for each in known if each.kind is kind and reference.text in _names_of(each, openbis)]
            if len(found) == 1:
                return found[0]
            if found:
                break
        raise EntityNotFound(reference.text, join_names(kinds))

    def inside(self, session: Session, place: EntityRef | None, kind: EntityKind, page: PageRequest) -> EntityPage:
        """See `Entities.inside`."""
        openbis = self._network.used_by(session)
        known = [each for each in tuple(openbis.entities.values()) if each.kind is kind]
        found = sorted((each for each in known if _is_in(openbis, each, place)), key=lambda each: each.identifier)
        return EntityPage(tuple(found[page.start : page.start + page.count]), page, len(found))

    def named(self, session: Session, place: EntityRef | None, kind: EntityKind, code: str) -> Entity | None:
        """See `Entities.named`."""
        found = self.inside(session, place, kind, PageRequest(0, PageRequest.MAX_COUNT)).rows
        return next((each for each in found if each.code == code), None)

    def details(self, session: Session, place: EntityRef) -> Details:
        """See `Entities.details`."""
        return details_of(self._network.used_by(session), place)

    def details_of_many(
        self, session: Session, kind: EntityKind, references: Sequence[EntityReference]
    ) -> tuple[Details, ...]:
        """See `Entities.details_of_many`."""
        openbis = self._network.used_by(session)
        wanted = {each.text for each in references}
        if kind is EntityKind.DATA_SET:
            found = [EntityRef(kind, each) for each in tuple(openbis.data_sets) if each in wanted]
        else:
            known = tuple(openbis.entities.values())
            found = [each for each in known if each.kind is kind and wanted & {each.perm_id, each.identifier}]
        return tuple(replace(details_of(openbis, each), children=(), children_count=0) for each in found)


def _is_in(openbis: MemoryOpenbis, entity: Entity, place: EntityRef | None) -> bool:
    found = openbis.place_of(entity)
    if found is None or place is None:
        return found is place
    return (found.kind, found.perm_id) == (place.kind, place.perm_id)


def _names_of(entity: Entity, openbis: MemoryOpenbis) -> set[str]:
    code = entity.identifier.rpartition("/")[2]
    names = {entity.perm_id, entity.identifier, code}
    experiment = openbis.experiment_of(entity) if entity.kind is EntityKind.SAMPLE else None
    return names | {f"{experiment.identifier}/{code}"} if experiment else names
