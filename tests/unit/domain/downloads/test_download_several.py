"""Download of several data sets and of containers."""

from types import NoneType

import pytest

from jupyter_openbis_server.domain.downloads.bulk.attempt_download import AttemptDownload
from jupyter_openbis_server.domain.downloads.bulk.download_report import OutcomeState
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import PlanDownload
from jupyter_openbis_server.domain.errors import (
    DataSetArchived,
    DataSetNotFound,
    DiskFull,
    InstanceUnreachable,
    PartialDownloadFailure,
)


@pytest.fixture
def two(world) -> tuple[str, str]:
    other = next(each for each in sorted(world.sample_data_sets) if each != world.data_set.perm_id)
    return world.data_set.perm_id, other


def test_several_data_sets_are_downloaded(download_dataset, folders, two):
    downloads = download_dataset("lab", DownloadRequest((*two, two[0]), "/data"))
    assert [each.path for each in downloads] == [f"/data/{perm_id}" for perm_id in two]
    assert f"/data/{two[1]}/original/x" in folders.files


def test_failure_of_one_does_not_stop_the_others(download_dataset, folders, two, world):
    request = DownloadRequest((world.archived, *two), "/data")
    with pytest.raises(PartialDownloadFailure, match=rf"1 of 3 .* {world.archived}: .*ARCHIVED") as caught:
        download_dataset("lab", request)
    assert [each.data_set.perm_id for each in caught.value.downloads] == list(two)
    assert f"/data/{two[1]}/original/x" in folders.files


UNKNOWN = "20010101000000000-1"


def test_unknown_data_set_fails_and_others_are_downloaded(download_dataset, folders, two):
    with pytest.raises(PartialDownloadFailure, match=f"1 of 3 data sets .* {UNKNOWN}: No such dataSet") as caught:
        download_dataset("lab", DownloadRequest((two[0], UNKNOWN, two[1]), "/data"))
    assert [each.data_set.perm_id for each in caught.value.downloads] == list(two)
    assert isinstance(caught.value.cause, DataSetNotFound)
    assert f"/data/{two[1]}/original/x" in folders.files
    assert f"/data/{UNKNOWN}" not in folders.folders


@pytest.mark.parametrize("odd", ["../x", "", "a/b", "nul\0byte"])
def test_invalid_perm_id_fails_and_others_are_downloaded(download_dataset, two, odd):
    with pytest.raises(PartialDownloadFailure) as caught:
        download_dataset("lab", DownloadRequest((*two, odd), "/data"))
    assert [each.data_set.perm_id for each in caught.value.downloads] == list(two)
    assert isinstance(caught.value.cause, DataSetNotFound)


def test_a_plan_names_each_data_set_that_cannot_be_downloaded(planner, session_manager, openbis, two, world):
    _in_store(openbis, two[1], "DSS2")
    openbis.stores_down.add("DSS2")
    request = DownloadRequest((UNKNOWN, world.archived, *two), "/data")
    plan = PlanDownload(session_manager, planner)("lab", request)
    assert [(each.data_set.perm_id, each.path) for each in plan.data_sets] == [
        (perm_id, f"/data/{perm_id}") for perm_id in request.perm_ids
    ]
    assert [type(each.problem) for each in plan.data_sets] == [
        DataSetNotFound,
        DataSetArchived,
        NoneType,
        InstanceUnreachable,
    ]


def test_unavailable_data_store_affects_its_data_sets_only(download_dataset, openbis, folders, two):
    _in_store(openbis, two[0], "DSS2")
    openbis.stores_down.add("DSS2")
    with pytest.raises(PartialDownloadFailure, match=f"1 of 2 .* {two[0]}: .*DSS2") as caught:
        download_dataset("lab", DownloadRequest(two, "/data"))
    assert isinstance(caught.value.cause, InstanceUnreachable)
    assert f"/data/{two[1]}/original/x" in folders.files


