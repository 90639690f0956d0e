"""Downloads of a mirror whose data sets are not in openBIS any more."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.downloads.bulk.find_absent import FindAbsent
from jupyter_openbis_server.domain.downloads.bulk.find_data_sets import FindDataSets, FoundReference
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.local_downloads import LocalDownloads


@pytest.fixture
def find_absent(session_manager, data_sets, folders) -> FindAbsent:
    return FindAbsent(session_manager, data_sets, LocalDownloads(folders))


@pytest.fixture
def found(session_manager, data_sets, entities, world, download_dataset) -> tuple[FoundReference, ...]:
    """All below the experiment, downloaded to /mirror, except the archived data set."""
    found = FindDataSets(session_manager, data_sets, entities)("lab", (world.experiment.identifier,))
    perm_ids = tuple(each for each in found[0].perm_ids if each != world.archived)
    download_dataset("lab", DownloadRequest(perm_ids, "/mirror"))
    return found


def test_nothing_is_absent_right_after_the_download(find_absent, found):
    assert find_absent("lab", "/mirror", found) == ()


def test_deleted_and_moved_data_sets_are_distinguished(find_absent, found, openbis, world):
    deleted, moved = [each for each in found[0].perm_ids if each not in (world.archived, world.container)][:2]
    del openbis.data_sets[deleted]
    (before,) = found
    rest = tuple(each for each in before.perm_ids if each not in (deleted, moved))
    rows = tuple(each for each in before.data_sets if each.perm_id in rest)
    absent = find_absent("lab", "/mirror", (replace(before, perm_ids=rest, data_sets=rows),))
    assert {each.download.manifest.perm_id: each.exists for each in absent} == {deleted: False, moved: True}
    assert {each.download.path for each in absent} == {f"/mirror/{deleted}", f"/mirror/{moved}"}


def test_component_that_was_downloaded_alone_is_present(find_absent, found, download_dataset, world):
    download_dataset("lab", DownloadRequest((world.components[0],), "/mirror"))
    assert find_absent("lab", "/mirror", found) == ()


def test_downloads_of_another_instance_are_ignored(find_absent, found):
    class OfAnother(LocalDownloads):
        def all(self, folder):
            return tuple(
                replace(each, manifest=replace(each.manifest, url="https://other.example.org"))
                for each in super().all(folder)
            )

    nothing = (FoundReference("/LAB"),)
    assert find_absent("lab", "/mirror", nothing)
    assert replace(find_absent, local=OfAnother(find_absent.local.folders))("lab", "/mirror", nothing) == ()
