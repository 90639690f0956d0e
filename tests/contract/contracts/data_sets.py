"""The contract of the port `DataSets`."""

import pytest

from jupyter_openbis_server.domain.errors import DataSetNotFound, InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.model import DataSet, Entity, EntityKind, PageRequest, Place, Session
from jupyter_openbis_server.domain.ports import DataSets

from .openbis import OpenbisContract
from .world import World

UNKNOWN = "20010101000000000-999999"
UNKNOWN_TOO = "20010101000000000-999998"


def _all_rows(data_sets: DataSets, session: Session, entity: Entity, page_size: int) -> list[DataSet]:
    """All data sets of an entity, read page by page."""
    rows: list[DataSet] = []
    while True:
        page = data_sets.of_entity(session, entity, PageRequest(len(rows), page_size))
        rows += page.rows
        if not page.rows:
            return rows


class DataSetsContract(OpenbisContract):
    """Fixtures: `data_sets`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""

    def test_a_data_set_is_told_with_type_owner_and_properties(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        known = world.data_set
        found = data_sets.get(session, known.perm_id)
        assert (found.perm_id, found.type_code, found.kind) == (known.perm_id, known.type_code, "PHYSICAL")
        assert found.sample == known.sample
        assert known.properties.items() <= found.properties.items()
        assert found.name == known.properties["$NAME"]
        assert found.data_store

    def test_an_available_data_set_is_readable(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, world.data_set.perm_id)
        assert found.physical is not None
        assert found.physical.is_readable
        assert found.size in (None, sum(map(len, world.data_set.files.values())))

    def test_dates_know_their_time_zone(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, world.data_set.perm_id)
        assert found.registered is not None
        assert found.registered.utcoffset() is not None

    def test_properties_are_texts(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, world.data_set.perm_id)
        assert {type(value) for value in found.properties.values()} == {str}

    def test_an_archived_data_set_is_known_but_not_readable(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        found = data_sets.get(session, world.archived)
        assert found.physical is not None
        assert not found.physical.is_readable

    def test_a_container_is_told_as_one(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, world.container)
        assert (found.kind, found.components) == ("CONTAINER", world.components)

    def test_what_is_no_container_has_no_components(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, world.data_set.perm_id)
        assert (found.components, found.link) == ((), None)

    def test_what_does_not_exist_is_not_found(self, data_sets: DataSets, session: Session) -> None:
        with pytest.raises(DataSetNotFound, match=UNKNOWN):
            data_sets.get(session, UNKNOWN)

    def test_a_wildcard_is_not_a_perm_id(self, data_sets: DataSets, session: Session) -> None:
        with pytest.raises(DataSetNotFound):
            data_sets.get(session, "*")
        assert data_sets.missing(session, ["*"]) == ("*",)

    def test_the_first_page_has_as_many_rows_as_were_asked_for(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        page = data_sets.of_entity(session, world.sample, PageRequest(0, 10))
        assert len(page.rows) == 10
        assert page.request == PageRequest(0, 10)
        assert page.total == len(world.sample_data_sets)

    @pytest.mark.parametrize("page_size", [1, 4, 1000])
    def test_pages_together_have_each_data_set_once(
        self, data_sets: DataSets, session: Session, world: World, page_size: int
    ) -> None:
        rows = _all_rows(data_sets, session, world.sample, page_size)
        assert sorted(row.perm_id for row in rows) == sorted(world.sample_data_sets)

    def test_the_newest_comes_first(self, data_sets: DataSets, session: Session, world: World) -> None:
        dates = [row.registered for row in _all_rows(data_sets, session, world.sample, 4)]
        known = [date for date in dates if date is not None]
        assert len(known) == len(dates)
        assert known == sorted(known, reverse=True)

    def test_beyond_the_end_there_are_no_rows_but_the_total(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        page = data_sets.of_entity(session, world.sample, PageRequest(500, 10))
        assert page.rows == ()
        assert page.total == len(world.sample_data_sets)

    def test_no_rows_can_be_asked_for_to_learn_the_total(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        page = data_sets.of_entity(session, world.sample, PageRequest(0, 0))
        assert (page.rows, page.total) == ((), len(world.sample_data_sets))

    def test_an_experiment_has_data_sets_too(self, data_sets: DataSets, session: Session, world: World) -> None:
        rows = _all_rows(data_sets, session, world.experiment, 100)
        assert {row.perm_id for row in rows} == world.experiment_data_sets

    def test_in_a_sample_lie_its_data_sets_newest_first(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        place = Place(world.sample.kind, world.sample.perm_id)
        first, rest = (data_sets.inside(session, place, PageRequest(start, 9)) for start in (0, 9))
        assert (*first.rows, *rest.rows) == tuple(_all_rows(data_sets, session, world.sample, 100))
        assert first.total == rest.total == len(world.sample_data_sets)

    def test_in_an_experiment_lie_only_those_that_hang_on_no_sample(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        inside = data_sets.inside(session, world.experiment, PageRequest(0, 1000))
        at_any_depth = _all_rows(data_sets, session, world.experiment, 1000)
        assert inside.rows == tuple(row for row in at_any_depth if row.sample is None)
        assert 0 < inside.total == len(inside.rows) < len(at_any_depth)

    @pytest.mark.parametrize("perm_id", [UNKNOWN, "*", "?????????????????-*"])
    def test_in_a_place_that_does_not_exist_nothing_lies(
        self, data_sets: DataSets, session: Session, perm_id: str
    ) -> None:
        for kind in (EntityKind.SAMPLE, EntityKind.EXPERIMENT):
            page = data_sets.inside(session, Place(kind, perm_id), PageRequest())
            assert (page.rows, page.total) == ((), 0)

    def test_a_project_has_those_of_its_experiments(self, data_sets: DataSets, session: Session, world: World) -> None:
        rows = _all_rows(data_sets, session, world.project, 100)
        assert {row.perm_id for row in rows} >= world.experiment_data_sets

    def test_a_project_has_those_of_samples_outside_its_experiments(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        rows = _all_rows(data_sets, session, world.sample_project, 100)
        assert {row.perm_id for row in rows} >= world.sample_data_sets

    def test_a_space_has_those_of_its_projects_each_once(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        rows = [row.perm_id for row in _all_rows(data_sets, session, world.space, 7)]
        assert {*rows} >= world.sample_data_sets | world.experiment_data_sets
        assert len(rows) == len({*rows}) == data_sets.of_entity(session, world.space, PageRequest(0, 0)).total

    def test_a_listing_tells_the_same_as_a_single_look(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        row = data_sets.of_entity(session, world.sample, PageRequest(0, 1)).rows[0]
        assert row == data_sets.get(session, row.perm_id)

    def test_an_entity_without_data_sets_has_an_empty_page(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        page = data_sets.of_entity(session, world.empty_sample, PageRequest())
        assert (page.rows, page.total) == ((), 0)

    def test_those_that_are_missing_are_named_in_the_given_order(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        asked = [UNKNOWN_TOO, world.data_set.perm_id, UNKNOWN]
        assert data_sets.missing(session, asked) == (UNKNOWN_TOO, UNKNOWN)

    def test_nothing_is_missing_where_all_exist(self, data_sets: DataSets, session: Session, world: World) -> None:
        assert data_sets.missing(session, sorted(world.sample_data_sets)) == ()
        assert data_sets.missing(session, []) == ()

    def test_an_expired_session_is_said_to_be_expired(
        self, data_sets: DataSets, dead_session: Session, world: World
    ) -> None:
        with pytest.raises(SessionExpired):
            data_sets.get(dead_session, world.data_set.perm_id)
        with pytest.raises(SessionExpired):
            data_sets.of_entity(dead_session, world.sample, PageRequest())
        with pytest.raises(SessionExpired):
            data_sets.missing(dead_session, [UNKNOWN])

    def test_a_dead_host_is_said_to_be_unreachable(
        self, data_sets: DataSets, unreachable_session: Session, world: World
    ) -> None:
        with pytest.raises(InstanceUnreachable):
            data_sets.get(unreachable_session, world.data_set.perm_id)
        with pytest.raises(InstanceUnreachable):
            data_sets.of_entity(unreachable_session, world.sample, PageRequest())
