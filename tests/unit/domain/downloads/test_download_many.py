"""Bulk downloads, sequential and concurrent."""

import os
import signal
import threading
from functools import partial

import pytest

from jupyter_openbis_server.adapters.threads import ThreadedDownloadExecutor
from jupyter_openbis_server.domain.downloads.bulk.attempt_download import AttemptDownload
from jupyter_openbis_server.domain.downloads.bulk.download_many import DownloadMany
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, OutcomeState
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DownloadFailed,
    InvalidPath,
    NoFilesMatch,
    NotLoggedIn,
    NoWorkersAvailable,
    UnknownConnection,
    WorkerLost,
)
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.download_executor import MemoryDownloadExecutor

EVERYTHING = DownloadRequest((), "/data")
DONE, PRESENT, FAILED = OutcomeState.DONE, OutcomeState.PRESENT, OutcomeState.FAILED


@pytest.fixture
def download_many(connections, folders, download_dataset) -> DownloadMany:
    return DownloadMany(connections, folders, partial(ThreadedDownloadExecutor, AttemptDownload(download_dataset)))


@pytest.fixture
def perm_ids(world) -> list[str]:
    return sorted(world.sample_data_sets)


def test_all_are_downloaded_and_reported(download_many, perm_ids, folders):
    reported = []
    report = download_many("lab", EVERYTHING, perm_ids, on_outcome=reported.append)
    assert report.is_complete
    assert {each.perm_id: each.state for each in report.outcomes} == dict.fromkeys(perm_ids, DONE)
    assert reported == list(report.outcomes)
    assert all(each.paths == (f"/data/{each.perm_id}",) and each.fetched == each.total for each in report.outcomes)
    assert set(folders.manifests) == {f"/data/{each}" for each in perm_ids}


def test_repeated_download_fetches_nothing(download_many, perm_ids):
    download_many("lab", EVERYTHING, perm_ids)
    report = download_many("lab", EVERYTHING, perm_ids)
    assert {each.state for each in report.outcomes} == {PRESENT}
    assert all(each.total.files and not each.fetched.files for each in report.outcomes)


def test_failure_of_one_does_not_stop_the_others(download_many, perm_ids, world):
    report = download_many("lab", EVERYTHING, [perm_ids[0], world.archived, "20990101000000000-1", *perm_ids[1:]])
    assert not report.is_complete
    assert {each.perm_id for each in report.failed} == {world.archived, "20990101000000000-1"}
    assert sum(each.state is DONE for each in report.outcomes) == len(perm_ids)
    assert "is in the archive" in next(str(each.error) for each in report.failed if each.perm_id == world.archived)


def test_all_folders_of_a_container_are_reported(download_many, world):
    (outcome,) = download_many("lab", EVERYTHING, [world.container]).outcomes
    assert outcome.paths == tuple(f"/data/{world.container}/{component}" for component in world.components)


def test_each_is_downloaded_once(download_many, perm_ids):
    assert len(download_many("lab", EVERYTHING, [perm_ids[0]] * 3).outcomes) == 1


@pytest.mark.parametrize("max_concurrent", [1, 3])
def test_input_is_consumed_lazily(download_many, perm_ids, max_concurrent):
    """Thousands of data sets can be the result of a search that is still running."""
    taken = []

    def found():
        for perm_id in perm_ids:
            taken.append(perm_id)
            yield perm_id

    ahead = []
    download_many(
        "lab", EVERYTHING, found(), max_concurrent=max_concurrent, on_outcome=lambda _: ahead.append(len(taken))
    )
    assert all(number - ended <= max_concurrent + 1 for ended, number in enumerate(ahead))


def test_full_disk_stops_the_download(download_many, perm_ids, folders):
    folders.capacity = 0
    report = download_many("lab", EVERYTHING, perm_ids, max_concurrent=1)
    assert report.stopped_by is not None
    assert "no space left" in str(report.stopped_by)
    assert len(report.outcomes) == 1


def test_missing_login_stops_the_download(download_many, perm_ids, connections, openbis):
    connections.change("lab", lambda connection: connection.disconnected(None, auto_login=False))
    report = download_many("lab", EVERYTHING, perm_ids, max_concurrent=1)
    assert isinstance(report.stopped_by, NotLoggedIn)
    assert len(report.outcomes) == 1


def test_cancelled_download_can_be_resumed(download_many, perm_ids):
    cancellation = Cancellation()
    with pytest.raises(Cancelled):
        download_many(
            "lab", EVERYTHING, perm_ids, cancellation, max_concurrent=1, on_outcome=lambda _: cancellation.cancel()
        )
    states = [each.state for each in download_many("lab", EVERYTHING, perm_ids).outcomes]
    assert states.count(PRESENT) in (1, 2)
    assert states.count(DONE) == len(perm_ids) - states.count(PRESENT)


def test_cancelled_downloads_are_not_reported_as_failed(download_many, perm_ids):
    cancellation, reported = Cancellation(), []

    def end(outcome):
        reported.append(outcome.state)
        cancellation.cancel()

    with pytest.raises(Cancelled):
        download_many("lab", EVERYTHING, perm_ids, cancellation, on_outcome=end)
    assert FAILED not in reported


