"""Start of transfers as jobs."""

from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import InvalidPath, UnknownConnection
from jupyter_openbis_server.domain.jobs.job import JobKind, JobState
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.jobs.start import StartDownload, StartFileUpload, StartUpload
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.object_files.plan_file_upload import FileUploadChecks
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue
from tests.unit.domain.conftest import NOON


@dataclass
class RecordingQueue(MemoryWorkQueue):
    """A queue in memory that records the exclusive keys of each task."""

    exclusive: list[frozenset[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def submit(self, work, *arguments, lane, exclusive=frozenset()) -> None:
        self.exclusive.append(exclusive)
        super().submit(work, *arguments, lane=lane, exclusive=exclusive)


@pytest.fixture
def queue() -> RecordingQueue:
    return RecordingQueue()


@pytest.fixture
def jobs(queue) -> Jobs:
    return Jobs(queue, MemoryJobListener(), lambda: NOON)


@pytest.fixture
def start_download(connections, folders, jobs, download_dataset, link_datasets) -> StartDownload:
    return StartDownload(connections, folders, jobs, download_dataset, link_datasets)


@pytest.fixture
def start_upload(connections, jobs, session_manager, entities, data_sets, types, workspace, data_store) -> StartUpload:
    checks = UploadChecks(entities, data_sets, types, workspace)
    return StartUpload(connections, jobs, UploadDataset(session_manager, checks, data_store))


@pytest.fixture
def start_file_upload(connections, jobs, session_manager, entities, object_files, workspace, openbis):
    openbis.has_file_server = True
    checks = FileUploadChecks(entities, object_files, workspace)
    return StartFileUpload(connections, jobs, UploadFiles(session_manager, checks, object_files))


def test_download_is_queued_and_executed_later(start_download, jobs, queue, folders, perm_id):
    job = start_download("lab", DownloadRequest((perm_id,), "/data"))
    assert (job.state, folders.files) == (JobState.QUEUED, {})
    queue.run_all()
    ended = jobs.get(job.id)
    assert (ended.state, ended.downloads[0].path) == (JobState.DONE, f"/data/{perm_id}")
    assert ended.progress.done == ended.progress.total
    assert jobs.all() == (ended,)


def test_download_has_exclusive_use_of_its_folder_in_all_spellings(start_download, queue):
    start_download("lab", DownloadRequest(("1-1", "2-2"), "/data"))
    start_download("lab", DownloadRequest(("2-2",), "/other/../data/"))
    start_download("lab", DownloadRequest(("2-2",), "/other"))
    first, same, other = queue.exclusive
    assert same < first
    assert not other & first


def test_invalid_request_is_refused_immediately(start_download, start_upload, start_file_upload, jobs, perm_id):
    with pytest.raises(UnknownConnection):
        start_download("nowhere", DownloadRequest((perm_id,), "/data"))
    with pytest.raises(InvalidPath):
        start_download("lab", DownloadRequest((perm_id,), "relative"))
    with pytest.raises(UnknownConnection):
        start_upload("nowhere", UploadRequest("ATTACHMENT", "/A/B/C", ()))
    with pytest.raises(UnknownConnection):
        start_file_upload("nowhere", FileUploadRequest("/A/B/C", ()))
    assert jobs.all() == ()


def test_upload_with_the_same_key_is_registered_once(start_upload, jobs, queue, openbis, world):
    request = UploadRequest("ATTACHMENT", world.upload_owner.identifier, ("work/curve.csv",))
    before = len(openbis.data_sets)
    first = start_upload("lab", request, "click 1")
    queue.run_all()
    again = start_upload("lab", request, "click 1")
    queue.run_all()
    assert (again.id, again.state) == (first.id, JobState.DONE)
    assert again.upload.perm_id in openbis.data_sets
    assert len(openbis.data_sets) == before + 1


def test_files_with_the_same_key_are_stored_once(start_file_upload, jobs, queue, world):
    request = FileUploadRequest(world.upload_owner.identifier, ("work/curve.csv",))
    first = start_file_upload("lab", request, "click 1")
    assert first.kind is JobKind.UPLOAD_FILES
    queue.run_all()
    again = start_file_upload("lab", request, "click 1")
    assert (again.id, again.state) == (first.id, JobState.DONE)
    assert (again.sent.perm_id, again.upload) == (world.upload_owner.perm_id, None)
    assert [each.path for each in again.file_upload.stored] == ["curve.csv"]
    assert jobs.all() == (again,)


def test_files_of_one_owner_are_stored_by_one_job_at_a_time(start_file_upload, queue):
    start_file_upload("lab", FileUploadRequest("/A/B/C", ("work",)))
    start_file_upload("lab", FileUploadRequest("/A/B/C", ("other",)))
    start_file_upload("lab", FileUploadRequest("/A/B/D", ("work",)))
    first, same, other = queue.exclusive
    assert same == first
    assert not other & first


def test_waiting_transfer_can_be_cancelled(start_download, jobs, queue, folders, perm_id):
    job = start_download("lab", DownloadRequest((perm_id,), "/data"))
    assert jobs.cancel(job.id).state is JobState.CANCELLED
    queue.run_all()
    assert folders.files == {}


def test_link_is_created_by_the_queue(start_download, jobs, queue, folders, world, mounts, connections, anna):
    perm_id = world.data_set.perm_id
    mounts.mount(connections.get("lab"), anna)
    job = start_download("lab", DownloadRequest((perm_id,), "/data", link=True))
    assert folders.links == {}
    queue.run_all()
    assert jobs.get(job.id).state is JobState.DONE
    assert list(folders.links) == [f"/data/{perm_id}"]
    assert folders.files == {}
