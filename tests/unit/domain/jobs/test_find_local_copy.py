"""What was downloaded of a data set is found without asking openBIS."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryJobListener, MemoryWorkQueue
from jupyter_openbis_server.domain.errors import UnknownConnection
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import DownloadRequest, LocalCopy, Selection
from jupyter_openbis_server.domain.use_cases import FindLocalCopy
from tests.unit.domain.use_cases.conftest import NOON

FILE = "original/curve.csv"


@pytest.fixture
def queue() -> MemoryWorkQueue:
    return MemoryWorkQueue()


@pytest.fixture
def jobs(queue) -> Jobs:
    return Jobs(queue, MemoryJobListener(), clock=lambda: NOON)


@pytest.fixture
def find(connections, folders, jobs, world) -> FindLocalCopy:
    return FindLocalCopy(connections, folders, jobs)


def test_a_copy_near_the_notebook_is_found(find, download, perm_id):
    path = download("lab", perm_id, "/notebooks/data").path
    assert find("lab", perm_id, "/notebooks") == LocalCopy(path, is_complete=True)
    assert find("lab", perm_id, "/elsewhere") is None


def test_a_file_of_it_is_found_under_the_name_that_it_got(find, download, perm_id):
    path = download("lab", perm_id, "/notebooks", flat=True).path
    assert find("lab", perm_id, "/notebooks", file=FILE) == LocalCopy(path, is_complete=True, file="curve.csv")


def test_a_copy_without_the_file_is_none(find, download, perm_id, folders):
    path = download("lab", perm_id, "/notebooks").path
    assert find("lab", perm_id, "/notebooks", file="original/nothing.csv") is None
    folders.files[f"{path}/{FILE}"] += b"more"
    assert find("lab", perm_id, "/notebooks", file=FILE) is None
    del folders.files[f"{path}/{FILE}"]
    assert find("lab", perm_id, "/notebooks", file=FILE) is None


def test_an_incomplete_copy_with_the_file_is_found(find, download, perm_id, folders):
    path = download("lab", perm_id, "/notebooks").path
    folders.manifests[path] = replace(folders.manifests[path], is_complete=False)
    assert find("lab", perm_id, "/notebooks", file=FILE) == LocalCopy(path, is_complete=False, file=FILE)


def test_the_recorded_folder_comes_first(find, download, perm_id):
    download("lab", perm_id, "/notebooks")
    path = download("lab", perm_id, "/scratch").path
    assert find("lab", perm_id, "/notebooks", recorded=path).path == path


def test_a_recorded_folder_is_believed_only_if_it_is_confirmed(find, download, perm_id, folders):
    path = download("lab", perm_id, "/notebooks").path
    folders.manifests["/scratch/1"] = replace(folders.manifests[path], perm_id="1-1")
    for recorded in ("/scratch/1", "/nowhere", "relative", "/notebooks/../\0"):
        assert find("lab", perm_id, "/notebooks", recorded=recorded).path == path


def test_downloads_of_this_session_are_found_wherever_they_are(find, download, perm_id, jobs, queue):
    done = download("lab", perm_id, "/scratch")
    jobs.start("lab", DownloadRequest((perm_id,), "/scratch"), lambda cancellation, progress: (done,))
    queue.run_all()
    assert find("lab", perm_id, "/notebooks").path == done.path
    assert find("lab", "1-1", "/notebooks") is None


def test_a_data_set_of_another_openbis_is_another_one(find, download, perm_id, folders):
    path = download("lab", perm_id, "/notebooks").path
    folders.manifests[path] = replace(folders.manifests[path], url="https://other.example.org")
    assert find("lab", perm_id, "/notebooks") is None


def test_of_a_download_of_some_files_the_others_are_not_there(find, download, perm_id):
    download("lab", perm_id, "/notebooks", selection=Selection((FILE,)))
    assert find("lab", perm_id, "/notebooks", file=FILE) is not None
    assert find("lab", perm_id, "/notebooks", file="original/notes.txt") is None


def test_the_connection_has_to_be_known(find, perm_id):
    with pytest.raises(UnknownConnection):
        find("nowhere", perm_id, "/notebooks")


@pytest.mark.parametrize("near", ["work", "/closed"])
def test_a_closed_folder_holds_no_copy(find, download, perm_id, folders, near):
    path = download("lab", perm_id, "/notebooks").path
    folders.manifests[f"/closed/{perm_id}"] = folders.manifests[path]
    folders.close("/closed")
    assert find("lab", perm_id, near) is None
    assert find("lab", perm_id, near, recorded=f"/closed/{perm_id}") is None
    assert find("lab", perm_id, near, recorded=path).path == path
