"""Transfers begin at once, and run by themselves."""

from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.adapters.memory import MemoryJobListener, MemoryWorkQueue
from jupyter_openbis_server.domain.errors import InvalidPath, UnknownConnection
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import DownloadRequest, JobState, UploadRequest
from jupyter_openbis_server.domain.upload_checks import UploadChecks
from jupyter_openbis_server.domain.use_cases import (
    CancelJob,
    GetJob,
    ListJobs,
    StartDownload,
    StartUpload,
    UploadDataset,
)

from .conftest import NOON


@dataclass
class RecordingQueue(MemoryWorkQueue):
    """A queue in memory that remembers what each piece needs for itself."""

    exclusive: list[frozenset[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def submit(self, work, *, lane, exclusive=frozenset()) -> None:
        self.exclusive.append(exclusive)
        super().submit(work, lane=lane, exclusive=exclusive)


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
def start_upload(connections, jobs, keeper, entities, data_sets, types, workspace, data_store) -> StartUpload:
    checks = UploadChecks(entities, data_sets, types, workspace)
    return StartUpload(connections, jobs, UploadDataset(keeper, checks, data_store))


def test_a_download_is_queued_and_done_when_its_turn_comes(start_download, jobs, queue, folders, perm_id):
    job = start_download("lab", DownloadRequest((perm_id,), "/data"))
    assert (job.state, folders.files) == (JobState.QUEUED, {})
    queue.run_all()
    ended = GetJob(jobs)(job.id)
    assert (ended.state, ended.downloads[0].path) == (JobState.DONE, f"/data/{perm_id}")
    assert ended.progress.done == ended.progress.total
    assert ListJobs(jobs)() == (ended,)


def test_a_download_needs_its_folder_for_itself_however_it_is_written(start_download, queue):
    start_download("lab", DownloadRequest(("1-1", "2-2"), "/data"))
    start_download("lab", DownloadRequest(("2-2",), "/other/../data/"))
    start_download("lab", DownloadRequest(("2-2",), "/elsewhere"))
    first, same, other = queue.exclusive
    assert same < first
    assert not other & first


def test_what_cannot_be_begun_is_said_at_once(start_download, start_upload, jobs, perm_id):
    with pytest.raises(UnknownConnection):
        start_download("nowhere", DownloadRequest((perm_id,), "/data"))
    with pytest.raises(InvalidPath):
        start_download("lab", DownloadRequest((perm_id,), "relative"))
    with pytest.raises(UnknownConnection):
        start_upload("nowhere", UploadRequest("ATTACHMENT", "/A/B/C", ()))
    assert jobs.all() == ()


def test_an_upload_is_registered_once_for_one_click(start_upload, jobs, queue, openbis, world):
    request = UploadRequest("ATTACHMENT", world.upload_owner.identifier, ("work/curve.csv",))
    before = len(openbis.data_sets)
    first = start_upload("lab", request, "click 1")
    queue.run_all()
    again = start_upload("lab", request, "click 1")
    queue.run_all()
    assert (again.id, again.state) == (first.id, JobState.DONE)
    assert again.upload.perm_id in openbis.data_sets
    assert len(openbis.data_sets) == before + 1


def test_a_transfer_that_waits_can_be_ended(start_download, jobs, queue, folders, perm_id):
    job = start_download("lab", DownloadRequest((perm_id,), "/data"))
    assert CancelJob(jobs)(job.id).state is JobState.CANCELLED
    queue.run_all()
    assert folders.files == {}


def test_a_link_is_made_when_its_turn_comes(start_download, jobs, queue, folders, world, mounts, connections, anna):
    perm_id = world.data_set.perm_id
    mounts.mount(connections.get("lab"), anna)
    job = start_download("lab", DownloadRequest((perm_id,), "/data", link=True))
    assert folders.links == {}
    queue.run_all()
    assert jobs.get(job.id).state is JobState.DONE
    assert list(folders.links) == [f"/data/{perm_id}"]
    assert folders.files == {}
