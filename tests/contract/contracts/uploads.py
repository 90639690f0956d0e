"""The contract of the port `DataStore`: uploads."""

import posixpath
from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.ports import DataSets
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DiskFull,
    InstanceUnreachable,
    SessionExpired,
    SourceNotReadable,
    UploadFailed,
)
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.progress import NoProgress
from jupyter_openbis_server.domain.uploads.upload import ContentFile, DataSetDraft, RegistrationMark
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.contract.contracts.data_store_base import DataStoreBase
from tests.contract.contracts.recording import RecordingFolder
from tests.support.recorded_progress import RecordedProgress
from tests.support.world import World

UPLOADED = {
    "curve.csv": b"time_h,od600\n0.0,0.05\n",
    "Bild äöü 1.png": bytes(range(256)) * 5000,  # more than a mebibyte: several chunks
    "empty.txt": b"",
}


class UploadsContract(DataStoreBase):
    """Fixtures: see `DataStoreContract`."""

    @pytest.fixture
    def workspace(self) -> MemoryWorkspace:
        return MemoryWorkspace({f"work/{name}": content for name, content in UPLOADED.items()})

    @pytest.fixture
    def draft(self, workspace: MemoryWorkspace, world: World) -> DataSetDraft:
        sources = tuple(source for name in UPLOADED for source in workspace.sources(f"work/{name}"))
        return DataSetDraft(world.upload_type, world.upload_owner, sources, properties={"$NAME": "Made by a test"})

    @pytest.fixture
    def perm_ids_of_owner(self, data_sets: DataSets, session: Session, world: World) -> Callable[[], list[str]]:
        def read() -> list[str]:
            page = data_sets.of_entity(session, world.upload_owner, PageRequest(0, 1000))
            return [row.perm_id for row in page.rows]

        return read

    def test_several_values_are_stored_unchanged(
        self, data_store: DataStore, data_sets: DataSets, session: Session, draft: DataSetDraft, world: World
    ) -> None:
        texts = ("Müller, A.", "Meier")
        for type_code, code in world.several_values:
            wanted = replace(draft, type_code=type_code, files=draft.files[:1], properties={code: texts})
            perm_id = data_store.register(session, wanted, Cancellation(), NoProgress())
            (value,) = data_sets.get(session, perm_id).properties.values()
            assert value in (texts, "Müller, A., Meier"), "older servers join the items of an array"

    def test_file_in_memory_is_registered(
        self, data_store: DataStore, data_sets: DataSets, session: Session, draft: DataSetDraft
    ) -> None:
        files = (ContentFile("page.html", b"<html>" * 300_000), ContentFile("empty.html", b""))
        perm_id = data_store.register(session, replace(draft, files=files), Cancellation(), NoProgress())
        stored = data_store.files(session, data_sets.get(session, perm_id))
        sizes = {posixpath.basename(file.path): file.size for file in stored if not file.is_folder}
        assert sizes == {"page.html": 1_800_000, "empty.html": 0}

    def test_a_registered_data_set_has_type_owner_and_properties(
        self,
        data_store: DataStore,
        data_sets: DataSets,
        session: Session,
        draft: DataSetDraft,
        perm_ids_of_owner: Callable[[], list[str]],
    ) -> None:
        perm_id = data_store.register(session, draft, Cancellation(), NoProgress())
        registered = data_sets.get(session, perm_id)
        assert (registered.type_code, registered.name) == (draft.type_code, "Made by a test")
        assert registered.sample == draft.owner.identifier
        assert perm_ids_of_owner()[0] == perm_id

    def test_a_data_set_is_found_after_the_mark_of_its_registration(
        self, data_store: DataStore, session: Session, draft: DataSetDraft
    ) -> None:
        marks: list[RegistrationMark] = []
        draft = replace(draft, files=(ContentFile("marked.txt", b"marked"),))
        first = data_store.register(session, draft, Cancellation(), NoProgress(), marks.append)
        second = data_store.register(session, draft, Cancellation(), NoProgress(), marks.append)

        def found(number: int, wanted: DataSetDraft = draft) -> list[str]:
            since = data_store.registered_since(session, wanted, marks[number], Cancellation())
            return [each.perm_id for each in since]

        assert found(0) == [second, first]
        assert found(1) == [second]
        assert found(0, replace(draft, files=(ContentFile("marked.txt", b"others"),))) == []
        assert found(0, replace(draft, files=(ContentFile("named.txt", b"marked"),))) == []
        assert found(0, replace(draft, type_code="ATTACHMENT")) == []

    def test_an_error_before_the_registration_registers_nothing(
        self,
        data_store: DataStore,
        session: Session,
        draft: DataSetDraft,
        perm_ids_of_owner: Callable[[], list[str]],
    ) -> None:
        before = perm_ids_of_owner()

        def refuse(mark: RegistrationMark) -> None:
            raise DiskFull("journal")

        with pytest.raises(DiskFull):
            data_store.register(session, draft, Cancellation(), NoProgress(), refuse)
        assert perm_ids_of_owner() == before

    def test_registered_files_are_equal_to_the_originals(
        self,
        data_store: DataStore,
        data_sets: DataSets,
        session: Session,
        draft: DataSetDraft,
        folder: RecordingFolder,
        disk: MemoryDownloadFolders,
    ) -> None:
        registered = data_sets.get(session, data_store.register(session, draft, Cancellation(), NoProgress()))
        files = [file for file in data_store.files(session, registered) if not file.is_folder]
        data_store.fetch(session, registered, files, folder, Cancellation())
        assert {posixpath.basename(path): content for path, content in disk.files.items()} == UPLOADED
        assert len(disk.files) == len(UPLOADED)

    def test_single_file_can_be_registered(
        self, data_store: DataStore, data_sets: DataSets, session: Session, draft: DataSetDraft
    ) -> None:
        perm_id = data_store.register(session, replace(draft, files=draft.files[:1]), Cancellation(), NoProgress())
        files = data_store.files(session, data_sets.get(session, perm_id))
        assert [posixpath.basename(file.path) for file in files if not file.is_folder] == [draft.files[0].name]

    def test_a_folder_keeps_its_structure_and_its_empty_folders(
        self,
        data_store: DataStore,
        data_sets: DataSets,
        session: Session,
        draft: DataSetDraft,
        workspace: MemoryWorkspace,
    ) -> None:
        workspace.files.update(
            {"work/run 1/a.csv": b"1", "work/run 1/50%/b & c.csv": b"22", "work/run 1/50%/ü/#1.csv": b""}
        )
        workspace.folders |= {"work/run 1/none", "work/run 1/50%/not +1"}
        perm_id = data_store.register(
            session, replace(draft, files=workspace.sources("work/run 1")), Cancellation(), NoProgress()
        )
        files = data_store.files(session, data_sets.get(session, perm_id))
        folder = "original/run 1"
        assert {file.path: file.size for file in files if not file.is_folder} == {
            f"{folder}/a.csv": 1,
            f"{folder}/50%/b & c.csv": 2,
            f"{folder}/50%/ü/#1.csv": 0,
        }
        assert [file.path for file in files if file.is_folder] == [
            "original", folder, f"{folder}/50%", f"{folder}/50%/not +1", f"{folder}/50%/ü", f"{folder}/none",
        ]  # fmt: skip

    def test_progress_reports_each_byte_and_file_once(
        self, data_store: DataStore, session: Session, draft: DataSetDraft
    ) -> None:
        progress = RecordedProgress()
        data_store.register(session, draft, Cancellation(), progress)
        assert progress.bytes == draft.total.bytes
        assert sorted(progress.files) == sorted(UPLOADED)

    def test_existing_parent_is_accepted(
        self, data_store: DataStore, data_sets: DataSets, session: Session, draft: DataSetDraft, world: World
    ) -> None:
        perm_id = data_store.register(
            session, replace(draft, parents=(world.data_set.perm_id,)), Cancellation(), NoProgress()
        )
        assert data_sets.missing(session, [perm_id]) == ()

    def test_refused_upload_registers_nothing(
        self,
        data_store: DataStore,
        session: Session,
        draft: DataSetDraft,
        perm_ids_of_owner: Callable[[], list[str]],
    ) -> None:
        before = perm_ids_of_owner()
        with pytest.raises(UploadFailed):
            data_store.register(session, replace(draft, type_code="NO_SUCH_TYPE"), Cancellation(), NoProgress())
        assert perm_ids_of_owner() == before

    def test_missing_file_registers_nothing(
        self,
        data_store: DataStore,
        session: Session,
        draft: DataSetDraft,
        workspace: MemoryWorkspace,
        perm_ids_of_owner: Callable[[], list[str]],
    ) -> None:
        before = perm_ids_of_owner()
        del workspace.files[f"work/{draft.files[-1].name}"]
        with pytest.raises(SourceNotReadable):
            data_store.register(session, draft, Cancellation(), NoProgress())
        assert perm_ids_of_owner() == before

    def test_a_cancelled_upload_registers_nothing(
        self,
        data_store: DataStore,
        session: Session,
        draft: DataSetDraft,
        perm_ids_of_owner: Callable[[], list[str]],
    ) -> None:
        before = perm_ids_of_owner()
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled):
            data_store.register(session, draft, cancellation, NoProgress())
        assert perm_ids_of_owner() == before

    def test_expired_session_is_an_error_of_the_upload(
        self,
        data_store: DataStore,
        dead_session: Session,
        draft: DataSetDraft,
        perm_ids_of_owner: Callable[[], list[str]],
    ) -> None:
        before = perm_ids_of_owner()
        with pytest.raises(SessionExpired) as caught:
            data_store.register(dead_session, draft, Cancellation(), NoProgress())
        assert dead_session.token.reveal() not in str(caught.value)
        assert perm_ids_of_owner() == before

    def test_unreachable_host_is_an_error_of_the_upload(
        self, data_store: DataStore, unreachable_session: Session, draft: DataSetDraft
    ) -> None:
        with pytest.raises(InstanceUnreachable) as caught:
            data_store.register(unreachable_session, draft, Cancellation(), NoProgress())
        assert unreachable_session.token.reveal() not in str(caught.value)
