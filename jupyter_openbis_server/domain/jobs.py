"""Transfers that run by themselves, and what is known of them."""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InvalidInput,
    OpenbisError,
    SomeDownloadsFailed,
    TooBusy,
    UnexpectedFailure,
    UnknownJob,
)
from jupyter_openbis_server.domain.job_progress import JobProgress
from jupyter_openbis_server.domain.model import (
    Cancellation,
    Download,
    DownloadRequest,
    Job,
    JobState,
    PublishRequest,
    Upload,
    UploadRequest,
)
from jupyter_openbis_server.domain.ports import JobListener, Progress, WorkQueue

Outcome = tuple[Download, ...] | Upload
Work = Callable[[Cancellation, Progress], Outcome]
"""What a job does. Raises Cancelled when it is asked to end, OpenbisError when it fails."""

_MOST_ENDED = 200
_MOST_FILES = 100_000
"""Each file of a finished download takes about half a kilobyte for as long as its job is remembered."""


@dataclass
class _Record:
    """A job, the work behind it, and how it is ended."""

    job: Job
    work: Work
    progress: JobProgress
    cancellation: Cancellation = field(default_factory=Cancellation)

    @property
    def now(self) -> Job:
        """The job with its present progress."""
        return replace(self.job, progress=self.progress.report())


class Jobs:
    """All transfers since the program began; of those that have ended, the last 200, or fewer large ones.

    Safe for several threads.

    Nothing of this is kept on disk: after a restart, interrupted downloads are found by their manifests.
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
        request: DownloadRequest | UploadRequest | PublishRequest,
        work: Work,
        *,
        exclusive: frozenset[str] = frozenset(),
        key: str | None = None,
        owner: str = "",
    ) -> Job:
        """Queue a job. What was started under the same key is not started again: the job of that key is returned.

        Args:
            connection: Whose turn it uses up.
            request: What is asked for.
            work: What to do.
            exclusive: What it needs for itself, e.g. a folder.
            key: What the client calls this one click.
            owner: Name of the Jupyter user.

        Raises:
            InvalidInput: the key belongs to another request.
            TooBusy: too many jobs wait, or the program is about to end.
        """
        with self._lock:
            known = self._with_key(key)
            if known:
                if (known.job.connection, known.job.request) != (connection, request):
                    raise InvalidInput(f"the key {key!r} belongs to job {known.job.id}, which is another one")
                return known.now
            if self._is_closed:
                raise TooBusy("a server that is about to stop")
            record = self._record(Job(uuid.uuid4().hex, connection, request, self._clock(), key, owner=owner), work)
            self._queue.submit(lambda: self._run(record), lane=connection, exclusive=exclusive)
            self._records[record.job.id] = record
            self._forget_old_ones()
            self._tell(record)  # before anybody else can: whoever runs it waits for the lock
            return record.now

    def all(self) -> tuple[Job, ...]:
        """Return all jobs, in the order in which they were started."""
        with self._lock:
            return tuple(record.now for record in self._records.values())

    def get(self, job_id: str) -> Job:
        """Return one job as it stands now. Raises UnknownJob."""
        with self._lock:
            return self._known(job_id).now

    def cancel(self, job_id: str) -> Job:
        """Ask a job to end. One that waits ends at once, one that runs within a second, one that has ended stays so.

        Raises:
            UnknownJob.
        """
        with self._lock:
            record = self._known(job_id)
            waits = record.job.state is JobState.QUEUED
            if waits:
                self._change(record, state=JobState.CANCELLED, ended=self._clock())
        record.cancellation.cancel()
        if waits:
            self._tell(record)
        return self.get(job_id)

    @property
    def is_closed(self) -> bool:
        """Whether no new ones are taken."""
        return self._is_closed

    def close(self) -> None:
        """Ask all jobs to end, and take no new ones."""
        with self._lock:
            self._is_closed = True
            unended = [record.job.id for record in self._records.values() if not record.job.state.is_final]
        for job_id in unended:
            self.cancel(job_id)

    def _record(self, job: Job, work: Work) -> _Record:
        progress = JobProgress(self._ticks, lambda: self._tell(record))
        record = _Record(job, work, progress)
        return record

    def _run(self, record: _Record) -> None:
        with self._lock:
            if record.job.state is not JobState.QUEUED:
                return
            self._change(record, state=JobState.RUNNING, started=self._clock())
            self._tell(record)
        ended = self._outcome(record)
        with self._lock:
            self._change(record, ended=self._clock(), **ended)
            self._forget_old_ones()
            self._tell(record)

    def _outcome(self, record: _Record) -> dict[str, object]:
        """Do the work; return what has changed about the job."""
        try:
            outcome = record.work(record.cancellation, record.progress)
        except Cancelled:
            return {"state": JobState.CANCELLED}
        except OpenbisError as error:
            done = error.downloads if isinstance(error, SomeDownloadsFailed) else ()
            return {"state": JobState.FAILED, "error": error, "downloads": done}
        except Exception as error:  # noqa: BLE001 - a defect of ours must not leave a job that runs for ever
            return {"state": JobState.FAILED, "error": UnexpectedFailure(error)}
        if isinstance(outcome, Upload):
            return {"state": JobState.DONE, "upload": outcome}
        return {"state": JobState.DONE, "downloads": outcome}

    def _change(self, record: _Record, **changes: object) -> None:
        record.job = replace(record.job, **changes)  # type: ignore[arg-type]

    def _tell(self, record: _Record) -> None:
        """Tell the listener how a job stands; under the lock, so that it hears everything in the order it happened."""
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

    def _forget_old_ones(self) -> None:
        """Forget the oldest jobs that have ended: what is too many, and downloads of too many files; never the last."""
        ended = [record.job for record in self._records.values() if record.job.state.is_final]
        ended.sort(key=lambda job: job.ended or job.created)
        files = 0
        for newer, job in enumerate(reversed(ended)):
            files += sum(len(each.files) for each in job.downloads)
            if newer >= _MOST_ENDED or (newer and job.downloads and files > _MOST_FILES):
                del self._records[job.id]
