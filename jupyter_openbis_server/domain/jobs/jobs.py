"""Registry of the background jobs of a process."""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InvalidInput,
    OpenbisError,
    ServerBusy,
    ServerStopped,
    UnknownJob,
)
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.jobs.job_progress import JobProgress
from jupyter_openbis_server.domain.jobs.job_record import JobRecord, Operation, R
from jupyter_openbis_server.domain.jobs.job_size import items_of
from jupyter_openbis_server.domain.jobs.ports import JobListener, Timers, WorkQueue
from jupyter_openbis_server.domain.jobs.retries import NO_RETRIES, Attempts, RetryPolicy
from jupyter_openbis_server.domain.jobs.subject import KnownNames, Subject

MAX_ENDED = 200
"""Ended jobs that are kept."""
QUEUE_FULL_SECONDS = 30.0
"""Pause before a job is queued again if the queue was full."""
_MAX_ITEMS = 100_000
"""Items of all ended jobs. An item takes about half a kilobyte as long as its job is kept."""


class Jobs:
    """All jobs since the program started; of the ended jobs, the last 200, or fewer if they are large.

    Thread-safe. Jobs are not stored on disk: after a restart, interrupted downloads are found by their manifests.

    Args:
        queue: Runs the jobs.
        listener: Is notified of their changes.
        clock: Returns the current time, with time zone.
        ticks: Returns the seconds of a clock that is never adjusted.
        timers: Wake interrupted jobs; None: no job is tried again.
        retries: When interrupted jobs are tried again. While they wait, they have no thread and no exclusive resource.
    """

    def __init__(
        self,
        queue: WorkQueue,
        listener: JobListener,
        clock: Callable[[], dt.datetime],
        ticks: Callable[[], float] = time.monotonic,
        timers: Timers | None = None,
        retries: RetryPolicy = NO_RETRIES,
    ) -> None:
        self._queue = queue
        self._listener = listener
        self._clock = clock
        self._ticks = ticks
        self._timers = timers
        self._retries = retries
        self._records: dict[str, JobRecord] = {}
        self._lock = threading.RLock()
        self._is_closed = False

    def start(
        self,
        connection: str,
        request: R,
        operation: Operation[R],
        *,
        exclusive: frozenset[str] = frozenset(),
        key: str | None = None,
        owner: str = "",
        subjects: tuple[Subject, ...] = (),
        is_retried: bool = False,
    ) -> Job:
        """Queue a job and return it; if a job with the same key exists, return that job instead.

        Args:
            connection: Name of the connection; used for fair scheduling.
            request: The request of the user.
            operation: The use case to run.
            exclusive: Resources that the job needs exclusively, e.g. a folder.
            key: Idempotency key.
            owner: Name of the Jupyter user.
            subjects: What the client has shown to the user as the job's data sets, samples or experiments.
            is_retried: Whether it is tried again by itself after an interruption; repeating the operation must be safe.

        Raises:
            InvalidInput: the key belongs to another request.
            ServerBusy: too many jobs are queued, or the program is shutting down.
        """
        with self._lock:
            known = self._with_key(key)
            if known:
                if (known.job.connection, known.job.request) != (connection, request):
                    raise InvalidInput(f"the key {key!r} belongs to job {known.job.id}, which is another one")
                return known.now
            if self._is_closed:
                raise ServerBusy("a server that is about to stop")
            names = KnownNames(subjects)
            job = Job(uuid.uuid4().hex, connection, request, self._clock(), key, owner=owner, names=names)
            record = self._record(job, operation, exclusive, is_retried=is_retried)
            self._submit(record)
            self._records[record.job.id] = record
            self._evict_ended()
            self._notify(record)  # first: the worker that runs the job waits for the lock
            return record.now

    def all(self) -> tuple[Job, ...]:
        """Return all jobs, in the order in which they were started."""
        with self._lock:
            return tuple(record.now for record in self._records.values())

    def get(self, job_id: str) -> Job:
        """Return the current state of one job. Raises UnknownJob."""
        with self._lock:
            return self._known(job_id).now

    def cancel(self, job_id: str, reason: Cancelled | None = None) -> Job:
        """Cancel a job: a running job ends within a second, one that is queued or waits to be tried again at once.

        An ended job is unchanged.

        Args:
            job_id: The job.
            reason: Why the job is cancelled, if not by a user; becomes the job's error. Only the first reason is used.

        Raises:
            UnknownJob.
        """
        with self._lock:
            record = self._known(job_id)
            is_waiting = record.job.state in (JobState.QUEUED, JobState.WAITING_TO_RETRY)
            if not record.cancellation.is_cancelled:
                record.reason = reason
            if is_waiting:
                self._end(record, state=JobState.CANCELLED, error=record.reason)
        record.cancellation.cancel()
        if is_waiting:
            self._notify(record)
        return self.get(job_id)

    def retry_now(self, job_id: str) -> Job:
        """Try a job again that waits for its next attempt; any other job is unchanged. Raises UnknownJob."""
        with self._lock:
            record = self._known(job_id)
            self._requeue(record)
            return record.now

    @property
    def is_closed(self) -> bool:
        """Whether new jobs are refused."""
        return self._is_closed

    def close(self) -> None:
        """Cancel all jobs and refuse new ones."""
        with self._lock:
            self._is_closed = True
            unfinished = [record.job.id for record in self._records.values() if not record.job.state.is_final]
        for job_id in unfinished:
            self.cancel(job_id, ServerStopped())

    def _record(self, job: Job, operation: Operation[Any], exclusive: frozenset[str], *, is_retried: bool) -> JobRecord:
        progress = JobProgress(self._ticks, lambda: self._notify(record))
        attempts = Attempts(self._retries) if is_retried and self._timers else None
        record = JobRecord(job, operation, progress, exclusive, attempts)
        return record

    def _submit(self, record: JobRecord) -> None:
        self._queue.submit(self._run, record, lane=record.job.connection, exclusive=record.exclusive)

    def _run(self, record: JobRecord) -> None:
        with self._lock:
            if record.job.state is not JobState.QUEUED:
                return
            job = record.job
            started = job.started or self._clock()
            self._change(record, state=JobState.RUNNING, started=started, attempts=job.attempts + 1, error=None)
            self._notify(record)
        ended = record.run()
        with self._lock:
            pause = self._pause_after(record, ended)
            if pause is None:
                self._end(record, **ended)
                self._evict_ended()
            else:
                record.progress.interrupted()
                self._wait_to_retry(record, pause, error=ended["error"])
            self._notify(record)

    def _pause_after(self, record: JobRecord, ended: dict[str, object]) -> float | None:
        """Return the seconds until an interrupted job is tried again; None if it has ended."""
        error = ended.get("error")
        if record.attempts is None or self._is_closed or record.cancellation.is_cancelled:
            return None
        if ended["state"] is not JobState.FAILED or not isinstance(error, OpenbisError):
            return None
        return record.attempts.pause_after(error, record.progress.report().done.bytes, self._ticks())

    def _wait_to_retry(self, record: JobRecord, pause: float, **changes: object) -> None:
        assert self._timers, "only jobs with timers are repeated"  # noqa: S101 - for the type checker
        next_attempt = self._clock() + dt.timedelta(seconds=pause)
        self._change(record, state=JobState.WAITING_TO_RETRY, next_attempt=next_attempt, **changes)
        record.stop_timer = self._timers.call_later(pause, partial(self._requeue, record))

    def _requeue(self, record: JobRecord) -> None:
        """Queue a job again that waits for its next attempt; if the queue is full, it waits longer."""
        with self._lock:
            if record.job.state is not JobState.WAITING_TO_RETRY:
                return
            record.stop_timer()
            self._change(record, state=JobState.QUEUED, next_attempt=None)
            try:
                self._submit(record)
            except ServerBusy:
                self._wait_to_retry(record, QUEUE_FULL_SECONDS)
            self._notify(record)

    def _end(self, record: JobRecord, **changes: object) -> None:
        """Change a job to a final state, and release what it needed to run."""
        record.operation = None
        record.stop_timer()
        self._change(record, ended=self._clock(), next_attempt=None, **changes)

    def _change(self, record: JobRecord, **changes: object) -> None:
        record.job = replace(record.job, **changes)  # type: ignore[arg-type]

    def _notify(self, record: JobRecord) -> None:
        """Notify the listener of the state of a job; under the lock, so that notifications are in order."""
        with self._lock:
            self._listener.changed(record.now)

    def _known(self, job_id: str) -> JobRecord:
        if job_id not in self._records:
            raise UnknownJob(job_id)
        return self._records[job_id]

    def _with_key(self, key: str | None) -> JobRecord | None:
        if key is None:
            return None
        return next((record for record in self._records.values() if record.job.key == key), None)

    def _evict_ended(self) -> None:
        """Remove the oldest ended jobs above the limits for jobs and items; the last ended job is always kept."""
        ended = [record.job for record in self._records.values() if record.job.state.is_final]
        ended.sort(key=lambda job: job.ended or job.created)
        items = 0
        for newer, job in enumerate(reversed(ended)):
            own = items_of(job)
            items += own
            if newer >= MAX_ENDED or (newer and own and items > _MAX_ITEMS):
                del self._records[job.id]
