"""Many data sets, one after the other and a few at a time."""

import os
import signal
import threading
from functools import partial

import pytest

from jupyter_openbis_server.adapters.memory import MemoryDownloadCrew
from jupyter_openbis_server.adapters.threads import ThreadedDownloadCrew
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DownloadFailed,
    InvalidPath,
    NotLoggedIn,
    NoWorkers,
    UnknownConnection,
    WorkerLost,
)
from jupyter_openbis_server.domain.model import Cancellation, DownloadOutcome, DownloadRequest, OutcomeState
from jupyter_openbis_server.domain.use_cases import AttemptDownload, DownloadMany

EVERYTHING = DownloadRequest((), "/data")
DONE, PRESENT, FAILED = OutcomeState.DONE, OutcomeState.PRESENT, OutcomeState.FAILED


@pytest.fixture
def download_many(connections, folders, download_dataset) -> DownloadMany:
    return DownloadMany(connections, folders, partial(ThreadedDownloadCrew, AttemptDownload(download_dataset)))


@pytest.fixture
def perm_ids(world) -> list[str]:
    return sorted(world.sample_data_sets)


def test_all_are_downloaded_and_reported(download_many, perm_ids, folders):
    told = []
    report = download_many("lab", EVERYTHING, perm_ids, told=told.append)
    assert report.is_complete
    assert {each.perm_id: each.state for each in report.outcomes} == dict.fromkeys(perm_ids, DONE)
    assert told == list(report.outcomes)
    assert all(each.paths == (f"/data/{each.perm_id}",) and each.fetched == each.total for each in report.outcomes)
    assert set(folders.manifests) == {f"/data/{each}" for each in perm_ids}


def test_the_same_again_fetches_nothing(download_many, perm_ids):
    download_many("lab", EVERYTHING, perm_ids)
    report = download_many("lab", EVERYTHING, perm_ids)
    assert {each.state for each in report.outcomes} == {PRESENT}
    assert all(each.total.files and not each.fetched.files for each in report.outcomes)


def test_one_that_fails_does_not_keep_the_others_away(download_many, perm_ids, world):
    report = download_many("lab", EVERYTHING, [perm_ids[0], world.archived, "20990101000000000-1", *perm_ids[1:]])
    assert not report.is_complete
    assert {each.perm_id for each in report.failed} == {world.archived, "20990101000000000-1"}
    assert sum(each.state is DONE for each in report.outcomes) == len(perm_ids)
    assert "is in the archive" in next(str(each.error) for each in report.failed if each.perm_id == world.archived)


def test_of_a_container_all_folders_are_named(download_many, world):
    (outcome,) = download_many("lab", EVERYTHING, [world.container]).outcomes
    assert outcome.paths == tuple(f"/data/{world.container}/{component}" for component in world.components)


def test_each_is_downloaded_once(download_many, perm_ids):
    assert len(download_many("lab", EVERYTHING, [perm_ids[0]] * 3).outcomes) == 1


@pytest.mark.parametrize("at_a_time", [1, 3])
def test_they_are_taken_as_they_are_needed(download_many, perm_ids, at_a_time):
    """So thousands can come from a search that is still going on."""
    taken = []

    def found():
        for perm_id in perm_ids:
            taken.append(perm_id)
            yield perm_id

    ahead = []
    download_many("lab", EVERYTHING, found(), at_a_time=at_a_time, told=lambda _: ahead.append(len(taken)))
    assert all(number - ended <= at_a_time + 1 for ended, number in enumerate(ahead))


def test_a_full_disk_ends_it(download_many, perm_ids, folders):
    folders.capacity = 0
    report = download_many("lab", EVERYTHING, perm_ids, at_a_time=1)
    assert report.stopped_by is not None
    assert "no space left" in str(report.stopped_by)
    assert len(report.outcomes) == 1


def test_without_a_login_nothing_is_tried_over_and_over(download_many, perm_ids, connections, openbis):
    connections.change("lab", lambda connection: connection.disconnected(None, may_log_in=False))
    report = download_many("lab", EVERYTHING, perm_ids, at_a_time=1)
    assert isinstance(report.stopped_by, NotLoggedIn)
    assert len(report.outcomes) == 1


def test_it_can_be_cancelled_and_continued(download_many, perm_ids):
    cancellation = Cancellation()
    with pytest.raises(Cancelled):
        download_many("lab", EVERYTHING, perm_ids, cancellation, at_a_time=1, told=lambda _: cancellation.cancel())
    states = [each.state for each in download_many("lab", EVERYTHING, perm_ids).outcomes]
    assert states.count(PRESENT) in (1, 2)
    assert states.count(DONE) == len(perm_ids) - states.count(PRESENT)


