"""Concurrent download of the data sets of one request."""

from collections import Counter

import pytest

from jupyter_openbis_server.adapters.threads import ThreadedDownloadExecutor
from jupyter_openbis_server.domain.downloads.bulk.attempt_download import AttemptDownload
from jupyter_openbis_server.domain.downloads.bulk.download_many import DownloadMany
from jupyter_openbis_server.domain.downloads.bulk.download_several import DownloadSeveral
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset
from jupyter_openbis_server.domain.downloads.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    ConnectionFailed,
    DataSetNotFound,
    DiskFull,
    DownloadFailed,
    InstanceUnreachable,
    NoFilesMatch,
)
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount
from tests.support.recorded_progress import RecordedProgress
from tests.unit.domain.conftest import NOON

UNKNOWN = "20990101000000000-1"


@pytest.fixture
def several(connections, session_manager, data_sets, data_store, folders, download_dataset) -> DownloadSeveral:
    def download_with(prefetched) -> DownloadDataset:
        planner = DownloadPlanner(prefetched, prefetched, folders)
        return DownloadDataset(session_manager, planner, data_store, folders, "test 1", lambda: NOON)

    many = DownloadMany(connections, folders, lambda n: ThreadedDownloadExecutor(AttemptDownload(download_dataset), n))
    return DownloadSeveral(
        session_manager, data_sets, data_store, folders, many, download_with, ThreadedDownloadExecutor
    )


@pytest.fixture
def requests(data_sets, data_store, monkeypatch) -> Counter[str]:
    """Number of requests for metadata and listings."""
    counted: Counter[str] = Counter()

    def count(port, name: str) -> None:
        method = getattr(port, name)

        def counting(*arguments):
            counted[name] += 1
            return method(*arguments)

        monkeypatch.setattr(port, name, counting)

    listed = data_store.files
    # The fake calls its own methods for each data set; only calls from outside are counted.
    monkeypatch.setattr(
        data_store, "files_of_many", lambda session, known: {e.perm_id: listed(session, e) for e in known}
    )
    for name in ("get", "get_many"):
        count(data_sets, name)
    for name in ("files", "files_of_many"):
        count(data_store, name)
    return counted


def test_results_are_in_the_order_of_the_request(several, world):
    perm_ids = tuple(sorted(world.sample_data_sets, reverse=True))
    notified = []
    results = several("lab", DownloadRequest(perm_ids, "/data"), max_concurrent=3, on_result=notified.append)
    assert [each.perm_id for each in results] == list(perm_ids)
    assert all(each.error is None and len(each.downloads) == 1 for each in results)
    assert {each.perm_id for each in notified} == set(perm_ids)


def test_metadata_and_listings_take_few_requests(several, world, requests):
    several("lab", DownloadRequest((*sorted(world.sample_data_sets), world.container), "/data"))
    assert requests == {"get_many": 1, "files_of_many": 1}


def test_components_outside_the_request_take_one_more_request(several, world, requests):
    (result,) = several("lab", DownloadRequest((world.container,), "/data"))
    assert {each.data_set.perm_id for each in result.downloads} == set(world.components)
    assert requests == {"get_many": 2, "files_of_many": 1}


def test_failure_of_one_does_not_stop_the_others(several, world):
    perm_ids = (UNKNOWN, world.data_set.perm_id, world.archived)
    unknown, good, archived = several("lab", DownloadRequest(perm_ids, "/data"))
    assert isinstance(unknown.error, DataSetNotFound)
    assert (good.error, len(good.downloads)) == (None, 1)
    assert isinstance(archived.error, DownloadFailed)


def test_listing_that_fails_for_all_is_requested_one_by_one(several, world, data_store, monkeypatch):
    monkeypatch.setattr(data_store, "files_of_many", lambda *_: {})
    (result,) = several("lab", DownloadRequest((world.data_set.perm_id,), "/data"))
    assert result.downloads


def test_patterns_that_match_in_one_data_set_only_are_no_failure(several, world):
    request = DownloadRequest((world.data_set.perm_id, world.derived), "/data", Selection(("*.csv",)))
    found, missed = several("lab", request)
    assert (len(found.downloads), found.error) == (1, None)
    assert (missed.downloads, missed.error) == ((), None)
    nowhere = several("lab", DownloadRequest(request.perm_ids, "/data", Selection(("*.nothing",))))
    assert all(isinstance(each.error, NoFilesMatch) for each in nowhere)


def test_skipped_data_sets_have_a_reason(several, world, folders):
    folders.capacity = 1
    perm_ids = (world.data_set.perm_id, *sorted(world.sample_data_sets - {world.data_set.perm_id}))
    results = several("lab", DownloadRequest(perm_ids, "/data"), max_concurrent=1)
    first, *others = [each.error.cause if isinstance(each.error, DownloadFailed) else each.error for each in results]
    assert isinstance(first, DiskFull)
    assert all(isinstance(each, DiskFull) for each in others)


def test_unreachable_openbis_fails_the_whole_request(several, world, openbis):
    openbis.go_down()
    with pytest.raises((ConnectionFailed, InstanceUnreachable)):
        several("lab", DownloadRequest((world.data_set.perm_id,), "/data"))


def test_cancellation_applies_to_all_downloads(several, world):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        several("lab", DownloadRequest((world.data_set.perm_id,), "/data"), cancellation)


def test_total_is_known_at_the_start(several, world):
    progress = RecordedProgress()
    perm_ids = (world.data_set.perm_id, world.derived)
    several("lab", DownloadRequest(perm_ids, "/data"), progress=progress, max_concurrent=1)
    expected = Amount(len(world.data_set.files) + 1, sum(map(len, world.data_set.files.values())) + 1)
    assert {total for total, _ in progress.begun} == {expected}
    assert progress.bytes == expected.bytes
