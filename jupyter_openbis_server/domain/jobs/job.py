"""Transfers that run by themselves."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model.download import Download, DownloadRequest
from jupyter_openbis_server.domain.model.progress import NOT_BEGUN, ProgressReport
from jupyter_openbis_server.domain.model.publication import PublishRequest
from jupyter_openbis_server.domain.model.upload import Upload, UploadRequest


class JobState(str, enum.Enum):
    """How a job fares. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobKind(str, enum.Enum):
    """What a job does."""

    DOWNLOAD = "download"
    UPLOAD = "upload"
    PUBLISH = "publish"


@dataclass(frozen=True)
class Job:
    """A download, upload or publication, as it stands at one moment.

    Attributes:
        request: What was asked for.
        key: What the client called it: asked for again under the same key, it is the same job.
        owner: Name of the Jupyter user who began it; for operators only.
        error: Why it failed, once it has.
        downloads: What was downloaded, once it is done; of a job that failed, what was downloaded all the same.
        upload: What was registered, once it is.
    """

    id: str
    connection: str
    request: DownloadRequest | UploadRequest | PublishRequest
    created: dt.datetime
    key: str | None = None
    state: JobState = JobState.QUEUED
    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    progress: ProgressReport = NOT_BEGUN
    error: OpenbisError | None = None
    downloads: tuple[Download, ...] = ()
    upload: Upload | None = None
    owner: str = ""

    @property
    def download_request(self) -> DownloadRequest | None:
        """What was asked for, of a download."""
        return self.request if isinstance(self.request, DownloadRequest) else None

    @property
    def kind(self) -> JobKind:
        """What is done."""
        if isinstance(self.request, DownloadRequest):
            return JobKind.DOWNLOAD
        return JobKind.PUBLISH if isinstance(self.request, PublishRequest) else JobKind.UPLOAD
