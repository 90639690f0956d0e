"""A job with all that is needed to run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.errors import Cancelled, InternalError, OpenbisError, PartialDownloadFailure
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.jobs.job_progress import JobProgress
from jupyter_openbis_server.domain.jobs.retries import Attempts
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.sync.overview import ReportOverview
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest

R = TypeVar("R", DownloadRequest, UploadRequest, FileUploadRequest, PublishRequest, SyncRequest)
Outcome = tuple[Download, ...] | Upload | FileUpload | ReportOverview
Operation = Callable[[str, R, Cancellation, Progress], Outcome]
"""A use case that a job runs. Arguments: name of the connection, request, cancellation, progress.

Raises Cancelled on request, OpenbisError on failure.
"""


@dataclass
class JobRecord:
    """A job with its operation, progress and cancellation.

    Attributes:
        exclusive: See `WorkQueue.submit`.
        attempts: Its attempts; None if it is not repeated.
        stop_timer: Prevents the next attempt; only while it waits for that.
    """

    job: Job
    operation: Operation[Any] | None
    progress: JobProgress
    exclusive: frozenset[str]
    attempts: Attempts | None
    stop_timer: Callable[[], None] = lambda: None
    cancellation: Cancellation = field(default_factory=Cancellation)
    reason: Cancelled | None = None
    """Why the job was cancelled; None if a user cancelled it."""

    @property
    def now(self) -> Job:
        """The job with its current progress."""
        names = replace(self.job.names, found=self.progress.names)
        return replace(self.job, progress=self.progress.report(), names=names)

    def run(self) -> dict[str, object]:
        """Run the operation; return the changes to the job."""
        operation = self.operation
        assert operation, "it is released at the end"  # noqa: S101 - for the type checker
        try:
            outcome = operation(self.job.connection, self.job.request, self.cancellation, self.progress)
        except Cancelled:
            return {"state": JobState.CANCELLED, "error": self.reason}
        except OpenbisError as error:
            done = error.downloads if isinstance(error, PartialDownloadFailure) else ()
            return {"state": JobState.FAILED, "error": detached(error), "downloads": done}
        except Exception as error:  # noqa: BLE001 - an internal error must end the job, too
            return {"state": JobState.FAILED, "error": detached(InternalError(error))}
        return _end_of(outcome)


def _end_of(outcome: Outcome) -> dict[str, object]:
    """Return the changes to a job that has run to its end."""
    if isinstance(outcome, Upload):
        return {"state": JobState.DONE, "upload": outcome}
    if isinstance(outcome, FileUpload):
        return {"state": JobState.DONE, "file_upload": outcome}
    if isinstance(outcome, ReportOverview):
        state = JobState.FAILED if outcome.error else JobState.DONE
        return {"state": state, "error": outcome.error, "sync": outcome}
    return {"state": JobState.DONE, "downloads": outcome}
