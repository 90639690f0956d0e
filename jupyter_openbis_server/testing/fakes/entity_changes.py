"""Fake of the port `EntityChanges`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.entity_change import ChangePlan
from jupyter_openbis_server.domain.changes.new_entity import EntityDraft
from jupyter_openbis_server.domain.errors import ChangedMeanwhile, ChangeFailed
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, name_in
from jupyter_openbis_server.testing.fakes.openbis.details import details_of
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis


class MemoryEntityChanges:
    """`EntityChanges` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def update(self, session: Session, plan: ChangePlan) -> None:
        """See `EntityChanges.update`."""
        openbis = self._network.used_by(session)
        present = details_of(openbis, plan.entity)
        if present.modified != plan.based_on:
            raise ChangedMeanwhile(
                present.identifier or present.perm_id, modifier=present.modifier, modified=present.modified
            )
        if present.perm_id in openbis.frozen:
            raise ChangeFailed(f"{present.perm_id} is frozen")
        self._write(openbis, session, plan)

    def create(self, session: Session, draft: EntityDraft) -> str:
        """See `EntityChanges.create`."""
        openbis = self._network.used_by(session)
        number = sum(each.kind is draft.kind for each in openbis.entities.values()) + 1
        identifier = replace(draft, code=draft.code or f"{draft.type.code_prefix}{number}").identifier or ""
        user = openbis.user_of(session.token)
        if any((each.kind, each.identifier) == (draft.kind, identifier) for each in openbis.entities.values()):
            raise ChangeFailed(f"{identifier} already exists in the database and needs to be unique.")
        if draft.kind is EntityKind.EXPERIMENT:
            created = openbis.add_experiment(
                identifier, type_code=draft.type.code, properties=draft.properties, registrator=user
            )
            return created.perm_id
        experiment = draft.owner if draft.owner.kind is EntityKind.EXPERIMENT else None
        parents = tuple(each.perm_id for each in draft.parents)
        return openbis.add_sample(
            identifier,
            experiment,
            type_code=draft.type.code,
            properties=draft.properties,
            registrator=user,
            parents=parents,
        ).perm_id

    def unarchive(self, session: Session, perm_ids: Sequence[str]) -> None:
        """See `EntityChanges.unarchive`."""
        openbis = self._network.used_by(session)
        for each in perm_ids:
            openbis.begin_unarchiving(each)

    @staticmethod
    def _write(openbis: MemoryOpenbis, session: Session, plan: ChangePlan) -> None:
        perm_id, user = plan.entity.perm_id, openbis.user_of(session.token) or ""
        now = openbis.new_perm_id()[1]
        if plan.entity.kind is EntityKind.DATA_SET:
            stored = openbis.data_sets[perm_id]
            properties = _changed(stored.data_set.properties, plan)
            changed = replace(stored, parents=_parents(stored.parents, plan), modifier=user)
            openbis.data_sets[perm_id] = changed
            openbis.change(perm_id, properties=properties, modified=now)
            return
        record = openbis.records[perm_id]
        properties, parents = _changed(record.properties, plan), _parents(record.parents, plan)
        openbis.records[perm_id] = replace(record, properties=properties, parents=parents, modified=now, modifier=user)
        entity: Entity = openbis.entities[perm_id]
        openbis.entities[perm_id] = replace(entity, name=name_in(properties))


def _changed(old: Mapping[str, PropertyValue], plan: ChangePlan) -> dict[str, PropertyValue]:
    new = {each.code: each.after for each in plan.properties}
    kept = {code: value for code, value in old.items() if code not in new}
    return {**kept, **{code: value for code, value in new.items() if value is not None}}


def _parents(old: Sequence[str], plan: ChangePlan) -> tuple[str, ...]:
    removed = {each.perm_id for each in plan.removed_parents}
    return (*(each for each in old if each not in removed), *(each.perm_id for each in plan.added_parents))
