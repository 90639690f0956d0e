"""Use cases that start transfers in the background."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset
from jupyter_openbis_server.domain.downloads.link_data_sets import LinkDatasets
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.jobs.job import Job
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.jobs.subject import Subject
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.notebooks.publications.publish_notebook import PublishNotebook
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset


@dataclass(frozen=True)
class StartDownload:
    """Start a job that downloads data sets or links to them, and return at once.

    Two jobs with the same data set and the same folder run one after the other.
    """

    connections: Connections
    folders: DownloadFolders
    jobs: Jobs
    download: DownloadDataset
    link: LinkDatasets

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        key: str | None = None,
        owner: str = "",
        *,
        subjects: tuple[Subject, ...] = (),
        is_retried: bool = False,
    ) -> Job:
        """Return the job.

        Args:
            name: Name of the connection.
            request: The data sets and the folder.
            key: Idempotency key; a second call with the same key returns the same job.
            owner: Name of the Jupyter user.
            subjects: See `Jobs.start`.
            is_retried: See `Jobs.start`.

        Raises:
            UnknownConnection, InvalidPath, InvalidInput, ServerBusy: no job was started.
        """
        self.connections.get(name)
        self.folders.check(request.folder)
        folder_id = self.folders.identity(request.folder)
        return self.jobs.start(
            name,
            request,
            self.link if request.link else self.download,
            exclusive=frozenset(f"{folder_id}/{perm_id}" for perm_id in request.perm_ids),
            key=key,
            owner=owner,
            subjects=subjects,
            is_retried=is_retried,
        )


@dataclass(frozen=True)
class StartUpload:
    """Start a job that uploads a data set, and return at once."""

    connections: Connections
    jobs: Jobs
    upload: UploadDataset
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: UploadRequest,
        key: str | None = None,
        owner: str = "",
        *,
        subjects: tuple[Subject, ...] = (),
        is_retried: bool = False,
    ) -> Job:
        """Return the job.

        Args:
            name: Name of the connection.
            request: The data set to register.
            key: Idempotency key; a second call with the same key returns the same job and registers nothing.
            owner: Name of the Jupyter user.
            subjects: See `Jobs.start`.
            is_retried: See `Jobs.start`.

        Raises:
            ReadOnly: changes are switched off.
            UnknownConnection, InvalidInput, ServerBusy: no job was started.
        """
        self.guard.check()
        self.connections.get(name)
        return self.jobs.start(
            name, request, self.upload, key=key, owner=owner, subjects=subjects, is_retried=is_retried
        )


@dataclass(frozen=True)
class StartFileUpload:
    """Start a job that stores files with a sample or experiment itself, and return at once.

    Jobs that name their sample or experiment alike run one after the other. Others do not mix their files: openBIS has
    each file under a temporary name first.
    """

    connections: Connections
    jobs: Jobs
    upload: UploadFiles
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: FileUploadRequest,
        key: str | None = None,
        owner: str = "",
        *,
        subjects: tuple[Subject, ...] = (),
        is_retried: bool = False,
    ) -> Job:
        """Return the job.

        Args:
            name: Name of the connection.
            request: The files, and where to store them.
            key: Idempotency key; a second call with the same key returns the same job and sends nothing.
            owner: Name of the Jupyter user.
            subjects: See `Jobs.start`.
            is_retried: See `Jobs.start`.

        Raises:
            ReadOnly: changes are switched off.
            UnknownConnection, InvalidInput, ServerBusy: no job was started.
        """
        self.guard.check()
        self.connections.get(name)
        exclusive = frozenset({f"files of {name}/{request.entity}"})
        return self.jobs.start(
            name,
            request,
            self.upload,
            exclusive=exclusive,
            key=key,
            owner=owner,
            subjects=subjects,
            is_retried=is_retried,
        )


@dataclass(frozen=True)
class StartPublication:
    """Start a job that publishes a notebook, and return at once.

    It is not tried again by itself: it would publish what the user has written since.
    """

    connections: Connections
    jobs: Jobs
    publish: PublishNotebook
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: PublishRequest,
        key: str | None = None,
        owner: str = "",
        *,
        subjects: tuple[Subject, ...] = (),
    ) -> Job:
        """Return the job; its request contains the history id that later versions of the notebook need.

        Args:
            name: Name of the connection.
            request: The notebook and the options.
            key: Idempotency key; a second call with the same key returns the same job and registers nothing.
            owner: Name of the Jupyter user.
            subjects: See `Jobs.start`.

        Raises:
            ReadOnly: changes are switched off.
            UnknownConnection, InvalidInput, ServerBusy: no job was started.
        """
        self.guard.check()
        self.connections.get(name)
        return self.jobs.start(name, request.with_history(), self.publish, key=key, owner=owner, subjects=subjects)
