"""Many data sets, one after the other and a few at a time."""

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, DownloadFailed, InvalidPath, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.model import Cancellation, DownloadRequest, OutcomeState
from jupyter_openbis_server.domain.use_cases import AttemptDownload, DownloadMany

EVERYTHING = DownloadRequest((), "/data")
DONE, PRESENT, FAILED = OutcomeState.DONE, OutcomeState.PRESENT, OutcomeState.FAILED


@pytest.fixture
def download_many(connections, folders, download_dataset) -> DownloadMany:
    return DownloadMany(connections, folders, AttemptDownload(download_dataset))


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
