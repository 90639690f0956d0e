"""The contracts about sessions and metadata for the openBIS adapter.

They run with one version of openBIS; test_openbis_adapter_versions.py covers the others.
"""

import datetime as dt
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.entities import OpenbisEntities
from jupyter_openbis_server.adapters.openbis.metadata.entity_types import OpenbisEntityTypes
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.adapters.openbis.metadata.relations import OpenbisRelations
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.catalogue.entity import EntityRef, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_sample
from tests.contract.contracts.data_sets import DataSetsContract
from tests.contract.contracts.details import DetailsContract
from tests.contract.contracts.entities import EntitiesContract
from tests.contract.contracts.entity_types import EntityTypesContract
from tests.contract.contracts.instances import InstancesContract
from tests.contract.contracts.relations import RelationsContract
from tests.contract.contracts.sessions import SessionsContract
from tests.contract.over_openbis import OverOpenbis
from tests.support.openbis_world import access_token
from tests.support.world import World


class TestOpenbisSessions(OverOpenbis, SessionsContract):
    @pytest.fixture(params=["too old", "switched off"])
    def session_without_tokens(
        self, sessions: OpenbisSessions, credentials: Credentials, request: pytest.FixtureRequest
    ) -> Iterator[Session]:
        settings = ServerSettings("3.5") if request.param == "too old" else ServerSettings(personal_access_tokens=False)
        with FakeOpenbis(settings=settings) as fake:
            yield sessions.open(Instance("poor", fake.url), credentials)

    def test_a_new_token_is_valid_no_longer_than_openbis_allows(
        self, sessions: OpenbisSessions, credentials: Credentials
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


class TestOpenbisInstances(OverOpenbis, InstancesContract):
    @pytest.fixture
    def instances(self, clients: Clients) -> OpenbisInstances:
        return OpenbisInstances(clients)

    def test_clock_is_that_of_openbis(self, instances: OpenbisInstances, sessions: OpenbisSessions) -> None:
        noon = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
        with FakeOpenbis(clock=noon.timestamp) as fake:
            session = sessions.open(Instance("other", fake.url), Credentials("admin", Secret("changeit")))
            assert instances.facts(session).clock == noon


class TestOpenbisEntities(OverOpenbis, EntitiesContract):
    @pytest.fixture
    def entities(self, clients: Clients) -> OpenbisEntities:
        return OpenbisEntities(clients)

    def test_sample_and_experiment_are_distinguished_by_at_most_two_requests(
        self, entities: OpenbisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        entities.find(session, EntityReference.parse(world.sample.identifier))
        entities.find(session, EntityReference.parse(world.experiment.identifier))
        assert fake.requests.methods() == ["getSamples", "getSamples", "getExperiments"]

    def test_component_is_found_by_container_and_component_code(
        self, entities: OpenbisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        for plate in ("PLATE_1", "PLATE_2"):
            add_sample(fake.laboratory, plate, "DEFAULT", experiment=world.experiment.identifier)
            container = f"{world.project.identifier}/{plate}"
            add_sample(fake.laboratory, "A1", "DEFAULT", experiment=world.experiment.identifier, container=container)
        for typed in ("plate_2:A1", f"{world.project.identifier}/PLATE_2:A1"):
            found = entities.find(session, EntityReference.parse(typed))
            assert found.identifier == f"{world.project.identifier}/PLATE_2:A1"
        with pytest.raises(EntityNotFound):
            entities.find(session, EntityReference.parse("PLATE_3:A1"))

    def test_code_similar_to_a_perm_id_is_found(
        self, entities: OpenbisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        added = add_sample(fake.laboratory, "2024-001", "DEFAULT", experiment=world.experiment.identifier)
        assert entities.find(session, EntityReference.parse("2024-001")).perm_id == added.perm_id

    def test_row_has_type_and_name_from_one_request(
        self, entities: OpenbisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        page = entities.inside(session, world.project, EntityKind.EXPERIMENT, PageRequest())
        (row,) = (each for each in page.rows if each == world.experiment)
        assert (row.type_code, row.name) == ("DEFAULT_EXPERIMENT", "Heat shock at 42 °C")
        assert fake.requests.methods() == ["searchExperiments"]


class TestOpenbisDetails(OverOpenbis, DetailsContract):
    @pytest.fixture
    def entities(self, clients: Clients) -> OpenbisEntities:
        return OpenbisEntities(clients)

    def test_details_take_one_request(
        self, entities: OpenbisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        entities.details(session, world.daughter)
        entities.details(session, EntityRef(EntityKind.DATA_SET, world.derived))
        assert fake.requests.methods() == ["executeOperations"] * 2

    def test_properties_are_in_the_order_of_the_type(self, entities: OpenbisEntities, session: Session) -> None:
        found = entities.details(session, EntityRef(EntityKind.DATA_SET, sample_data.IMAGES))
        codes = [each.code for each in found.properties]
        assert codes[:4] == ["$NAME", "MAGNIFICATION", "EXPOSURE_TIME", "STAIN"]
        assert {each.code: each.data_type for each in found.properties}["STAIN"] == "CONTROLLEDVOCABULARY"

    def test_samples_have_labelled_properties(self, entities: OpenbisEntities, session: Session, world: World) -> None:
        found = entities.details(session, world.mother)
        shown = {each.code: (each.label, each.data_type, each.value) for each in found.properties}
        assert shown["STORAGE"] == ("Stored in", "CONTROLLEDVOCABULARY", "FREEZER_80")

    def test_first_children_are_listed_and_all_are_counted(
        self, entities: OpenbisEntities, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        parent = add_sample(fake.laboratory, f"PARENT_{fake.laboratory.now()}", "ENTRY", space="YEAST_LAB")
        for number in range(60):
            code = f"{parent.code}_{number:02d}"
            add_sample(fake.laboratory, code, "ENTRY", space="YEAST_LAB", parents=[parent.perm_id])
        found = entities.details(session, EntityRef(EntityKind.SAMPLE, parent.perm_id))
        assert (len(found.children), found.children_count) == (50, 60)


class TestOpenbisRelations(OverOpenbis, RelationsContract):
    @pytest.fixture
    def entities(self, clients: Clients) -> OpenbisEntities:
        return OpenbisEntities(clients)

    @pytest.fixture
    def relations(self, clients: Clients) -> OpenbisRelations:
        return OpenbisRelations(clients)

    def test_a_level_takes_one_request(
        self, relations: OpenbisRelations, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        relations.level(session, EntityKind.DATA_SET, [world.derived], [*world.origins])
        assert fake.requests.counts() == {"executeOperations": 1}


class TestOpenbisDataSets(OverOpenbis, DataSetsContract):
    def test_page_takes_one_request(
        self, data_sets: OpenbisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        data_sets.of_entity(session, world.sample, PageRequest(0, 10))  # caches the capabilities of the server
        fake.requests.clear()
        data_sets.of_entity(session, world.sample, PageRequest(0, 10))
        data_sets.inside(session, world.experiment, PageRequest(0, 10))
        assert fake.requests.methods() == ["searchDataSets"] * 2

    def test_a_code_of_letters_is_found_in_any_case(
        self, data_sets: OpenbisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        add_data_set(fake.laboratory, "RAW_DATA", perm_id="DDBS377561", experiment=world.experiment.identifier)
        assert data_sets.get(session, "ddbs377561").perm_id == "DDBS377561"

    def test_check_for_missing_data_sets_takes_one_request(
        self, data_sets: OpenbisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        data_sets.missing(session, [*world.sample_data_sets, *world.experiment_data_sets])
        assert fake.requests.methods() == ["getDataSets"]

    def test_data_set_has_location_and_registrator(
        self, data_sets: OpenbisDataSets, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        row = data_sets.of_entity(session, world.sample, PageRequest(0, 1)).rows[0]
        assert (row.data_store, row.data_store_url) == ("DSS1", fake.url)
        assert (row.registrator, row.sample, row.experiment) == ("alice", world.sample.identifier, None)
        assert row.physical is not None
        assert row.physical.location == row.perm_id


class TestOpenbisEntityTypes(OverOpenbis, EntityTypesContract):
    @pytest.fixture
    def data_set_types(self, clients: Clients) -> OpenbisEntityTypes:
        return OpenbisEntityTypes(clients)

    def test_all_types_take_one_request(
        self, data_set_types: OpenbisEntityTypes, session: Session, fake: FakeOpenbis
    ) -> None:
        fake.requests.clear()
        data_set_types.all(session)
        assert fake.requests.methods() == ["searchDataSetTypes"]

    def test_properties_with_help_for_the_input_are_not_computed(
        self, data_set_types: OpenbisEntityTypes, session: Session, fake: FakeOpenbis
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
