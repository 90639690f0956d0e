"""The contracts of `Searches` and `PropertyTypes` about conditions, owners, dates and orders."""

import datetime as dt
from collections.abc import Sequence

import pytest

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities, EntityTypes
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.ports import PropertyTypes
from jupyter_openbis_server.domain.search.conditions import conditions
from jupyter_openbis_server.domain.search.order import Order
from jupyter_openbis_server.domain.search.ports import Searches
from jupyter_openbis_server.domain.search.prepare import PrepareSearch
from jupyter_openbis_server.domain.search.query import SearchQuery, SearchRequest
from jupyter_openbis_server.domain.shared.page import PageRequest
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.searched_samples import PROPERTY_TYPES, SAMPLES, TYPE
from tests.support.world import World

ALL = PageRequest(0, 1000)
SAMPLE, DATA_SET, EXPERIMENT = EntityKind.SAMPLE, EntityKind.DATA_SET, EntityKind.EXPERIMENT
CONDITIONS = [
    ("SEARCH_COUNT > 9", "BC"),
    ("search_count>=9.5", "BC"),
    ("SEARCH_COUNT = 9", "A"),
    ("SEARCH_COUNT = 10..20", "B"),
    ("SEARCH_COUNT = ..9", "A"),
    ("SEARCH_COUNT = 10..", "BC"),
    ("SEARCH_COUNT between 9 and 10", "AB"),
    ("SEARCH_COUNT != 10", "AC"),
    ("SEARCH_COUNT is empty", "D"),
    ("SEARCH_WEIGHT < 0", "B"),
    ("SEARCH_WEIGHT = 1.50", "A"),
    ("SEARCH_WEIGHT = -2000", "B"),
    ("SEARCH_DAY = 2024-02-29", "B"),
    ("SEARCH_DAY > 2024-02-29", "C"),
    ("SEARCH_DAY = 2024-02-01..2024-02-29", "AB"),
    ("SEARCH_DAY != 2024-02-29", "AC"),
    ("SEARCH_TIME = 2024-02-28", "A"),
    ("SEARCH_TIME >= 2024-02-29", "B"),
    ("SEARCH_TIME = 2024-02-29 11:00:00 +0000", "B"),
    ("SEARCH_TIME < 2024-02-29 12:00:00 +0200", "A"),
    ("SEARCH_TIME <= 2024-02-29 11:00", "AB"),
    ("SEARCH_DONE = yes", "A"),
    ("SEARCH_DONE != true", "B"),
    ("SEARCH_NOTE = Heat (shock) 50%", "A"),
    ("SEARCH_NOTE = Heat", ""),
    ("SEARCH_NOTE = Heat*", ""),
    ("SEARCH_NOTE contains SHOCK) 50%", "A"),
    ("SEARCH_NOTE contains heat*50", "A"),
    ("SEARCH_NOTE contains quoted", "B"),
    ("SEARCH_NOTE != Heat", "AB"),
    ("SEARCH_NOTE is empty", "CD"),
    ("SEARCH_LINES contains heat?shock", "C"),
    ("SEARCH_LINES is not empty", "C"),
    ("SEARCH_STAIN = gfp", "A"),
    ("SEARCH_STAIN = green protein", "A"),
    ("SEARCH_STAIN != GFP", "B"),
    ("SEARCH_STAIN is not empty", "AB"),
    ("SEARCH_MANY = 20", "A"),
    ("SEARCH_MANY > 2", "AB"),
    ("SEARCH_MANY != 1", "B"),
    ("SEARCH_MANY is empty", "CD"),
]
MISFITS = [
    ("SEARCH_COUNT = many", "a number"),
    ("SEARCH_WEIGHT < heavy", "a number"),
    ("SEARCH_COUNT contains 1", "can be compared with =, !=, <"),
    ("SEARCH_DAY > 29.2.2024", "a date"),
    ("SEARCH_DAY = 2/29/24", "a date"),
    ("SEARCH_TIME = noon", "a point in time"),
    ("SEARCH_DONE = maybe", "true or false"),
    ("SEARCH_DONE > true", "=, !=, is empty, is not empty"),
    ("SEARCH_STAIN = RED", "GFP, DAPI"),
    ("SEARCH_STAIN contains G", "=, !=, is empty, is not empty"),
    ("SEARCH_NOTE > 40", "=, !=, contains"),
    ("SEARCH_COUND = 1", "did you mean SEARCH_COUNT"),
    ("NAME = x", r"did you mean \$NAME"),
    ("XYZZY_PLUGH_42 = 1", "there is no property XYZZY_PLUGH_42"),
]


