"""Registry of the background jobs of a process."""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InternalError,
    InvalidInput,
    OpenbisError,
    PartialDownloadFailure,
    ServerBusy,
    ServerStopped,
    UnknownJob,
)
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.jobs.job_progress import JobProgress
from jupyter_openbis_server.domain.jobs.ports import JobListener, WorkQueue
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest

Request = DownloadRequest | UploadRequest | FileUploadRequest | PublishRequest
R = TypeVar("R", DownloadRequest, UploadRequest, FileUploadRequest, PublishRequest)
Outcome = tuple[Download, ...] | Upload | FileUpload
Operation = Callable[[str, R, Cancellation, Progress], Outcome]
"""A use case that a job runs. Arguments: name of the connection, request, cancellation, progress.

Raises Cancelled on request, OpenbisError on failure.
"""

MAX_ENDED = 200
"""Ended jobs that are kept."""
_MAX_ITEMS = 100_000
"""Items of all ended jobs. An item takes about half a kilobyte as long as its job is kept."""
_ITEM_CHARACTERS = 500
"""Length of text that counts as one item."""


@dataclass
class _Record:
    """A job with its operation, progress and cancellation."""

    job: Job
    operation: Operation[Any] | None
    progress: JobProgress
    cancellation: Cancellation = field(default_factory=Cancellation)
    reason: Cancelled | None = None
    """Why the job was cancelled; None if a user cancelled it."""

    @property
    def now(self) -> Job:
        """The job with its current progress."""
        return replace(self.job, progress=self.progress.report())


class Jobs:
    """All jobs since the program started; of the ended jobs, the last 200, or fewer if they are large.

    Thread-safe. Jobs are not stored on disk: after a restart, interrupted downloads are found by their manifests.
    """

    def __init__(
        self,
        queue: WorkQueue,
        listener: JobListener,
        clock: Callable[[], dt.datetime],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._listener = listener
        self._clock = clock
        self._ticks = ticks
        self._records: dict[str, _Record] = {}
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
    ) -> Job:
        """Queue a job and return it; if a job with the same key exists, return that job instead.

        Args:
            connection: Name of the connection; used for fair scheduling.
            request: The request of the user.
            operation: The use case to run.
            exclusive: Resources that the job needs exclusively, e.g. a folder.
            key: Idempotency key.
            owner: Name of the Jupyter user.

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
            job = Job(uuid.uuid4().hex, connection, request, self._clock(), key, owner=owner)
            record = self._record(job, operation)
            self._queue.submit(self._run, record, lane=connection, exclusive=exclusive)
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
        """Cancel a job: a queued job ends at once, a running job within a second; an ended job is unchanged.

        Args:
            job_id: The job.
            reason: Why the job is cancelled, if not by a user; becomes the job's error. Only the first reason is used.

        Raises:
            UnknownJob.
        """
        with self._lock:
            record = self._known(job_id)
            is_queued = record.job.state is JobState.QUEUED
            if not record.cancellation.is_cancelled:
                record.reason = reason
            if is_queued:
                record.operation = None
                self._change(record, state=JobState.CANCELLED, ended=self._clock(), error=record.reason)
        record.cancellation.cancel()
        if is_queued:
            self._notify(record)
        return self.get(job_id)

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

    def _record(self, job: Job, operation: Operation[Any]) -> _Record:
        progress = JobProgress(self._ticks, lambda: self._notify(record))
        record = _Record(job, operation, progress)
        return record

    def _run(self, record: _Record) -> None:
        with self._lock:
            if record.job.state is not JobState.QUEUED:
                return
            self._change(record, state=JobState.RUNNING, started=self._clock())
            self._notify(record)
        ended = self._outcome(record)
        with self._lock:
            self._change(record, ended=self._clock(), **ended)
            self._evict_ended()
            self._notify(record)

    def _outcome(self, record: _Record) -> dict[str, object]:
        """Run the operation and release it; return the changes to the job."""
        operation, record.operation = record.operation, None
        assert operation, "a job runs once"  # noqa: S101 - for the type checker
        try:
            outcome = operation(record.job.connection, record.job.request, record.cancellation, record.progress)
        except Cancelled:
            return {"state": JobState.CANCELLED, "error": record.reason}
        except OpenbisError as error:
            done = error.downloads if isinstance(error, PartialDownloadFailure) else ()
            return {"state": JobState.FAILED, "error": detached(error), "downloads": done}
        except Exception as error:  # noqa: BLE001 - an internal error must end the job, too
            return {"state": JobState.FAILED, "error": detached(InternalError(error))}
        if isinstance(outcome, Upload):
            return {"state": JobState.DONE, "upload": outcome}
        if isinstance(outcome, FileUpload):
            return {"state": JobState.DONE, "file_upload": outcome}
        return {"state": JobState.DONE, "downloads": outcome}

    def _change(self, record: _Record, **changes: object) -> None:
        record.job = replace(record.job, **changes)  # type: ignore[arg-type]

    def _notify(self, record: _Record) -> None:
        """Notify the listener of the state of a job; under the lock, so that notifications are in order."""
        with self._lock:
            self._listener.changed(record.now)

    def _known(self, job_id: str) -> _Record:
        if job_id not in self._records:
            raise UnknownJob(job_id)
        return self._records[job_id]

    def _with_key(self, key: str | None) -> _Record | None:
        if key is None:
            return None
        return next((record for record in self._records.values() if record.job.key == key), None)

    def _evict_ended(self) -> None:
        """Remove the oldest ended jobs above the limits for jobs and items; the last ended job is always kept."""
        ended = [record.job for record in self._records.values() if record.job.state.is_final]
        ended.sort(key=lambda job: job.ended or job.created)
        items = 0
        for newer, job in enumerate(reversed(ended)):
            own = _items_of(job)
            items += own
            if newer >= MAX_ENDED or (newer and own and items > _MAX_ITEMS):
                del self._records[job.id]


def _items_of(job: Job) -> int:
    """Return the approximate memory use of a job besides its own fields, in items of about the same size."""
    files = sum(len(each.files) for each in job.downloads)
    if job.file_upload:
        files += len(job.file_upload.stored) + len(job.file_upload.unchanged)
    error = 0 if job.error is None else len(str(job.error)) // _ITEM_CHARACTERS
    return files + error + _items_of_request(job.request)


def _items_of_request(request: Request) -> int:
    if isinstance(request, DownloadRequest):
        return _size_of((request.perm_ids, request.selection.patterns))
    if isinstance(request, PublishRequest):
        return _size_of(request.notes) + _items_of_request(request.upload)
    if isinstance(request, FileUploadRequest):
        return _size_of(request.files)
    return _size_of((request.files, request.parents, dict(request.properties)))


def _size_of(value: object) -> int:
    """Return the size of lists and long texts, in items; a few short ones count as 0."""
    if isinstance(value, str):
        return len(value) // _ITEM_CHARACTERS
    if isinstance(value, dict):
        return _size_of(tuple(value.values()))
    if isinstance(value, list | tuple):
        return len(value) // 10 + sum(map(_size_of, value))
    return 0
