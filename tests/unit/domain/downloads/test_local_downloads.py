"""What a folder holds is told by the manifests in it."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.use_cases import ListDownloads


@pytest.fixture
def list_downloads(folders) -> ListDownloads:
    return ListDownloads(folders)


def test_complete_and_interrupted_downloads_are_listed(list_downloads, download, folders, perm_id):
    path = download("lab", perm_id, "/data").path
    interrupted = replace(folders.manifests[path], perm_id="2-2", is_complete=False)
    folders.manifests["/data/2-2"] = interrupted
    found = {each.path: each.manifest for each in list_downloads("/data")}
    assert found == {path: folders.manifests[path], "/data/2-2": interrupted}


def test_files_are_not_looked_at(list_downloads, download, folders, perm_id):
    path = download("lab", perm_id, "/data").path
    folders.files.clear()
    (found,) = list_downloads("/data")
    assert (found.path, found.manifest.is_complete) == (path, True)


def test_a_folder_without_downloads_has_none(list_downloads):
    assert list_downloads("/nowhere") == ()


def test_a_folder_is_named_by_its_absolute_path(list_downloads):
    with pytest.raises(InvalidPath):
        list_downloads("data")
