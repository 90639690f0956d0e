"""Selection of transfer protocols by data store and server."""

from collections.abc import Sequence
from typing import Any

import pytest
import responses

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.api.client import Client, Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.transfer.afs.protocol import Afs
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.protocol import DssFast
from jupyter_openbis_server.adapters.openbis.transfer.dss_servlet.protocol import DssServlet
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles
from jupyter_openbis_server.adapters.openbis.transfer.protocol import Source
from jupyter_openbis_server.adapters.openbis.transfer.registry import TransferRegistry, transfer_protocols
from jupyter_openbis_server.domain.catalogue.data_set import AFS, DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.errors import DataSetInAfs
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from tests.unit.adapters.openbis.wire import LIMITS, SESSION, URL

V3 = f"{URL}/openbis/openbis/rmi-application-server-v3.json"
IN_DSS = DataSet("1-1", "RAW_DATA", data_store="DSS1")
IN_AFS = DataSet("1-2", "AFS_DATA", data_store=AFS)
FILE = DataSetFile("note.txt", 5)


class FileServer:
    """A protocol for AFS that knows one file, and is offered by servers that may have AFS."""

    reads_parts = True

    def __init__(self) -> None:
        self.ended = 0

    def serves(self, data_set: DataSet) -> bool:
        return data_set.is_in_afs

    def is_offered(self, server: Capabilities) -> bool:
        return server.may_have_afs

    def list_files(self, client: Client, data_set: DataSet) -> tuple[DataSetFile, ...]:
        return (FILE,)

    def list_files_of_many(self, client: Client, data_sets: Sequence[DataSet]) -> dict[str, tuple[DataSetFile, ...]]:
        return {each.perm_id: (FILE,) for each in data_sets}

    def fetch(
        self,
        source: Source,
        files: Sequence[DataSetFile],
        into: Receiver,
        failed: FailedFiles,
        cancellation: Cancellation,
    ) -> None:
        for file in files:
            incoming = into.receive(file)
            incoming.write(0, b"hello")
            incoming.complete()

    def read(self, source: Source, part: FileRange, cancellation: Cancellation, *, again: bool = False) -> bytes:
        return b"hello"[part.start : part.end]

    def read_ranges(self, source: Source, parts: Sequence[FileRange], cancellation: Cancellation) -> tuple[bytes, ...]:
        return tuple(self.read(source, each, cancellation) for each in parts)

    def end_reading(self, data_set: DataSet | None, file: DataSetFile | None) -> None:
        self.ended += 1


def source(data_set: DataSet) -> Source:
    return Source(Clients(LIMITS).of(SESSION), SESSION, data_set)


@pytest.mark.parametrize(("version", "protocol"), [("3.5", DssServlet), ("3.6", DssFast), ("3.7", DssFast)])
def test_protocol_of_a_data_store_depends_on_the_server(version: str, protocol: type) -> None:
    with responses.RequestsMock() as mock:
        mock.post(V3, json={"result": {"api-version": version}})
        assert isinstance(TransferRegistry().for_transfer(source(IN_DSS)), protocol)


def test_files_in_afs_have_a_protocol_if_the_server_can_have_afs() -> None:
    with responses.RequestsMock() as mock:
        mock.post(V3, json={"result": {"api-version": "3.7"}})
        assert isinstance(TransferRegistry().for_transfer(source(IN_AFS)), Afs)


def test_listing_needs_no_request_for_the_server_version() -> None:
    with responses.RequestsMock():  # any request is an error
        assert isinstance(TransferRegistry().for_listing(IN_DSS), DssFast)


@pytest.fixture
def no_server() -> Any:
    with responses.RequestsMock() as mock:
        yield mock


def test_files_in_a_data_store_without_a_protocol_are_refused_without_a_request(no_server: Any) -> None:
    store = OpenbisDataStore(Clients(LIMITS), TransferRegistry((DssFast(), DssServlet())))
    with pytest.raises(DataSetInAfs):
        store.files(SESSION, IN_AFS)
    with pytest.raises(DataSetInAfs):
        store.fetch(SESSION, IN_AFS, [FILE], MemoryDownloadFolders().prepare("/d", "1"), Cancellation())
    with pytest.raises(DataSetInAfs):
        store.read(SESSION, IN_AFS, FILE, 0, 5, Cancellation())
    assert store.files_of_many(SESSION, [IN_AFS]) == {}


def test_additional_protocol_in_the_registry_is_used(no_server: Any) -> None:
    no_server.post(V3, json={"result": {"api-version": "3.7"}})
    afs, disk = FileServer(), MemoryDownloadFolders()
    store = OpenbisDataStore(Clients(LIMITS), TransferRegistry((afs, *transfer_protocols())))
    assert store.files(SESSION, IN_AFS) == (FILE,)
    assert store.files_of_many(SESSION, [IN_AFS]) == {"1-2": (FILE,)}
    store.fetch(SESSION, IN_AFS, [FILE], disk.prepare("/d", "1"), Cancellation())
    assert disk.files == {"/d/1/note.txt": b"hello"}
    assert store.reads_parts(SESSION, IN_AFS)
    assert store.read(SESSION, IN_AFS, FILE, 1, 3, Cancellation()) == b"el"
    ranges = [FileRange(FILE, 0, 1), FileRange(FILE, 2, 2), FileRange(FILE, 4, 5)]
    assert store.read_ranges(SESSION, IN_AFS, ranges, Cancellation()) == (b"h", b"", b"o")
    store.end_reading()
    assert afs.ended == 1


def test_server_without_the_required_protocol_gets_no_file_request(no_server: Any) -> None:
    no_server.post(V3, json={"result": {"api-version": "3.6"}})
    store = OpenbisDataStore(Clients(LIMITS), TransferRegistry([FileServer()]))
    with pytest.raises(DataSetInAfs):
        store.read(SESSION, IN_AFS, FILE, 0, 5, Cancellation())
