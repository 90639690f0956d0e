"""Look-up of local copies of a data set, without requests."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.manifest import LocalCopy
from jupyter_openbis_server.domain.errors import UnknownConnection
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.jobs.find_local_copy import FindLocalCopy
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue
from tests.unit.domain.conftest import NOON

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
    assert find("lab", perm_id, "/other") is None


def test_file_is_found_by_its_local_name(find, download, perm_id):
    path = download("lab", perm_id, "/notebooks", flat=True).path
    assert find("lab", perm_id, "/notebooks", file=FILE) == LocalCopy(path, is_complete=True, file="curve.csv")


def test_copy_without_the_file_is_not_found(find, download, perm_id, folders):
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


def test_recorded_folder_is_searched_first(find, download, perm_id):
    download("lab", perm_id, "/notebooks")
    path = download("lab", perm_id, "/scratch").path
    assert find("lab", perm_id, "/notebooks", recorded=path).path == path


def test_recorded_folder_is_used_only_if_it_is_confirmed(find, download, perm_id, folders):
    path = download("lab", perm_id, "/notebooks").path
    folders.manifests["/scratch/1"] = replace(folders.manifests[path], perm_id="1-1")
    for recorded in ("/scratch/1", "/nowhere", "relative", "/notebooks/../\0"):
        assert find("lab", perm_id, "/notebooks", recorded=recorded).path == path


def test_downloads_of_this_session_are_found_in_any_folder(find, download, perm_id, jobs, queue):
    done = download("lab", perm_id, "/scratch")
    jobs.start("lab", DownloadRequest((perm_id,), "/scratch"), lambda *_: (done,))
    queue.run_all()
    assert find("lab", perm_id, "/notebooks").path == done.path
    assert find("lab", "1-1", "/notebooks") is None


def test_copy_from_another_openbis_is_not_found(find, download, perm_id, folders):
    path = download("lab", perm_id, "/notebooks").path
    folders.manifests[path] = replace(folders.manifests[path], url="https://other.example.org")
    assert find("lab", perm_id, "/notebooks") is None


def test_files_outside_a_partial_download_are_not_found(find, download, perm_id):
    download("lab", perm_id, "/notebooks", selection=Selection((FILE,)))
    assert find("lab", perm_id, "/notebooks", file=FILE) is not None
    assert find("lab", perm_id, "/notebooks", file="original/notes.txt") is None


def test_unknown_connection_is_refused(find, perm_id):
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
