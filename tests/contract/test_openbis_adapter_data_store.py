"""The pyBIS adapter keeps the promises about files, in all versions of the API."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryDownloadFolders
from jupyter_openbis_server.adapters.pybis import Clients, PybisDataStore
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile, Session
from jupyter_openbis_server.fake_openbis import FakeOpenbis

from .contracts.data_store import DataStoreContract
from .contracts.reads import ReadsContract
from .over_pybis import LIMITS, OverPybis


class TestPybisDataStore(OverPybis, DataStoreContract):
    @pytest.fixture
    def data_store(self, clients: Clients) -> PybisDataStore:
        return PybisDataStore(clients)

    def test_a_transfer_is_always_finished(
        self,
        data_store: PybisDataStore,
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

    def test_parts_are_read_as_such_where_there_is_fast_download(
        self, data_store: PybisDataStore, session: Session, server: str
    ) -> None:
        assert data_store.reads_parts(session) is (server != "3.5")

    def test_a_part_of_a_file_takes_one_stream_and_few_requests(
        self,
        data_store: PybisDataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        fake: FakeOpenbis,
    ) -> None:
        biggest = max(wanted, key=lambda file: file.size)
        data_store.read(session, data_set, biggest, 10, 20, Cancellation())  # asks for the version of the API
        fake.requests.clear()
        data_store.read(session, data_set, biggest, 2**20 - 5, 2**20 + 5, Cancellation())
        assert len(fake.requests) <= (5 if data_store.reads_parts(session) else 1)


class TestPybisDataStoreOfFewFiles(OverPybis, ReadsContract):
    """The same promises where the plain servlet is taken, although there is fast download."""

    @pytest.fixture(scope="class", params=["3.7"])
    @classmethod
    def server(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture(scope="class")
    @classmethod
    def clients(cls) -> Clients:
        return Clients(replace(LIMITS, few_files=100))

    @pytest.fixture
    def data_store(self, clients: Clients) -> PybisDataStore:
        return PybisDataStore(clients)

    def test_none_of_the_servers_streams_are_taken(
        self,
        data_store: PybisDataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        disk: MemoryDownloadFolders,
        fake: FakeOpenbis,
    ) -> None:
        fake.requests.clear()
        data_store.fetch(session, data_set, wanted, disk.prepare("/downloads", "1"), Cancellation())
        assert "startDownloadSession" not in fake.requests.methods()