def test_what_is_cancelled_has_not_failed(download_many, perm_ids):
    cancellation, told = Cancellation(), []

    def end(outcome):
        told.append(outcome.state)
        cancellation.cancel()

    with pytest.raises(Cancelled):
        download_many("lab", EVERYTHING, perm_ids, cancellation, told=end)
    assert FAILED not in told


def test_what_the_search_raises_is_passed_on_when_nothing_runs_any_more(download_many, perm_ids):
    def broken():
        yield perm_ids[0]
        raise RuntimeError("the search is over")

    with pytest.raises(RuntimeError, match="the search is over"):
        download_many("lab", EVERYTHING, broken())


def test_what_is_wrong_at_once_is_said_at_once(download_many, perm_ids):
    with pytest.raises(UnknownConnection):
        download_many("nowhere", EVERYTHING, perm_ids)
    with pytest.raises(InvalidPath):
        download_many("lab", DownloadRequest((), "relative"), perm_ids)


def test_the_error_of_one_is_the_usual_one(download_many, world):
    report = download_many("lab", EVERYTHING, [world.archived])
    with pytest.raises(DownloadFailed, match="is in the archive"):
        report.raise_first()
    download_many("lab", EVERYTHING, [world.data_set.perm_id]).raise_first()


def at_once(name: str, request: DownloadRequest, cancellation: Cancellation) -> DownloadOutcome:
    """An attempt without openBIS."""
    return DownloadOutcome(request.perm_ids[0], DONE)


def test_of_ten_thousand_only_a_few_are_with_a_crew_at_a_time(download_many):
    crew = MemoryDownloadCrew(at_once)
    numbers = [str(number) for number in range(10_000)]
    report = download_many("lab", EVERYTHING, numbers, at_a_time=5, crew=crew)
    assert {each.perm_id for each in report.outcomes} == set(numbers)
    assert crew.most_under_way == 5
    assert crew.has_finished


def test_a_crew_gets_each_data_set_once_and_alone(download_many):
    crew = MemoryDownloadCrew(at_once)
    download_many("lab", EVERYTHING, ["a", "b", "a", "c"], at_a_time=2, crew=crew)
    assert crew.started == ["a", "b", "c"]


@pytest.mark.parametrize("refusal", [NoWorkers("the pool is broken"), NotLoggedIn("lab")])
def test_a_crew_that_takes_no_more_ends_it(download_many, refusal):
    crew = MemoryDownloadCrew(at_once, takes=2, refusal=refusal)
    report = download_many("lab", EVERYTHING, "abcdef", at_a_time=1, crew=crew)
    assert [each.state for each in report.outcomes] == [DONE, DONE, FAILED]
    assert report.stopped_by is refusal


def test_a_lost_worker_is_no_reason_to_stop(download_many):
    class Unlucky(MemoryDownloadCrew):
        def outcome(self, perm_id, ended):
            done = super().outcome(perm_id, ended)
            return DownloadOutcome.failed(perm_id, WorkerLost(perm_id, "killed")) if perm_id == "b" else done

    report = download_many("lab", EVERYTHING, "abc", at_a_time=1, crew=Unlucky(at_once))
    assert [each.state for each in report.outcomes] == [DONE, FAILED, DONE]
    assert report.stopped_by is None


def test_cancelling_does_not_wait_for_a_crew(download_many):
    """Nothing of it ever ends: this test would hang."""
    crew, cancellation = MemoryDownloadCrew(at_once, is_quick=False), Cancellation()

    def found():
        yield from "abc"
        threading.Thread(target=cancellation.cancel).start()

    with pytest.raises(Cancelled):
        download_many("lab", EVERYTHING, found(), cancellation, at_a_time=8, crew=crew)
    assert len(crew.under_way) == 3
    assert all(future.cancelled() for future in crew.under_way), "what has not begun is taken back"
    assert crew.has_finished


def test_ctrl_c_does_not_wait_for_a_crew_either(download_many):
    crew = MemoryDownloadCrew(at_once, is_quick=False)

    def found():
        yield from "abc"
        threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt):
        download_many("lab", EVERYTHING, found(), at_a_time=8, crew=crew)
    assert all(future.cancelled() for future in crew.under_way)
