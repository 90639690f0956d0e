"""Listing of downloads in a folder by their manifests."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.downloads.local_downloads import LocalDownloads
from jupyter_openbis_server.domain.errors import InvalidPath


@pytest.fixture
def local_downloads(folders) -> LocalDownloads:
    return LocalDownloads(folders)


def test_complete_and_interrupted_downloads_are_listed(local_downloads, download, folders, perm_id):
    path = download("lab", perm_id, "/data").path
    interrupted = replace(folders.manifests[path], perm_id="2-2", is_complete=False)
    folders.manifests["/data/2-2"] = interrupted
    found = {each.path: each.manifest for each in local_downloads.all("/data")}
    assert found == {path: folders.manifests[path], "/data/2-2": interrupted}


def test_files_are_not_read(local_downloads, download, folders, perm_id):
    path = download("lab", perm_id, "/data").path
    folders.files.clear()
    (found,) = local_downloads.all("/data")
    assert (found.path, found.manifest.is_complete) == (path, True)


def test_a_folder_without_downloads_has_none(local_downloads):
    assert local_downloads.all("/nowhere") == ()


def test_a_folder_is_named_by_its_absolute_path(local_downloads):
    with pytest.raises(InvalidPath):
        local_downloads.all("data")
