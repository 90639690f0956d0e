"""Background jobs: states, end, idempotency keys and eviction."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from jupyter_openbis_server.adapters.threads import ThreadedWorkQueue
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.errors import (
    DataSetNotFound,
    DownloadFailed,
    InternalError,
    InvalidInput,
    PartialDownloadFailure,
    ServerBusy,
    UnknownJob,
)
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount, Progress
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue

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


def succeed(name: str, request: object, cancellation: Cancellation, progress: Progress) -> tuple[Download, ...]:
    progress.begin(Amount(1, 10))
    progress.moved(10)
    progress.completed("x")
    return (DONE,)


def fail(error: Exception) -> Callable[..., tuple[Download, ...]]:
    def work(*_: object) -> tuple[Download, ...]:
        raise error

    return work


def wait_to_be_cancelled(
    name: str, request: object, cancellation: Cancellation, progress: Progress
) -> tuple[Download, ...]:
    cancellation.wait(60)
    return (DONE,)


def states(listener: MemoryJobListener, job: Job) -> list[JobState]:
    reported = [each.state for each in listener.changes if each.id == job.id]
    return [state for index, state in enumerate(reported) if index == 0 or reported[index - 1] is not state]


def test_a_job_is_queued_then_runs_then_is_done(jobs, queue, listener) -> None:
    job = jobs.start("lab", REQUEST, succeed)
    assert (job.state, job.connection, job.request, job.created) == (JobState.QUEUED, "lab", REQUEST, NOON)
    queue.run_all()
    ended = jobs.get(job.id)
    assert (ended.state, ended.downloads, ended.error, ended.ended) == (JobState.DONE, (DONE,), None, NOON)
    assert ended.progress.done == ended.progress.total == Amount(1, 10)
    assert states(listener, job) == [JobState.QUEUED, JobState.RUNNING, JobState.DONE]


def test_result_of_an_upload_is_recorded(jobs, queue) -> None:
    job = jobs.start("lab", UPLOAD, lambda *_: Upload("lab", "2-2"))
    queue.run_all()
    assert jobs.get(job.id).upload == Upload("lab", "2-2")


def test_failed_job_has_the_reason(jobs, queue, listener) -> None:
    error = DownloadFailed("1-1", DataSetNotFound("1-1"))
    job = jobs.start("lab", REQUEST, fail(error))
    queue.run_all()
    ended = jobs.get(job.id)
    assert (ended.state, type(ended.error), str(ended.error)) == (JobState.FAILED, DownloadFailed, str(error))
    assert states(listener, job)[-1] is JobState.FAILED


def test_result_before_a_failure_is_recorded(jobs, queue) -> None:
    failure = DownloadFailed("2-2", DataSetNotFound("2-2"))
    job = jobs.start("lab", REQUEST, fail(PartialDownloadFailure([failure], [DONE])))
    queue.run_all()
    assert jobs.get(job.id).downloads == (DONE,)


def test_unexpected_exception_ends_the_job_without_its_message(jobs, queue) -> None:
    defect = RuntimeError("sessionID=secret")
    job = jobs.start("lab", REQUEST, fail(defect))
    queue.run_all()
    error = jobs.get(job.id).error
    assert isinstance(error, InternalError)
    assert "secret" not in str(error)
    assert error.__cause__ is None, "its frames would keep the variables of the work"
    assert error.trace.endswith("RuntimeError: sessionID=secret\n")
    assert "raise error" in error.trace


def test_a_job_that_waits_is_cancelled_at_once_and_never_runs(jobs, queue, listener) -> None:
    job = jobs.start("lab", REQUEST, fail(AssertionError("it ran")))
    assert jobs.cancel(job.id).state is JobState.CANCELLED
    queue.run_all()
    assert states(listener, job) == [JobState.QUEUED, JobState.CANCELLED]


def test_running_job_is_interrupted_and_ends_as_cancelled(jobs, queue, listener) -> None:
    job = jobs.start("lab", REQUEST, wait_to_be_cancelled)
    runner = threading.Thread(target=queue.run_all)
    runner.start()
    while jobs.get(job.id).state is JobState.QUEUED:
        runner.join(0.001)
    jobs.cancel(job.id)
    runner.join(60)
    assert jobs.get(job.id).state is JobState.CANCELLED


def test_finished_job_is_not_changed_by_cancellation(jobs, queue) -> None:
    job = jobs.start("lab", REQUEST, succeed)
    queue.run_all()
    assert jobs.cancel(job.id).state is JobState.DONE


def test_unknown_job_is_an_error(jobs) -> None:
    for ask in (jobs.get, jobs.cancel):
        with pytest.raises(UnknownJob):
            ask("none")


# --- idempotency keys


def test_same_key_returns_the_same_job(jobs, queue) -> None:
    first = jobs.start("lab", UPLOAD, lambda *_: Upload("lab", "2-2"), key="click 1")
    assert jobs.start("lab", UPLOAD, fail(AssertionError("it ran twice")), key="click 1").id == first.id
    queue.run_all()
    again = jobs.start("lab", UPLOAD, fail(AssertionError("it ran twice")), key="click 1")
    assert (again.id, again.upload) == (first.id, Upload("lab", "2-2"))
    assert len(jobs.all()) == 1


def test_another_key_starts_another_job(jobs) -> None:
    assert jobs.start("lab", UPLOAD, succeed, key="1").id != jobs.start("lab", UPLOAD, succeed, key="2").id


def test_key_with_another_request_is_refused(jobs) -> None:
    jobs.start("lab", UPLOAD, succeed, key="1")
    with pytest.raises(InvalidInput, match="'1' belongs to job"):
        jobs.start("lab", REQUEST, succeed, key="1")
    with pytest.raises(InvalidInput):
        jobs.start("other lab", UPLOAD, succeed, key="1")


# --- limits


def test_jobs_are_listed_in_their_order(jobs) -> None:
    started = [jobs.start("lab", REQUEST, succeed).id for _ in range(3)]
    assert [job.id for job in jobs.all()] == started


def test_jobs_beyond_the_queue_limit_are_refused_and_not_recorded(jobs) -> None:
    for _ in range(5):
        jobs.start("lab", REQUEST, succeed)
    with pytest.raises(ServerBusy):
        jobs.start("lab", REQUEST, succeed)
    assert len(jobs.all()) == 5


def test_finished_jobs_are_evicted_and_unfinished_ones_are_not(jobs, queue) -> None:
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


def test_results_with_many_files_are_evicted_earlier_except_the_last_and_uploads(jobs, queue) -> None:
    file = DataSetFile("original/x", 1, None)
    large = replace(DONE, files=(file,) * 60_000)
    upload = jobs.start("lab", UPLOAD, lambda *_: Upload("lab", "2-2"))
    downloads = [jobs.start("lab", REQUEST, lambda *_: (large,)) for _ in range(3)]
    queue.run_all()
    assert [job.id for job in jobs.all()] == [upload.id, downloads[2].id]


def test_after_shutdown_all_jobs_are_cancelled_and_none_starts(jobs, queue) -> None:
    ids = [jobs.start("lab", REQUEST, succeed).id for _ in range(3)]
    jobs.close()
    assert {jobs.get(job_id).state for job_id in ids} == {JobState.CANCELLED}
    with pytest.raises(ServerBusy, match="about to stop"):
        jobs.start("lab", REQUEST, succeed)


def test_listener_is_notified_in_the_order_of_the_changes() -> None:
    """Also if the work begins and ends before the thread that started it continues."""
    listener = MemoryJobListener()
    queue = ThreadedWorkQueue(4)
    jobs = Jobs(queue, listener, lambda: NOON)
    started = [jobs.start("lab", DownloadRequest((str(number),), "/data"), lambda *_: ()) for number in range(200)]
    deadline = time.monotonic() + 20
    while not all(jobs.get(job.id).state.is_final for job in started) and time.monotonic() < deadline:
        time.sleep(0.01)
    for job in started:
        reported = [each.state for each in listener.changes if each.id == job.id]
        assert reported == [JobState.QUEUED, JobState.RUNNING, JobState.DONE]


def test_job_stopped_by_the_shutdown_has_that_reason(jobs, queue) -> None:
    def stop_while_it_runs(*arguments: Any) -> tuple[Download, ...]:
        jobs.close()
        return wait_to_be_cancelled(*arguments)

    running, waiting = jobs.start("lab", REQUEST, stop_while_it_runs), jobs.start("lab", REQUEST, succeed)
    queue.run_all()
    for each in (jobs.get(running.id), jobs.get(waiting.id)):
        assert (each.state, each.error.code) == (JobState.CANCELLED, "server-stopped")
        assert "the server was stopped" in str(each.error)


def test_job_cancelled_by_the_user_has_no_shutdown_reason(jobs) -> None:
    job = jobs.start("lab", REQUEST, wait_to_be_cancelled)
    jobs.cancel(job.id)
    jobs.close()
    assert jobs.get(job.id).error is None


def test_requests_and_reasons_of_finished_jobs_count_towards_the_limit(jobs, queue) -> None:
    """Each uses a third of the limit: requests with many data sets, with long texts, and long reasons."""
    long = "x" * 500 * 35_000
    requests = [
        replace(REQUEST, perm_ids=tuple(str(number) for number in range(350_000))),
        replace(UPLOAD, properties={"NOTES": [long]}),
        REQUEST,
    ]
    started = [
        jobs.start("lab", request, fail(DataSetNotFound(long if request is REQUEST else "1-1"))) for request in requests
    ]
    queue.run_all()
    assert [each.id for each in jobs.all()] == [each.id for each in started[1:]]
