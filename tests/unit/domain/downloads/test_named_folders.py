"""Downloads into folders that are called by the names of data sets."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import PlanDownload
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.downloads.local_downloads import LocalDownloads, VerifyDownloads
from jupyter_openbis_server.domain.errors import DownloadFailed

NAME, PERM_ID = FolderNames.NAME, FolderNames.PERM_ID


@pytest.fixture
def rename(openbis):
    """Give a data set another name in openBIS; None takes it away."""

    def run(perm_id: str, name: str | None) -> None:
        stored = openbis.data_sets[perm_id]
        properties = {} if name is None else {"$NAME": name}
        openbis.data_sets[perm_id] = replace(stored, data_set=replace(stored.data_set, properties=properties))

    return run


def test_folder_has_the_name_and_the_perm_id(download, folders, perm_id, rename):
    rename(perm_id, "Growth: 30 °C")
    done = download("lab", perm_id, "/data", folder_names=NAME)
    assert done.path == f"/data/Growth_ 30 °C ({perm_id})"
    assert folders.at("/data", f"Growth_ 30 °C ({perm_id})").manifest().is_complete


def test_folder_of_a_data_set_without_name_is_its_perm_id(download, perm_id, rename):
    rename(perm_id, None)
    assert download("lab", perm_id, "/data", folder_names=NAME).path == f"/data/{perm_id}"


@pytest.mark.parametrize("first", [NAME, PERM_ID])
@pytest.mark.parametrize("then", [NAME, PERM_ID])
def test_second_download_continues_in_the_first_folder_under_any_name(
    download, folders, fetched, perm_id, rename, first, then
):
    rename(perm_id, "Before")
    done = download("lab", perm_id, "/data", folder_names=first)
    fetched.paths.clear()
    del folders.files[f"{done.path}/original/curve.csv"]
    rename(perm_id, "After")
    again = download("lab", perm_id, "/data", folder_names=then)
    assert again.path == done.path
    assert fetched.paths == ["original/curve.csv"]
    assert len(LocalDownloads(folders).all("/data")) == 1
    assert all(each.ok for each in VerifyDownloads(folders)("/data"))


def test_components_are_named_below_their_container(download_dataset, folders, world, rename):
    first, *_ = world.components
    rename(world.container, "All")
    rename(first, "Part/1")
    request = DownloadRequest((world.container,), "/data", folder_names=NAME)
    done = download_dataset("lab", request)
    container = f"/data/All ({world.container})"
    assert done[0].path == f"{container}/Part_1 ({first})"
    assert all(each.path.startswith(f"{container}/") for each in done)
    rename(world.container, "Everything")
    rename(first, "Part 2")
    again = download_dataset("lab", replace(request, folder_names=PERM_ID))
    assert [each.path for each in again] == [each.path for each in done]


def test_unfinished_download_is_resumed_in_its_folder(download_dataset, folders, perm_id, rename):
    rename(perm_id, "Before")
    request = DownloadRequest((perm_id,), "/data", folder_names=NAME)
    folders.block(f"/data/Before ({perm_id})/original/curve.csv")
    with pytest.raises(DownloadFailed):
        download_dataset("lab", request)
    (unfinished,) = LocalDownloads(folders).unfinished("/data")
    assert unfinished.path == f"/data/Before ({perm_id})"
    folders.unblock(f"/data/Before ({perm_id})/original/curve.csv")
    rename(perm_id, "After")
    (done,) = download_dataset("lab", unfinished.resume_request)
    assert done.path == unfinished.path
    assert LocalDownloads(folders).unfinished("/data") == ()


def test_links_have_names_and_are_replaced(link_datasets, folders, mounts, connections, anna, world, rename):
    mounts.mount(connections.get("lab"), anna)
    perm_id = world.data_set.perm_id
    rename(perm_id, "Before")
    request = DownloadRequest((perm_id,), "/data", link=True, folder_names=NAME)
    assert [each.path for each in link_datasets("lab", request)] == [f"/data/Before ({perm_id})"]
    rename(perm_id, "After")
    link_datasets("lab", request)
    assert list(folders.links) == [f"/data/Before ({perm_id})"]


def test_unknown_data_set_is_reported_with_its_perm_id(download_dataset, perm_id):
    request = DownloadRequest((perm_id, "20200101000000000-1"), "/data", folder_names=NAME)
    plan = PlanDownload(download_dataset.session_manager, download_dataset.planner)("lab", request)
    assert plan.data_sets[1].problem is not None
    assert plan.data_sets[1].path == "/data/20200101000000000-1"
