"""Background jobs: state, kind and result."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.jobs.subject import KnownNames, Subject, subjects_of
from jupyter_openbis_server.domain.notebooks.publications.publication import PublicationTarget, PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadRequest
from jupyter_openbis_server.domain.shared.progress import NO_PROGRESS, ProgressReport
from jupyter_openbis_server.domain.sync.overview import ReportOverview
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest


class JobState(str, enum.Enum):
    """State of a job. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING_TO_RETRY = "waitingToRetry"
    """Interrupted; it is tried again by itself."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether the job has ended."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobKind(str, enum.Enum):
    """Kind of a job."""

    DOWNLOAD = "download"
    UPLOAD = "upload"
    UPLOAD_FILES = "uploadFiles"
    PUBLISH = "publish"
    SYNC = "sync"


@dataclass(frozen=True)
class Job:
    """Snapshot of a download, upload, publication or synchronisation.

    Attributes:
        request: The request of the user.
        key: Idempotency key chosen by the client: a second request with the same key returns the same job.
        owner: Name of the Jupyter user who started it; for operators only.
        started: When it was begun for the first time.
        attempts: How often it was begun.
        next_attempt: When it is tried again; None if it does not wait for that.
        error: Why it failed, or why it was cancelled; None if a user cancelled it. While it waits to be
            tried again: why the last attempt failed.
        downloads: The finished downloads, once the job is done or has failed.
        upload: The registered data set, once it is registered.
        file_upload: What was stored with a sample or experiment itself, once all of it is stored.
        sync: What a synchronisation has done, also if that was not everything; None before its end, and if nothing
            could be planned.
        names: What is known about its data sets, samples or experiments.
    """

    id: str
    connection: str
    request: DownloadRequest | UploadRequest | FileUploadRequest | PublishRequest | SyncRequest
    created: dt.datetime
    key: str | None = None
    state: JobState = JobState.QUEUED
    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    progress: ProgressReport = NO_PROGRESS
    error: OpenbisError | None = None
    downloads: tuple[Download, ...] = ()
    upload: Upload | None = None
    file_upload: FileUpload | None = None
    sync: ReportOverview | None = None
    owner: str = ""
    attempts: int = 0
    next_attempt: dt.datetime | None = None
    names: KnownNames = field(default_factory=KnownNames)

    @property
    def download_request(self) -> DownloadRequest | None:
        """The request of a download; None for other jobs."""
        return self.request if isinstance(self.request, DownloadRequest) else None

    @property
    def local_folder(self) -> str | None:
        """Absolute path of the folder that is downloaded to, or synchronised; None for other jobs."""
        return self.request.folder if isinstance(self.request, (DownloadRequest, SyncRequest)) else None

    @property
    def owner_perm_id(self) -> str | None:
        """PermId of what was registered, or of the sample or experiment whose files were stored; None until then."""
        return self.sync.owner.perm_id if self.sync else self.sent.perm_id if self.sent else None

    @property
    def owner_kind(self) -> EntityKind | None:
        """Kind of the sample or experiment whose files were stored; None until then, and for data sets."""
        done = self.sync or self.file_upload
        return done.owner.kind if done else None

    @property
    def fetched_downloads(self) -> tuple[Download, ...]:
        """The downloads of data sets that were not skipped."""
        return tuple(each for each in self.downloads if not each.skipped)

    @property
    def skipped(self) -> tuple[Download, ...]:
        """The downloads of skipped data sets."""
        return tuple(each for each in self.downloads if each.skipped)

    @property
    def sent(self) -> Upload | FileUpload | None:
        """What was sent to openBIS; None for downloads, and until all of it is there."""
        return self.upload or self.file_upload

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The first data sets, samples or experiments that it is about, with their names."""
        return subjects_of(self.request, self.sync or self.sent, self.names)

    @property
    def is_of_owner(self) -> bool:
        """Whether it is about files of a sample or experiment itself, not about data sets; of downloads, at the end."""
        if isinstance(self.request, DownloadRequest):
            return bool(self.downloads) and all(each.data_set.is_in_afs for each in self.downloads)
        if isinstance(self.request, PublishRequest):
            return self.request.target is PublicationTarget.FILES
        return isinstance(self.request, (FileUploadRequest, SyncRequest))

    @property
    def owner_folder(self) -> str | None:
        """The target folder in the files of a sample or experiment, from the owner's folder on.

        None for other jobs, and as long as a publication has not ended: its folder is named when it begins.
        """
        if isinstance(self.request, SyncRequest):
            return ""
        if self.file_upload:
            return self.file_upload.folder
        return self.request.folder if isinstance(self.request, FileUploadRequest) else None

    @property
    def kind(self) -> JobKind:
        """The kind of the job, by the type of its request."""
        return _KINDS[type(self.request)]


_KINDS = {
    DownloadRequest: JobKind.DOWNLOAD,
    UploadRequest: JobKind.UPLOAD,
    FileUploadRequest: JobKind.UPLOAD_FILES,
    PublishRequest: JobKind.PUBLISH,
    SyncRequest: JobKind.SYNC,
}