class SearchConditionContract(OpenbisContract):
    """Fixtures: those of `OpenbisContract`, and `searches`, `property_types`, `entity_types`, `data_sets`, `entities`,
    `searched_world`.
    """

    @pytest.fixture
    def prepare(
        self, entities: Entities, property_types: PropertyTypes, entity_types: EntityTypes, searched_world: World
    ) -> PrepareSearch:
        return PrepareSearch(entities, property_types, entity_types)

    @pytest.mark.parametrize(("text", "letters"), CONDITIONS)
    def test_properties_are_compared_by_their_data_types(
        self, prepare: PrepareSearch, searches: Searches, session: Session, text: str, letters: str
    ) -> None:
        wanted = SearchRequest(SAMPLE, type_code=TYPE, where=conditions(text))
        found = searches.search(session, prepare(session, wanted), ALL)
        assert sorted(each.identifier[-1] for each in found.entities) == [*letters]
        assert found.total == len(letters)

    def test_a_text_in_quotation_marks_is_found(
        self, prepare: PrepareSearch, searches: Searches, session: Session
    ) -> None:
        wanted = SearchRequest(SAMPLE, where=conditions({"SEARCH_NOTE": '"quoted"'}))
        found = searches.search(session, prepare(session, wanted), ALL)
        assert [each.identifier[-1] for each in found.entities] == ["B"]

    def test_all_conditions_must_match(self, prepare: PrepareSearch, searches: Searches, session: Session) -> None:
        where = {"SEARCH_COUNT": (">", 9), "SEARCH_STAIN": None, "SEARCH_DAY": dt.date(2024, 3, 1)}
        found = searches.search(session, prepare(session, SearchRequest(SAMPLE, where=conditions(where))), ALL)
        assert [each.identifier[-1] for each in found.entities] == ["C"]

    @pytest.mark.parametrize(("text", "reason"), MISFITS)
    def test_what_does_not_fit_is_refused_with_what_is_possible(
        self, prepare: PrepareSearch, session: Session, text: str, reason: str
    ) -> None:
        with pytest.raises(InvalidSearch, match=reason) as caught:
            prepare(session, SearchRequest(SAMPLE, where=conditions(text)))
        assert text.split(maxsplit=1)[0] in str(caught.value)

    def test_rows_have_properties_and_dates(self, prepare: PrepareSearch, searches: Searches, session: Session) -> None:
        found = searches.search(session, prepare(session, SearchRequest(SAMPLE, type_code=TYPE)), ALL).entities
        assert {each.identifier.rpartition("/")[2]: each.properties for each in found} == SAMPLES
        assert all(each.registered and each.modified and each.registered <= each.modified for each in found)

    def test_conditions_are_counted_for_other_kinds_of_data(
        self, prepare: PrepareSearch, searches: Searches, session: Session
    ) -> None:
        query = prepare(session, SearchRequest(DATA_SET, where=conditions("SEARCH_COUNT > 9")))
        assert searches.search(session, query, ALL, query.for_other_kinds()).counts == (2, 0)

    def test_property_types_are_found_by_code(
        self, property_types: PropertyTypes, session: Session, searched_world: World
    ) -> None:
        found = property_types.named(session, {each.code for each in PROPERTY_TYPES} | {"NO_SUCH_PROPERTY"})
        assert {**found} == {each.code: each for each in PROPERTY_TYPES}
        codes = property_types.codes(session)
        assert set(codes) >= set(found)
        assert list(codes) == sorted(codes)

    def test_data_sets_are_limited_to_an_owner(
        self, searches: Searches, data_sets: DataSets, session: Session, searched_world: World
    ) -> None:
        for owner in (
            searched_world.sample,
            searched_world.experiment,
            searched_world.sample_project,
            searched_world.space,
        ):
            expected = [each.perm_id for each in data_sets.of_entity(session, owner, ALL).rows]
            found = searches.search(session, SearchQuery(DATA_SET, owner=owner), ALL).rows
            assert sorted(each.perm_id for each in found) == sorted(expected)
            assert expected

    def test_samples_are_limited_to_an_owner(
        self, searches: Searches, entities: Entities, session: Session, searched_world: World
    ) -> None:
        world = searched_world

        def found(owner: Entity) -> Sequence[Entity]:
            return searches.search(session, SearchQuery(SAMPLE, owner=owner), ALL).entities

        assert {world.sample, world.space_sample, world.empty_sample} <= {*found(world.space)}
        assert world.empty_sample in found(world.sample_project)
        assert world.space_sample not in found(world.sample_project)
        assert world.inner_sample in found(world.experiment)
        assert world.empty_sample not in found(world.experiment)
        assert world.inner_sample in found(world.project)
        assert found(world.empty_sample) == ()

    def test_experiments_and_projects_are_limited_to_an_owner(
        self, searches: Searches, session: Session, searched_world: World
    ) -> None:
        world = searched_world
        for owner in (world.project, world.space):
            assert world.experiment in searches.search(session, SearchQuery(EXPERIMENT, owner=owner), ALL).entities
        projects = searches.search(session, SearchQuery(EntityKind.PROJECT, owner=world.space), ALL).entities
        assert {world.project, world.sample_project} <= {*projects}
        assert {each.identifier.split("/")[1] for each in projects} == {world.space.perm_id}

    def test_an_owner_is_given_by_any_reference(
        self, prepare: PrepareSearch, session: Session, searched_world: World
    ) -> None:
        owner = searched_world.project
        for text in (owner.identifier, owner.perm_id):
            found = prepare(session, SearchRequest(SAMPLE, owner=text)).owner
            assert found is not None
            assert found.perm_id == owner.perm_id

    def test_dates_of_registration_and_modification_can_be_times(
        self, searches: Searches, session: Session, searched_world: World
    ) -> None:
        known = searches.search(session, SearchQuery(SAMPLE, type_code=TYPE), ALL).entities[0]
        assert known.registered is not None
        moment, other = known.registered, dt.timedelta(milliseconds=1)
        for since, until in (("since", "until"), ("modified_since", "modified_until")):
            for limits, is_found in (
                ({since: moment, until: moment}, True),
                ({since: moment + other}, False),
                ({until: moment - other}, False),
                ({since: moment.date(), until: moment.date()}, True),
                ({since: moment.date() + dt.timedelta(days=1)}, False),
            ):
                query = SearchQuery(SAMPLE, type_code=TYPE, **limits)
                assert (known in searches.search(session, query, ALL).entities) == is_found, limits

    @pytest.mark.parametrize("kind", [SAMPLE, DATA_SET, EXPERIMENT, EntityKind.PROJECT])
    @pytest.mark.parametrize("field", ["registered", "modified", "code"])
    def test_results_are_sorted_in_both_directions(
        self, searches: Searches, session: Session, searched_world: World, kind: EntityKind, field: str
    ) -> None:
        rows = searches.search(session, SearchQuery(kind, words=("*",), order=Order.parse(field)), ALL).rows
        backwards = searches.search(session, SearchQuery(kind, words=("*",), order=Order.parse(f"-{field}")), ALL).rows
        assert len(rows) > 1
        assert rows == backwards[::-1]
        if field == "code":
            codes = [row.identifier.rpartition("/")[2] if isinstance(row, Entity) else row.perm_id for row in rows]
            assert codes == sorted(codes)
        else:
            dates = [getattr(row, field) for row in rows]
            assert dates == sorted(dates)
