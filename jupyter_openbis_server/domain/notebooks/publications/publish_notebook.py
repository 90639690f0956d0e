"""Use cases that plan and run the publication of a notebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.notebooks.publications.file_publication_builder import FilePublicationBuilder
from jupyter_openbis_server.domain.notebooks.publications.publication import (
    FilePublication,
    Publication,
    PublicationTarget,
    PublishRequest,
)
from jupyter_openbis_server.domain.notebooks.publications.publication_builder import NotebookFiles, PublicationBuilder
from jupyter_openbis_server.domain.object_files.object_files import FileUpload
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import Upload
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset


@dataclass(frozen=True)
class PublicationBuilders:
    """The builders of publications by their target.

    Attributes:
        clock: Returns the current time, with a time zone.
    """

    data_set: PublicationBuilder
    files: FilePublicationBuilder
    clock: Callable[[], dt.datetime]

    def begin(self, request: PublishRequest) -> PublicationChecks:
        """Read and convert the notebook in its current state on the disk, without requests to openBIS.

        Raises:
            ConversionFailed, DiskFull, Cancelled.
        """
        return PublicationChecks(self, request, self.data_set.files_of(request), self.clock())


@dataclass
class PublicationChecks:
    """Checks a publication in a session, and keeps the remarks for the result.

    It can be checked again in another session: the files and the time stay the same.
    """

    builders: PublicationBuilders
    request: PublishRequest
    files: NotebookFiles
    published: dt.datetime
    remarks: tuple[str, ...] = ()

    def data_set(self, session: Session) -> Publication:
        """Return the data set to register. Raises InvalidUpload."""
        checked = self.builders.data_set.publication(session, self.request, self.files, self.published)
        self.remarks = checked.remarks
        return checked

    def object_files(self, session: Session) -> FilePublication:
        """Return the files to store. Raises InvalidUpload, NoFileServer."""
        checked = self.builders.files.publication(session, self.request, self.files, self.published)
        self.remarks = checked.remarks
        return checked


@dataclass(frozen=True)
class PublishNotebook:
    """Store a notebook, an HTML page of it, and the files beside it in openBIS.

    They become one data set, or a folder of the files of a sample or experiment.
    """

    builders: PublicationBuilders
    upload: UploadDataset
    upload_files: UploadFiles
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: PublishRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> Upload | FileUpload:
        """Publish the notebook in its current state on the disk.

        Args:
            name: Name of the connection.
            request: The notebook and the options.
            cancellation: Cancels the work; without effect once the registration of a data set has begun.
            progress: Notified of the progress.

        Raises:
            ReadOnly: changes are switched off.
            ConversionFailed, DiskFull: the notebook cannot be converted to a page.
            OpenbisError: as `UploadDataset`, or `UploadFiles`.
        """
        self.guard.check()
        cancellation = cancellation or Cancellation()
        with cancellation.as_current():
            checks = self.builders.begin(request)
        done: Upload | FileUpload
        if request.target is PublicationTarget.FILES:
            done = self.upload_files.store(name, checks.object_files, cancellation, progress)
        else:
            done = self.upload.register(name, checks.data_set, cancellation, progress)
        return replace(done, remarks=checks.remarks)


@dataclass(frozen=True)
class PlanPublication:
    """Run all checks of `PublishNotebook` without sending data."""

    session_manager: SessionManager
    builders: PublicationBuilders

    def __call__(
        self, name: str, request: PublishRequest, cancellation: Cancellation | None = None
    ) -> Publication | FilePublication:
        """Return the data set that would be registered, or the files that would be stored.

        Raises:
            UnknownConnection, NotLoggedIn.
            InvalidUpload: with all problems at once.
            NoFileServer: the server keeps no files of samples and experiments.
            ConversionFailed: the notebook cannot be converted to a page.
            Cancelled: on request.
        """
        with (cancellation or Cancellation()).as_current():
            checks = self.builders.begin(request)
            if request.target is PublicationTarget.FILES:
                return self.session_manager.use(name, checks.object_files)
            return self.session_manager.use(name, checks.data_set)
