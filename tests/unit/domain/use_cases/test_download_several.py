"""Several data sets at once, and those that a container holds."""

import pytest

from jupyter_openbis_server.domain.errors import DataSetNotFound, SomeDownloadsFailed
from jupyter_openbis_server.domain.model import DownloadRequest


@pytest.fixture
def two(world) -> tuple[str, str]:
    other = next(each for each in sorted(world.sample_data_sets) if each != world.data_set.perm_id)
    return world.data_set.perm_id, other


def test_several_data_sets_come_at_once(download_dataset, folders, two):
    downloads = download_dataset("lab", DownloadRequest((*two, two[0]), "/data"))
    assert [each.path for each in downloads] == [f"/data/{perm_id}" for perm_id in two]
    assert f"/data/{two[1]}/original/x" in folders.files


def test_one_that_fails_does_not_keep_the_others_away(download_dataset, folders, two, world):
    request = DownloadRequest((world.archived, *two), "/data")
    with pytest.raises(SomeDownloadsFailed, match=rf"1 of 3 .* {world.archived}: .*ARCHIVED") as caught:
        download_dataset("lab", request)
    assert [each.data_set.perm_id for each in caught.value.downloads] == list(two)
    assert f"/data/{two[1]}/original/x" in folders.files


def test_an_unknown_one_is_noticed_before_anything_is_done(download_dataset, folders, two):
    with pytest.raises(DataSetNotFound):
        download_dataset("lab", DownloadRequest((*two, "20010101000000000-1"), "/data"))
    assert folders.folders == set()


def test_the_components_of_a_container_come_in_folders_of_their_own(download_dataset, openbis, folders, two, world):
    inner = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=two)
    outer = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=(inner.perm_id, two[1]))
    downloads = download_dataset("lab", DownloadRequest((outer.perm_id,), "/data"))
    assert [each.path for each in downloads] == [f"/data/{outer.perm_id}/{perm_id}" for perm_id in two]
    assert f"/data/{outer.perm_id}/{two[1]}/original/x" in folders.files


def test_containers_that_hold_each_other_come_to_an_end(download_dataset, openbis, two, world):
    first = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=two)
    second = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=(first.perm_id,))
    openbis.change(first.perm_id, components=(*two, second.perm_id))
    assert len(download_dataset("lab", DownloadRequest((first.perm_id,), "/data"))) == 2
