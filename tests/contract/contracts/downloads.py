"""The contract of the port `DataStore`: downloads."""

import posixpath
import re
import zlib
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.catalogue.ports import DataSets
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataNotAvailable,
    DiskFull,
    IntegrityError,
    SessionExpired,
)
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from tests.contract.contracts.data_store_base import DataStoreBase
from tests.contract.contracts.recording import RecordingFolder
from tests.support.world import World


class DownloadsContract(DataStoreBase):
    """Fixtures: see `DataStoreContract`."""

    @pytest.fixture
    def data_set(self, data_sets: DataSets, session: Session, world: World) -> DataSet:
        return data_sets.get(session, world.data_set.perm_id)

    @pytest.fixture
    def listed(self, data_store: DataStore, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        return data_store.files(session, data_set)

    @pytest.fixture
    def wanted(self, listed: tuple[DataSetFile, ...]) -> tuple[DataSetFile, ...]:
        return tuple(file for file in listed if not file.is_folder)

    # --- listing

    def test_all_files_are_listed_with_their_sizes(self, listed: tuple[DataSetFile, ...], world: World) -> None:
        sizes = {file.path: file.size for file in listed if not file.is_folder}
        assert sizes == {path: len(content) for path, content in world.data_set.files.items()}

    def test_listed_checksums_are_correct(self, wanted: tuple[DataSetFile, ...], world: World) -> None:
        for file in wanted:
            assert file.crc32 in (None, zlib.crc32(world.data_set.files[file.path]))

    def test_all_folders_are_listed_but_not_the_root(self, listed: tuple[DataSetFile, ...], world: World) -> None:
        folders = [file.path for file in listed if file.is_folder]
        assert sorted(folders) == sorted(world.data_set.folders)

    def test_parents_are_listed_before_children(self, listed: tuple[DataSetFile, ...]) -> None:
        seen = {""}
        for file in listed:
            assert posixpath.dirname(file.path) in seen
            seen.add(file.path)

    def test_several_data_sets_are_listed_in_one_call(
        self, data_store: DataStore, data_sets: DataSets, session: Session, data_set: DataSet, world: World
    ) -> None:
        known = [data_set, data_sets.get(session, world.derived)]
        unknown = replace(data_set, perm_id="20010101000000000-999999")
        found = data_store.files_of_many(session, [*known, unknown])
        assert dict(found) == {each.perm_id: data_store.files(session, each) for each in known}
        assert dict(data_store.files_of_many(session, [])) == {}

    # --- downloading

    def test_fetched_files_are_complete_and_equal_to_the_originals(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        folder: RecordingFolder,
        disk: MemoryDownloadFolders,
        world: World,
    ) -> None:
        data_store.fetch(session, data_set, wanted, folder, Cancellation())
        assert disk.files == {f"{folder.path}/{path}": content for path, content in world.data_set.files.items()}
        assert folder.left_open == []

    def test_only_requested_files_are_fetched(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        folder: RecordingFolder,
    ) -> None:
        data_store.fetch(session, data_set, wanted[:1], folder, Cancellation())
        assert folder.completed == [wanted[0].path]

    def test_empty_request_is_accepted(
        self, data_store: DataStore, session: Session, data_set: DataSet, folder: RecordingFolder
    ) -> None:
        data_store.fetch(session, data_set, (), folder, Cancellation())
        assert folder.received == []

    def test_a_file_that_differs_from_the_listing_is_not_kept(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        folder: RecordingFolder,
        disk: MemoryDownloadFolders,
        world: World,
    ) -> None:
        filled = next(file for file in wanted if file.size)
        wrong = replace(filled, crc32=zlib.crc32(world.data_set.files[filled.path]) ^ 1)
        with pytest.raises(IntegrityError):
            data_store.fetch(session, data_set, (wrong,), folder, Cancellation())
        assert disk.files == {}
        assert folder.left_open == []

    def test_damaged_file_does_not_affect_the_others(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        folder: RecordingFolder,
    ) -> None:
        filled = next(file for file in wanted if file.size)
        files = [replace(file, crc32=1) if file == filled else file for file in wanted]
        with pytest.raises(IntegrityError, match=re.escape(filled.path)):
            data_store.fetch(session, data_set, files, folder, Cancellation())
        assert sorted(folder.completed) == sorted(file.path for file in wanted if file != filled)
        assert folder.left_open == []

    def test_missing_file_does_not_affect_the_others(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        folder: RecordingFolder,
    ) -> None:
        files = [DataSetFile("original/none.csv", 1, 7), *wanted]
        with pytest.raises(DataNotAvailable, match=r"none\.csv"):
            data_store.fetch(session, data_set, files, folder, Cancellation())
        assert sorted(folder.completed) == sorted(file.path for file in wanted)
        assert folder.left_open == []

    def test_wrong_bytes_of_a_partial_file_are_replaced(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        folder: RecordingFolder,
        disk: MemoryDownloadFolders,
        world: World,
    ) -> None:
        biggest = max(wanted, key=lambda file: file.size)
        part = disk.prepare("/downloads", "20240101-1").receive(biggest, resumable=True)
        part.write(0, b"x" * (biggest.size // 2))
        part.suspend()
        data_store.fetch(session, data_set, [biggest], folder, Cancellation())
        assert disk.files[f"{folder.path}/{biggest.path}"] == world.data_set.files[biggest.path]

    def test_archived_files_are_unavailable(
        self,
        data_store: DataStore,
        data_sets: DataSets,
        session: Session,
        folder: RecordingFolder,
        disk: MemoryDownloadFolders,
        world: World,
    ) -> None:
        def download(archived: DataSet) -> None:
            files = data_store.files(session, archived)  # openBIS may list files that it cannot send
            data_store.fetch(session, archived, [each for each in files if not each.is_folder], folder, Cancellation())

        with pytest.raises(DataNotAvailable):
            download(data_sets.get(session, world.archived))
        assert disk.files == {}
        assert folder.left_open == []

    def test_full_disk_ends_the_download_and_closes_all_files(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        disk: MemoryDownloadFolders,
        folder: RecordingFolder,
    ) -> None:
        disk.capacity = max(file.size for file in wanted) - 1
        with pytest.raises(DiskFull):
            data_store.fetch(session, data_set, wanted, folder, Cancellation())
        assert folder.left_open == []

    def test_cancelled_download_does_not_start(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        folder: RecordingFolder,
    ) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled):
            data_store.fetch(session, data_set, wanted, folder, cancellation)
        assert folder.completed == []
        assert folder.left_open == []

    def test_download_cancelled_half_way_closes_all_files(
        self,
        data_store: DataStore,
        session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        disk: MemoryDownloadFolders,
    ) -> None:
        cancellation = Cancellation()
        folder = RecordingFolder(disk.prepare("/downloads", "20240101-1"), before_write=cancellation.cancel)
        with pytest.raises(Cancelled):
            data_store.fetch(session, data_set, wanted, folder, cancellation)
        assert folder.left_open == []
        assert len(folder.completed) < len(wanted)

    def test_expired_session_is_an_error_of_the_download(
        self,
        data_store: DataStore,
        dead_session: Session,
        data_set: DataSet,
        wanted: tuple[DataSetFile, ...],
        folder: RecordingFolder,
    ) -> None:
        with pytest.raises(SessionExpired):
            data_store.files(dead_session, data_set)
        with pytest.raises(SessionExpired) as caught:
            data_store.fetch(dead_session, data_set, wanted, folder, Cancellation())
        assert dead_session.token.reveal() not in str(caught.value)
        assert folder.completed == folder.left_open == []
