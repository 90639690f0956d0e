"""Automatic repetition of interrupted transfers: errors, pauses, states."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.errors import (
    DataSetNotFound,
    DiskFull,
    DownloadFailed,
    FileConflict,
    HostNotAllowed,
    InstanceUnreachable,
    InternalError,
    NotLoggedIn,
    OpenbisError,
    PartialDownloadFailure,
    RequestRefused,
    ServerBusy,
    UnexpectedResponse,
    UnknownJob,
    UntrustedCertificate,
    UploadFailed,
    UploadUnconfirmed,
    WrongCredentials,
)
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.jobs.jobs import QUEUE_FULL_SECONDS, Jobs
from jupyter_openbis_server.domain.jobs.retries import Attempts, RetryPolicy, is_transient
from jupyter_openbis_server.domain.object_files.errors import FilesNotUploaded
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.sync.errors import PartialSyncFailure, SyncRunning, TooManyDeletions
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryTimers, MemoryWorkQueue

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
REQUEST = DownloadRequest(("1-1",), "/data")
DONE = Download("https://openbis.example.org", DataSet("1-1", "RAW_DATA"), "/data/1-1", ())
LOST = InstanceUnreachable("lab", "connection refused")


def caused(error: UploadFailed, cause: OpenbisError) -> UploadFailed:
    error.__cause__ = cause
    return detached(error)


TRANSIENT = [
    LOST,
    UnexpectedResponse("lab", "a page of a proxy"),
    DownloadFailed("1-1", LOST),
    PartialDownloadFailure([DownloadFailed("1-1", DataSetNotFound("1-1")), DownloadFailed("2-2", LOST)], []),
    FilesNotUploaded(LOST),
    caused(UploadFailed(LOST), LOST),
    SyncRunning("/data", "/data/.openbis-sync/running-1"),
    PartialSyncFailure(2, [("a", DiskFull("/data", 2, 1)), ("b", LOST)]),
]
LASTING = [
    NotLoggedIn("lab"),
    WrongCredentials("lab"),
    UntrustedCertificate("lab", "self-signed"),
    HostNotAllowed("lab", "openbis.example.org"),
    DataSetNotFound("1-1"),
    FileConflict(["a.csv"]),
    DownloadFailed("1-1", DiskFull("/data", 2, 1)),
    DownloadFailed("1-1", UntrustedCertificate("lab", "self-signed")),
    PartialDownloadFailure([DownloadFailed("1-1", DataSetNotFound("1-1"))], []),
    FilesNotUploaded(RequestRefused("no rights")),
    caused(UploadFailed(RequestRefused("no rights")), RequestRefused("no rights")),
    caused(UploadUnconfirmed(LOST), LOST),
    UploadFailed("the type is unknown"),
    PartialSyncFailure(1, [("a", DiskFull("/data", 2, 1))]),
    TooManyDeletions(20, 21, "here"),
    InternalError(KeyError("row")),
]


@pytest.mark.parametrize("error", TRANSIENT, ids=repr)
def test_errors_that_pass_by_themselves_are_transient(error: OpenbisError) -> None:
    assert is_transient(error)
    assert is_transient(detached(error))


@pytest.mark.parametrize("error", [*LASTING, None], ids=repr)
def test_errors_that_last_or_make_a_repetition_unsafe_are_not_transient(error: OpenbisError | None) -> None:
    assert not is_transient(error)


# --- pauses


@given(
    seconds=st.floats(0, 100_000),
    failures=st.integers(1, 10_000),
    elapsed=st.floats(0, 200_000),
    jitter=st.floats(0, 1),
)
def test_pauses_are_positive_limited_and_end_in_time(
    seconds: float, failures: int, elapsed: float, jitter: float
) -> None:
    pause = RetryPolicy(seconds, lambda: jitter).pause(failures, elapsed)
    if elapsed >= seconds:
        assert pause is None
    else:
        assert pause is not None
        assert 0 < pause <= 150
        assert elapsed + pause <= seconds * (1 + 1e-9)


@given(jitter=st.floats(0, 1), failures=st.integers(1, 50))
def test_pauses_grow_apart_from_the_jitter(jitter: float, failures: int) -> None:
    first, later = (RetryPolicy(1e9, lambda: jitter).pause(number, 0) for number in (failures, failures + 1))
    assert first is not None
    assert later is not None
    assert first <= later <= 2 * first


def test_jitter_spreads_the_attempts() -> None:
    pauses = [RetryPolicy(900, lambda value=value: value).pause(1, 0) for value in (0.0, 0.5, 1.0)]
    assert pauses == [3.75, 5.0, 6.25]


@given(st.lists(st.tuples(st.integers(0, 100), st.floats(0, 1)), max_size=60))
def test_attempts_without_progress_end_after_the_limit(failures: list[tuple[int, float]]) -> None:
    """Each failure is `lasting` seconds after its attempt has begun, with many bytes done."""
    now, most, since = 0.0, -1, 0.0
    attempts = Attempts(RetryPolicy(100, lambda: 0.5))
    for bytes_done, lasting in failures:
        now += lasting
        if bytes_done > most:
            since, most = now, bytes_done
        pause = attempts.pause_after(LOST, bytes_done, now)
        assert (pause is None) == (now - since >= 100)
        now += pause or 0


def test_lasting_error_ends_the_attempts() -> None:
    assert Attempts(RetryPolicy(100)).pause_after(NotLoggedIn("lab"), 0, 0) is None


# --- jobs


class Trial:
    """Jobs with a fake clock; each job fails with the errors of `outcomes`, then succeeds."""

    def __init__(self, seconds: float = 900, *, most_waiting: int = 1000) -> None:
        self.timers, self.listener = MemoryTimers(), MemoryJobListener()
        self.queue = MemoryWorkQueue(most_waiting)
        self.jobs = Jobs(
            self.queue,
            self.listener,
            clock=lambda: NOON + dt.timedelta(seconds=self.timers.now),
            ticks=lambda: self.timers.now,
            timers=self.timers,
            retries=RetryPolicy(seconds, lambda: 0.5),
        )

    def start(self, *outcomes: Exception, bytes_done: int = 0, is_retried: bool = True) -> Job:
        left: Iterator[Exception] = iter(outcomes)

        def work(_name, _request, _cancellation, progress) -> tuple[Download, ...]:
            progress.begin(Amount(1, 1000), Amount(0, bytes_done))
            progress.began("x")
            for error in left:
                raise error
            progress.completed("x")
            return (DONE,)

        return self.jobs.start("lab", REQUEST, work, is_retried=is_retried)

    def run(self, job: Job) -> Job:
        self.queue.run_all()
        return self.jobs.get(job.id)

    def states(self, job: Job) -> list[str]:
        reported = [each.state.value for each in self.listener.changes if each.id == job.id]
        return [state for index, state in enumerate(reported) if index == 0 or reported[index - 1] != state]


def test_an_interrupted_job_waits_and_is_tried_again() -> None:
    trial = Trial()
    started = trial.start(DownloadFailed("1-1", LOST), LOST)
    job = trial.run(started)
    assert (job.state, job.attempts, job.error.code) == (JobState.WAITING_TO_RETRY, 1, "download-failed")
    assert job.next_attempt == NOON + dt.timedelta(seconds=5)
    assert (job.ended, job.progress.file, job.progress.bytes_per_second) == (None, None, None)
    trial.timers.advance(4.9)
    assert trial.run(job).state is JobState.WAITING_TO_RETRY
    trial.timers.advance(0.1)
    assert trial.jobs.get(job.id).state is JobState.QUEUED
    assert trial.run(job).next_attempt == NOON + dt.timedelta(seconds=5 + 10)
    trial.timers.advance(10)
    job = trial.run(job)
    assert (job.state, job.attempts, job.error, job.next_attempt) == (JobState.DONE, 3, None, None)
    assert job.started == NOON
    again = ["queued", "running", "waitingToRetry"]
    assert trial.states(job) == [*again, *again, "queued", "running", "done"]


def test_a_job_fails_when_the_time_is_over() -> None:
    trial = Trial(seconds=60)
    job = trial.start(*[LOST] * 50)
    attempts = 0
    while not trial.run(job).state.is_final:
        (pause,) = trial.timers.pending
        trial.timers.advance(pause)
        attempts += 1
        assert attempts < 10
    ended = trial.jobs.get(job.id)
    assert (ended.state, ended.error.code, trial.timers.now) == (JobState.FAILED, "instance-unreachable", 60)
    assert ended.attempts == 5  # after 5, 15, 35 and 60 seconds


@pytest.mark.parametrize("error", LASTING, ids=repr)
def test_a_lasting_error_ends_the_job_at_once(error: OpenbisError) -> None:
    trial = Trial()
    assert trial.run(trial.start(error)).state is JobState.FAILED
    assert trial.timers.pending == []


def test_an_error_after_the_interruption_ends_the_job() -> None:
    """E.g. the session has expired during the wait, and no password is remembered."""
    trial = Trial()
    job = trial.start(LOST, NotLoggedIn("lab"))
    trial.run(job)
    trial.timers.advance(5)
    ended = trial.run(job)
    assert (ended.state, ended.error.code, ended.attempts) == (JobState.FAILED, "not-logged-in", 2)


@pytest.mark.parametrize(("seconds", "is_retried"), [(0, True), (900, False)], ids=["switched off", "not wanted"])
def test_a_job_without_retries_fails_at_once(seconds: float, is_retried: bool) -> None:
    trial = Trial(seconds)
    assert trial.run(trial.start(LOST, is_retried=is_retried)).state is JobState.FAILED


def test_retry_now_does_not_wait() -> None:
    trial = Trial()
    job = trial.run(trial.start(LOST))
    assert trial.jobs.retry_now(job.id).state is JobState.QUEUED
    assert trial.timers.pending == []
    assert trial.run(job).state is JobState.DONE
    assert trial.jobs.retry_now(job.id).state is JobState.DONE
    with pytest.raises(UnknownJob):
        trial.jobs.retry_now("none")


def test_a_waiting_job_is_cancelled_at_once_and_never_runs() -> None:
    trial = Trial()
    job = trial.run(trial.start(LOST))
    cancelled = trial.jobs.cancel(job.id)
    assert (cancelled.state, cancelled.error, cancelled.next_attempt) == (JobState.CANCELLED, None, None)
    assert trial.timers.pending == []
    assert trial.run(job).attempts == 1


def test_a_job_that_is_cancelled_while_it_fails_is_not_tried_again() -> None:
    trial = Trial()
    started: list[Job] = []

    def work(*_: object) -> tuple[Download, ...]:
        trial.jobs.cancel(started[0].id)
        raise LOST

    started.append(trial.jobs.start("lab", REQUEST, work, is_retried=True))
    assert trial.run(started[0]).state is JobState.FAILED
    assert trial.timers.pending == []


def test_shutdown_ends_the_wait() -> None:
    trial = Trial()
    job = trial.run(trial.start(LOST))
    trial.jobs.close()
    ended = trial.jobs.get(job.id)
    assert (ended.state, ended.error.code) == (JobState.CANCELLED, "server-stopped")
    assert trial.timers.pending == []


def test_a_full_queue_extends_the_wait() -> None:
    trial = Trial(most_waiting=1)
    job = trial.run(trial.start(LOST))
    other = trial.start()
    trial.timers.advance(5)
    assert trial.jobs.get(job.id).state is JobState.WAITING_TO_RETRY
    assert trial.timers.pending == [QUEUE_FULL_SECONDS]
    assert trial.run(other).state is JobState.DONE
    trial.timers.advance(QUEUE_FULL_SECONDS)
    assert trial.run(job).state is JobState.DONE


def test_a_waiting_job_holds_no_folder_and_no_place_in_the_queue() -> None:
    trial = Trial(most_waiting=1)
    trial.run(trial.start(LOST))
    assert trial.run(trial.start()).state is JobState.DONE
    trial.start()
    with pytest.raises(ServerBusy):
        trial.start()


def test_same_key_returns_the_waiting_job() -> None:
    trial = Trial()

    def work(*_: object) -> tuple[Download, ...]:
        raise LOST

    first = trial.jobs.start("lab", REQUEST, work, key="click", is_retried=True)
    trial.run(first)
    again = trial.jobs.start("lab", REQUEST, work, key="click", is_retried=True)
    assert (again.id, again.state) == (first.id, JobState.WAITING_TO_RETRY)


def test_progress_restarts_the_limit_and_the_pauses() -> None:
    trial = Trial(seconds=20)
    job = trial.run(trial.start(LOST, LOST, LOST, bytes_done=100))
    for pause in (5, 10, 5):
        assert trial.timers.pending == [pause]
        trial.timers.advance(pause)
        job = trial.run(job)
    assert job.state is JobState.DONE
