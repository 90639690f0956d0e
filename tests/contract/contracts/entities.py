"""The contract of the port `Entities`."""

import pytest

from jupyter_openbis_server.domain.catalogue.entity import EVERY_KIND, Entity, EntityRef, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.errors import EntityNotFound, InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.world import World


def _all(
    entities: Entities, session: Session, place: EntityRef | None, kind: EntityKind, page_size: int = 100
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

    def test_a_sample_is_found_with_its_own_collection_only(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        sample = _all(entities, session, world.experiment, EntityKind.SAMPLE)[0]
        project, _, code = sample.identifier.rpartition("/")
        own = EntityReference.parse(f"{world.experiment.identifier}/{code}")
        assert entities.find(session, own) == sample
        with pytest.raises(EntityNotFound):
            entities.find(session, EntityReference.parse(f"{project}/NO_SUCH/{code}"))

    def test_an_experiment_is_found_by_its_identifier(self, entities: Entities, session: Session, world: World) -> None:
        assert entities.find(session, EntityReference.parse(world.experiment.identifier)) == world.experiment

    def test_an_experiment_is_found_by_its_perm_id(self, entities: Entities, session: Session, world: World) -> None:
        assert entities.find(session, EntityReference.parse(world.experiment.perm_id)) == world.experiment

    def test_identifiers_are_found_in_all_spellings(self, entities: Entities, session: Session, world: World) -> None:
        typed = f" {world.experiment.identifier.strip('/').lower()} "
        assert entities.find(session, EntityReference.parse(typed)) == world.experiment

    def test_sample_takes_precedence_over_an_experiment_with_the_same_identifier(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        assert entities.find(session, EntityReference.parse(world.twin.identifier)) == world.twin

    def test_project_is_found_by_all_references_if_projects_are_searched(
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

    def test_only_requested_kinds_are_found(self, entities: Entities, session: Session, world: World) -> None:
        for place in (world.project, world.space):
            with pytest.raises(EntityNotFound, match="sample or experiment"):
                entities.find(session, EntityReference.parse(place.identifier))

    def test_root_contains_spaces(self, entities: Entities, session: Session, world: World) -> None:
        assert world.space in _all(entities, session, None, EntityKind.SPACE)

    def test_space_contains_projects_and_samples_without_a_project(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        projects = _all(entities, session, world.space, EntityKind.PROJECT)
        assert {world.project, world.sample_project} <= {*projects}
        assert _all(entities, session, world.space, EntityKind.SAMPLE) == [world.space_sample]

    def test_project_contains_experiments_and_samples_without_an_experiment(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        assert world.experiment in _all(entities, session, world.project, EntityKind.EXPERIMENT)
        assert world.inner_sample not in _all(entities, session, world.project, EntityKind.SAMPLE)
        assert world.empty_sample in _all(entities, session, world.sample_project, EntityKind.SAMPLE)

    def test_experiment_contains_samples(self, entities: Entities, session: Session, world: World) -> None:
        assert world.inner_sample in _all(entities, session, world.experiment, EntityKind.SAMPLE)

    def test_direct_children_are_found_by_code(self, entities: Entities, session: Session, world: World) -> None:
        for place, child in (
            (None, world.space),
            (world.space, world.project),
            (world.space, world.space_sample),
            (world.project, world.experiment),
            (world.sample_project, world.empty_sample),
            (world.experiment, world.inner_sample),
        ):
            assert entities.named(session, place, child.kind, child.code) == child

    def test_only_direct_children_of_the_kind_and_code_are_found(
        self, entities: Entities, session: Session, world: World
    ) -> None:
        for place, kind, code in (
            (world.project, EntityKind.SAMPLE, world.inner_sample.code),
            (world.space, EntityKind.SAMPLE, world.empty_sample.code),
            (world.space, EntityKind.SAMPLE, world.project.code),
            (world.space, EntityKind.PROJECT, world.project.code[:-1]),
            (world.experiment, EntityKind.SAMPLE, f"{world.inner_sample.code}:A1"),
            (EntityRef(EntityKind.PROJECT, "20010101000000000-999999"), EntityKind.EXPERIMENT, world.experiment.code),
        ):
            assert entities.named(session, place, kind, code) is None

    def test_reference_needs_kind_and_perm_id_only(self, entities: Entities, session: Session, world: World) -> None:
        for each, kind in ((world.space, EntityKind.PROJECT), (world.experiment, EntityKind.SAMPLE)):
            place = EntityRef(each.kind, each.perm_id)
            assert _all(entities, session, place, kind) == _all(entities, session, each, kind) != []

    @pytest.mark.parametrize("perm_id", ["20010101000000000-999999", "*", "?????????????????-*", "NOTHING"])
    def test_missing_place_has_an_empty_page(self, entities: Entities, session: Session, perm_id: str) -> None:
        for kind, inner in ((EntityKind.SPACE, EntityKind.PROJECT), (EntityKind.EXPERIMENT, EntityKind.SAMPLE)):
            page = entities.inside(session, EntityRef(kind, perm_id), inner, PageRequest())
            assert (page.rows, page.total) == ((), 0)

    @pytest.mark.parametrize("page_size", [1, 2, 100])
    def test_pages_contain_each_entity_once_sorted_by_identifier(
        self, entities: Entities, session: Session, world: World, page_size: int
    ) -> None:
        identifiers = [each.identifier for each in _all(entities, session, world.space, EntityKind.PROJECT, page_size)]
        assert identifiers == sorted({*identifiers})
        total = entities.inside(session, world.space, EntityKind.PROJECT, PageRequest(500, 1)).total
        assert len(identifiers) == total > 0

    @pytest.mark.parametrize("text", ["/NO_SUCH_SPACE/NO_SUCH_PROJECT/NOTHING", "20010101000000000-999999", "NOTHING"])
    def test_missing_entity_is_not_found(self, entities: Entities, session: Session, text: str) -> None:
        with pytest.raises(EntityNotFound, match=text):
            entities.find(session, EntityReference.parse(text))

    def test_ambiguous_code_is_not_found(self, entities: Entities, session: Session, world: World) -> None:
        with pytest.raises(EntityNotFound):
            entities.find(session, EntityReference.parse(world.ambiguous_code))

    def test_expired_session_is_an_error(self, entities: Entities, dead_session: Session, world: World) -> None:
        with pytest.raises(SessionExpired) as caught:
            entities.find(dead_session, EntityReference.parse(world.sample.perm_id))
        assert dead_session.token.reveal() not in str(caught.value)

    def test_unreachable_host_is_an_error(self, entities: Entities, unreachable_session: Session, world: World) -> None:
        with pytest.raises(InstanceUnreachable) as caught:
            entities.find(unreachable_session, EntityReference.parse(world.sample.perm_id))
        assert unreachable_session.token.reveal() not in str(caught.value)
