"""The contract of the port `DataSets`."""

import datetime as dt

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets
from jupyter_openbis_server.domain.errors import DataSetNotFound, InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.world import World

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

    def test_data_set_has_type_owner_and_properties(self, data_sets: DataSets, session: Session, world: World) -> None:
        known = world.data_set
        found = data_sets.get(session, known.perm_id)
        assert (found.perm_id, found.type_code, found.kind) == (known.perm_id, known.type_code, "PHYSICAL")
        assert found.sample == known.sample
        assert known.properties.items() <= found.properties.items()
        assert found.name == known.properties["$NAME"]
        assert found.data_store

    def test_a_perm_id_may_have_blanks_around_it(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, f" {world.data_set.perm_id}\n")
        assert found.perm_id == world.data_set.perm_id
        assert data_sets.missing(session, [f" {world.data_set.perm_id}"]) == ()

    def test_an_available_data_set_is_readable(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, world.data_set.perm_id)
        assert found.physical is not None
        assert found.physical.is_readable
        assert found.size in (None, sum(map(len, world.data_set.files.values())))

    def test_dates_have_a_time_zone(self, data_sets: DataSets, session: Session, world: World) -> None:
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

    def test_container_has_its_components(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, world.container)
        assert (found.kind, found.components) == ("CONTAINER", world.components)

    def test_other_data_set_has_no_components(self, data_sets: DataSets, session: Session, world: World) -> None:
        found = data_sets.get(session, world.data_set.perm_id)
        assert (found.components, found.link) == ((), None)

    def test_missing_entity_is_not_found(self, data_sets: DataSets, session: Session) -> None:
        with pytest.raises(DataSetNotFound, match=UNKNOWN):
            data_sets.get(session, UNKNOWN)

    def test_a_wildcard_is_not_a_perm_id(self, data_sets: DataSets, session: Session) -> None:
        with pytest.raises(DataSetNotFound):
            data_sets.get(session, "*")
        assert data_sets.missing(session, ["*"]) == ("*",)

    def test_first_page_has_the_requested_number_of_rows(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        page = data_sets.of_entity(session, world.sample, PageRequest(0, 10))
        assert len(page.rows) == 10
        assert page.request == PageRequest(0, 10)
        assert page.total == len(world.sample_data_sets)

    @pytest.mark.parametrize("page_size", [1, 4, 1000])
    def test_pages_contain_each_data_set_once(
        self, data_sets: DataSets, session: Session, world: World, page_size: int
    ) -> None:
        rows = _all_rows(data_sets, session, world.sample, page_size)
        assert sorted(row.perm_id for row in rows) == sorted(world.sample_data_sets)

    def test_newest_data_set_comes_first(self, data_sets: DataSets, session: Session, world: World) -> None:
        dates = [row.registered for row in _all_rows(data_sets, session, world.sample, 4)]
        known = [date for date in dates if date is not None]
        assert len(known) == len(dates)
        assert known == sorted(known, reverse=True)

    def test_page_beyond_the_end_is_empty_with_the_total(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        page = data_sets.of_entity(session, world.sample, PageRequest(500, 10))
        assert page.rows == ()
        assert page.total == len(world.sample_data_sets)

    def test_empty_page_can_be_requested_for_the_total(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        page = data_sets.of_entity(session, world.sample, PageRequest(0, 0))
        assert (page.rows, page.total) == ((), len(world.sample_data_sets))

    def test_experiment_has_data_sets(self, data_sets: DataSets, session: Session, world: World) -> None:
        rows = _all_rows(data_sets, session, world.experiment, 100)
        assert {row.perm_id for row in rows} == world.experiment_data_sets

    def test_data_sets_that_were_changed_since_are_listed(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        rows = _all_rows(data_sets, session, world.experiment, 1000)
        dates = sorted(date for row in rows if (date := row.modified))
        assert len(dates) == len(rows)
        for moment in (dates[0], dates[len(dates) // 2], dates[-1], dates[-1] + dt.timedelta(milliseconds=1)):
            found = data_sets.of_entity(session, world.experiment, PageRequest(0, 1000), modified_since=moment)
            expected = {row.perm_id for row in rows if row.modified and row.modified >= moment}
            assert {row.perm_id for row in found.rows} == expected
            assert found.total == len(expected)

    def test_without_afs_there_are_no_owners_of_files(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        assert data_sets.owners_in_afs(session, world.sample, PageRequest(0, 10)) == ()

    def test_sample_contains_its_data_sets_newest_first(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        place = EntityRef(world.sample.kind, world.sample.perm_id)
        first, rest = (data_sets.inside(session, place, PageRequest(start, 9)) for start in (0, 9))
        assert (*first.rows, *rest.rows) == tuple(_all_rows(data_sets, session, world.sample, 100))
        assert first.total == rest.total == len(world.sample_data_sets)

    def test_experiment_contains_only_data_sets_without_a_sample(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        inside = data_sets.inside(session, world.experiment, PageRequest(0, 1000))
        at_any_depth = _all_rows(data_sets, session, world.experiment, 1000)
        assert inside.rows == tuple(row for row in at_any_depth if row.sample is None)
        assert 0 < inside.total == len(inside.rows) < len(at_any_depth)

    @pytest.mark.parametrize("perm_id", [UNKNOWN, "*", "?????????????????-*"])
    def test_missing_place_has_an_empty_page(self, data_sets: DataSets, session: Session, perm_id: str) -> None:
        for kind in (EntityKind.SAMPLE, EntityKind.EXPERIMENT):
            page = data_sets.inside(session, EntityRef(kind, perm_id), PageRequest())
            assert (page.rows, page.total) == ((), 0)

    def test_project_has_data_sets_of_its_experiments(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        rows = _all_rows(data_sets, session, world.project, 100)
        assert {row.perm_id for row in rows} >= world.experiment_data_sets

    def test_project_has_data_sets_of_samples_outside_its_experiments(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        rows = _all_rows(data_sets, session, world.sample_project, 100)
        assert {row.perm_id for row in rows} >= world.sample_data_sets

    def test_space_has_data_sets_of_its_projects_once(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        rows = [row.perm_id for row in _all_rows(data_sets, session, world.space, 7)]
        assert {*rows} >= world.sample_data_sets | world.experiment_data_sets
        assert len(rows) == len({*rows}) == data_sets.of_entity(session, world.space, PageRequest(0, 0)).total

    def test_row_of_a_listing_equals_the_single_data_set(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        row = data_sets.of_entity(session, world.sample, PageRequest(0, 1)).rows[0]
        assert row == data_sets.get(session, row.perm_id)

    def test_an_entity_without_data_sets_has_an_empty_page(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        page = data_sets.of_entity(session, world.empty_sample, PageRequest())
        assert (page.rows, page.total) == ((), 0)

    def test_missing_data_sets_are_returned_in_the_given_order(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        asked = [UNKNOWN_TOO, world.data_set.perm_id, UNKNOWN]
        assert data_sets.missing(session, asked) == (UNKNOWN_TOO, UNKNOWN)

    def test_nothing_is_missing_if_all_exist(self, data_sets: DataSets, session: Session, world: World) -> None:
        assert data_sets.missing(session, sorted(world.sample_data_sets)) == ()
        assert data_sets.missing(session, []) == ()

    def test_existing_data_sets_of_several_are_returned(
        self, data_sets: DataSets, session: Session, world: World
    ) -> None:
        known = [world.data_set.perm_id, world.container, world.archived]
        found = data_sets.get_many(session, [UNKNOWN, *known, known[0]])
        assert dict(found) == {each: data_sets.get(session, each) for each in known}
        assert dict(data_sets.get_many(session, [])) == {}

    @pytest.mark.parametrize("blank", ["", " ", "\n\x85"])
    def test_a_blank_perm_id_names_no_data_set(
        self, data_sets: DataSets, session: Session, world: World, blank: str
    ) -> None:
        with pytest.raises(DataSetNotFound):
            data_sets.get(session, blank)
        known = world.data_set.perm_id
        assert list(data_sets.get_many(session, [blank, known])) == [known]
        assert list(data_sets.missing(session, [blank, known])) == [blank]

    def test_several_data_sets_are_found_in_any_case(self, data_sets: DataSets, session: Session, world: World) -> None:
        known = world.container
        assert list(data_sets.get_many(session, [f" {known.lower()}\n"])) == [
            data_sets.get(session, known.lower()).perm_id
        ]

    def test_all_data_sets_are_listed(self, data_sets: DataSets, session: Session, world: World) -> None:
        page = data_sets.all(session, PageRequest(0, 1000))
        assert page.total == len(page.rows)
        assert world.experiment_data_sets | world.named_sample_data_sets <= {row.perm_id for row in page.rows}

    def test_expired_session_is_an_error(self, data_sets: DataSets, dead_session: Session, world: World) -> None:
        with pytest.raises(SessionExpired):
            data_sets.get(dead_session, world.data_set.perm_id)
        with pytest.raises(SessionExpired):
            data_sets.of_entity(dead_session, world.sample, PageRequest())
        with pytest.raises(SessionExpired):
            data_sets.missing(dead_session, [UNKNOWN])
        with pytest.raises(SessionExpired):
            data_sets.get_many(dead_session, [UNKNOWN])

    def test_unreachable_host_is_an_error(
        self, data_sets: DataSets, unreachable_session: Session, world: World
    ) -> None:
        with pytest.raises(InstanceUnreachable):
            data_sets.get(unreachable_session, world.data_set.perm_id)
        with pytest.raises(InstanceUnreachable):
            data_sets.of_entity(unreachable_session, world.sample, PageRequest())
