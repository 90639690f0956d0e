"""The contract of `Relations`."""

import pytest

from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.errors import InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.lineage.ports import Relations
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.world import World


class RelationsContract(OpenbisContract):
    """Fixtures: `relations`, `entities`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""

    def test_samples_have_their_parents_and_children(
        self, relations: Relations, entities: Entities, session: Session, world: World
    ) -> None:
        mother, daughter = world.mother.perm_id, world.daughter.perm_id
        level = relations.level(session, EntityKind.SAMPLE, [daughter], [mother, daughter])
        assert level.parents == {daughter: (mother,)}
        assert daughter in level.children[mother]
        assert level.children[daughter] == ()
        named = entities.details(session, EntityRef(EntityKind.SAMPLE, mother))
        assert level.entities.keys() == {mother, daughter}
        found = level.entities[mother]
        assert (found.kind, found.type_code, found.name) == (EntityKind.SAMPLE, named.type_code, named.name)

    def test_data_sets_have_their_parents_and_children(
        self, relations: Relations, session: Session, world: World
    ) -> None:
        level = relations.level(session, EntityKind.DATA_SET, [world.derived], [*world.origins])
        assert set(level.parents[world.derived]) == world.origins
        assert all(world.derived in level.children[each] for each in world.origins)

    def test_unknown_ones_are_omitted(self, relations: Relations, session: Session, world: World) -> None:
        unknown = "20010101000000000-999999"
        level = relations.level(session, EntityKind.SAMPLE, [unknown, world.mother.perm_id], [unknown])
        assert level.entities.keys() == {world.mother.perm_id}
        assert (level.parents, level.children) == ({world.mother.perm_id: ()}, {})

    def test_expired_session_is_an_error(self, relations: Relations, dead_session: Session, world: World) -> None:
        with pytest.raises(SessionExpired):
            relations.level(dead_session, EntityKind.SAMPLE, [world.mother.perm_id], [])

    def test_unreachable_host_is_an_error(
        self, relations: Relations, unreachable_session: Session, world: World
    ) -> None:
        with pytest.raises(InstanceUnreachable):
            relations.level(unreachable_session, EntityKind.SAMPLE, [world.mother.perm_id], [])
