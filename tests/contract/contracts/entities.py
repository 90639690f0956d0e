"""The contract of the port `Entities`."""

import pytest

from jupyter_openbis_server.domain.errors import EntityNotFound, InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.model import Entity, EntityKind, EntityReference, PageRequest, Place, Session
from jupyter_openbis_server.domain.model.entity import EVERY_KIND
from jupyter_openbis_server.domain.ports import Entities

from .openbis import OpenbisContract
from .world import World


def _all(
    entities: Entities, session: Session, place: Place | None, kind: EntityKind, page_size: int = 100
) -> list[Entity]:
    rows: list[Entity] = []
    while True:
        page = entities.inside(session, place, kind, PageRequest(len(rows), page_size))
        rows += page.rows
        if not page.rows:
            return rows


class EntitiesContract(OpenbisContract):
    """Fixtures: `entities`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""

    def test_a_sample_is_found_by_its_identifier(self, entities: Entities, session: Session, world: World) -> None:
        assert entities.find(session, EntityReference.parse(world.sample.identifier)) == world.sample

    def test_a_sample_is_found_by_its_perm_id(self, entities: Entities, session: Session, world: World) -> None:
        assert entities.find(session, EntityReference.parse(world.sample.perm_id)) == world.sample

    def test_a_sample_is_found_by_its_code(self, entities: Entities, session: Session, world: World) -> None:
        code = world.sample.identifier.rpartition("/")[2]
        assert entities.find(session, EntityReference.parse(code)) == world.sample

    def test_an_experiment_is_found_by_its_identifier(self, entities: Entities, session: Session, world: World) -> None:
        assert entities.find(session, EntityReference.parse(world.experiment.identifier)) == world.experiment

    def test_an_experiment_is_found_by_its_perm_id(self, entities: Entities, session: Session, world: World) -> None:
        assert entities.find(session, EntityReference.parse(world.experiment.perm_id)) == world.experiment

    def test_identifiers_are_found_as_people_type_them(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        typed = f" {world.experiment.identifier.strip('/').lower()} "
        assert entities.find(session, EntityReference.parse(typed)) == world.experiment

    def test_a_sample_comes_before_an_experiment_of_the_same_identifier(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        assert entities.find(session, EntityReference.parse(world.twin.identifier)) == world.twin

    def test_a_project_is_found_in_any_way_where_projects_are_looked_for(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        code = world.project.identifier.rpartition("/")[2]
        for text in (world.project.identifier, world.project.perm_id, code):
            assert entities.find(session, EntityReference.parse(text), EVERY_KIND) == world.project

    def test_a_space_is_found_by_its_identifier_and_code(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        for text in (world.space.identifier, world.space.perm_id.lower()):
            assert entities.find(session, EntityReference.parse(text), EVERY_KIND) == world.space

    def test_a_sample_directly_in_a_space_is_found(self, entities: Entities, session: Session, world: World) -> None:
        assert entities.find(session, EntityReference.parse(world.space_sample.identifier)) == world.space_sample

    def test_only_the_wanted_kinds_are_found(self, entities: Entities, session: Session, world: World) -> None:
        for place in (world.project, world.space):
            with pytest.raises(EntityNotFound, match="sample or experiment"):
                entities.find(session, EntityReference.parse(place.identifier))

    def test_the_whole_instance_has_spaces(self, entities: Entities, session: Session, world: World) -> None:
        assert world.space in _all(entities, session, None, EntityKind.SPACE)

    def test_a_space_has_projects_and_samples_that_lie_in_none(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        projects = _all(entities, session, world.space, EntityKind.PROJECT)
        assert {world.project, world.sample_project} <= {*projects}
        assert _all(entities, session, world.space, EntityKind.SAMPLE) == [world.space_sample]

    def test_a_project_has_experiments_and_samples_that_lie_in_none(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        assert world.experiment in _all(entities, session, world.project, EntityKind.EXPERIMENT)
        assert world.inner_sample not in _all(entities, session, world.project, EntityKind.SAMPLE)
        assert world.empty_sample in _all(entities, session, world.sample_project, EntityKind.SAMPLE)

    def test_an_experiment_has_samples(self, entities: Entities, session: Session, world: World) -> None:
        assert world.inner_sample in _all(entities, session, world.experiment, EntityKind.SAMPLE)

    def test_a_place_is_known_by_its_kind_and_perm_id(self, entities: Entities, session: Session, world: World) -> None:
        for each, kind in ((world.space, EntityKind.PROJECT), (world.experiment, EntityKind.SAMPLE)):
            place = Place(each.kind, each.perm_id)
            assert _all(entities, session, place, kind) == _all(entities, session, each, kind) != []

    @pytest.mark.parametrize("perm_id", ["20010101000000000-999999", "*", "?????????????????-*", "NOTHING"])
    def test_in_a_place_that_does_not_exist_nothing_lies(
        self, entities: Entities, session: Session, perm_id: str
    ) -> None:
        for kind, inner in ((EntityKind.SPACE, EntityKind.PROJECT), (EntityKind.EXPERIMENT, EntityKind.SAMPLE)):
            page = entities.inside(session, Place(kind, perm_id), inner, PageRequest())
            assert (page.rows, page.total) == ((), 0)

    @pytest.mark.parametrize("page_size", [1, 2, 100])
    def test_pages_together_have_each_once_by_identifier(
        self, entities: Entities, session: Session, world: World, page_size: int
    ) -> None:
        identifiers = [each.identifier for each in _all(entities, session, world.space, EntityKind.PROJECT, page_size)]
        assert identifiers == sorted({*identifiers})
        total = entities.inside(session, world.space, EntityKind.PROJECT, PageRequest(500, 1)).total
        assert len(identifiers) == total > 0

    @pytest.mark.parametrize("text", ["/NO_SUCH_SPACE/NO_SUCH_PROJECT/NOTHING", "20010101000000000-999999", "NOTHING"])
    def test_what_does_not_exist_is_not_found(self, entities: Entities, session: Session, text: str) -> None:
        with pytest.raises(EntityNotFound, match=text):
            entities.find(session, EntityReference.parse(text))

    def test_a_code_that_names_several_is_not_guessed_at(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        with pytest.raises(EntityNotFound):
            entities.find(session, EntityReference.parse(world.ambiguous_code))

    def test_an_expired_session_is_said_to_be_expired(
        self, entities: Entities, dead_session: Session, world: World
    ) -> None:
        with pytest.raises(SessionExpired) as caught:
            entities.find(dead_session, EntityReference.parse(world.sample.perm_id))
        assert dead_session.token.reveal() not in str(caught.value)

    def test_a_dead_host_is_said_to_be_unreachable(
        self, entities: Entities, unreachable_session: Session, world: World
    ) -> None:
        with pytest.raises(InstanceUnreachable) as caught:
            entities.find(unreachable_session, EntityReference.parse(world.sample.perm_id))
        assert unreachable_session.token.reveal() not in str(caught.value)
