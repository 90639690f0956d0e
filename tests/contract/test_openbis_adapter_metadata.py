"""The pyBIS adapter keeps the promises about sessions and metadata."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.pybis import (
    Clients,
    PybisDataSets,
    PybisDataSetTypes,
    PybisEntities,
    PybisInstances,
    PybisSessions,
)
from jupyter_openbis_server.domain.model import (
    Credentials,
    EntityKind,
    EntityReference,
    Instance,
    PageRequest,
    Place,
    Secret,
    Session,
)
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings, sample_data
from jupyter_openbis_server.fake_openbis.additions import add_sample

from .contracts.data_set_types import DataSetTypesContract
from .contracts.data_sets import DataSetsContract
from .contracts.details import DetailsContract
from .contracts.entities import EntitiesContract
from .contracts.instances import InstancesContract
from .contracts.searches import (
    DataSetSearchContract,
    EntitySearchContract,
    called,
    data_sets_with,
    samples_with,
)
from .contracts.sessions import SessionsContract
from .contracts.world import World
from .over_pybis import SERVERS, OverPybis
from .pybis_world import access_token


class TestPybisSessions(OverPybis, SessionsContract):
    @pytest.fixture(scope="class", params=SERVERS[1:])  # API 3.5 has no personal access tokens
    @classmethod
    def server(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture(params=["too old", "switched off"])
    def session_without_tokens(
        self, sessions: PybisSessions, credentials: Credentials, request: pytest.FixtureRequest
    ) -> Iterator[Session]:
        settings = ServerSettings("3.5") if request.param == "too old" else ServerSettings(personal_access_tokens=False)
        with FakeOpenbis(settings=settings) as fake:
            yield sessions.open(Instance("poor", fake.url), credentials)

    def test_a_new_token_is_valid_no_longer_than_openbis_allows(
        self, sessions: PybisSessions, credentials: Credentials
    ) -> None:
        now = dt.datetime.now(dt.timezone.utc)
        with FakeOpenbis(settings=ServerSettings(pat_max_validity=3600)) as fake:
            made = sessions.new_access_token(sessions.open(Instance("strict", fake.url), credentials), "tests", now)
            (token,) = fake.laboratory.personal_access_tokens
        assert made.valid_until is not None
        assert dt.timedelta(minutes=45) < made.valid_until - now <= dt.timedelta(hours=1)
        assert (token.session_name, token.owner) == ("tests", "admin")

    @pytest.fixture
    def token_credentials(self, fake: FakeOpenbis) -> Credentials:
        return Credentials.of_token(Secret(access_token(fake, "admin")))


class TestPybisInstances(OverPybis, InstancesContract):
    @pytest.fixture
    def instances(self, clients: Clients) -> PybisInstances:
        return PybisInstances(clients)

    def test_the_clock_is_openbiss_own(self, instances: PybisInstances, sessions: PybisSessions) -> None:
        noon = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
        with FakeOpenbis(clock=noon.timestamp) as fake:
            session = sessions.open(Instance("elsewhere", fake.url), Credentials("admin", Secret("changeit")))
            assert instances.facts(session).clock == noon


class TestPybisEntities(OverPybis, EntitiesContract):
    @pytest.fixture
    def entities(self, clients: Clients) -> PybisEntities:
        return PybisEntities(clients)

    def test_a_sample_is_told_from_an_experiment_by_two_requests_at_most(
        self, entities: PybisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        entities.find(session, EntityReference.parse(world.sample.identifier))
        entities.find(session, EntityReference.parse(world.experiment.identifier))
        assert fake.requests.methods() == ["getSamples", "getSamples", "getExperiments"]

    def test_the_experiment_in_a_samples_identifier_is_decoration(
        self, entities: PybisEntities, session: Session
    ) -> None:
        reference = EntityReference.parse("/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK/HEAT_SHOCK_WT")
        assert entities.find(session, reference).identifier == "/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK_WT"

    def test_a_row_tells_type_and_name_in_one_request(
        self, entities: PybisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        page = entities.inside(session, world.project, EntityKind.EXPERIMENT, PageRequest())
        (row,) = (each for each in page.rows if each == world.experiment)
        assert (row.type_code, row.name) == ("DEFAULT_EXPERIMENT", "Heat shock at 42 °C")
        assert fake.requests.methods() == ["searchExperiments"]


class TestPybisDetails(OverPybis, DetailsContract):
    @pytest.fixture
    def entities(self, clients: Clients) -> PybisEntities:
        return PybisEntities(clients)

    def test_all_that_is_told_of_something_costs_one_request(
        self, entities: PybisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        entities.details(session, world.daughter)
        entities.details(session, Place(EntityKind.DATA_SET, world.derived))
        assert fake.requests.methods() == ["executeOperations"] * 2

    def test_properties_come_in_the_order_of_the_type(self, entities: PybisEntities, session: Session) -> None:
        found = entities.details(session, Place(EntityKind.DATA_SET, sample_data.IMAGES))
        codes = [each.code for each in found.properties]
        assert codes[:4] == ["$NAME", "MAGNIFICATION", "EXPOSURE_TIME", "STAIN"]
        assert {each.code: each.data_type for each in found.properties}["STAIN"] == "CONTROLLEDVOCABULARY"

    def test_samples_have_labelled_properties_too(
        self, entities: PybisEntities, session: Session, world: World
    ) -> None:
        found = entities.details(session, world.mother)
        shown = {each.code: (each.label, each.data_type, each.value) for each in found.properties}
        assert shown["STORAGE"] == ("Stored in", "CONTROLLEDVOCABULARY", "FREEZER_80")

    def test_of_many_children_the_first_are_told_and_all_are_counted(
        self, entities: PybisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        parent = add_sample(fake.laboratory, f"PARENT_{fake.laboratory.now()}", "ENTRY", space="YEAST_LAB")
        for number in range(60):
            code = f"{parent.code}_{number:02d}"
            add_sample(fake.laboratory, code, "ENTRY", space="YEAST_LAB", parents=[parent.perm_id])
        found = entities.details(session, Place(EntityKind.SAMPLE, parent.perm_id))
        assert (len(found.children), found.children_count) == (50, 60)


class TestPybisEntitySearch(OverPybis, EntitySearchContract):
    @pytest.fixture
    def entities(self, clients: Clients) -> PybisEntities:
        return PybisEntities(clients)

    def test_a_page_costs_one_request(
        self, entities: PybisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        entities.search(session, samples_with("heat", "shock", since=dt.date(2023, 1, 1)), PageRequest())
        entities.search(session, called(EntityKind.PROJECT, world.project.identifier), PageRequest())
        assert fake.requests.methods() == ["searchSamples", "searchProjects"]


class TestPybisDataSetSearch(OverPybis, DataSetSearchContract):
    @pytest.fixture
    def entities(self, clients: Clients) -> PybisEntities:
        return PybisEntities(clients)

    def test_counting_other_kinds_costs_no_further_request(
        self, data_sets: PybisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        query = data_sets_with("growth")
        others = [replace(query, kind=kind) for kind in (EntityKind.SAMPLE, EntityKind.EXPERIMENT, EntityKind.PROJECT)]
        fake.requests.clear()
        found = data_sets.search(session, query, PageRequest(0, 5), others)
        assert fake.requests.methods() == ["executeOperations"]
        assert len(found.counts) == 3

    def test_the_user_is_asked_for_once_per_session(
        self, data_sets: PybisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        for _ in range(2):
            data_sets.search(session, data_sets_with(mine=True), PageRequest())
        assert fake.requests.methods() == ["getSessionInformation", "searchDataSets", "searchDataSets"]

    def test_a_page_costs_one_request(
        self, data_sets: PybisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        data_sets.search(session, data_sets_with("growth", "day", type_code="RAW_DATA"), PageRequest(5, 5))
        data_sets.search(session, called(EntityKind.DATA_SET, world.sample.identifier), PageRequest())
        assert fake.requests.methods() == ["searchDataSets"] * 2


class TestPybisDataSets(OverPybis, DataSetsContract):
    def test_a_page_costs_one_request(
        self, data_sets: PybisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        data_sets.of_entity(session, world.sample, PageRequest(0, 10))  # from now on the server is known
        fake.requests.clear()
        data_sets.of_entity(session, world.sample, PageRequest(0, 10))
        data_sets.inside(session, world.experiment, PageRequest(0, 10))
        assert fake.requests.methods() == ["searchDataSets"] * 2

    def test_all_that_are_missing_cost_one_request(
        self, data_sets: PybisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        data_sets.missing(session, [*world.sample_data_sets, *world.experiment_data_sets])
        assert fake.requests.methods() == ["getDataSets"]

    def test_a_data_set_tells_where_its_files_are_and_who_made_it(
        self, data_sets: PybisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        row = data_sets.of_entity(session, world.sample, PageRequest(0, 1)).rows[0]
        assert (row.data_store, row.data_store_url) == ("DSS1", fake.url)
        assert (row.registrator, row.sample, row.experiment) == ("alice", world.sample.identifier, None)
        assert row.physical is not None
        assert row.physical.location == row.perm_id


class TestPybisDataSetTypes(OverPybis, DataSetTypesContract):
    @pytest.fixture
    def data_set_types(self, clients: Clients) -> PybisDataSetTypes:
        return PybisDataSetTypes(clients)

    def test_all_types_cost_one_request(
        self, data_set_types: PybisDataSetTypes, session: Session, fake: FakeOpenbis
    ) -> None:
        fake.requests.clear()
        data_set_types.all(session)
        assert fake.requests.methods() == ["searchDataSetTypes"]

    def test_properties_with_help_for_the_input_are_not_computed(
        self, data_set_types: PybisDataSetTypes, session: Session, fake: FakeOpenbis
    ) -> None:
        plugins = {each.name: each.plugin_type for each in fake.laboratory.plugins}
        assert plugins == {"FILE_SUMMARY": "DYNAMIC_PROPERTY", "NOTE_TEMPLATES": "MANAGED_PROPERTY"}
        types = {each.code: each for each in data_set_types.all(session)}
        computed = {
            code: {assignment.code for assignment in types[code].assignments if assignment.is_computed}
            for code in ("MICROSCOPY", "QUALITY_REPORT")
        }
        assert computed == {"MICROSCOPY": {"FILE_SUMMARY"}, "QUALITY_REPORT": set()}
        assert "NOTES" in {assignment.code for assignment in types["QUALITY_REPORT"].assignments}
