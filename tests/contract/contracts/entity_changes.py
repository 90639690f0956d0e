"""The contract of the port `EntityChanges`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.details import Details, RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities, EntityTypes
from jupyter_openbis_server.domain.changes.entity_change import ChangePlan, PropertyChange
from jupyter_openbis_server.domain.changes.new_entity import EntityDraft
from jupyter_openbis_server.domain.changes.ports import EntityChanges
from jupyter_openbis_server.domain.errors import (
    ChangedMeanwhile,
    ChangeFailed,
    InstanceUnreachable,
    SessionExpired,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.world import World

NAME = "$NAME"


def named(present: Details, value: str | None) -> ChangePlan:
    return ChangePlan(present, (PropertyChange(NAME, "Name", present.name, value),))


def relative(entity: EntityRef) -> RelatedEntity:
    return RelatedEntity(entity.kind, entity.perm_id)


def value_of(present: Details, code: str) -> object:
    return next((each.value for each in present.properties if each.code == code), None)


class EntityChangesContract(OpenbisContract):
    """Fixtures: `changes`, `entities`, `data_sets`, `types`, and those of `OpenbisContract`.

    `world.upload_owner` is a sample that may be changed; its type, that of its experiment type and the types
    `sample_type` (generates codes) and `experiment_type` have the property `$NAME`, which is not mandatory.
    """

    @pytest.fixture
    def sample_type(self, types: EntityTypes, session: Session) -> EntityType:
        return next(each for each in types.all(session, EntityKind.SAMPLE) if each.generates_codes)

    @pytest.fixture
    def experiment_type(self, types: EntityTypes, session: Session) -> EntityType:
        known = types.all(session, EntityKind.EXPERIMENT)
        return next(each for each in known if each.assignment(NAME))

    @pytest.fixture
    def owner(self, world: World) -> Entity:
        return world.upload_owner

    @pytest.fixture
    def present(self, entities: Entities, session: Session, owner: Entity) -> Details:
        return entities.details(session, owner)

    def test_properties_of_a_sample_are_set_and_cleared(
        self, changes: EntityChanges, entities: Entities, session: Session, present: Details
    ) -> None:
        changes.update(session, named(present, "Umläuten 'and' 100 %"))
        now = entities.details(session, present)
        assert now.name == "Umläuten 'and' 100 %"
        changes.update(session, named(now, None))
        assert value_of(entities.details(session, present), NAME) is None

    def test_other_properties_stay_as_they_are(
        self, changes: EntityChanges, entities: Entities, session: Session, world: World
    ) -> None:
        data_set = EntityRef(EntityKind.DATA_SET, world.data_set.perm_id)
        before = entities.details(session, data_set)
        others = [each for each in before.properties if each.code != NAME]
        changes.update(session, named(before, "New name"))
        now = entities.details(session, data_set)
        assert (now.name, [each for each in now.properties if each.code != NAME]) == ("New name", others)
        changes.update(session, named(now, before.name))

    def test_experiment_is_changed(
        self, changes: EntityChanges, entities: Entities, session: Session, world: World
    ) -> None:
        before = entities.details(session, world.experiment)
        changes.update(session, named(before, "Another name"))
        now = entities.details(session, world.experiment)
        assert now.name == "Another name"
        changes.update(session, named(now, before.name))

    def test_change_has_a_date_and_a_user(
        self, changes: EntityChanges, entities: Entities, session: Session, present: Details
    ) -> None:
        changes.update(session, named(present, "dated"))
        now = entities.details(session, present)
        assert now.modifier == session.username
        assert now.modified is not None
        assert present.modified is not None
        assert now.modified > present.modified
        assert now.registered == present.registered

    def test_parents_are_added_and_removed(
        self, changes: EntityChanges, entities: Entities, session: Session, present: Details, world: World
    ) -> None:
        mother, other = relative(world.mother), relative(world.empty_sample)
        changes.update(session, ChangePlan(present, added_parents=(mother, other)))
        now = entities.details(session, present)
        assert {each.perm_id for each in now.parents} == {mother.perm_id, other.perm_id}
        changes.update(session, ChangePlan(now, removed_parents=(mother, other)))
        assert entities.details(session, present).parents == ()

    def test_plan_of_an_older_state_is_refused(
        self, changes: EntityChanges, entities: Entities, session: Session, present: Details
    ) -> None:
        changes.update(session, named(present, "first"))
        with pytest.raises(ChangedMeanwhile) as caught:
            changes.update(session, named(present, "second"))
        now = entities.details(session, present)
        assert (now.name, caught.value.modifier, caught.value.modified) == ("first", session.username, now.modified)

    def test_state_of_the_future_is_refused_too(
        self, changes: EntityChanges, session: Session, present: Details
    ) -> None:
        assert present.modified is not None
        wrong = replace(present, modified=present.modified + dt.timedelta(milliseconds=1))
        with pytest.raises(ChangedMeanwhile):
            changes.update(session, named(wrong, "second"))

    def test_frozen_entity_is_refused_with_the_reason(
        self, changes: EntityChanges, entities: Entities, session: Session, frozen: EntityRef
    ) -> None:
        before = entities.details(session, frozen)
        with pytest.raises(ChangeFailed, match="frozen"):
            changes.update(session, named(before, "thawed"))
        assert entities.details(session, frozen) == before

    def test_sample_is_created_in_every_place(
        self,
        changes: EntityChanges,
        entities: Entities,
        session: Session,
        world: World,
        sample_type: EntityType,
    ) -> None:
        for number, place in enumerate((world.space, world.project, world.experiment)):
            draft = EntityDraft(
                EntityKind.SAMPLE, sample_type, place, f"NEW_{number}", {NAME: "New"}, (relative(world.mother),)
            )
            perm_id = changes.create(session, draft)
            created = entities.details(session, EntityRef(EntityKind.SAMPLE, perm_id))
            assert (created.identifier, created.name) == (draft.identifier, "New")
            assert (created.type_code, created.registrator) == (sample_type.code, session.username)
            assert created.owner is not None
            assert (created.owner.kind, created.owner.perm_id) == (place.kind, place.perm_id)
            assert [each.perm_id for each in created.parents] == [world.mother.perm_id]

    def test_codes_are_generated(
        self, changes: EntityChanges, entities: Entities, session: Session, world: World, sample_type: EntityType
    ) -> None:
        draft = EntityDraft(EntityKind.SAMPLE, sample_type, world.sample_project, None)
        first, second = (changes.create(session, draft) for _ in range(2))
        identifiers = [
            entities.details(session, EntityRef(EntityKind.SAMPLE, each)).identifier for each in (first, second)
        ]
        assert len(set(identifiers)) == 2
        for each in identifiers:
            place, _, code = (each or "").rpartition("/")
            assert (place, code[: len(sample_type.code_prefix)]) == (
                world.sample_project.identifier,
                sample_type.code_prefix,
            )

    def test_experiment_is_created(
        self, changes: EntityChanges, entities: Entities, session: Session, world: World, experiment_type: EntityType
    ) -> None:
        draft = EntityDraft(EntityKind.EXPERIMENT, experiment_type, world.project, "NEW_EXPERIMENT", {NAME: "New"})
        created = entities.details(session, EntityRef(EntityKind.EXPERIMENT, changes.create(session, draft)))
        assert (created.identifier, created.name) == (f"{world.project.identifier}/NEW_EXPERIMENT", "New")
        assert (created.type_code, created.registrator) == (experiment_type.code, session.username)

    def test_second_entity_of_a_code_is_refused(
        self, changes: EntityChanges, session: Session, world: World, sample_type: EntityType
    ) -> None:
        draft = EntityDraft(EntityKind.SAMPLE, sample_type, world.project, "TWICE_CREATED")
        changes.create(session, draft)
        with pytest.raises(ChangeFailed):
            changes.create(session, draft)

    def test_files_come_back_from_the_archive(
        self, changes: EntityChanges, data_sets: DataSets, session: Session, world: World
    ) -> None:
        changes.unarchive(session, [world.archived])
        assert data_sets.get(session, world.archived).status == "AVAILABLE"
        changes.unarchive(session, [world.archived])
        assert data_sets.get(session, world.archived).status == "AVAILABLE"

    def test_expired_session_is_an_error(self, changes: EntityChanges, dead_session: Session, present: Details) -> None:
        with pytest.raises(SessionExpired):
            changes.update(dead_session, named(present, "x"))

    def test_unreachable_host_is_an_error(
        self, changes: EntityChanges, unreachable_session: Session, present: Details, world: World
    ) -> None:
        with pytest.raises(InstanceUnreachable):
            changes.update(unreachable_session, named(present, "x"))
        with pytest.raises(InstanceUnreachable):
            changes.unarchive(unreachable_session, [world.archived])