def test_unavailable_data_store_is_contacted_once(download_dataset, data_store, openbis, world, monkeypatch):
    several = [openbis.add_data_set("RAW_DATA", world.sample, files={"x": b"x"}).perm_id for _ in range(5)]
    for perm_id in several:
        _in_store(openbis, perm_id, "DSS2")
    openbis.stores_down.add("DSS2")
    asked = []
    files = data_store.files
    monkeypatch.setattr(data_store, "files", lambda *args: [asked.append(1), files(*args)][1])
    with pytest.raises(PartialDownloadFailure, match="5 of 5") as caught:
        download_dataset("lab", DownloadRequest(tuple(several), "/data"))
    assert len(caught.value.failures) == 5
    assert len(asked) == 1


def test_data_store_that_becomes_unavailable_is_skipped_after_two_failures(
    download_dataset, data_store, openbis, world, two, monkeypatch
):
    several = [openbis.add_data_set("RAW_DATA", world.sample, files={"x": b"x"}).perm_id for _ in range(5)]
    for perm_id in several:
        _in_store(openbis, perm_id, "DSS2")
    asked = []
    fetch = data_store.fetch

    def fetch_until_it_is_unavailable(session, data_set, *others):
        openbis.stores_down.add("DSS2")
        asked.append(data_set.perm_id)
        fetch(session, data_set, *others)

    monkeypatch.setattr(data_store, "fetch", fetch_until_it_is_unavailable)
    with pytest.raises(PartialDownloadFailure, match="5 of 7") as caught:
        download_dataset("lab", DownloadRequest((*several, *two), "/data"))
    assert [each.data_set.perm_id for each in caught.value.downloads] == list(two)
    assert [each.perm_id for each in caught.value.failures] == several
    assert asked == [*several[:2], *two]


def test_full_disk_fails_all_remaining_data_sets(download_dataset, folders, data_store, two, world, monkeypatch):
    def fill(session, data_set, files, into, cancellation):
        raise DiskFull("/data")

    monkeypatch.setattr(data_store, "fetch", fill)
    with pytest.raises(PartialDownloadFailure, match="2 of 2") as caught:
        download_dataset("lab", DownloadRequest(two, "/data"))
    assert [(each.perm_id, type(each.cause)) for each in caught.value.failures] == [
        (two[0], DiskFull),
        (two[1], DiskFull),
    ]


def test_hidden_component_fails_and_others_are_downloaded(download_dataset, openbis, folders, two, world):
    outer = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=(UNKNOWN, *two))
    with pytest.raises(PartialDownloadFailure, match=f"1 of 3 .*{UNKNOWN}"):
        download_dataset("lab", DownloadRequest((outer.perm_id,), "/data"))
    outcome = AttemptDownload(download_dataset)("lab", DownloadRequest((outer.perm_id,), "/data"))
    assert outcome.state is OutcomeState.FAILED
    assert outcome.paths == tuple(f"/data/{outer.perm_id}/{perm_id}" for perm_id in two)


def _in_store(openbis, perm_id: str, store: str) -> None:
    openbis.change(perm_id, data_store=store, data_store_url=f"https://{store}.example.org")


def test_components_of_a_container_are_stored_in_their_own_folders(download_dataset, openbis, folders, two, world):
    inner = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=two)
    outer = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=(inner.perm_id, two[1]))
    downloads = download_dataset("lab", DownloadRequest((outer.perm_id,), "/data"))
    assert [each.path for each in downloads] == [f"/data/{outer.perm_id}/{perm_id}" for perm_id in two]
    assert f"/data/{outer.perm_id}/{two[1]}/original/x" in folders.files


def test_containers_in_a_cycle_are_visited_once(download_dataset, openbis, two, world):
    first = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=two)
    second = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=(first.perm_id,))
    openbis.change(first.perm_id, components=(*two, second.perm_id))
    assert len(download_dataset("lab", DownloadRequest((first.perm_id,), "/data"))) == 2
