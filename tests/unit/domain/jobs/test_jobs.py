"""Transfers that run by themselves: their states, their end, and what is remembered of them."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryJobListener, MemoryWorkQueue
from jupyter_openbis_server.adapters.threads import ThreadedWorkQueue
from jupyter_openbis_server.domain.errors import (
    DataSetNotFound,
    DownloadFailed,
    InvalidInput,
    SomeDownloadsFailed,
    TooBusy,
    UnexpectedFailure,
    UnknownJob,
)
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import (
    Amount,
    Cancellation,
    DataSet,
    DataSetFile,
    Download,
    DownloadRequest,
    Job,
    JobState,
    Upload,
    UploadRequest,
)
from jupyter_openbis_server.domain.ports import Progress

REQUEST = DownloadRequest(("1-1",), "/data")
UPLOAD = UploadRequest("RAW_DATA", "/A/B/C", ("x.csv",))
DONE = Download("https://openbis.example.org", DataSet("1-1", "RAW_DATA"), "/data/1-1", ())
NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def queue() -> MemoryWorkQueue:
    return MemoryWorkQueue(most_waiting=5)


@pytest.fixture
def listener() -> MemoryJobListener:
    return MemoryJobListener()


@pytest.fixture
def jobs(queue: MemoryWorkQueue, listener: MemoryJobListener) -> Jobs:
    return Jobs(queue, listener, clock=lambda: NOON)


def succeed(cancellation: Cancellation, progress: Progress) -> tuple[Download, ...]:
    progress.begin(Amount(1, 10))
    progress.moved(10)
    progress.completed("x")
    return (DONE,)


def fail(error: Exception) -> Callable[[Cancellation, Progress], tuple[Download, ...]]:
    def work(cancellation: Cancellation, progress: Progress) -> tuple[Download, ...]:
        raise error

    return work


def wait_to_be_cancelled(cancellation: Cancellation, progress: Progress) -> tuple[Download, ...]:
    cancellation.wait(10)
    return (DONE,)


def states(listener: MemoryJobListener, job: Job) -> list[JobState]:
    told = [each.state for each in listener.told if each.id == job.id]
    return [state for place, state in enumerate(told) if place == 0 or told[place - 1] is not state]


def test_a_job_is_queued_then_runs_then_is_done(jobs, queue, listener) -> None:
    job = jobs.start("lab", REQUEST, succeed)
    assert (job.state, job.connection, job.request, job.created) == (JobState.QUEUED, "lab", REQUEST, NOON)
    queue.run_all()
    ended = jobs.get(job.id)
    assert (ended.state, ended.downloads, ended.error, ended.ended) == (JobState.DONE, (DONE,), None, NOON)
    assert ended.progress.done == ended.progress.total == Amount(1, 10)
    assert states(listener, job) == [JobState.QUEUED, JobState.RUNNING, JobState.DONE]


def test_a_registered_data_set_is_remembered(jobs, queue) -> None:
    job = jobs.start("lab", UPLOAD, lambda *_: Upload("lab", "2-2"))
    queue.run_all()
    assert jobs.get(job.id).upload == Upload("lab", "2-2")


def test_a_job_that_fails_says_why(jobs, queue, listener) -> None:
    error = DownloadFailed("1-1", DataSetNotFound("1-1"))
    job = jobs.start("lab", REQUEST, fail(error))
    queue.run_all()
    assert (jobs.get(job.id).state, jobs.get(job.id).error) == (JobState.FAILED, error)
    assert states(listener, job)[-1] is JobState.FAILED


def test_what_was_downloaded_before_a_failure_is_told_as_well(jobs, queue) -> None:
    failure = DownloadFailed("2-2", DataSetNotFound("2-2"))
    job = jobs.start("lab", REQUEST, fail(SomeDownloadsFailed([failure], [DONE])))
    queue.run_all()
    assert jobs.get(job.id).downloads == (DONE,)


def test_a_defect_ends_the_job_and_does_not_show_what_it_held(jobs, queue) -> None:
    defect = RuntimeError("sessionID=secret")
    job = jobs.start("lab", REQUEST, fail(defect))
    queue.run_all()
    error = jobs.get(job.id).error
    assert isinstance(error, UnexpectedFailure)
    assert "secret" not in str(error)
    assert error.__cause__ is defect


def test_a_job_that_waits_is_cancelled_at_once_and_never_runs(jobs, queue, listener) -> None:
    job = jobs.start("lab", REQUEST, fail(AssertionError("it ran")))
    assert jobs.cancel(job.id).state is JobState.CANCELLED
    queue.run_all()
    assert states(listener, job) == [JobState.QUEUED, JobState.CANCELLED]


def test_a_job_that_runs_is_woken_up_and_ends_as_cancelled(jobs, queue, listener) -> None:
    job = jobs.start("lab", REQUEST, wait_to_be_cancelled)
    runner = threading.Thread(target=queue.run_all)
    runner.start()
    while jobs.get(job.id).state is JobState.QUEUED:
        runner.join(0.001)
    jobs.cancel(job.id)
    runner.join(5)
    assert jobs.get(job.id).state is JobState.CANCELLED


def test_a_job_that_has_ended_stays_as_it_is(jobs, queue) -> None:
    job = jobs.start("lab", REQUEST, succeed)
    queue.run_all()
    assert jobs.cancel(job.id).state is JobState.DONE


def test_a_job_that_nobody_knows_is_said_to_be_unknown(jobs) -> None:
    for ask in (jobs.get, jobs.cancel):
        with pytest.raises(UnknownJob):
            ask("none")


# --- one click, one job


def test_the_same_key_is_the_same_job(jobs, queue) -> None:
    first = jobs.start("lab", UPLOAD, lambda *_: Upload("lab", "2-2"), key="click 1")
    assert jobs.start("lab", UPLOAD, fail(AssertionError("it ran twice")), key="click 1").id == first.id
    queue.run_all()
    again = jobs.start("lab", UPLOAD, fail(AssertionError("it ran twice")), key="click 1")
    assert (again.id, again.upload) == (first.id, Upload("lab", "2-2"))
    assert len(jobs.all()) == 1


def test_another_key_is_another_job(jobs) -> None:
    assert jobs.start("lab", UPLOAD, succeed, key="1").id != jobs.start("lab", UPLOAD, succeed, key="2").id


def test_a_key_cannot_stand_for_two_requests(jobs) -> None:
    jobs.start("lab", UPLOAD, succeed, key="1")
    with pytest.raises(InvalidInput, match="'1' belongs to job"):
        jobs.start("lab", REQUEST, succeed, key="1")
    with pytest.raises(InvalidInput):
        jobs.start("other lab", UPLOAD, succeed, key="1")


# --- bounds


def test_jobs_are_listed_in_their_order(jobs) -> None:
    started = [jobs.start("lab", REQUEST, succeed).id for _ in range(3)]
    assert [job.id for job in jobs.all()] == started


def test_too_many_waiting_jobs_are_refused_and_leave_no_trace(jobs) -> None:
    for _ in range(5):
        jobs.start("lab", REQUEST, succeed)
    with pytest.raises(TooBusy):
        jobs.start("lab", REQUEST, succeed)
    assert len(jobs.all()) == 5


def test_ended_jobs_are_forgotten_in_the_end_but_never_one_that_has_not_ended(jobs, queue) -> None:
    cancelled = jobs.start("lab", REQUEST, succeed)
    jobs.cancel(cancelled.id)
    for _ in range(250):
        last = jobs.start("lab", REQUEST, succeed)
        queue.run_all()
    waiting = jobs.start("lab", REQUEST, succeed)
    assert len(jobs.all()) == 201
    with pytest.raises(UnknownJob):
        jobs.get(cancelled.id)
    assert jobs.get(last.id).state is JobState.DONE
    assert jobs.get(waiting.id).state is JobState.QUEUED


def test_downloads_of_very_many_files_are_forgotten_earlier_but_never_the_last_nor_an_upload(jobs, queue) -> None:
    file = DataSetFile("original/x", 1, None)
    large = replace(DONE, files=(file,) * 60_000)
    upload = jobs.start("lab", UPLOAD, lambda *_: Upload("lab", "2-2"))
    downloads = [jobs.start("lab", REQUEST, lambda *_: (large,)) for _ in range(3)]
    queue.run_all()
    assert [job.id for job in jobs.all()] == [upload.id, downloads[2].id]


def test_after_the_end_all_jobs_are_cancelled_and_none_begins(jobs, queue) -> None:
    ids = [jobs.start("lab", REQUEST, succeed).id for _ in range(3)]
    jobs.close()
    assert {jobs.get(job_id).state for job_id in ids} == {JobState.CANCELLED}
    with pytest.raises(TooBusy, match="about to stop"):
        jobs.start("lab", REQUEST, succeed)


def test_a_listener_hears_of_everything_in_the_order_in_which_it_happened() -> None:
    """Also when the work begins, and ends, before the thread that has started it goes on."""
    listener = MemoryJobListener()
    queue = ThreadedWorkQueue(4)
    jobs = Jobs(queue, listener, lambda: NOON)
    started = [jobs.start("lab", DownloadRequest((str(number),), "/data"), lambda *_: ()) for number in range(200)]
    deadline = time.monotonic() + 20
    while not all(jobs.get(job.id).state.is_final for job in started) and time.monotonic() < deadline:
        time.sleep(0.01)
    for job in started:
        heard = [each.state for each in listener.told if each.id == job.id]
        assert heard == [JobState.QUEUED, JobState.RUNNING, JobState.DONE]