def test_error_of_the_input_is_raised_after_running_downloads_end(download_many, perm_ids):
    def broken():
        yield perm_ids[0]
        raise RuntimeError("the search is over")

    with pytest.raises(RuntimeError, match="the search is over"):
        download_many("lab", EVERYTHING, broken())


def test_invalid_request_is_refused_before_any_download(download_many, perm_ids):
    with pytest.raises(UnknownConnection):
        download_many("nowhere", EVERYTHING, perm_ids)
    with pytest.raises(InvalidPath):
        download_many("lab", DownloadRequest((), "relative"), perm_ids)


def test_error_for_a_single_data_set_is_that_of_a_single_download(download_many, world):
    report = download_many("lab", EVERYTHING, [world.archived])
    with pytest.raises(DownloadFailed, match="is in the archive"):
        report.raise_first()
    download_many("lab", EVERYTHING, [world.data_set.perm_id]).raise_first()


def succeeding_attempt(name: str, request: DownloadRequest, cancellation: Cancellation) -> DownloadOutcome:
    """An attempt without openBIS."""
    return DownloadOutcome(request.perm_ids[0], DONE)


def test_number_of_submitted_downloads_is_limited(download_many):
    download_executor = MemoryDownloadExecutor(succeeding_attempt)
    numbers = [str(number) for number in range(10_000)]
    report = download_many("lab", EVERYTHING, numbers, max_concurrent=5, download_executor=download_executor)
    assert {each.perm_id for each in report.outcomes} == set(numbers)
    assert download_executor.most_under_way == 5
    assert download_executor.has_finished


def test_executor_gets_each_data_set_once_and_alone(download_many):
    download_executor = MemoryDownloadExecutor(succeeding_attempt)
    download_many("lab", EVERYTHING, ["a", "b", "a", "c"], max_concurrent=2, download_executor=download_executor)
    assert download_executor.started == ["a", "b", "c"]


@pytest.mark.parametrize("refusal", [NoWorkersAvailable("the pool is broken"), NotLoggedIn("lab")])
def test_executor_without_workers_stops_the_download(download_many, refusal):
    download_executor = MemoryDownloadExecutor(succeeding_attempt, takes=2, refusal=refusal)
    report = download_many("lab", EVERYTHING, "abcdef", max_concurrent=1, download_executor=download_executor)
    assert [each.state for each in report.outcomes] == [DONE, DONE, FAILED]
    assert (type(report.stopped_by), str(report.stopped_by)) == (type(refusal), str(refusal))


def test_lost_worker_does_not_stop_the_others(download_many):
    class LosingWorkers(MemoryDownloadExecutor):
        def outcome(self, perm_id, ended):
            done = super().outcome(perm_id, ended)
            return DownloadOutcome.failed(perm_id, WorkerLost(perm_id, "killed")) if perm_id == "b" else done

    report = download_many(
        "lab", EVERYTHING, "abc", max_concurrent=1, download_executor=LosingWorkers(succeeding_attempt)
    )
    assert [each.state for each in report.outcomes] == [DONE, FAILED, DONE]
    assert report.stopped_by is None


def test_cancelling_does_not_wait_for_the_executor(download_many):
    """The downloads never end: waiting for one would block the test."""
    download_executor, cancellation = MemoryDownloadExecutor(succeeding_attempt, is_quick=False), Cancellation()

    def found():
        yield from "abc"
        threading.Thread(target=cancellation.cancel).start()

    with pytest.raises(Cancelled):
        download_many("lab", EVERYTHING, found(), cancellation, max_concurrent=8, download_executor=download_executor)
    assert len(download_executor.under_way) == 3
    assert all(future.cancelled() for future in download_executor.under_way), (
        "downloads that have not started are cancelled"
    )
    assert download_executor.has_finished


def test_ctrl_c_does_not_wait_for_the_executor(download_many):
    download_executor = MemoryDownloadExecutor(succeeding_attempt, is_quick=False)

    def found():
        yield from "abc"
        threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt):
        download_many("lab", EVERYTHING, found(), max_concurrent=8, download_executor=download_executor)
    assert all(future.cancelled() for future in download_executor.under_way)


def test_data_sets_without_a_matching_file_are_skipped(download_many, openbis, world):
    with_it = openbis.add_data_set("RAW_DATA", world.sample, {"original/a.special": b"1"}).perm_id
    request = DownloadRequest((), "/data", Selection(("*.special",)))
    report = download_many("lab", request, [world.data_set.perm_id, with_it])
    assert report.is_complete
    report.raise_first()
    assert [each.perm_id for each in report.skipped] == [world.data_set.perm_id]
    assert "no file that fits *.special" in str(report.skipped[0].error)


def test_report_is_incomplete_if_no_file_matches(download_many, perm_ids):
    report = download_many("lab", DownloadRequest((), "/data", Selection(("*.none",))), perm_ids)
    assert (len(report.skipped), report.failed) == (len(perm_ids), ())
    assert not report.is_complete
    with pytest.raises(NoFilesMatch):
        report.raise_first()


def test_a_link_data_set_is_reported_as_a_link(download_many, openbis, perm_ids, world):
    link = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK", link="/nas/run1").perm_id
    report = download_many("lab", EVERYTHING, [link, *perm_ids])
    assert report.is_complete
    assert [each.perm_id for each in report.links] == [link]
    assert "/nas/run1" in str(report.links[0].error)
