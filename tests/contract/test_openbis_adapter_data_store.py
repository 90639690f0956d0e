"""The contract of `DataStore` for the openBIS adapter, in all versions of the API."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from tests.contract.contracts.data_store import DataStoreContract
from tests.contract.contracts.reads import ReadsContract
from tests.contract.over_openbis import LIMITS, SERVERS, OverOpenbis


class TestOpenbisDataStore(OverOpenbis, DataStoreContract):
    @pytest.fixture(scope="class", params=SERVERS)
    @classmethod
    def server(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    def data_store(self, clients: Clients) -> OpenbisDataStore:
        return OpenbisDataStore(clients)

    def test_a_transfer_is_always_finished(
        self,
        data_store: OpenbisDataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        disk: MemoryDownloadFolders,
        fake: FakeOpenbis,
    ) -> None:
        disk.capacity = 1
        fake.requests.clear()
        with pytest.raises(Exception, match="no space"):
            data_store.fetch(session, data_set, wanted, disk.prepare("/downloads", "1"), Cancellation())
        methods = fake.requests.methods()
        assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")

    def test_byte_ranges_are_requested_if_there_is_fast_download(
        self, data_store: OpenbisDataStore, session: Session, data_set: DataSet, server: str
    ) -> None:
        assert data_store.reads_parts(session, data_set) is (server != "3.5")

    def test_byte_range_takes_one_stream_and_few_requests(
        self,
        data_store: OpenbisDataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        fake: FakeOpenbis,
    ) -> None:
        biggest = max(wanted, key=lambda file: file.size)
        data_store.read(session, data_set, biggest, 10, 20, Cancellation())  # requests the version of the API
        fake.requests.clear()
        data_store.read(session, data_set, biggest, 2**20 - 5, 2**20 + 5, Cancellation())
        assert len(fake.requests) <= (5 if data_store.reads_parts(session, data_set) else 1)


class TestOpenbisDataStoreOfFewFiles(OverOpenbis, ReadsContract):
    """The contract for the plain servlet on servers that have fast download."""

    @pytest.fixture(scope="class", params=["3.7"])
    @classmethod
    def server(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture(scope="class")
    @classmethod
    def clients(cls) -> Clients:
        return Clients(replace(LIMITS, few_files=100))

    @pytest.fixture
    def data_store(self, clients: Clients) -> OpenbisDataStore:
        return OpenbisDataStore(clients)

    def test_no_streams_of_the_server_are_used(
        self,
        data_store: OpenbisDataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        disk: MemoryDownloadFolders,
        fake: FakeOpenbis,
    ) -> None:
        fake.requests.clear()
        data_store.fetch(session, data_set, wanted, disk.prepare("/downloads", "1"), Cancellation())
        assert "startDownloadSession" not in fake.requests.methods()
