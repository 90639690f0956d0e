"""The contract of the port `Entities`."""

import pytest

from jupyter_openbis_server.domain.errors import EntityNotFound, InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.model import EntityReference, Session
from jupyter_openbis_server.domain.ports import Entities

from .openbis import OpenbisContract
from .world import World


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
