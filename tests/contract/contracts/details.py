"""The contract of `Entities.details`."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.errors import DataSetNotFound, EntityNotFound, InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.instances.session import Session
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.world import World

UNKNOWN = ("20010101000000000-999999", "*", "NOTHING")


def _without_afs(details: Details) -> Details:
    return replace(details, has_file_server=False, has_afs_files=False)


def _named(found: Entity | Details) -> tuple[str | None, str | None]:
    return found.type_code, found.name


class DetailsContract(OpenbisContract):
    """Fixtures: `entities`, `data_sets`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""

    def test_details_of_a_data_set_equal_the_single_data_set(
        self, entities: Entities, data_sets: DataSets, session: Session, world: World
    ) -> None:
        found = entities.details(session, EntityRef(EntityKind.DATA_SET, world.data_set.perm_id))
        assert found.data_set == data_sets.get(session, world.data_set.perm_id)
        assert (found.kind, found.perm_id, found.identifier) == (EntityKind.DATA_SET, world.data_set.perm_id, None)
        assert (found.type_code, found.name) == (world.data_set.type_code, world.data_set.properties["$NAME"])
        assert found.registrator == found.data_set.registrator

    def test_properties_have_labels_types_and_values(self, entities: Entities, session: Session, world: World) -> None:
        found = entities.details(session, EntityRef(EntityKind.DATA_SET, world.data_set.perm_id))
        assert {each.code: each.value for each in found.properties} == world.data_set.properties
        (name,) = (each for each in found.properties if each.code == "$NAME")
        assert (name.label, name.data_type) == ("Name", "VARCHAR")

    def test_owner_of_a_data_set_is_its_sample_or_its_experiment(
        self, entities: Entities, data_sets: DataSets, session: Session, world: World
    ) -> None:
        for perm_id in (*world.experiment_data_sets, world.data_set.perm_id):
            data_set = data_sets.get(session, perm_id)
            owner = entities.details(session, EntityRef(EntityKind.DATA_SET, perm_id)).owner
            assert owner is not None
            assert owner.identifier == (data_set.sample or data_set.experiment)
            assert owner.kind is (EntityKind.SAMPLE if data_set.sample else EntityKind.EXPERIMENT)
            assert _named(owner) == _named(entities.details(session, owner))

    def test_data_set_has_its_parents_and_children(self, entities: Entities, session: Session, world: World) -> None:
        derived = entities.details(session, EntityRef(EntityKind.DATA_SET, world.derived))
        assert {each.perm_id for each in derived.parents} == world.origins
        for origin in derived.parents:
            found = entities.details(session, origin)
            assert (found.type_code, found.name) == (origin.type_code, origin.name)
            (child,) = (each for each in found.children if each.perm_id == world.derived)
            assert (child.kind, child.type_code) == (EntityKind.DATA_SET, derived.type_code)
            assert found.children_count == len(found.children)

    def test_sample_has_its_parents_and_children(self, entities: Entities, session: Session, world: World) -> None:
        mother = entities.details(session, world.mother)
        daughter = entities.details(session, world.daughter)
        assert (mother.parents, daughter.children, daughter.children_count) == ((), (), 0)
        assert world.daughter.perm_id in {each.perm_id for each in mother.children}
        assert mother.children_count == len(mother.children)
        (parent,) = daughter.parents
        assert (parent.kind, parent.perm_id) == (EntityKind.SAMPLE, world.mother.perm_id)
        assert (parent.type_code, parent.name) == (mother.type_code, mother.name) != (None, None)

    def test_owner_of_an_entity_is_the_next_higher_entity(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        above: list[tuple[Entity, Entity | None]] = [
            (world.inner_sample, world.experiment),
            (world.empty_sample, world.sample_project),
            (world.space_sample, world.space),
            (world.experiment, world.project),
            (world.project, world.space),
            (world.space, None),
        ]
        for entity, owner in above:
            found = entities.details(session, EntityRef(entity.kind, entity.perm_id))
            assert (found.kind, found.perm_id, found.identifier) == (entity.kind, entity.perm_id, entity.identifier)
            assert found.owner == owner
            if found.owner:
                assert _named(found.owner) == _named(entities.details(session, found.owner))
            assert found.data_set is None

    def test_dates_have_a_time_zone(self, entities: Entities, session: Session, world: World) -> None:
        for place in (world.sample, world.experiment, world.project, world.space):
            registered = entities.details(session, place).registered
            assert registered is not None
            assert registered.utcoffset() is not None

    @pytest.mark.parametrize("perm_id", UNKNOWN)
    def test_missing_entity_is_not_found(self, entities: Entities, session: Session, perm_id: str) -> None:
        for kind in (EntityKind.SPACE, EntityKind.PROJECT, EntityKind.EXPERIMENT, EntityKind.SAMPLE):
            with pytest.raises(EntityNotFound) as caught:
                entities.details(session, EntityRef(kind, perm_id))
            assert str(caught.value) == f"No such {kind.value}: {perm_id}"
        with pytest.raises(DataSetNotFound):
            entities.details(session, EntityRef(EntityKind.DATA_SET, perm_id))

    def test_a_perm_id_of_another_kind_is_not_found(self, entities: Entities, session: Session, world: World) -> None:
        for kind in (EntityKind.SPACE, EntityKind.EXPERIMENT):
            with pytest.raises(EntityNotFound):
                entities.details(session, EntityRef(kind, world.sample.perm_id))
        with pytest.raises(DataSetNotFound):
            entities.details(session, EntityRef(EntityKind.DATA_SET, world.sample.perm_id))

    def test_details_of_many_are_those_of_each_without_children(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        for kind, places in (
            (EntityKind.SAMPLE, (world.mother, world.daughter)),
            (EntityKind.EXPERIMENT, (world.experiment,)),
            (EntityKind.PROJECT, (world.project,)),
        ):
            wanted = [EntityReference.parse(each.perm_id) for each in places]
            wanted += [EntityReference.parse(each.identifier) for each in places]
            found = entities.details_of_many(session, kind, [*wanted, EntityReference.parse(UNKNOWN[0])])
            expected = [replace(entities.details(session, each), children=(), children_count=0) for each in places]
            known = {each.perm_id: each for each in expected}
            assert {each.perm_id: _without_afs(each) for each in found} == {
                key: _without_afs(each) for key, each in known.items()
            }
            assert len(found) == len(places)
        (data_set,) = entities.details_of_many(
            session, EntityKind.DATA_SET, [EntityReference.parse(world.data_set.perm_id)]
        )
        assert {each.code: each.value for each in data_set.properties} == world.data_set.properties
        assert entities.details_of_many(session, EntityKind.SAMPLE, []) == ()

    def test_expired_session_is_an_error(self, entities: Entities, dead_session: Session, world: World) -> None:
        with pytest.raises(SessionExpired) as caught:
            entities.details(dead_session, world.sample)
        assert dead_session.token.reveal() not in str(caught.value)

    def test_unreachable_host_is_an_error(self, entities: Entities, unreachable_session: Session, world: World) -> None:
        with pytest.raises(InstanceUnreachable):
            entities.details(unreachable_session, world.sample)
