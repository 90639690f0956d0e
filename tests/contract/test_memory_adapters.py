"""The contracts of openBIS ports for the fakes in memory, and further features of these fakes."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.caches.entity_types import CachedEntityTypes
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InstanceUnreachable,
    IntegrityError,
    UploadFailed,
)
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import NoProgress
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from jupyter_openbis_server.testing.fakes.entity_changes import MemoryEntityChanges
from jupyter_openbis_server.testing.fakes.openbis.data_sets import MemoryDataSets
from jupyter_openbis_server.testing.fakes.openbis.data_store import MemoryDataStore
from jupyter_openbis_server.testing.fakes.openbis.entities import MemoryEntities
from jupyter_openbis_server.testing.fakes.openbis.instances import MemoryInstances
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.relations import MemoryRelations
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions
from jupyter_openbis_server.testing.fakes.openbis.types import MemoryEntityTypes, MemoryPropertyTypes
from jupyter_openbis_server.testing.fakes.search.searches import MemorySearches
from tests.contract.contracts.afs import AfsContract, AfsOwners
from tests.contract.contracts.data_sets import DataSetsContract
from tests.contract.contracts.data_store import DataStoreContract
from tests.contract.contracts.details import DetailsContract
from tests.contract.contracts.entities import EntitiesContract
from tests.contract.contracts.entity_changes import EntityChangesContract
from tests.contract.contracts.entity_types import EntityTypesContract
from tests.contract.contracts.instances import InstancesContract
from tests.contract.contracts.relations import RelationsContract
from tests.contract.contracts.search_conditions import SearchConditionContract
from tests.contract.contracts.searches import DataSetSearchContract, EntitySearchContract
from tests.contract.contracts.sessions import SessionsContract
from tests.support.memory_world import fill
from tests.support.searched_samples import fill_memory
from tests.support.world import World


class _InMemory:
    """An openBIS in memory, with the fixtures that its contracts share."""

    @pytest.fixture
    def openbis(self) -> MemoryOpenbis:
        return MemoryOpenbis(users={"anna": "correct horse"})

    @pytest.fixture
    def network(self, openbis: MemoryOpenbis) -> MemoryNetwork:
        return MemoryNetwork(openbis)

    @pytest.fixture
    def world(self, openbis: MemoryOpenbis) -> World:
        return fill(openbis)

    @pytest.fixture
    def instance(self, openbis: MemoryOpenbis) -> Instance:
        return openbis.instance("lab")

    @pytest.fixture
    def dead_instance(self) -> Instance:
        return Instance("unreachable", "https://unreachable.example.org")

    @pytest.fixture
    def credentials(self) -> Credentials:
        return Credentials("anna", Secret("correct horse"))

    @pytest.fixture
    def token_credentials(self, openbis: MemoryOpenbis) -> Credentials:
        return Credentials.of_token(openbis.add_access_token("anna"))

    @pytest.fixture
    def sessions(self, network: MemoryNetwork) -> MemorySessions:
        return MemorySessions(network)

    @pytest.fixture
    def data_sets(self, network: MemoryNetwork) -> MemoryDataSets:
        return MemoryDataSets(network)

    @pytest.fixture
    def searches(self, network: MemoryNetwork) -> MemorySearches:
        return MemorySearches(network)


class TestMemorySessions(_InMemory, SessionsContract):
    @pytest.fixture
    def session_without_tokens(self, openbis: MemoryOpenbis, session: Session) -> Session:
        openbis.makes_access_tokens = False
        return session

    def test_an_instance_that_is_down_keeps_its_sessions(
        self, openbis: MemoryOpenbis, sessions: MemorySessions, session: Session
    ) -> None:
        openbis.go_down()
        with pytest.raises(InstanceUnreachable):
            sessions.is_alive(session)
        openbis.come_back()
        assert sessions.is_alive(session)

    def test_all_sessions_can_be_expired(
        self, openbis: MemoryOpenbis, sessions: MemorySessions, session: Session
    ) -> None:
        assert openbis.open_sessions == ("anna",)
        openbis.expire_all_sessions()
        assert openbis.open_sessions == ()
        assert not sessions.is_alive(session)

    def test_logins_are_counted_including_failed_ones(
        self, openbis: MemoryOpenbis, sessions: MemorySessions, instance: Instance, credentials: Credentials
    ) -> None:
        openbis.go_down()
        with pytest.raises(InstanceUnreachable):
            sessions.open(instance, credentials)
        openbis.come_back()
        sessions.open(instance, credentials)
        assert openbis.login_attempts == 2


class TestMemoryInstances(_InMemory, InstancesContract):
    @pytest.fixture
    def instances(self, network: MemoryNetwork) -> MemoryInstances:
        return MemoryInstances(network)


class TestMemoryEntities(_InMemory, EntitiesContract):
    @pytest.fixture
    def entities(self, network: MemoryNetwork) -> MemoryEntities:
        return MemoryEntities(network)


class TestMemoryDetails(_InMemory, DetailsContract):
    @pytest.fixture
    def entities(self, network: MemoryNetwork) -> MemoryEntities:
        return MemoryEntities(network)


class TestMemoryRelations(_InMemory, RelationsContract):
    @pytest.fixture
    def entities(self, network: MemoryNetwork) -> MemoryEntities:
        return MemoryEntities(network)

    @pytest.fixture
    def relations(self, network: MemoryNetwork) -> MemoryRelations:
        return MemoryRelations(network)


class TestMemoryEntitySearch(_InMemory, EntitySearchContract):
    @pytest.fixture
    def entities(self, network: MemoryNetwork) -> MemoryEntities:
        return MemoryEntities(network)


class TestMemorySearchConditions(_InMemory, SearchConditionContract):
    @pytest.fixture
    def entities(self, network: MemoryNetwork) -> MemoryEntities:
        return MemoryEntities(network)

    @pytest.fixture
    def property_types(self, network: MemoryNetwork) -> MemoryPropertyTypes:
        return MemoryPropertyTypes(network)

    @pytest.fixture
    def entity_types(self, network: MemoryNetwork) -> MemoryEntityTypes:
        return MemoryEntityTypes(network)

    @pytest.fixture
    def searched_world(self, openbis: MemoryOpenbis, world: World) -> World:
        fill_memory(openbis)
        return world


class TestMemoryAfs(_InMemory, AfsContract):
    @pytest.fixture
    def entities(self, network: MemoryNetwork) -> MemoryEntities:
        return MemoryEntities(network)

    @pytest.fixture
    def owners(self, openbis: MemoryOpenbis) -> AfsOwners:
        experiment = openbis.add_experiment("/AFS/FILES/SERIES")
        sample, other = (openbis.add_sample(f"/AFS/FILES/{code}", experiment) for code in ("WITH", "WITHOUT"))
        openbis.afs_owners = {experiment.perm_id, sample.perm_id}
        return AfsOwners(experiment, sample, other, openbis.add_place("/AFS/FILES"), openbis.add_place("/AFS"))


class TestMemoryDataSets(_InMemory, DataSetsContract):
    pass


class TestMemoryDataSetSearch(_InMemory, DataSetSearchContract):
    @pytest.fixture
    def entities(self, network: MemoryNetwork) -> MemoryEntities:
        return MemoryEntities(network)


class TestMemoryEntityTypes(_InMemory, EntityTypesContract):
    @pytest.fixture
    def data_set_types(self, network: MemoryNetwork, world: World) -> MemoryEntityTypes:
        return MemoryEntityTypes(network)


class TestCachedEntityTypes(_InMemory, EntityTypesContract):
    @pytest.fixture
    def data_set_types(self, network: MemoryNetwork, world: World) -> CachedEntityTypes:
        return CachedEntityTypes(MemoryEntityTypes(network))


class TestMemoryEntityChanges(_InMemory, EntityChangesContract):
    @pytest.fixture
    def changes(self, network: MemoryNetwork) -> MemoryEntityChanges:
        return MemoryEntityChanges(network)

    @pytest.fixture
    def entities(self, network: MemoryNetwork) -> MemoryEntities:
        return MemoryEntities(network)

    @pytest.fixture
    def types(self, network: MemoryNetwork, world: World) -> MemoryEntityTypes:
        return MemoryEntityTypes(network)

    @pytest.fixture
    def frozen(self, openbis: MemoryOpenbis, world: World) -> Entity:
        sample = openbis.add_sample("/LAB/YEAST/FROZEN", properties={"$NAME": "cold"})
        openbis.frozen.add(sample.perm_id)
        return sample


class TestMemoryDataStore(_InMemory, DataStoreContract):
    @pytest.fixture
    def data_store(self, network: MemoryNetwork) -> MemoryDataStore:
        return MemoryDataStore(network)

    def test_damaged_file_is_not_stored(
        self,
        openbis: MemoryOpenbis,
        data_store: MemoryDataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        disk: MemoryDownloadFolders,
    ) -> None:
        openbis.damage(data_set.perm_id, "original/curve.csv")
        with pytest.raises(IntegrityError):
            data_store.fetch(session, data_set, wanted, disk.prepare("/downloads", "1-1"), Cancellation())
        assert "/downloads/1-1/original/curve.csv" not in disk.files

    def test_a_container_has_no_files(
        self, data_store: MemoryDataStore, data_sets: MemoryDataSets, session: Session, world: World
    ) -> None:
        with pytest.raises(DataNotAvailable):
            data_store.files(session, data_sets.get(session, world.container))

    def test_a_file_that_does_not_exist_is_not_available(
        self, data_store: MemoryDataStore, session: Session, data_set: DataSet, disk: MemoryDownloadFolders
    ) -> None:
        folder = disk.prepare("/downloads", "1-1")
        with pytest.raises(DataNotAvailable, match="does not exist"):
            data_store.fetch(session, data_set, [DataSetFile("original/none.csv", 1)], folder, Cancellation())

    def test_refusal_is_configurable(
        self, openbis: MemoryOpenbis, data_store: MemoryDataStore, session: Session, draft: DataSetDraft
    ) -> None:
        openbis.refusal = "the validation script says no"
        with pytest.raises(UploadFailed, match="the validation script says no"):
            data_store.register(session, draft, Cancellation(), NoProgress())

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"type_code": "MICROSCOPY"}, "Property MAGNIFICATION is mandatory"),
            ({"parents": ("20010101000000000-999999",)}, "20010101000000000-999999"),
        ],
    )
    def test_openbis_checks_what_it_registers(
        self, data_store: MemoryDataStore, session: Session, draft: DataSetDraft, change: dict, problem: str
    ) -> None:
        with pytest.raises(UploadFailed, match=problem):
            data_store.register(session, replace(draft, **change), Cancellation(), NoProgress())

    def test_the_owner_must_exist(
        self, openbis: MemoryOpenbis, data_store: MemoryDataStore, session: Session, draft: DataSetDraft
    ) -> None:
        del openbis.entities[draft.owner.perm_id]
        with pytest.raises(UploadFailed, match=draft.owner.perm_id):
            data_store.register(session, draft, Cancellation(), NoProgress())
